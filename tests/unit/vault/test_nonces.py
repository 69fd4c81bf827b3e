"""No key and nonce seal two contents, in all copies of a vault together."""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

import pytest

from safelog.vault import Record, Secret, Vault
from safelog.vault.heads import read_heads
from safelog.vault.keys import KeyRing
from tests.unit.vault.keyholder import merge, records_under, sealed_under
from tests.unit.vault.world import (
    CHEAP_COST,
    FOLDER,
    PASSPHRASE,
    Fault,
    Killed,
    KnownBytes,
    World,
    payloads,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NEW_PASSPHRASE = "попутный ветер 8"
NEW_RECOVERY = "wilt impaired roster upstate parole domelike durably danger vocally oppose boxcar"
PHOTO = b"a photo of the car" * 20_000

Snapshot = dict[str, bytes]


def first_vault() -> World:
    """Return a vault with records and an attachment."""
    world = World()
    with world.create() as vault:
        vault.append([b"one"])
        vault.append([b"secret"], blobs=[vault.write_blob(io.BytesIO(PHOTO))])
    return world


def keys_of(world: World, secret: str = PASSPHRASE) -> KeyRing:
    """Return the keys that a secret opens now."""
    return read_heads(FOLDER, world.ports).unlock(Secret.from_text(secret)).keys


def copy_of(snapshot: Snapshot) -> World:
    """Put a copy back, on a machine of its own."""
    world = World()
    world.memory.restore(snapshot)
    return world


def forget_one(gone: int, position: int, _record: Record) -> Record | None:
    """Remove one record."""
    return Record(b"gone", ()) if position == gone else None


def rekey(vault: Vault) -> None:
    """Change all keys."""
    passphrase, recovery = map(Secret.from_text, (NEW_PASSPHRASE, NEW_RECOVERY))
    vault.key_change.begin(passphrase, recovery, cost=CHEAP_COST)


def write_on(world: World, what: bytes, secret: str = PASSPHRASE) -> None:
    """Append a record and an attachment at the same positions in every copy."""
    with world.open(secret) as vault:
        vault.append([what, what + b" too"], blobs=[vault.write_blob(io.BytesIO(what * 999))])


def test_copies_that_went_different_ways_share_no_nonce() -> None:
    """One goes on, one goes on otherwise, one is rewritten, one gets other keys and goes on."""
    first = first_vault()
    keys, start = keys_of(first), first.memory.snapshot()
    taken = [start]
    goes_on, otherwise, rewritten, rekeyed = (copy_of(start) for _ in range(4))
    write_on(goes_on, b"here")
    write_on(otherwise, b"there")
    with rewritten.open() as vault:
        vault.append([b"before"])
        taken.append(rewritten.memory.snapshot())
        vault.rewrite(functools.partial(forget_one, 1))
        taken.append(rewritten.memory.snapshot())
        vault.append([b"behind"])
        vault.rewrite(functools.partial(forget_one, 1))
    with rekeyed.open() as vault:
        rekey(vault)
    fresh = keys_of(rekeyed, NEW_PASSPHRASE)
    taken.append(rekeyed.memory.snapshot())
    write_on(rekeyed, b"under new keys", NEW_PASSPHRASE)
    taken += [each.memory.snapshot() for each in (goes_on, otherwise, rewritten, rekeyed)]
    old_pairs = merge(*(sealed_under(keys, each) for each in taken))
    new_pairs = merge(*(sealed_under(fresh, each) for each in taken))
    # Records and chunks: two and two; two and one in each that went on; then one, three and four.
    assert len(old_pairs) == 2 + 2 + 2 * (2 + 1) + 1 + 3 + 4
    assert len(new_pairs) == 2 + 2 + 3
    assert old_pairs.keys().isdisjoint(new_pairs)


def remove(vault: Vault) -> None:
    """Remove a record for good."""
    vault.rewrite(functools.partial(forget_one, 1))


@pytest.mark.parametrize("change", [remove, rekey])
def test_a_change_that_is_cut_off_and_made_again_shares_none(
    change: Callable[[Vault], None],
) -> None:
    """Every state of the disk on the way counts: somebody may have copied it."""
    first = first_vault()
    keys, start, states = keys_of(first), first.memory.snapshot(), []
    counted = copy_of(start)
    with counted.open() as vault:
        before = counted.fault.calls
        change(vault)
        calls = counted.fault.calls
    for at in range(before + 1, calls + 1, 5):
        world = copy_of(start)
        world.fault = Fault(at=at, error=Killed, lasting=True, short=True)
        with pytest.raises(Killed):
            change(world.open())
        states.append(world.memory.snapshot())
    assert len(merge(*(sealed_under(keys, each) for each in states))) >= 4


def test_machines_that_draw_the_same_still_use_other_nonces() -> None:
    """A running machine was copied; both copies rewrite, each without another record."""
    first = first_vault()
    keys, start, states = keys_of(first), first.memory.snapshot(), []
    for position in (0, 1):
        world = World(random_bytes=KnownBytes("the same in both"))
        world.memory.restore(start)
        with world.open() as vault:
            vault.rewrite(functools.partial(forget_one, position))
        states.append(world.memory.snapshot())
    assert len(merge(*(sealed_under(keys, each) for each in states))) >= 4


def test_what_was_removed_opens_nowhere() -> None:
    """Every frame and chunk that the key opens is looked at, wherever it stands in the folder."""
    world = first_vault()
    keys = keys_of(world)
    world.file("log").extend(world.file("log")[464:])  # torn, and set aside below
    del world.file("log")[-1]
    with world.open() as vault:
        vault.append([b"three"])
    assert any(b"secret" in record for record in records_under(keys, world.memory.snapshot()))
    with world.open() as vault:
        vault.rewrite(functools.partial(forget_one, 1))
        assert payloads(vault) == [b"one", b"gone", b"three"]
    files = world.memory.snapshot()
    records = records_under(keys, files)
    assert len(records) == 3
    assert not any(b"secret" in record for record in records)
    assert not [name for name in files if name.startswith("blobs/")]
