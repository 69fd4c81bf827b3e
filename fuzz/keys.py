"""Fixed keys and random bytes that are the same in every run; only for fuzzing."""

import hashlib
import itertools
from collections.abc import Callable

from safelog.vault.keys import KeyRing
from safelog.vault.secret import Key

VAULT_KEY = bytes(range(32))
VAULT_ID = bytes(range(16))


def key_ring(vault_id: bytes = VAULT_ID) -> KeyRing:
    """Return the keys of a vault that is never written to a disk."""
    return KeyRing(Key(bytearray(VAULT_KEY)), vault_id)


def known_bytes(seed: str) -> Callable[[int], bytes]:
    """Return a source of bytes that nobody has drawn."""
    number = itertools.count()
    return lambda size: hashlib.shake_128(f"{seed} {next(number)}".encode()).digest(size)
