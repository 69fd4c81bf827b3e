"""The vault key under a secret."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import DamagedHeadError
from safelog.vault import Key, Secret
from safelog.vault.slots import Slot, SlotType, open_slot, seal_slot, stretch_for
from tests.unit.vault.world import CHEAP_COST, KnownBytes

VAULT_ID = bytes(16)
VAULT_KEY = bytes(range(32))


def seal(words: str = "ключ", slot_type: SlotType = "passphrase") -> Slot:
    """Return a slot for `words`."""
    return seal_slot(
        Key(bytearray(VAULT_KEY)),
        vault_id=VAULT_ID,
        slot_type=slot_type,
        secret=Secret.from_text(words),
        cost=CHEAP_COST,
        random_bytes=KnownBytes(),
    )


def unseal(slot: Slot, words: str = "ключ", vault_id: bytes = VAULT_ID) -> bytes | None:
    """Return the vault key as bytes."""
    stretched = stretch_for(slot, Secret.from_text(words))
    key = open_slot(slot, vault_id=vault_id, stretched=stretched)
    return None if key is None else bytes(key.view)


@pytest.mark.parametrize("slot_type", ["passphrase", "recovery", "key-file", "shares", "split"])
def test_the_secret_opens_its_slot_and_no_other_does(slot_type: SlotType) -> None:
    """Wrong is None, not damage."""
    slot = seal(slot_type=slot_type)
    assert unseal(slot) == VAULT_KEY
    assert unseal(slot, "Ключ") is None


@pytest.mark.parametrize(
    "change",
    [
        {"id": "00" * 16},
        {"salt": "00" * 32},
        {"type": "recovery"},
        {"type": "split"},
        {"memory_kib": 16},
        {"passes": 2},
        {"commitment": "00" * 32},
    ],
)
def test_every_field_of_a_slot_is_bound_to_its_key(change: dict[str, object]) -> None:
    """A moved or rewritten slot does not open."""
    assert unseal(msgspec.structs.replace(seal(), **change)) is None


def test_a_slot_is_bound_to_its_vault() -> None:
    """The same slot in another head does not open."""
    assert unseal(seal(), vault_id=bytes(15) + b"\x01") is None


def test_a_changed_sealed_key_is_damage() -> None:
    """The commitment says that the secret is right, so the slot is wrong."""
    slot = seal()
    changed = bytes.fromhex(slot.sealed_key)[:-1] + b"\0"
    with pytest.raises(DamagedHeadError):
        unseal(msgspec.structs.replace(slot, sealed_key=changed.hex()))
