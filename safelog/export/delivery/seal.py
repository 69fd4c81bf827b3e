"""Seal bytes under a generated passphrase, for a browser's own ciphers to open.

docs/DELIVERY.md, section 2. WebCrypto has no Argon2, so the passphrase itself carries the weight:
it is generated, never chosen. AES-GCM does not commit to its key, so a check value from the same
key material is compared first; it also tells a wrong passphrase from a damaged file.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

ITERATIONS = 1_000_000
"""Of PBKDF2 (RFC 8018, section 5.2): about half a second in a browser of today."""

LABEL = "safelog/sealed-page/1"
SALT_BYTES = 32
NONCE_BYTES = 12
KEY_BYTES = 32

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class SealedBytes:
    """What a page carries; none of it is secret."""

    iterations: int
    salt: bytes
    nonce: bytes
    check: bytes
    """Says whether the passphrase is the right one, before anything is decrypted."""
    ciphertext: bytes


def seal(
    plain: bytes,
    passphrase: memoryview,
    *,
    iterations: int = ITERATIONS,
    random_bytes: RandomBytes = os.urandom,
) -> SealedBytes:
    """Seal `plain` under a passphrase.

    Args:
        plain: the padded parcel.
        passphrase: UTF-8 in the form of `normal_form`; generated, of at least 80 bits.
        iterations: of the stretching; fewer only where a test has no secret to keep.
        random_bytes: salt and nonce come from it. A salt is never used twice: with it goes the key.
    """
    salt, nonce = random_bytes(SALT_BYTES), random_bytes(NONCE_BYTES)
    material = bytearray(KEY_BYTES)
    key, check = bytearray(KEY_BYTES), bytearray(KEY_BYTES)
    try:
        stretch = PBKDF2HMAC(SHA256(), KEY_BYTES, salt, iterations)
        stretch.derive_into(passphrase, material)
        HKDFExpand(SHA256(), KEY_BYTES, _info("key")).derive_into(material, key)
        HKDFExpand(SHA256(), KEY_BYTES, _info("check")).derive_into(material, check)
        ciphertext = AESGCM(key).encrypt(nonce, plain, LABEL.encode())
        return SealedBytes(iterations, salt, nonce, bytes(check), ciphertext)
    finally:
        for secret in (material, key):
            secret[:] = bytes(len(secret))


def normal_form(typed: str) -> str:
    """Return a passphrase as it is sealed: lower case, words with single spaces (NFKC).

    The page does the same with what is typed into it.
    """
    words = unicodedata.normalize("NFKC", typed).lower().replace("-", " ").split()
    return " ".join(words)


def _info(purpose: str) -> bytes:
    return f"{LABEL}/{purpose}".encode()
