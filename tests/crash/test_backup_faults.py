"""Every call to the disk fails, or dies, while an archive is made or put back.

A backup that is a folder is among the operations of `tests/crash/operations.py`.
"""

from __future__ import annotations

import contextlib
import errno
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.errors import StorageError, StorageFullError, VaultError
from safelog.vault import Secret, Vault
from safelog.vault.backup import restore
from safelog.vault.copy import open_copy
from safelog.vault.opening import open_vault
from tests.unit.vault.world import PASSPHRASE, Fault, Killed, World, payloads

if TYPE_CHECKING:
    from collections.abc import Callable

STICK = Path("/stick")
ARCHIVE = STICK / "journal.tar"
OLDER = STICK / "journal-2026-11-21"
ELSEWHERE = Path("/elsewhere/vault")
PHOTO = bytes(range(256)) * 20
CONTENT = [b"one", b"two", b"three"]


def first_world() -> World:
    """Return a world with a vault, and an older backup of it on a stick."""
    world = World()
    world.memory.make_folder(STICK)
    with world.create() as vault:
        vault.append(CONTENT[:1])
        vault.copies.back_up(STICK, name=OLDER.name)
        vault.append(CONTENT[1:], blobs=[vault.write_blob(io.BytesIO(PHOTO))])
    return world


def contents(world: World, source: Path) -> list[bytes] | None:
    """Return what a copy holds, verified to its last byte; None if it is no copy."""
    try:
        with open_copy(source, Secret.from_text(PASSPHRASE), ports=world.ports) as copy:
            assert copy.check().problems == ()
            return [record.payload for record in copy.records()]
    except VaultError:
        return None


def backs_up(world: World) -> None:
    """Make a backup."""
    with world.open() as vault:
        vault.copies.back_up(ARCHIVE, name="unused")


def restores(world: World) -> None:
    """Put a backup back, elsewhere."""
    with open_copy(ARCHIVE, Secret.from_text(PASSPHRASE), ports=world.ports) as copy:
        restore(copy, ELSEWHERE, ports=world.ports)


FIRST = first_world()
SECOND = World(memory=FIRST.memory.twin())
backs_up(SECOND)


def prepared() -> World:
    """Return a world with a vault, and an older backup of it on a stick."""
    return World(memory=FIRST.memory.twin())


def ready() -> World:
    """Return a world with an archive that can be put back."""
    return World(memory=SECOND.memory.twin())


def calls_of(act: Callable[[World], None], world: World) -> int:
    """Return how many calls to the disk an act makes when nothing fails."""
    world.fault.calls = 0
    act(world)
    return world.fault.calls


FAULTS = [
    pytest.param(Fault(error=Killed, lasting=True), Killed, id="killed"),
    pytest.param(Fault(error=Killed, lasting=True, short=True), Killed, id="torn"),
    pytest.param(Fault(error=errno.ENOSPC, short=True), StorageFullError, id="full"),
    pytest.param(Fault(error=errno.EIO, lasting=True, short=True), StorageError, id="broken"),
]


def strike(fault: Fault, at: int, world: World) -> None:
    """Let the call number `at` from now on fail."""
    world.fault.at, world.fault.calls = at, 0
    world.fault.error, world.fault.lasting = fault.error, fault.lasting
    world.fault.short = fault.short


def calm(world: World) -> None:
    """End the fault, and whatever process it struck."""
    world.fault.at = None
    world.memory.die()


@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_a_backup_is_whole_or_none(fault: Fault, error: type[BaseException]) -> None:
    """The vault and the older backup are as they were, and the next attempt succeeds."""
    for at in range(1, calls_of(backs_up, prepared()) + 1):
        world = prepared()
        strike(fault, at, world)
        finished = False
        with contextlib.suppress(error, VaultError):
            backs_up(world)
            finished = True
        calm(world)
        found = contents(world, ARCHIVE)
        assert found in ([CONTENT] if finished else [None, CONTENT])
        assert contents(world, OLDER) == CONTENT[:1]
        with world.open() as vault:
            assert payloads(vault) == CONTENT
            assert vault.check().problems == ()
        if found is None:
            backs_up(world)
            assert contents(world, ARCHIVE) == CONTENT
            names = {path.name for path in world.memory.content if STICK in path.parents}
            assert not any(name.endswith(".tmp") for name in names)


@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_a_restore_is_whole_or_goes_on(fault: Fault, error: type[BaseException]) -> None:
    """The backup is as it was, and the same command again finishes what was interrupted."""
    for at in range(1, calls_of(restores, ready()) + 1):
        world = ready()
        strike(fault, at, world)
        finished = False
        with contextlib.suppress(error, VaultError):
            restores(world)
            finished = True
        calm(world)
        assert contents(world, ARCHIVE) == CONTENT
        found = contents(world, ELSEWHERE)
        assert found in ([CONTENT] if finished else [None, CONTENT])
        if found is None:
            restores(world)
        secret = Secret.from_text(PASSPHRASE)
        with Vault(open_vault(ELSEWHERE, secret, ports=world.ports)) as vault:
            assert payloads(vault) == CONTENT
            assert vault.check().problems == ()
            assert vault.check().orphans == 0
