"""Everything secret about one vault, learned outside of the process that is looked into.

The keys are recorded while this process opens the folder and reads all of it: whatever HKDF is
given and gives there is a secret that the other process has handled as well.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safelog.vault import Secret, Vault
from tests.residue.memory import FEWEST_BYTES, pieces

PASSPHRASE = "жщрикта ёмбюльга 7419 кшоврани"
"""No piece of it is part of a word that a program may hold for another reason."""
NARRATIVE = "кузнечиха-звукопись у подъезда, синяя «Шкода» с номером 999 ЩЪЫ"
KEY_BYTES = 32
_LETTER_BYTES = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}
"""Encodings in which a text may lie in memory, and what a letter of ASCII takes in each."""
LABELS = frozenset({"slot", "head", "log", "nonce", "blob", "frame", "blob-file"})
"""What keys are made for; FORMAT.md sections 3, 5.1 and 6."""


class RecordingHkdf:
    """HKDF-SHA-512 that remembers what went in and what came out."""

    def __init__(self, seen: dict[str, bytes], *, salt: bytes, info: bytes, length: int) -> None:
        """Compute as `HKDF` does."""
        self._seen = seen
        self._salt = salt
        self._info = info
        self._real = HKDF(algorithm=SHA512(), length=length, salt=salt, info=info)

    def derive_into(self, key_material: memoryview, buffer: bytearray) -> None:
        """Derive, and remember."""
        self._real.derive_into(key_material, buffer)
        label = self._info.split(b"\0")[0].decode().removeprefix("safelog/v1/")
        given = bytes(key_material)
        if not any(given):
            return  # What is computed only to write over what was computed before.
        # Several slots and frames: what tells them apart is public.
        own = f"{label} {hashlib.sha256(self._salt + self._info).hexdigest()[:8]}"
        self._seen[f"{own}: key material"] = given
        # RFC 5869, section 2.2: a missing salt is as many zeros as the hash has bytes.
        self._seen[f"{own}: extracted"] = hmac.digest(self._salt or bytes(64), given, "sha512")
        self._seen[f"{own}: key"] = bytes(buffer[:KEY_BYTES])


def learn_keys(folder: Path, secret: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Open the vault, read all of it, and return every key that this took, by readable names."""
    seen: dict[str, bytes] = {}

    def recording(*, algorithm: object, length: int, salt: bytes, info: bytes) -> RecordingHkdf:
        del algorithm
        return RecordingHkdf(seen, salt=salt, info=info, length=length)

    with monkeypatch.context() as patch:
        patch.setattr("safelog.vault.keys.HKDF", recording)
        with Secret.from_text(secret) as given, Vault.open(folder, given) as vault:
            vault.check()
    return seen


def spellings(name: str, text: str) -> dict[str, bytes]:
    """Return the bytes as which a text may lie in memory, by readable names."""
    return {f"{name}, {encoding}": text.encode(encoding) for encoding in _LETTER_BYTES}


def pieces_of_text(name: str, text: str) -> dict[str, bytes]:
    """Return the pieces of a passphrase in each encoding, long enough not to be there by chance."""
    return {
        part: piece
        for encoding, size in _LETTER_BYTES.items()
        for part, piece in pieces(
            f"{name}, {encoding}", text.encode(encoding), size=size * FEWEST_BYTES
        ).items()
    }


def secrets_of(
    folder: Path, *passphrases: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, bytes]:
    """Return every piece of every secret of a vault; the last of `passphrases` opens it."""
    needles: dict[str, bytes] = {}
    for name, key in learn_keys(folder, passphrases[-1], monkeypatch).items():
        needles |= pieces(name, key)
    for number, passphrase in enumerate(passphrases):
        needles |= pieces_of_text(f"passphrase {number}", passphrase)
    return needles
