"""Unite the journal with one of another copy of its vault, from which it once parted.

An event is the bytes of its record: two copies have the same event where they have the same bytes.
What the other copy has more is appended here as it stands, so every event keeps its number, its
clock and what was committed about it. Uniting again adds nothing; uniting both ways gives both
copies the same events, and the fold gives both the same journal (see `state`).

What one copy removed for good stays removed: a record whose tombstone is here is not taken over,
and one whose tombstone came with the other copy is removed here at the end. What somebody wrote in
one copy without knowing of the removal is a record of its own, and stays.

A kill leaves some of the other's events here and all of the other copy where it was. Repeating
finishes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from safelog.errors import OtherVaultError
from safelog.journal.events import (
    AttachmentAdded,
    EntitySaved,
    Event,
    Heading,
    IncidentSaved,
    SavedHeading,
    decode_event,
    decode_heading,
)
from safelog.journal.journal import Journal
from safelog.journal.lines import forked
from safelog.journal.names import Name, name_of
from safelog.journal.removal import finish_removals
from safelog.journal.tombstones import RevisionRemoved, Tombstone
from safelog.model.ids import EntityId, IncidentId, RecipientId
from safelog.vault import BlobRef, VaultCopy

_MOST_RECORDS = 256
_MOST_BYTES = 4 * 1024 * 1024
"""A commit is one write, held in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """What came of uniting two copies."""

    added: int
    """Events of the other copy that were not here."""
    incidents: tuple[IncidentId, ...]
    """Incidents that are new here or have new revisions."""
    conflicts: tuple[IncidentId, ...]
    """Incidents of which two revisions stand against one another now."""
    entities: tuple[EntityId, ...]
    """Persons and things that both copies changed; the later change counts."""
    attachments: int
    attachment_bytes: int
    forked: tuple[RecipientId, ...]
    """Recipients who were given exports from both copies, which contradict one another."""
    removed: int
    """Records that the other copy had removed, and that are gone here now too."""
    returned: tuple[IncidentId, ...]
    """Incidents that one copy had removed, and the other had gone on with: they are here."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Events that are appended in one commit, all or none."""

    payloads: list[bytes]
    blobs: tuple[BlobRef, ...]
    """Of the first."""


def unite(
    journal: Journal,
    other: VaultCopy,
    *,
    progress: Callable[[int], None] | None = None,
) -> Union:
    """Take over all that the other copy has and this one has not, and remove what it removed.

    Args:
        journal: takes the events; durable when this returns.
        other: a copy of the same vault; not changed.
        progress: called with the bytes of attachments taken over so far.

    Raises:
        OtherVaultError: it is a copy of another vault.
        DamagedVaultError: the other copy is not whole; nothing was taken over.
        StorageFullError, StorageError: what was taken over so far stays; repeating goes on.
        UnfinishedRewritingError: everything was taken over; the next opening of the vault finishes
            removing.
    """
    if other.vault_id != journal.vault.vault_id:
        raise OtherVaultError
    surveyed = _survey(other)
    with journal.lock:
        known = {_digest(payload) for _, payload in journal.vault.records()}
        told = _Telling(journal, surveyed)
        surveyed.gone |= journal.state.removed.keys()
        done = 0
        for piece in _pieces(other, known, surveyed, told):
            for blob in piece.blobs:
                journal.vault.copies.take_over(blob, other.read_blob(blob))
                done += blob.size
                if progress is not None:
                    progress(done)
            journal.append_verbatim(piece.payloads, blobs=piece.blobs)
        told.removed = finish_removals(journal)
        return told.union()


@dataclass(slots=True)
class _Survey:
    """What has to be known of the other copy before anything of it is taken over."""

    gone: set[Name] = field(default_factory=set)
    """Names of what was removed."""
    removed: set[IncidentId] = field(default_factory=set)
    """Incidents that lost a revision there."""
    living: set[IncidentId] = field(default_factory=set)
    blobs: dict[Name, str] = field(default_factory=dict)
    """The file of each attachment."""

    def take(self, event: Event) -> None:
        """Take the next event."""
        name = name_of(event)
        if isinstance(event, Tombstone) and name is not None:
            self.gone.add(name)
        match event:
            case RevisionRemoved():
                self.removed.add(event.incident)
            case IncidentSaved():
                self.living.add(event.incident.id)
            case AttachmentAdded():
                self.blobs[event.leaf] = event.blob

    @property
    def dropped(self) -> set[str]:
        """Files of which no attachment is left."""
        kept = {blob for name, blob in self.blobs.items() if name not in self.gone}
        return {blob for blob in self.blobs.values() if blob not in kept}


def _survey(other: VaultCopy) -> _Survey:
    """Read a copy through, and refuse one of which anything could stop the uniting halfway.

    Raises:
        DamagedVaultError: it is damaged, or a newer safelog wrote some of it.
    """
    for problem in other.check().problems:
        raise problem
    surveyed = _Survey()
    for position, record in enumerate(other.records()):
        surveyed.take(decode_event(record.payload, position=position))
    return surveyed


def _pieces(
    other: VaultCopy, known: set[bytes], surveyed: _Survey, told: _Telling
) -> Iterator[_Piece]:
    """Yield what is missing, in the other's order; a record with attachments begins a commit."""
    payloads: list[bytes] = []
    blobs: tuple[BlobRef, ...] = ()
    held = 0
    for payload, refs in _missing(other, known, surveyed, told):
        full = len(payloads) == _MOST_RECORDS or held + len(payload) > _MOST_BYTES
        if payloads and (refs or full):
            yield _Piece(payloads, blobs)
            payloads, blobs, held = [], (), 0
        payloads.append(payload)
        blobs = blobs or refs
        held += len(payload)
    if payloads:
        yield _Piece(payloads, blobs)


def _missing(
    other: VaultCopy, known: set[bytes], surveyed: _Survey, told: _Telling
) -> Iterator[tuple[bytes, tuple[BlobRef, ...]]]:
    """Yield each record that is taken over, with its attachments.

    The first record of a commit names the attachments of all of them; where that one was removed,
    the next takes them along.
    """
    dropped = surveyed.dropped
    carried: tuple[BlobRef, ...] = ()
    for position, record in enumerate(other.records()):
        refs = carried + tuple(blob for blob in record.blobs if blob.id not in dropped)
        digest = _digest(record.payload)
        event = decode_heading(record.payload, position=position)
        if not isinstance(event, Tombstone) and name_of(event) in surveyed.gone:
            carried = refs
        elif digest not in known:
            carried = ()
            known.add(digest)
            told.add(event, refs)
            yield record.payload, refs


class _Telling:
    """Gathers what is told of the new events."""

    def __init__(self, journal: Journal, surveyed: _Survey) -> None:
        self.removed = 0
        self._journal = journal
        here = journal.state.threads
        self._removed_in_one = {
            *(key for key, thread in here.items() if not thread.revisions),
            *(surveyed.removed - surveyed.living),
        }
        self._entities = dict(journal.state.entity_saves)
        self._changed: dict[EntityId, None] = {}
        self._incidents: dict[IncidentId, None] = {}
        self._added = self._attachments = self._bytes = 0

    def add(self, event: Heading, blobs: tuple[BlobRef, ...]) -> None:
        """Take a new event, before it is folded."""
        self._added += 1
        self._attachments += len(blobs)
        self._bytes += sum(blob.size for blob in blobs)
        match event:
            case SavedHeading() as saved:
                self._incidents[saved.incident.id] = None
            case AttachmentAdded() as attached:
                self._incidents[attached.incident] = None
            case EntitySaved() as saved_entity:
                known = self._entities.get(saved_entity.entity.id)
                if known is not None and known.revision >= saved_entity.revision:
                    self._changed[saved_entity.entity.id] = None

    def union(self) -> Union:
        """Return what was gathered."""
        state = self._journal.state
        return Union(
            added=self._added,
            incidents=tuple(self._incidents),
            conflicts=tuple(key for key, thread in state.threads.items() if thread.conflicts),
            entities=tuple(self._changed),
            attachments=self._attachments,
            attachment_bytes=self._bytes,
            forked=tuple(key for key, made in state.exports.items() if forked(made)),
            removed=self.removed,
            returned=tuple(key for key in self._removed_in_one if self._is_living(key)),
        )

    def _is_living(self, incident: IncidentId) -> bool:
        thread = self._journal.state.threads.get(incident)
        return thread is not None and bool(thread.revisions)


def _digest(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest()
