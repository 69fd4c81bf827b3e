"""Every derived key, computed a second time from RFC 5869 alone."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from safelog.errors import VaultClosedError
from safelog.vault import Key
from safelog.vault.keys import KeyRing, derive_committing

VAULT_KEY = bytes(range(32))
VAULT_ID = bytes(range(16))


def hkdf_sha512(ikm: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869, sections 2.2 and 2.3; one block of output is enough here."""
    pseudorandom = hmac.digest(salt or bytes(64), ikm, hashlib.sha512)
    return hmac.digest(pseudorandom, info + b"\x01", hashlib.sha512)[:length]


def ring() -> KeyRing:
    """Return the keys of a known vault key."""
    return KeyRing(Key(bytearray(VAULT_KEY)), VAULT_ID)


def test_each_key_follows_its_formula() -> None:
    """FORMAT.md section 3."""
    keys = ring()
    for key, label in (
        (keys.head, b"safelog/v1/head"),
        (keys.log, b"safelog/v1/log"),
        (keys.blob, b"safelog/v1/blob"),
        (keys.nonce, b"safelog/v1/nonce"),
    ):
        assert bytes(key.view) == hkdf_sha512(VAULT_KEY, b"", label + b"\0" + VAULT_ID, 32)
    assert bytes(keys.vault_key.view) == VAULT_KEY


def test_a_committing_key_is_two_halves_of_one_output() -> None:
    """Key first, commitment second."""
    key, commitment = derive_committing(Key(bytearray(VAULT_KEY)), salt=b"salt", info=b"info")
    assert bytes(key.view) + commitment == hkdf_sha512(VAULT_KEY, b"salt", b"info", 64)


def test_wipe_ends_every_key() -> None:
    """After a lock no key answers."""
    keys = ring()
    keys.wipe()
    for key in (keys.head, keys.log, keys.nonce, keys.blob, keys.vault_key):
        with pytest.raises(VaultClosedError):
            _ = key.view
