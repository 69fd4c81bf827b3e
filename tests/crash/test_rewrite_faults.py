"""Every call to the disk fails or is the last, in a removal, a change of keys and their finishing.

The vault is the old one or the new one afterwards, never anything else.
"""

from __future__ import annotations

import contextlib
import errno
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from safelog.errors import (
    StorageError,
    StorageFullError,
    UnfinishedRewritingError,
    VaultClosedError,
    WrongSecretError,
)
from safelog.vault import Record, Secret, Vault
from tests.unit.vault.world import CHEAP_COST, PASSPHRASE, RECOVERY, Fault, Killed, World, payloads

if TYPE_CHECKING:
    from collections.abc import Callable

NEW_PASSPHRASE = "попутный ветер 8"
NEW_RECOVERY = "wilt impaired roster upstate parole domelike durably danger vocally oppose boxcar"
PHOTO, NOTE = b"a photo" * 900, b"a note"
OLD = [b"one", b"secret", b"three"]
GONE = [b"one", b"gone", b"three"]


@dataclass(frozen=True)
class Change:
    """Something that rewrites the log, and what there is before and after it."""

    name: str
    begin: Callable[[World], Vault]
    """Opens the vault; nothing fails in it."""
    do: Callable[[Vault], None]
    before: tuple[list[str], list[bytes], list[bytes]]
    """Secrets that open, records, and contents of attachments."""
    after: tuple[list[str], list[bytes], list[bytes]]


def full_world() -> World:
    """Return a vault with two commits, two attachments, a torn tail and a lost attachment."""
    world = World()
    with world.create() as vault:
        vault.append(OLD[:1], blobs=[vault.write_blob(io.BytesIO(NOTE))])
        vault.append(OLD[1:], blobs=[vault.write_blob(io.BytesIO(PHOTO))])
        vault.write_blob(io.BytesIO(b"named by no record"))
    world.file("log").extend(b"torn")
    return world


SNAPSHOT = full_world().memory.snapshot()


def remove(vault: Vault) -> None:
    """Remove a record and an attachment for good."""
    vault.rewrite(lambda position, _: Record(b"gone", ()) if position == 1 else None)


def rekey(vault: Vault) -> None:
    """Change all keys, or go on with that."""
    if vault.key_change.is_begun:
        vault.key_change.resume(Secret.from_text(NEW_PASSPHRASE))
    else:
        passphrase, recovery = map(Secret.from_text, (NEW_PASSPHRASE, NEW_RECOVERY))
        vault.key_change.begin(passphrase, recovery, cost=CHEAP_COST)


def interrupted(world: World) -> Vault:
    """Begin a change of keys that is given up in its middle."""
    vault, done = world.open(), 0

    def stop(_done: int, _total: int) -> None:
        nonlocal done
        done += 1
        if done == 3:
            raise KeyboardInterrupt

    passphrase, recovery = map(Secret.from_text, (NEW_PASSPHRASE, NEW_RECOVERY))
    with contextlib.suppress(KeyboardInterrupt):
        vault.key_change.begin(passphrase, recovery, cost=CHEAP_COST, progress=stop)
    assert vault.key_change.is_begun
    return vault


OLD_VAULT = ([PASSPHRASE, RECOVERY], OLD, [NOTE, PHOTO])
NEW_VAULT = ([NEW_PASSPHRASE, NEW_RECOVERY], OLD, [NOTE, PHOTO])
CHANGES = [
    Change("remove", World.open, remove, OLD_VAULT, ([PASSPHRASE, RECOVERY], GONE, [NOTE])),
    Change("remove instead", interrupted, remove, OLD_VAULT, (OLD_VAULT[0], GONE, [NOTE])),
    Change("rekey", World.open, rekey, OLD_VAULT, NEW_VAULT),
    Change("resume", interrupted, rekey, OLD_VAULT, NEW_VAULT),
]
STRIDE = 3
"""Every call fails in `tests/crash`, which does not look as closely as this at what is left."""

all_changes = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)


def prepared(change: Change, **fault: object) -> tuple[World, Vault]:
    """Return a world before the change, with calls counted from here."""
    world = World()
    world.memory.restore(SNAPSHOT)
    vault = change.begin(world)
    for name, value in fault.items():
        setattr(world.fault, name, value)
    world.fault.calls = 0
    return world, vault


def calls_of(change: Change) -> int:
    """Return how many calls to the disk a change makes."""
    world, vault = prepared(change)
    change.do(vault)
    calls = world.fault.calls
    vault.close()
    return calls


def contents(vault: Vault) -> tuple[list[bytes], list[bytes]]:
    """Return all records and all attachments."""
    blobs = [b"".join(vault.read_blob(blob.id)) for blob in vault.blobs()]
    return payloads(vault), blobs


def open_any(world: World) -> tuple[Vault, str]:
    """Open with the first secret that does."""
    for secret in (NEW_PASSPHRASE, PASSPHRASE):
        with contextlib.suppress(WrongSecretError):
            return world.open(secret), secret
    pytest.fail("no secret opens")


def hold(world: World, change: Change, at: int) -> bool:
    """Hold that the vault is wholly before or after the change, and goes on; tell which it is."""
    world.fault = Fault()
    world.memory.die()
    vault, opened_with = open_any(world)
    with vault:
        found = contents(vault)
        assert found in (change.before[1:], change.after[1:])
        if change.before[0] != change.after[0]:
            is_new = opened_with == NEW_PASSPHRASE
        else:
            is_new = found == change.after[1:]
        assert vault.check().problems == ()
        assert "log.next" not in world.memory.snapshot()
        if is_new:
            tidy = {"head", "head.bak", "lock", "log", *(f"blobs/{b.id}" for b in vault.blobs())}
            assert set(world.memory.snapshot()) == tidy
        vault.append([b"after"])
        # That the change can still be made is tried at some calls only: it takes its time.
        is_made_now = not is_new and at % 4 == 0
        if is_made_now:
            change.do(vault)
    if is_new or is_made_now:
        hold_after(world, change)
    return is_new


def hold_after(world: World, change: Change) -> None:
    """Hold that the change was made, and that nothing of before opens any more."""
    for secret in change.after[0]:
        with world.open(secret) as vault:
            assert contents(vault) == ([*change.after[1], b"after"], change.after[2])
            assert vault.check().problems == ()
    for secret in set(change.before[0]) - set(change.after[0]):
        with pytest.raises(WrongSecretError):
            world.open(secret)


@all_changes
@pytest.mark.parametrize("short", [False, True])
def test_death_at_every_call(change: Change, *, short: bool) -> None:
    """The old vault up to one call, and the new one from there on."""
    outcomes = []
    for at in range(1, calls_of(change) + 1):
        world, vault = prepared(change, at=at, error=Killed, lasting=True, short=short)
        with pytest.raises(Killed):
            change.do(vault)
        outcomes.append(hold(world, change, at))
    assert outcomes == sorted(outcomes)
    assert len(set(outcomes)) == 2


@all_changes
@pytest.mark.parametrize(
    ("number", "lasting"), [(errno.EIO, False), (errno.EIO, True), (errno.ENOSPC, True)]
)
def test_an_error_at_every_third_call(change: Change, number: int, *, lasting: bool) -> None:
    """The vault goes on as it was, or is closed; what it says it did is done."""
    for at in range(1, calls_of(change) + 1, STRIDE):
        world, vault = prepared(change, at=at, error=number, lasting=lasting, short=True)
        try:
            change.do(vault)
        except UnfinishedRewritingError:
            with pytest.raises(VaultClosedError):
                vault.append([b"x"])
            hold(world, change, at)
        except (StorageError, StorageFullError):
            world.fault.at = None
            assert contents(vault) == change.before[1:]
            vault.close()
            assert not hold(world, change, at)
        else:
            assert hold(world, change, at)


def begun_to_finish(change: Change) -> list[World]:
    """Return a world for each call at which the process died while both copies had the mark.

    Where only one has it, a disk that refuses to read that one once shows the old vault, whole.
    """
    worlds = []
    for at in range(1, calls_of(change) + 1):
        world, vault = prepared(change, at=at, error=Killed, lasting=True)
        with contextlib.suppress(Killed):
            change.do(vault)
        world.fault = Fault()
        world.memory.die()
        if all(b'"finishing":true' in world.file(name) for name in ("head", "head.bak")):
            worlds.append(world)
    return worlds


@pytest.mark.parametrize("change", [CHANGES[0], CHANGES[2]], ids=lambda change: change.name)
@pytest.mark.parametrize(("error", "lasting"), [(Killed, True), (errno.EIO, False)])
def test_a_finishing_that_is_cut_off_again(
    change: Change, error: type[BaseException] | int, *, lasting: bool
) -> None:
    """However often: the new vault is there in the end, and no opening shows another."""
    worlds = begun_to_finish(change)
    assert len(worlds) > 8
    secret = change.after[0][0]
    for begun in worlds[::STRIDE]:
        snapshot = begun.memory.snapshot()
        begun.open(secret).close()
        for at in range(1, begun.fault.calls + 1, STRIDE):
            world = World(fault=Fault(at=at, error=error, lasting=lasting, short=True))
            world.memory.restore(snapshot)
            try:
                with world.open(secret) as vault:
                    assert contents(vault) == change.after[1:]
            except (Killed, StorageError):
                pass
            world.fault = Fault()
            world.memory.die()
            with world.open(secret) as vault:
                assert contents(vault) == change.after[1:]
