"""Identifiers: 128 random bits, written so that a person can read them aloud."""

from __future__ import annotations

import re
from typing import NewType

IncidentId = NewType("IncidentId", str)
EntityId = NewType("EntityId", str)
AttachmentId = NewType("AttachmentId", str)
RecipientId = NewType("RecipientId", str)

ID_BYTES = 16
ID_LENGTH = 26

# Crockford's base 32, lower case: no i, l, o, u, so that nothing is mistaken when read aloud.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ID = re.compile(f"[0-7][{_ALPHABET}]{{{ID_LENGTH - 1}}}")


def make_id(random_bytes: bytes) -> str:
    """Write 16 random bytes as an identifier of 26 characters.

    Raises:
        ValueError: not 16 bytes.
    """
    if len(random_bytes) != ID_BYTES:
        message = "an identifier is made of 16 bytes"
        raise ValueError(message)
    number = int.from_bytes(random_bytes, "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def is_id(text: str) -> bool:
    """Tell whether `text` is a whole identifier as `make_id` writes it."""
    return _ID.fullmatch(text) is not None
