"""Argon2id once for each secret of the frozen vaults: most of them are one vault, damaged somehow.

Each reader keeps what it computed itself, so that one that computes something else still fails.
"""

from __future__ import annotations

from functools import cache

import pytest
from argon2.low_level import hash_secret_raw

from safelog.vault import Secret, slots
from safelog.vault.kdf import KdfCost, stretch
from safelog.vault.secret import Key
from tests.independent import head, one_page

independent_argon2 = cache(hash_secret_raw)
"""What the readers that know nothing of safelog compute."""


@cache
def _stretched(secret: bytes, salt: bytes, cost: KdfCost) -> bytes:
    with Secret(bytearray(secret)) as whole, stretch(whole, salt=salt, cost=cost) as key:
        return bytes(key.view)


def stretch_once(secret: Secret, *, salt: bytes, cost: KdfCost) -> Key:
    """See `safelog.vault.kdf.stretch`."""
    return Key(bytearray(_stretched(bytes(secret.view), bytes(salt), cost)))


def remember(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all readers of vaults stretch a secret at its first use only."""
    monkeypatch.setattr(slots, "stretch", stretch_once)
    for reader in (head, one_page):
        monkeypatch.setattr(reader, "hash_secret_raw", independent_argon2)
