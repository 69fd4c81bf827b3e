"""Creating and opening a folder: what is refused, what is repaired."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.errors import (
    DamagedHeadError,
    InvalidRecoveryWordsError,
    VaultExistsError,
    VaultInUseError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.vault import (
    FLOOR_COST,
    KdfCost,
    Secret,
    Vault,
    generate_recovery,
    looks_like_vault,
)
from safelog.vault.head import parse_head
from safelog.vault.opening import create_vault
from tests.unit.vault.world import (
    CHEAP_COST,
    CHEAP_LIMITS,
    FOLDER,
    PASSPHRASE,
    RECOVERY,
    KnownBytes,
    World,
    payloads,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world() -> World:
    """Return an empty world."""
    return World()


@pytest.fixture
def vault(world: World) -> Iterator[Vault]:
    """Return a new vault."""
    with world.create() as vault:
        yield vault


def test_the_second_opening_is_refused(world: World, vault: Vault) -> None:
    """Until the first is closed."""
    with pytest.raises(VaultInUseError):
        world.open()
    vault.close()
    world.open().close()


def test_a_wrong_secret_is_told_from_a_slip(world: World, vault: Vault) -> None:
    """Nothing is changed, and the lock is given back."""
    vault.close()
    before = world.memory.snapshot()
    slip = RECOVERY.replace("abide", "abode")
    other = str(generate_recovery().view, "ascii")
    for secret, error in (
        ("wrong", WrongSecretError),
        (PASSPHRASE.upper(), WrongSecretError),
        (other, WrongSecretError),
        (slip, InvalidRecoveryWordsError),
        ("abacus abdomen abdominal", WrongSecretError),
        ("", WrongSecretError),
    ):
        with pytest.raises(error):
            world.open(secret)
    assert world.memory.snapshot() == before
    world.open().close()


def test_recovery_words_may_be_a_passphrase(world: World) -> None:
    """Whoever chose eleven listed words as a passphrase still gets in."""
    phrase = RECOVERY.replace("headway", "abacus")
    world.create(passphrase=phrase).close()
    with world.open(phrase) as vault:
        assert vault.opened_with == "passphrase"


@pytest.mark.parametrize(
    ("secret", "cost", "message"),
    [
        ("", CHEAP_COST, "empty"),
        ("x", dataclasses.replace(CHEAP_COST, memory_kib=7), "floor"),
        ("x", dataclasses.replace(CHEAP_COST, passes=17), "no safelog"),
    ],
)
def test_no_slot_is_weak_or_impossible(
    world: World, vault: Vault, secret: str, cost: KdfCost, message: str
) -> None:
    """Neither at creation nor later."""
    with pytest.raises(ValueError, match=message):
        vault.change_passphrase(Secret.from_text(secret), cost=cost)
    with pytest.raises(ValueError, match=message):
        create_vault(
            Path("/other"),
            passphrase=Secret.from_text(secret),
            recovery=Secret.from_text(RECOVERY),
            cost=cost,
            ports=world.ports,
        )
    assert Path("/other") not in world.memory.folders


def test_the_recovery_slot_costs_the_least(world: World) -> None:
    """129 random bits need no stretching, whatever the passphrase costs."""
    dear = KdfCost(memory_kib=64, passes=2, lanes=2)
    create_vault(
        FOLDER,
        passphrase=Secret.from_text(PASSPHRASE),
        recovery=Secret.from_text(RECOVERY),
        cost=dear,
        ports=world.ports,
    )
    head = parse_head(bytes(world.file("head")), CHEAP_LIMITS).untrusted
    assert {slot.type: slot.cost for slot in head.slots} == {
        "passphrase": dear,
        "recovery": CHEAP_COST,
    }


def test_creation_takes_no_words_that_do_not_parse(world: World) -> None:
    """And makes no folder then."""
    with pytest.raises(InvalidRecoveryWordsError):
        world.create(recovery="abacus")
    assert FOLDER not in world.memory.folders


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("diary.txt", b""),
        ("head", b""),
        ("head.bak", b""),
        ("log", b"my own log"),
        ("log", b"safelog-log\0" + bytes(80)),
        ("blobs/aa.tmp", b""),
        ("torn-64", b""),
    ],
)
def test_nothing_is_written_over(world: World, name: str, content: bytes) -> None:
    """A folder with anything of anybody's in it is refused and stays as it is."""
    world.memory.folders |= {FOLDER, FOLDER / "blobs"}
    world.memory.content[FOLDER / name] = bytearray(content)
    with pytest.raises(VaultExistsError):
        world.create()
    assert world.memory.snapshot() == {name: content}


def test_two_creations_do_not_race(world: World) -> None:
    """The look at the folder is repeated under the lock."""

    def other(call: str) -> None:
        if call == "make_folder":
            world.memory.folders.add(FOLDER)
            world.memory.content[FOLDER / "head"] = bytearray(b"theirs")

    world.fault.before = other
    with pytest.raises(VaultExistsError):
        world.create()
    assert world.file("head") == b"theirs"
    assert not world.memory.locked


def test_an_absent_vault_is_named_and_nothing_is_made(world: World) -> None:
    """Not even a lock file in a folder that is no vault."""
    with pytest.raises(VaultNotFoundError):
        world.open()
    world.memory.folders.add(FOLDER)
    with pytest.raises(VaultNotFoundError):
        world.open()
    assert world.memory.snapshot() == {}


def test_a_log_without_a_head_is_a_damaged_vault(world: World, vault: Vault) -> None:
    """Records are there: it is neither absent nor free to be written over."""
    vault.append([b"one"])
    vault.close()
    for name in ("head", "head.bak"):
        del world.memory.content[FOLDER / name]
    with pytest.raises(DamagedHeadError):
        world.open()
    with pytest.raises(VaultExistsError):
        world.create()


def test_a_lagging_head_is_brought_up_at_opening(world: World, vault: Vault) -> None:
    """After a kill the log leads; opening vouches for it again."""
    vault.append([b"one"])
    world.memory.die()  # the process is gone, with its lock
    with world.open() as again:
        assert payloads(again) == [b"one"]
        head = parse_head(bytes(world.file("head")), CHEAP_LIMITS).untrusted
        assert head.root.records == 1
        assert again.notices == ()


def test_opening_does_not_fail_for_a_repair(world: World, vault: Vault) -> None:
    """A full disk must not keep the person from reading; the repair is made later."""
    vault.append([b"one"])
    vault.close()
    world.file("head.bak")[0] ^= 1
    world.fault.before = lambda call: setattr(
        world.fault, "at", world.fault.calls if call == "create" else None
    )
    vault = world.open()
    assert payloads(vault) == [b"one"]
    assert world.fault.happened == ["create"]
    world.fault.before = lambda _call: None
    world.fault.at = None
    vault.close()
    assert world.file("head") == world.file("head.bak")


def test_no_key_and_nonce_are_used_twice_after_a_restored_copy(world: World, vault: Vault) -> None:
    """An old copy is put back and continued: the same position, another writer."""
    vault.close()
    old = world.memory.snapshot()
    salts = []
    for _ in range(2):
        world.memory.restore(old)
        with world.open() as again:
            again.append([b"one"])
        salts.append(bytes(world.file("log")[64 + 32 : 64 + 52]))
    assert salts[0] != salts[1]


def test_one_session_has_one_writer(world: World, vault: Vault) -> None:
    """Opening the records of a session takes one key derivation."""
    vault.append([b"one", b"two"])
    vault.append([b"three"])
    log = world.file("log")
    assert len({bytes(log[at + 32 : at + 52]) for at in range(64, len(log), 400)}) == 1


def test_a_vault_depends_on_its_random_bytes_alone() -> None:
    """The same random bytes make the same vault: the frozen vectors rely on it."""
    copies = []
    for _ in range(2):
        world = World(random_bytes=KnownBytes())
        with world.create() as vault:
            vault.append([b"one"])
        copies.append(world.memory.snapshot())
    assert copies[0] == copies[1]


def test_the_public_doors_work_on_the_real_disk(tmp_path: Path) -> None:
    """Nothing but the folder given is touched, and nothing in it can be read by others."""
    folder = tmp_path / "deep" / "vault"
    assert not looks_like_vault(folder)
    passphrase, recovery = Secret.from_text(PASSPHRASE), generate_recovery()
    with Vault.create(folder, passphrase=passphrase, recovery=recovery, cost=FLOOR_COST) as vault:
        vault.append([b"one"])
    assert looks_like_vault(folder)
    with Vault.open(folder, recovery) as vault:
        assert payloads(vault) == [b"one"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "blobs",
        "head",
        "head.bak",
        "lock",
        "log",
    ]
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0


def test_creation_measures_this_machine(tmp_path: Path) -> None:
    """Without a cost the vault gets one that fits, never below the floor."""
    folder = tmp_path / "vault"
    words = generate_recovery()
    Vault.create(folder, passphrase=Secret.from_text(PASSPHRASE), recovery=words).close()
    with Vault.open(folder, Secret.from_text(PASSPHRASE)) as vault:
        assert vault.opened_with == "passphrase"
