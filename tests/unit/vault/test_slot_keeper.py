"""The ways to open a vault: added, listed, replaced, removed, rehearsed."""

from __future__ import annotations

import dataclasses
import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from safelog.errors import (
    AmbiguousSlotError,
    DamagedHeadError,
    InvalidRecoveryWordsError,
    LastSlotError,
    SlotLimitError,
    StorageError,
    UnknownSlotError,
    VaultClosedError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.vault import (
    Combination,
    Credential,
    KdfCost,
    Key,
    Notice,
    Secret,
    ShareSecret,
    SlotType,
    Vault,
    generate_recovery,
    rehearse,
)
from safelog.vault.opening import open_vault
from safelog.vault.slot_keeper import rehearse_slot
from tests.unit.vault.world import CHEAP_COST, FOLDER, PASSPHRASE, RECOVERY, World, payloads

OTHER = "другой ключ"
DEAR = KdfCost(memory_kib=64, passes=2, lanes=2)


def text(words: str) -> Secret:
    """Return what is typed."""
    return Secret.from_text(words)


def key_file(passphrase: str = PASSPHRASE, byte: int = 1) -> Combination:
    """Return a passphrase and a key file."""
    return Combination(text(passphrase), Key(bytearray([byte] * 32)))


def shares(byte: int = 1) -> ShareSecret:
    """Return what a set of shares gives."""
    return ShareSecret(bytearray([byte] * 16))


def split(passphrase: str = PASSPHRASE, byte: int = 1) -> Combination:
    """Return a passphrase and shares."""
    return Combination(text(passphrase), shares(byte))


WAYS: list[tuple[SlotType, Credential]] = [
    ("passphrase", text(OTHER)),
    ("recovery", generate_recovery()),
    ("key-file", key_file()),
    ("shares", shares()),
    ("split", split()),
]
NOT_THESE: list[Credential] = [
    text("x" + OTHER),
    key_file(OTHER),
    key_file(byte=2),
    shares(byte=2),
    split(OTHER),
    split(byte=2),
]


@pytest.fixture
def world() -> World:
    """Return a vault in memory, closed, with one record."""
    each = World()
    with each.create() as vault:
        vault.append([b"one"])
    return each


def ids(vault: Vault) -> list[str]:
    """Return the ids of all slots."""
    return [slot.id for slot in vault.slots.list()]


def types(vault: Vault) -> list[SlotType]:
    """Return the types of all slots."""
    return [slot.type for slot in vault.slots.list()]


@pytest.mark.parametrize(("slot_type", "brought"), WAYS)
def test_a_way_that_was_added_opens_and_the_others_stay(
    world: World, slot_type: SlotType, brought: Credential
) -> None:
    """Each type of slot, beside the passphrase and the recovery words."""
    with world.open() as vault:
        added = vault.slots.add(slot_type, brought)
        assert types(vault) == ["passphrase", "recovery", slot_type]
    with world.open(brought) as vault:
        assert vault.opened_with == slot_type
        assert [slot.id for slot in vault.slots.list() if slot.is_opened] == [added]
        assert payloads(vault) == [b"one"]
    for known in (PASSPHRASE, RECOVERY):
        world.open(known).close()
    for wrong in NOT_THESE:
        with pytest.raises(WrongSecretError):
            world.open(wrong)


def test_several_passphrases_open_one_vault(world: World) -> None:
    """Changing the one that opened leaves the other."""
    with world.open() as vault:
        vault.slots.add("passphrase", text(OTHER))
    with world.open(OTHER) as vault:
        vault.change_passphrase(text("третий"))
    for known in (PASSPHRASE, "третий"):
        world.open(known).close()
    with pytest.raises(WrongSecretError):
        world.open(OTHER)


def test_all_of_one_type_are_tried(world: World) -> None:
    """Sixteen ways, and no more."""
    with world.open() as vault:
        for number in range(14):
            vault.slots.add("passphrase", text(f"ключ {number}"))
        with pytest.raises(SlotLimitError) as caught:
            vault.slots.add("passphrase", text("one more"))
        assert caught.value.fields == {"limit": 16}
    world.open("ключ 13").close()


@pytest.mark.parametrize(("slot_type", "brought"), WAYS)
def test_a_way_that_was_removed_opens_no_more(
    world: World, slot_type: SlotType, brought: Credential
) -> None:
    """Nor through the second copy of the head."""
    with world.open() as vault:
        vault.slots.remove(vault.slots.add(slot_type, brought))
        assert types(vault) == ["passphrase", "recovery"]
    with pytest.raises(WrongSecretError):
        world.open(brought)
    world.open().close()


def test_a_split_alone_is_a_vault_that_nobody_opens_alone(world: World) -> None:
    """The person's own step: both other ways are removed, one after the other."""
    with world.open() as vault:
        vault.slots.add("split", split())
        for each in ids(vault)[:2]:
            vault.slots.remove(each)
    for alone in (PASSPHRASE, RECOVERY, shares()):
        with pytest.raises(WrongSecretError):
            world.open(alone)
    with world.open(split()) as vault:
        assert types(vault) == ["split"]
        with pytest.raises(UnknownSlotError):
            vault.change_passphrase(text(OTHER))
        with pytest.raises(UnknownSlotError):
            vault.replace_recovery(generate_recovery())
        assert types(vault) == ["split"]


def test_the_last_way_is_never_removed(world: World) -> None:
    """Not even by whoever has it."""
    with world.open() as vault:
        first, last = ids(vault)
        vault.slots.remove(first)
        with pytest.raises(LastSlotError):
            vault.slots.remove(last)
    world.open(RECOVERY).close()


def test_an_unknown_way_is_named(world: World) -> None:
    """Removed or changed by an id that is not there, or is of another type."""
    with world.open() as vault:
        recovery = ids(vault)[1]
        calls: list[Callable[[], None]] = [
            lambda: vault.slots.remove("0" * 32),
            lambda: vault.change_passphrase(text(OTHER), slot_id="0" * 32),
            lambda: vault.change_passphrase(text(OTHER), slot_id=recovery),
            lambda: vault.change_passphrase(key_file()),
        ]
        for call in calls:
            with pytest.raises(UnknownSlotError):
                call()
    world.open().close()


def test_of_several_passphrases_one_must_be_named(world: World) -> None:
    """Where the recovery words opened, none of them is the one that did."""
    with world.open() as vault:
        second = vault.slots.add("passphrase", text(OTHER))
    with world.open(RECOVERY) as vault:
        with pytest.raises(AmbiguousSlotError) as caught:
            vault.change_passphrase(text("третий"))
        assert caught.value.fields == {"count": 2}
        vault.change_passphrase(text("третий"), slot_id=second)
        assert types(vault) == ["passphrase", "recovery", "passphrase"]
    for known in (PASSPHRASE, "третий"):
        world.open(known).close()


def test_the_recovery_words_change_the_only_passphrase(world: World) -> None:
    """That is what they are for."""
    with world.open(RECOVERY) as vault:
        vault.change_passphrase(text(OTHER))
        assert [slot.is_opened for slot in vault.slots.list()] == [False, True]
    world.open(OTHER).close()


@pytest.mark.parametrize(
    ("old", "new"),
    [(key_file(), key_file(OTHER)), (split(), split(OTHER))],
)
def test_a_passphrase_beside_something_held_changes_too(
    world: World, old: Combination, new: Combination
) -> None:
    """With the same key file, or the same shares."""
    with world.open() as vault:
        vault.slots.add("key-file" if isinstance(old.held, Key) else "split", old)
    with world.open(old) as vault:
        vault.change_passphrase(new)
        assert vault.slots.list()[-1].is_opened
    with pytest.raises(WrongSecretError):
        world.open(old)
    world.open(new).close()


def measuring(world: World, cost: KdfCost) -> Vault:
    """Open the vault on a machine that can bear `cost`."""
    ports = dataclasses.replace(world.ports, measure_cost=lambda: cost)
    return Vault(open_vault(FOLDER, text(PASSPHRASE), ports=ports))


def costs(vault: Vault) -> dict[SlotType, KdfCost]:
    """Return the cost of each type of slot."""
    return {slot.type: slot.cost for slot in vault.slots.list()}


def test_what_needs_no_stretching_costs_the_least(world: World) -> None:
    """It must open on whatever machine is left; the others are measured."""
    with measuring(world, DEAR) as vault:
        for slot_type, brought in WAYS[1:]:
            vault.slots.add(slot_type, brought, cost=DEAR if slot_type == "shares" else None)
        assert costs(vault) == {
            "passphrase": CHEAP_COST,
            "recovery": CHEAP_COST,
            "key-file": DEAR,
            "shares": CHEAP_COST,
            "split": DEAR,
        }


def test_a_change_measures_anew_and_never_takes_back(world: World) -> None:
    """A slower moment of the same machine must not make the passphrase cheaper to guess."""
    with measuring(world, DEAR) as vault:
        vault.change_passphrase(text(PASSPHRASE))
        assert costs(vault)["passphrase"] == DEAR
    with measuring(world, CHEAP_COST) as vault:
        vault.change_passphrase(text(PASSPHRASE))
        assert costs(vault)["passphrase"] == DEAR
        vault.change_passphrase(text(PASSPHRASE), cost=CHEAP_COST)
        assert costs(vault)["passphrase"] == CHEAP_COST


def test_a_smaller_machine_gets_what_it_can_bear(world: World) -> None:
    """Where the recovery words opened because the passphrase asks for too much memory."""
    with measuring(world, DEAR) as vault:
        vault.change_passphrase(text(PASSPHRASE))
    with world.open(RECOVERY) as vault:
        vault.change_passphrase(text(PASSPHRASE))
        assert costs(vault)["passphrase"] == CHEAP_COST


def test_words_with_a_slip_are_never_added(world: World) -> None:
    """They could not be typed again."""
    with world.open() as vault:
        with pytest.raises(InvalidRecoveryWordsError):
            vault.slots.add("recovery", text("abacus"))
        with pytest.raises(ValueError, match="empty"):
            vault.slots.add("split", split(""))
        assert types(vault) == ["passphrase", "recovery"]


def test_a_disk_that_refuses_leaves_the_ways_as_they_were(world: World) -> None:
    """Neither added nor removed, and the vault goes on."""
    with world.open() as vault:
        before = ids(vault)
        world.fault.at, world.fault.error = world.fault.calls + 1, errno.EIO
        world.fault.lasting = True
        for call in (
            lambda: vault.slots.add("shares", shares()),
            lambda: vault.slots.remove(before[0]),
            lambda: vault.change_passphrase(text(OTHER)),
        ):
            with pytest.raises(StorageError):
                call()
        world.fault.at = None
        assert ids(vault) == before
        vault.append([b"two"])
    with world.open() as vault:
        assert payloads(vault) == [b"one", b"two"]


def test_a_locked_vault_changes_no_way(world: World) -> None:
    """Its keys are wiped."""
    vault = world.open()
    vault.close()
    for call in (
        lambda: vault.slots.add("shares", shares()),
        lambda: vault.slots.remove("0" * 32),
        lambda: vault.change_passphrase(text(OTHER)),
    ):
        with pytest.raises(VaultClosedError):
            call()


@pytest.mark.parametrize(
    ("brought", "slot_type"), [(text(PASSPHRASE), "passphrase"), (text(RECOVERY), "recovery")]
)
def test_a_rehearsal_tells_which_way_it_is(
    world: World, brought: Credential, slot_type: SlotType
) -> None:
    """And changes not a byte, though a copy of the head is damaged and a tail is torn."""
    world.file("head.bak")[5] ^= 1
    world.file("log").extend(b"torn")
    before = world.memory.snapshot()
    tried = rehearse_slot(FOLDER, brought, ports=world.ports)
    assert (tried.type, tried.notices) == (slot_type, (Notice.HEAD_COPY_DAMAGED,))
    with world.open() as vault:
        assert tried.slot_id in ids(vault)
        # Also while somebody has the vault open.
        assert rehearse_slot(FOLDER, brought, ports=world.ports).slot_id == tried.slot_id
    world.memory.restore(before)
    with pytest.raises(WrongSecretError):
        rehearse_slot(FOLDER, shares(), ports=world.ports)
    assert world.memory.snapshot() == before


def test_a_rehearsal_tells_damage_from_a_wrong_secret(world: World) -> None:
    """And an empty folder from both."""
    for name in ("head", "head.bak"):
        world.file(name)[5] ^= 1
    with pytest.raises(DamagedHeadError):
        rehearse_slot(FOLDER, text(PASSPHRASE), ports=world.ports)
    with pytest.raises(VaultNotFoundError):
        rehearse_slot(Path("/elsewhere"), text(PASSPHRASE), ports=world.ports)


def test_a_rehearsal_on_a_real_disk(tmp_path: Path) -> None:
    """There is no vault in that folder."""
    with pytest.raises(VaultNotFoundError):
        rehearse(tmp_path, text(PASSPHRASE))
