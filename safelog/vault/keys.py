"""Derive every key of a vault from its one random vault key; FORMAT.md section 3.

Nothing outside this module chooses a label for HKDF by hand, except where a ciphertext brings its
own salt (frames, blobs, slots), and those go through `derive_committing`.
"""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safelog.vault.secret import KEY_BYTES, Key


class Committing(NamedTuple):
    """A key and the public value that commits to it.

    AES-GCM opens under several keys if somebody builds the ciphertext so; compare the commitment,
    in constant time, before decrypting.
    """

    key: Key
    commitment: bytes


class KeyRing:
    """The keys of an open vault. Owns the vault key; `wipe` ends them all."""

    def __init__(self, vault_key: Key, vault_id: bytes) -> None:
        """Take over `vault_key` and derive the keys of the vault's own files."""
        self.vault_key = vault_key
        self.vault_id = vault_id
        self.head = self._derive(b"safelog/v1/head")
        self.log = self._derive(b"safelog/v1/log")
        self.nonce = self._derive(b"safelog/v1/nonce")
        self.blob = self._derive(b"safelog/v1/blob")

    def derive_next_head(self) -> Key:
        """Return the key that signs `head.next` if these keys are the next ones; wipe it."""
        return self._derive(b"safelog/v1/head-next")

    def derive_link(self) -> Key:
        """Return the key that signs `head.next` if these keys are the present ones; wipe it."""
        return self._derive(b"safelog/v1/head-link")

    def wipe(self) -> None:
        """Zero every key."""
        for key in (self.vault_key, self.head, self.log, self.nonce, self.blob):
            key.wipe()

    def _derive(self, label: bytes) -> Key:
        derived = bytearray(KEY_BYTES)
        _hkdf_into(derived, key=self.vault_key, salt=b"", info=label + b"\0" + self.vault_id)
        return Key(derived)


def derive_committing(key: Key, *, salt: bytes, info: bytes) -> Committing:
    """Return the 32-byte key and the 32-byte commitment that HKDF-SHA-512 gives for `info`."""
    derived = bytearray(2 * KEY_BYTES)
    _hkdf_into(derived, key=key, salt=salt, info=info)
    result = Committing(Key(derived[:KEY_BYTES]), bytes(derived[KEY_BYTES:]))
    derived[:] = bytes(len(derived))
    return result


def _hkdf_into(derived: bytearray, *, key: Key, salt: bytes, info: bytes) -> None:
    hkdf = HKDF(algorithm=SHA512(), length=len(derived), salt=salt, info=info)
    hkdf.derive_into(key.view, derived)
