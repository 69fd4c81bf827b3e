"""A PDF that asks for a passphrase: AES-256 as in PDF 2.0 (ISO 32000-2, 7.6, revision 6).

Needs the extra `pdf-encrypt`. PDF/A forbids encryption, so a sealed PDF is no PDF/A any more; the
one inside the sealed page is.

The encryption covers strings and streams, and nothing else: how many pages, headings and tables a
document has, and a digest of the whole, would stand beside it for everybody. So everything that can
be is put into streams first, and the digest is taken out.
"""

from __future__ import annotations

import importlib.util
import io
import os
from collections.abc import Callable

from safelog.errors import MissingExtraError
from safelog.export.delivery.padding import padded_size

EXTRA = "pdf-encrypt"
_OWNER_BYTES = 32
_SLACK_BYTES = 512
"""What a table of places may grow by; filled up after the end, where readers allow 1,024 bytes."""
_FILLER = "/Padding"


def can_seal_pdf() -> bool:
    """Tell whether the extra is installed, without importing it."""
    return importlib.util.find_spec("pikepdf") is not None


def seal_pdf(
    paper: bytes, passphrase: str, *, random_bytes: Callable[[int], bytes] = os.urandom
) -> bytes:
    """Return a PDF that opens with a passphrase; its metadata is sealed too, its length padded.

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
    with pikepdf.open(io.BytesIO(paper)) as pdf:

        def saved(filler_bytes: int) -> bytes:
            pdf.Root[_FILLER] = pdf.make_stream(bytes(filler_bytes))
            out = io.BytesIO()
            pdf.save(
                out,
                encryption=encryption,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=False,
                static_id=True,  # the usual one is made of the second and of the title
            )
            return out.getvalue()

        # The first object stays outside; what it holds need not.
        for name, value in pdf.Root.items():
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
                pdf.Root[name] = pdf.make_indirect(value)
        if "/ID" in pdf.trailer:
            # Made of the content: whoever has a copy could tell that this is the same.
            del pdf.trailer["/ID"]
        bare = len(saved(0)) + _SLACK_BYTES
        size = padded_size(bare)
        return saved(size - bare).ljust(size, b"\n")
