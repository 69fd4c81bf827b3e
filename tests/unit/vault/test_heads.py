"""The two copies of the head: which one opens, which one holds, what is repaired."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import (
    InsufficientMemoryError,
    StorageError,
    WrongSecretError,
)
from safelog.vault import (
    KdfCost,
    Key,
    Notice,
    Secret,
    Vault,
    kdf,
    slots,
)
from safelog.vault.head import encode_head, parse_head
from safelog.vault.heads import read_heads
from safelog.vault.opening import open_vault
from safelog.vault.ports import Ports
from tests.unit.vault.test_head import edit, set_in_slot, with_checksum
from tests.unit.vault.world import (
    CHEAP_COST,
    CHEAP_LIMITS,
    FOLDER,
    PASSPHRASE,
    Fault,
    FaultyFile,
    FaultyFiles,
    MemoryFiles,
    World,
    payloads,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safelog.vault.files import Files
    from safelog.vault.opening import OpenFolder


class BrokenNames(FaultyFiles):
    """A disk on which some names answer with an error."""

    def __init__(self, memory: MemoryFiles, broken: set[str]) -> None:
        """Break the files of these names."""
        super().__init__(memory, Fault())
        self._broken = broken

    def open(self, path: Path) -> FaultyFile:
        """See `Files`."""
        if path.name in self._broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().open(path)


def open_through(files: Files) -> OpenFolder:
    """Open the vault of the world through other files."""
    ports = Ports(files=files, limits=CHEAP_LIMITS)
    return open_vault(FOLDER, Secret.from_text(PASSPHRASE), ports=ports)


@pytest.fixture
def world() -> World:
    """Return an empty world."""
    return World()


@pytest.fixture
def vault(world: World) -> Iterator[Vault]:
    """Return a new vault."""
    with world.create() as vault:
        yield vault


@pytest.mark.parametrize("name", ["head", "head.bak"])
@pytest.mark.parametrize(
    ("damage", "notice"),
    [(None, Notice.HEAD_COPY_MISSING), (b"{}", Notice.HEAD_COPY_DAMAGED)],
)
def test_one_copy_of_the_head_is_enough(
    world: World, vault: Vault, name: str, damage: bytes | None, notice: Notice
) -> None:
    """The other one is reported, and mended."""
    vault.append([b"one"])
    vault.close()
    del world.memory.content[FOLDER / name]
    if damage is not None:
        world.memory.content[FOLDER / name] = bytearray(damage)
    with world.open() as again:
        assert again.notices == (notice,)
        assert payloads(again) == [b"one"]
    assert world.file("head") == world.file("head.bak")
    with world.open() as again:
        assert again.notices == ()


def test_an_older_copy_is_reported_and_mended(world: World, vault: Vault) -> None:
    """Whichever of the two is older."""
    vault.close()
    older = world.memory.snapshot()["head"]
    with world.open() as again:
        again.append([b"one"])
    for name in ("head", "head.bak"):
        world.file(name)[:] = older
        with world.open() as again:
            assert again.notices == (Notice.HEAD_COPY_OLDER,)
            assert payloads(again) == [b"one"]
        assert world.file("head") == world.file("head.bak")


def test_a_slot_that_is_in_both_copies_is_tried_once(
    world: World, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong passphrase costs the person one wait, not two."""
    vault.close()
    older = world.memory.snapshot()["head"]
    with world.open() as again:
        again.append([b"one"])
    world.file("head.bak")[:] = older
    tried: list[bytes] = []

    def count(secret: Secret, *, salt: bytes, cost: KdfCost) -> Key:
        tried.append(salt)
        return kdf.stretch(secret, salt=salt, cost=cost)

    monkeypatch.setattr(slots, "stretch", count)
    with pytest.raises(WrongSecretError):
        world.open("wrong")
    assert len(tried) == 1


@pytest.mark.parametrize("newer", ["head", "head.bak"])
def test_the_newer_head_holds_whichever_passphrase_opens(
    world: World, vault: Vault, newer: str
) -> None:
    """After a change that was cut in two both open once; an older copy never wins over a newer."""
    vault.close()
    old = world.memory.snapshot()
    with world.open() as again:
        again.change_passphrase(Secret.from_text("новая"))
        again.append([b"one"])
    cut_in_two = world.memory.snapshot()
    cut_in_two |= {name: old[name] for name in ("head", "head.bak") if name != newer}
    for secret, notice in (
        (PASSPHRASE, Notice.REPLACED_SECRET),
        ("новая", Notice.HEAD_COPY_OLDER),
    ):
        world.memory.restore(cut_in_two)
        with world.open(secret) as again:
            assert again.notices == (notice,)
            assert payloads(again) == [b"one"]
        with pytest.raises(WrongSecretError):
            world.open(PASSPHRASE)
        with world.open("новая") as again:
            assert again.notices == ()


def test_of_two_heads_of_one_generation_the_first_holds(world: World, vault: Vault) -> None:
    """Two copies of the vault went different ways and were mixed: both are authentic."""
    vault.close()
    old = world.memory.snapshot()
    heads = []
    for passphrase in ("одна", "другая"):
        world.memory.restore(old)
        with world.open() as again:
            again.change_passphrase(Secret.from_text(passphrase))
        heads.append(world.memory.snapshot()["head"])
    mixed = old | {"head": heads[0], "head.bak": heads[1]}
    for passphrase, notice in (
        ("одна", Notice.HEAD_COPY_OLDER),
        ("другая", Notice.REPLACED_SECRET),
    ):
        world.memory.restore(mixed)
        with world.open(passphrase) as again:
            assert again.notices == (notice,)
        with pytest.raises(WrongSecretError):
            world.open("другая")
        world.open("одна").close()


def test_a_generation_of_a_copy_without_the_key_counts_for_nothing(
    world: World, vault: Vault
) -> None:
    """The highest number there is, written into one copy, ends nothing."""
    vault.close()
    highest = edit(bytes(world.file("head")), lambda body: body.update(generation=2**63 - 1))
    world.file("head.bak")[:] = highest
    for notices in ((Notice.HEAD_COPY_DAMAGED,), ()):
        with world.open() as again:
            assert again.notices == notices
    assert parse_head(bytes(world.file("head")), CHEAP_LIMITS).untrusted.generation == 2


def test_generations_end_before_their_field_does(world: World, vault: Vault) -> None:
    """A head at the limit opens and is never written beyond it; only the key can make one."""
    vault.append([b"one"])
    vault.close()
    unlocked = read_heads(FOLDER, world.ports).unlock(Secret.from_text(PASSPHRASE))
    last = msgspec.structs.replace(unlocked.head, generation=2**63 - 1)
    for name in ("head", "head.bak"):
        world.file(name)[:] = encode_head(last, unlocked.keys.head)
    before = world.memory.snapshot()
    with world.open() as again:
        with pytest.raises(StorageError):
            again.change_passphrase(Secret.from_text("new"))
        assert payloads(again) == [b"one"]
        again._parts.heads.needs_repair = False  # noqa: SLF001 - closing would try again
    assert world.memory.snapshot() == before


def test_the_copy_of_another_vault_is_no_older_one(world: World, vault: Vault) -> None:
    """Whatever its generation, it is reported as damage and mended."""
    vault.close()
    other = World()
    other.create(passphrase="another").close()
    foreign = edit(bytes(other.file("head")), lambda body: body.update(generation=50))
    world.file("head.bak")[:] = foreign
    for notices in ((Notice.HEAD_COPY_DAMAGED,), ()):
        with world.open() as again:
            assert again.notices == notices


@pytest.mark.parametrize("name", ["head", "head.bak"])
def test_a_copy_that_cannot_be_read_is_a_damaged_one(world: World, vault: Vault, name: str) -> None:
    """The other one opens the vault: that is what two copies are for."""
    vault.append([b"one"])
    vault.close()
    broken = BrokenNames(world.memory, {name})
    with Vault(open_through(broken)) as again:
        assert again.notices == (Notice.HEAD_COPY_DAMAGED,)
        assert payloads(again) == [b"one"]


def test_two_copies_that_cannot_be_read_are_trouble_with_the_disk(
    world: World, vault: Vault
) -> None:
    """Nobody is told to go to a backup because of a cable."""
    vault.close()
    with pytest.raises(StorageError):
        open_through(BrokenNames(world.memory, {"head", "head.bak"}))


def test_a_deep_copy_is_a_damaged_one(world: World, vault: Vault) -> None:
    """Nested beyond what any parser follows, of this version or another."""
    vault.close()
    for version in (1, 2):
        deep = b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b',"version":%d}\nx\n' % version
        world.file("head.bak")[:] = with_checksum(deep)
        with world.open() as again:
            assert again.notices == (Notice.HEAD_COPY_DAMAGED,)


def test_a_copy_that_asks_for_too_much_memory_hides_no_other(
    world: World, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody raised the cost of a slot in one copy; this machine has less, and needs less."""
    vault.close()

    def stretch_little(secret: Secret, *, salt: bytes, cost: KdfCost) -> Key:
        if cost.memory_kib > CHEAP_COST.memory_kib:
            raise InsufficientMemoryError(mebibytes=1)
        return kdf.stretch(secret, salt=salt, cost=cost)

    monkeypatch.setattr(slots, "stretch", stretch_little)
    dear = edit(bytes(world.file("head")), set_in_slot("memory_kib", 1024))
    dear = edit(dear, lambda body: body.update(generation=9))
    world.file("head")[:] = dear
    with world.open() as again:
        assert again.notices == (Notice.HEAD_COPY_DAMAGED,)
    for name in ("head", "head.bak"):
        world.file(name)[:] = dear
    with pytest.raises(InsufficientMemoryError):
        world.open()
    with pytest.raises(InsufficientMemoryError):
        world.open("wrong")
    world.file("head.bak")[:] = edit(dear, set_in_slot("memory_kib", 8))
    with pytest.raises(InsufficientMemoryError):
        world.open()
