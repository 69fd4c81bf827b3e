"""A PDF that asks for a passphrase: AES-256 as in PDF 2.0 (ISO 32000-2, 7.6, revision 6).

Needs the extra `pdf-encrypt`. PDF/A forbids encryption, so a sealed PDF is no PDF/A any more; the
one inside the sealed page is.
"""

from __future__ import annotations

import importlib.util
import io
import os
from collections.abc import Callable

from safelog.errors import MissingExtraError

EXTRA = "pdf-encrypt"
_OWNER_BYTES = 32


def can_seal_pdf() -> bool:
    """Tell whether the extra is installed, without importing it."""
    return importlib.util.find_spec("pikepdf") is not None


def seal_pdf(
    paper: bytes, passphrase: str, *, random_bytes: Callable[[int], bytes] = os.urandom
) -> bytes:
    """Return a PDF that opens with a passphrase; its metadata is sealed too.

    Args:
        paper: the PDF, which passed the leak check.
        passphrase: generated; the library takes a `str`, which cannot be wiped.
        random_bytes: of the owner's password, which nobody keeps: whoever can open the document
            may print and copy it.

    Raises:
        MissingExtraError: the extra is not installed.
    """
    try:
        # A large library that few need: it is an extra, and imported where it is used.
        import pikepdf  # noqa: PLC0415 (see above)
    except ImportError:
        raise MissingExtraError(extra=EXTRA) from None
    encryption = pikepdf.Encryption(
        user=passphrase, owner=random_bytes(_OWNER_BYTES).hex(), R=6, aes=True, metadata=True
    )
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.save(out, encryption=encryption, static_id=False, deterministic_id=False)
    return out.getvalue()
