"""Write over what a cipher leaves on the stack of its thread.

The library zeroes the keys it keeps, but a part of the round keys of its last use stays on the
stack, where Python cannot reach it and where it may stay until the process ends (found by
`tests/residue`, with OpenSSL 3 on x86-64). The same computation over nothing secret, from the same
depth of calls, takes the same place.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY = bytes(32)
_NONCE = bytes(12)
_PLAIN = bytes(1_024)
"""Long enough for the library to take the way that it takes for a long text."""
_TAG_BYTES = 16


def cover_tracks() -> None:
    """Use a cipher as a caller just did, under a key of zeros that protects nothing."""
    cipher = AESGCM(_KEY)
    sealed, plain = bytearray(len(_PLAIN) + _TAG_BYTES), bytearray(len(_PLAIN))
    cipher.encrypt_into(_NONCE, _PLAIN, _NONCE, sealed)
    cipher.decrypt_into(_NONCE, sealed, _NONCE, plain)
    cipher.decrypt(_NONCE, cipher.encrypt(_NONCE, _PLAIN, _NONCE), _NONCE)
