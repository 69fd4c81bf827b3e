"""Seal an export with age (C2SP age.md), for a recipient's key or a passphrase.

For whoever has the age program already. The container inside is a zip, because a lawyer can open
one; zip's own encryption is not used, for it shows the names of the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyrage

from safelog.errors import InvalidAgeKeyError
from safelog.export.delivery.parcel import pack_zip

AGE_NAME = "export.zip.age"
KEYS_MAX = 20


def check_keys(keys: Sequence[str]) -> None:
    """Refuse what cannot be sealed for, before anything is made.

    Raises:
        InvalidAgeKeyError: as for `seal_for_keys`.
    """
    _recipients(keys)


def seal_for_keys(files: Mapping[str, bytes], keys: Sequence[str]) -> bytes:
    """Return the files sealed for X25519 recipients (`age1…`).

    Raises:
        InvalidAgeKeyError: there is no key, there are too many, or one is none. `number` counts
            from 1; the key itself is in no error.
    """
    recipients = _recipients(keys)
    sealed: bytes = pyrage.encrypt(pack_zip(files), recipients)
    return sealed


def seal_for_passphrase(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return the files sealed under a generated passphrase (scrypt).

    The library takes the passphrase as a `str`, which cannot be wiped.
    """
    sealed: bytes = pyrage.passphrase.encrypt(pack_zip(files), passphrase)
    return sealed


def _recipients(keys: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    if not 0 < len(keys) <= KEYS_MAX:
        raise InvalidAgeKeyError(number=0)
    return [_recipient(number, key) for number, key in enumerate(keys, start=1)]


def _recipient(number: int, key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        raise InvalidAgeKeyError(number=number) from None
