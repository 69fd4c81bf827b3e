"""Two copies of one vault that go different ways, and are united again."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safelog.journal.journal import Journal
from safelog.journal.union import Union, unite
from safelog.vault import Secret
from safelog.vault.copy import VaultCopy, open_copy
from tests.unit.journal.world import JournalWorld
from tests.unit.vault.world import FOLDER, PASSPHRASE, KnownBytes, MemoryFiles, World, payloads

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Copies:
    """One vault and a copy of it, each in a world of its own."""

    one: JournalWorld
    other: JournalWorld

    @classmethod
    def of(cls, world: JournalWorld) -> Copies:
        """Copy the vault in `world`, which nobody has open, as a backup program does."""
        memory = MemoryFiles()
        memory.content = copy.deepcopy(world.vaults.memory.content)
        memory.folders = set(world.vaults.memory.folders)
        there = replace(world, vaults=World(memory=memory), random=KnownBytes("other"))
        return cls(world, there)

    def unite(self) -> Union:
        """Take over into the one what the other has."""
        return united(self.one, self.other)

    def back(self) -> Union:
        """Take over into the other what the one has."""
        return united(self.other, self.one)


def united(into: JournalWorld, source: JournalWorld) -> Union:
    """Unite the journal of one world with the vault of another."""
    journal = into.open()
    try:
        with opened(source) as other:
            return unite(journal, other)
    finally:
        journal.close()


def opened(source: JournalWorld, folder: Path = FOLDER) -> VaultCopy:
    """Open the vault of a world as a copy."""
    return open_copy(folder, Secret.from_text(PASSPHRASE), ports=source.vaults.ports)


def events_of(world: JournalWorld) -> set[bytes]:
    """Return the events in the vault of a world."""
    journal = world.open()
    try:
        return set(payloads(journal.vault))
    finally:
        journal.close()


def facts(journal: Journal) -> dict[str, object]:
    """Return what a journal says, without where anything stands in its vault."""
    state = journal.state
    return {
        "timeline": state.timeline,
        "heads": {key: thread.heading for key, thread in state.threads.items()},
        "conflicts": {key: thread.conflicts for key, thread in state.threads.items()},
        "revisions": {
            key: [revision[:3] for revision in thread.revisions]
            for key, thread in state.threads.items()
        },
        "attachments": {
            key: sorted(item.id for item in thread.attachments)
            for key, thread in state.threads.items()
        },
        "entities": dict(state.entities),
        "drafts": state.drafts,
        "recipients": {key: saved.profile for key, saved in state.recipients.items()},
        "decisions": state.decisions,
        "minutes": state.idle_lock_minutes,
        "committed": len(state.committed),
    }
