"""Every call to the disk fails once, or dies, while copies are united or a wreck is salvaged."""

from __future__ import annotations

import contextlib
import copy
import errno
import io

import pytest

from safelog.errors import VaultError
from safelog.journal.attachments import attach
from safelog.vault import Secret
from safelog.vault.salvage import open_wreck
from tests.unit.journal.parted import Copies, events_of
from tests.unit.journal.world import JournalWorld, incident
from tests.unit.vault.world import FOLDER, PASSPHRASE, Killed, MemoryFiles, World

PHOTO = bytes(range(256)) * 20


def parted() -> Copies:
    """Return two copies of one vault that went different ways."""
    world = JournalWorld()
    journal = world.create()
    journal.save(incident(journal, narrative="общее"), base_revision=0)
    journal.close()
    copies = Copies.of(world)
    for each, words in ((copies.one, "здесь"), (copies.other, "там")):
        journal = each.open()
        saved = journal.save(incident(journal, narrative=words), base_revision=0)
        attach(journal, saved.incident.id, io.BytesIO(PHOTO + words.encode()), name=words)
        journal.save(incident(journal, narrative=f"ещё {words}"), base_revision=0)
        journal.close()
    return copies


def again(copies: Copies) -> Copies:
    """Return the same copies on disks of their own."""
    fresh = []
    for each in (copies.one, copies.other):
        memory = MemoryFiles()
        memory.content = copy.deepcopy(each.vaults.memory.content)
        memory.folders = set(each.vaults.memory.folders)
        fresh.append(JournalWorld(vaults=World(memory=memory), kinds=each.kinds))
    return Copies(*fresh)


@pytest.mark.parametrize(
    ("error", "lasting", "short"),
    [
        (Killed, True, False),
        (Killed, True, True),
        (errno.ENOSPC, False, True),
        (errno.EIO, True, True),
    ],
)
def test_uniting_goes_on_where_it_was_cut_off(
    error: type[BaseException] | int, *, lasting: bool, short: bool
) -> None:
    """Nothing of either copy is lost, and the same command again finishes."""
    start = parted()
    first, second = events_of(start.one), events_of(start.other)
    wanted = first | second
    counted = again(start)
    counted.unite()
    calls = counted.one.vaults.fault.calls
    # Every call fails in `test_vault_faults`, which knows no journal.
    for at in range(1, calls + 1, 3):
        copies = again(start)
        fault = copies.one.vaults.fault
        fault.at, fault.error, fault.lasting, fault.short = at, error, lasting, short
        with contextlib.suppress(Killed, VaultError):
            copies.unite()
        fault.at = None
        copies.one.vaults.memory.die()
        copies.other.vaults.memory.die()
        found = events_of(copies.one)
        assert first <= found <= wanted
        assert events_of(copies.other) == second
        copies.unite()
        assert events_of(copies.one) == wanted
        journal = copies.one.open()
        assert journal.vault.check().problems == ()
        journal.close()


def test_a_salvage_writes_nothing_into_the_wreck_whatever_fails() -> None:
    """No call but reads reaches the damaged vault."""
    start = parted()
    world = start.one.vaults
    world.file("log")[500] ^= 1
    before = {path: bytes(content) for path, content in world.memory.content.items()}
    calls: list[str] = []
    world.fault.before = calls.append
    with open_wreck(FOLDER, Secret.from_text(PASSPHRASE), ports=world.ports) as wreck:
        for _, record in wreck.records():
            for blob in record.blobs:
                list(wreck.read_blob(blob))
    assert set(calls) <= {"open", "read", "size", "names"}
    assert {path: bytes(content) for path, content in world.memory.content.items()} == before
