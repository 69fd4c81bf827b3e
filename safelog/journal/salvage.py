"""Bring what is left of a damaged vault into a new one, and say what is not.

Every event goes over byte for byte, so its number, its clock and what was committed about it stay
as they were. Attachments go over where they are whole. What is missing is told from what is there:
the numbers of records and revisions, and the attachments that events name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from safelog.errors import DamagedBlobError, DamagedRecordError, MissingBlobError
from safelog.journal.events import AttachmentAdded, decode_event
from safelog.journal.journal import Journal, Surroundings
from safelog.journal.names import name_of
from safelog.journal.removal import finish_removals
from safelog.journal.state import State
from safelog.model.ids import IncidentId
from safelog.vault import BlobRef, Vault, Wreck


@dataclass(frozen=True, slots=True)
class Gap:
    """An incident that is not whole any more."""

    incident: IncidentId
    title: str
    """Private; empty if nothing is left of the incident."""
    revisions: tuple[int, ...]
    """Numbers of those that are lost; empty if no revision is left, so that nobody can tell."""


@dataclass(slots=True, kw_only=True)
class Salvage:
    """What came over, and what did not."""

    records: int = 0
    lost_records: tuple[int, ...] = ()
    """Positions of which nothing is left."""
    unreadable: list[int] = field(default_factory=list)
    """Positions of records that are authentic and no event of this format."""
    is_searched: bool = True
    """Whether the damaged log was searched to its end."""
    attachments: int = 0
    attachment_bytes: int = 0
    lost_attachments: list[AttachmentAdded] = field(default_factory=list)
    """Events whose file is lost; what was recorded of it is not."""
    unnamed_attachments: int = 0
    """Files that are lost together with the event that named them."""
    gaps: tuple[Gap, ...] = ()
    incidents: int = 0
    entities: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all is missing, as far as can be told."""
        return self.is_searched and not (
            self.lost_records
            or self.unreadable
            or self.lost_attachments
            or self.unnamed_attachments
            or self.gaps
        )


def salvage(
    wreck: Wreck,
    vault: Vault,
    surroundings: Surroundings,
    *,
    progress: Callable[[int], None] | None = None,
) -> Salvage:
    """Fill a new vault with what is left of a damaged one.

    Args:
        wreck: the damaged vault; not changed.
        vault: new and empty; stays open.
        surroundings: of the journal in it.
        progress: called with the bytes of attachments that came over.

    Raises:
        StorageFullError, StorageError: the disk refused; the new vault holds a part.
    """
    told = Salvage(lost_records=wreck.lost, is_searched=wreck.is_searched)
    lost: dict[str, BlobRef] = {}
    known: set[bytes] = set()
    for position, record in wreck.records():
        digest = hashlib.sha256(record.payload).digest()
        if digest in known:
            continue
        try:
            event = decode_event(record.payload, position=position)
        except DamagedRecordError:
            told.unreadable.append(position)
            continue
        known.add(digest)
        kept = [blob for blob in record.blobs if _take_over(wreck, vault, blob)]
        lost |= {blob.id: blob for blob in record.blobs if blob not in kept}
        told.attachments += len(kept)
        told.attachment_bytes += sum(blob.size for blob in kept)
        if progress is not None:
            progress(told.attachment_bytes)
        vault.append([record.payload], blobs=kept)
        told.records += 1
        if isinstance(event, AttachmentAdded) and event.blob in lost:
            told.lost_attachments.append(event)
            del lost[event.blob]
    told.unnamed_attachments = len(lost)
    _finish(Journal(vault, surroundings), told)
    return told


def _finish(journal: Journal, told: Salvage) -> None:
    """Remove what was removed before, and tell what is in the new vault.

    What is left of an older log may hold what was removed from the newer one.
    """
    finish_removals(journal)
    removed = journal.state.removed
    told.lost_attachments = [e for e in told.lost_attachments if name_of(e) not in removed]
    told.gaps = _gaps(journal.state)
    told.incidents, told.entities = len(journal), len(journal.state.entities)


def _take_over(wreck: Wreck, vault: Vault, blob: BlobRef) -> bool:
    """Seal an attachment anew if it verifies to its end; tell whether it did."""
    try:
        vault.copies.take_over(blob, wreck.read_blob(blob))
    except (MissingBlobError, DamagedBlobError):
        return False
    return True


def _gaps(state: State) -> tuple[Gap, ...]:
    gaps = []
    for incident, thread in state.threads.items():
        numbers = {revision.number for revision in thread.line}
        missing = tuple(n for n in range(1, thread.last_number) if n not in numbers)
        if missing:
            gaps.append(Gap(incident, thread.heading.title, missing))
    gaps += [Gap(incident, "", ()) for incident in state.strays]
    return tuple(gaps)
