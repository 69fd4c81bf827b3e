"""Signed notes (C2SP signed-note) with one Ed25519 key, and the key as digits for the telephone.

A note here has exactly one signature, and exactly one way to be written. The C2SP text lets
readers skip the signatures of strangers; an export must not have bytes that anybody can change.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from safelog.errors import ChangedExportError, InvalidSignatureError

KEY_BYTES = 32
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4

DIGIT_GROUPS = 8
_GROUP_BYTES = 8
_GROUP_SIZE = 100_000

_ED25519 = b"\x01"
_NAME = re.compile(r"safelog/[0-9a-f]{16}")
_FIELD = 2**255 - 19
_SIGN_BIT = 2**255
_SIGNATURE_LINE = "— "


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key and the name of the log that signs with it."""

    name: str
    public: bytes

    def __str__(self) -> str:
        """Write the key as it stands in an export (docs/PROOF.md, section 4)."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(_ED25519 + self.public)}"

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[
            :KEY_ID_BYTES
        ]

    @property
    def digits(self) -> tuple[str, ...]:
        """Eight groups of five digits, to be compared by voice (docs/PROOF.md, section 4.1).

        132 bits: somebody who must match all groups finds no second key. Whoever compares only
        some groups is protected only by those.
        """
        name = self.name.encode()
        digest = hashlib.sha512(
            b"safelog/proof/v1/digits\x00" + len(name).to_bytes(4, "big") + name + self.public
        ).digest()
        groups = (
            int.from_bytes(digest[at : at + _GROUP_BYTES], "big") % _GROUP_SIZE
            for at in range(0, DIGIT_GROUPS * _GROUP_BYTES, _GROUP_BYTES)
        )
        return tuple(f"{group:05}" for group in groups)


def parse_key(untrusted_text: str) -> VerifyingKey:
    """Read a key as an export carries it.

    Raises:
        ChangedExportError: it is not a key, or its parts contradict each other.
    """
    name, _, rest = untrusted_text.partition("+")
    _, _, encoded = rest.partition("+")
    public = decode_base64(encoded)
    if not _NAME.fullmatch(name) or public is None or len(public) != 1 + KEY_BYTES:
        raise ChangedExportError(place="key")
    key = VerifyingKey(name=name, public=public[1:])
    if str(key) != untrusted_text or _has_small_order(key.public):
        raise ChangedExportError(place="key")
    return key


def _has_small_order(public: bytes) -> bool:
    """Tell whether eight times the point is the neutral one, or its y has a second form.

    Under such a key one signature, made without any secret, fits many texts. The points of order 1,
    2 and 4 have y = 1, -1 and 0; doubling a point of order 8 gives y = 0, which on the curve of
    RFC 8032, section 5.1, means d*y^4 + 2*y^2 = 1 with d = -121665/121666.
    """
    y = int.from_bytes(public, "little") % _SIGN_BIT
    square = y * y % _FIELD
    order_8 = 121_666 * (2 * square - 1) - 121_665 * square * square
    return y >= _FIELD or y * (square - 1) * order_8 % _FIELD == 0


def sign_note(text: str, *, name: str, key: Ed25519PrivateKey) -> str:
    """Sign `text`, which ends in a newline, and return the note."""
    public = VerifyingKey(name=name, public=key.public_key().public_bytes_raw())
    signature = encode_base64(public.key_id + key.sign(text.encode()))
    return f"{text}\n{_SIGNATURE_LINE}{name} {signature}\n"


def open_note(untrusted_note: str, key: VerifyingKey) -> str:
    """Return the text of a note that `key` signed.

    Raises:
        ChangedExportError: it is not a note with one signature, in the one form.
        InvalidSignatureError: the signature is not by this key over this text.
    """
    text, separator, line = untrusted_note.rpartition("\n\n")
    start = f"{_SIGNATURE_LINE}{key.name} "
    signed = decode_base64(line.removeprefix(start).removesuffix("\n"))
    if (
        not separator
        or not (line.startswith(start) and line.endswith("\n"))
        or signed is None
        or len(signed) != KEY_ID_BYTES + SIGNATURE_BYTES
    ):
        raise ChangedExportError(place="checkpoint")
    text += "\n"
    if signed[:KEY_ID_BYTES] != key.key_id:
        raise InvalidSignatureError(place="checkpoint")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(
            signed[KEY_ID_BYTES:], text.encode(errors="surrogatepass")
        )
    except (InvalidSignature, ValueError):  # ValueError: the key is no point of the curve
        raise InvalidSignatureError(place="checkpoint") from None
    return text


def encode_base64(data: bytes) -> str:
    """Write bytes in base64 (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(untrusted_text: str) -> bytes | None:
    """Read base64 in its one canonical form; None for anything else.

    The unused bits of the last letter must be zero: otherwise four texts would mean one signature,
    and an export could be changed without notice.
    """
    try:
        data = base64.b64decode(untrusted_text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if encode_base64(data) == untrusted_text else None
