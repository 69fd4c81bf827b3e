"""Backups as the journal knows them: when the last one was made, and what one would bring back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from safelog.journal.events import AttachmentAdded, BackupMade, SavedHeading, decode_heading
from safelog.journal.journal import Journal
from safelog.journal.state import State
from safelog.vault import Backup, VaultCopy

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class BackupAge:
    """How old the last backup is."""

    days: int
    same_disk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a copy of a vault would bring back, in numbers and without a word of it."""

    incidents: int
    entities: int
    attachments: int
    attachment_bytes: int
    records: int
    last_recorded: int | None
    """When its last entry was recorded, seconds of UTC."""


def back_up(
    journal: Journal,
    target: Path,
    *,
    name: str,
    same_disk: bool,
    progress: Callable[[int, int], None] | None = None,
) -> Backup:
    """Write a verified copy of the vault, then record that there is one.

    Args:
        journal: the journal in the vault.
        target: a folder, or the archive to write.
        name: of the folder that is made in a folder.
        same_disk: whether `target` is on the disk of the vault.
        progress: called with the bytes done so far and those there are.

    Raises:
        VaultError: as `CopyKeeper.back_up`; nothing was recorded.
    """
    with journal.lock:
        made = journal.vault.copies.back_up(target, name=name, progress=progress)
        journal.append([BackupMade(at=journal.surroundings.now(), same_disk=same_disk)])
        return made


def backup_age(journal: Journal) -> BackupAge | None:
    """Return the age of the last backup, None if none was made.

    A backup that the clock puts into the future counts as made today: clocks are set.
    """
    made = max(journal.state.backups, key=lambda backup: backup.at, default=None)
    if made is None:
        return None
    return BackupAge(max(0, journal.surroundings.now() - made.at) // _DAY_S, made.same_disk)


def contents_of(copy: VaultCopy) -> Contents:
    """Fold the events of a copy, and say what they are.

    Raises:
        DamagedRecordError: a record is not what safelog wrote.
    """
    state, last = State(), 0
    for position, record in enumerate(copy.records()):
        event = decode_heading(record.payload, position=position)
        state.apply(event, position)
        if isinstance(event, (SavedHeading, AttachmentAdded)):
            last = max(last, event.at)
    threads = state.threads.values()
    attachments = [*itertools.chain(*(thread.attachments for thread in threads))]
    attachments += itertools.chain(*state.strays.values())
    return Contents(
        incidents=len(state.living),
        entities=len(state.entities),
        attachments=len(attachments),
        attachment_bytes=sum(each.size for each in attachments),
        records=copy.count,
        last_recorded=last or None,
    )
