"""Every call to the disk fails once, or dies, while something is removed here or after a merge."""

from __future__ import annotations

import contextlib
import errno
import io

import pytest

from safelog.errors import VaultError
from safelog.journal.attachments import attach
from safelog.journal.removal import choose_incident, remove
from tests.crash.test_union_faults import again
from tests.unit.journal.parted import Copies, events_of
from tests.unit.journal.test_removal import SECRET, files_readable, readable
from tests.unit.journal.world import JournalWorld, incident
from tests.unit.vault.world import Killed

WAYS = pytest.mark.parametrize(
    ("error", "lasting", "short"),
    [(Killed, True, True), (errno.ENOSPC, False, True)],
)


def filled() -> JournalWorld:
    """Return a vault with one incident that stays and one that does not, each with a file."""
    world = JournalWorld()
    journal = world.create()
    for words in ("остаётся", SECRET):
        row = journal.save(incident(journal, narrative=words, title=words), base_revision=0)
        attach(journal, row.incident.id, io.BytesIO(words.encode() * 40), name=words)
    journal.close()
    return world


def take_away(world: JournalWorld) -> None:
    """Remove the secret incident, if it is there."""
    journal = world.open()
    try:
        for thread in journal.threads():
            if thread.heading.title == SECRET:
                remove(journal, choose_incident(journal, thread.heading.id))
    finally:
        journal.close()


def arm(world: JournalWorld, at: int, error: type[BaseException] | int, *, lasting: bool) -> None:
    """Let a call to the disk fail."""
    fault = world.vaults.fault
    fault.at, fault.error, fault.lasting = at, error, lasting


@WAYS
def test_a_removal_is_done_or_not_begun(
    error: type[BaseException] | int, *, lasting: bool, short: bool
) -> None:
    """The log is the old one or the new one, and the same command again finishes."""
    start = filled()
    before = events_of(start)
    counted = again(Copies(start, start)).one
    take_away(counted)
    calls, after = counted.vaults.fault.calls, events_of(counted)
    for at in range(1, calls + 1, 11):
        world = again(Copies(start, start)).one
        world.vaults.fault.short = short
        arm(world, at, error, lasting=lasting)
        with contextlib.suppress(Killed, VaultError):
            take_away(world)
        world.vaults.fault.at = None
        world.vaults.memory.die()
        found = events_of(world)
        assert found in (before, after) or len(found - before) == len(after - before)
        take_away(world)
        assert SECRET not in readable(world)
        assert len(files_readable(world)) == 1
        journal = world.open()
        assert [thread.heading.title for thread in journal.threads()] == ["остаётся"]
        assert journal.vault.check().problems == ()
        journal.close()


@WAYS
def test_a_merge_goes_on_with_removing(
    error: type[BaseException] | int, *, lasting: bool, short: bool
) -> None:
    """Whatever was cut off, uniting again removes what the other copy removed."""
    start = Copies.of(filled())
    take_away(start.other)
    wanted = events_of(start.other)
    counted = again(start)
    counted.unite()
    calls = counted.one.vaults.fault.calls
    for at in range(1, calls + 1, 11):
        copies = again(start)
        copies.one.vaults.fault.short = short
        arm(copies.one, at, error, lasting=lasting)
        with contextlib.suppress(Killed, VaultError):
            copies.unite()
        copies.one.vaults.fault.at = None
        copies.one.vaults.memory.die()
        journal = copies.one.open()
        titles = {thread.heading.title for thread in journal.threads()}
        assert titles in ({"остаётся"}, {"остаётся", SECRET})
        journal.close()
        copies.unite()
        assert events_of(copies.one) == wanted
        assert SECRET not in readable(copies.one)
        assert len(files_readable(copies.one)) == 1
