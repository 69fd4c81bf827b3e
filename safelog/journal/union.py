"""Unite the journal with one of another copy of its vault, from which it once parted.

An event is the bytes of its record: two copies have the same event where they have the same bytes.
What the other copy has more is appended here as it stands, so every event keeps its number, its
clock and what was committed about it. Uniting again adds nothing; uniting both ways gives both
copies the same events, and the fold gives both the same journal (see `state`).

A kill leaves some of the other's events here and all of the other copy where it was. Repeating
finishes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from safelog.errors import OtherVaultError
from safelog.journal.events import (
    AttachmentAdded,
    EntitySaved,
    SavedHeading,
    decode_event,
    decode_heading,
)
from safelog.journal.journal import Journal
from safelog.journal.lines import forked
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
    """Take over all that the other copy has and this one has not.

    Args:
        journal: takes the events; durable when this returns.
        other: a copy of the same vault; not changed.
        progress: called with the bytes of attachments taken over so far.

    Raises:
        OtherVaultError: it is a copy of another vault.
        DamagedVaultError: the other copy is not whole; nothing was taken over.
        StorageFullError, StorageError: what was taken over so far stays; repeating goes on.
    """
    if other.vault_id != journal.vault.vault_id:
        raise OtherVaultError
    _require_readable(other)
    with journal.lock:
        known = {_digest(payload) for _, payload in journal.vault.records()}
        told = _Telling(journal)
        done = 0
        for piece in _pieces(other, known, told):
            for blob in piece.blobs:
                journal.vault.copies.take_over(blob, other.read_blob(blob))
                done += blob.size
                if progress is not None:
                    progress(done)
            journal.append_verbatim(piece.payloads, blobs=piece.blobs)
        return told.union()


def _require_readable(other: VaultCopy) -> None:
    """Refuse a copy of which anything could stop the uniting halfway.

    Raises:
        DamagedVaultError: it is damaged, or a newer safelog wrote some of it.
    """
    for problem in other.check().problems:
        raise problem
    for position, record in enumerate(other.records()):
        decode_event(record.payload, position=position)


def _pieces(other: VaultCopy, known: set[bytes], told: _Telling) -> Iterator[_Piece]:
    """Yield what is missing, in the other's order; a record with attachments begins a commit."""
    payloads: list[bytes] = []
    blobs: tuple[BlobRef, ...] = ()
    held = 0
    for position, record in enumerate(other.records()):
        digest = _digest(record.payload)
        if digest in known:
            continue
        known.add(digest)
        told.add(record.payload, position, record.blobs)
        full = len(payloads) == _MOST_RECORDS or held + len(record.payload) > _MOST_BYTES
        if payloads and (record.blobs or full):
            yield _Piece(payloads, blobs)
            payloads, blobs, held = [], (), 0
        payloads.append(record.payload)
        blobs = blobs or record.blobs
        held += len(record.payload)
    if payloads:
        yield _Piece(payloads, blobs)


class _Telling:
    """Gathers what is told of the new events."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._entities = dict(journal.state.entity_saves)
        self._changed: dict[EntityId, None] = {}
        self._incidents: dict[IncidentId, None] = {}
        self._added = self._attachments = self._bytes = 0

    def add(self, payload: bytes, position: int, blobs: tuple[BlobRef, ...]) -> None:
        """Take a new event, before it is folded."""
        self._added += 1
        self._attachments += len(blobs)
        self._bytes += sum(blob.size for blob in blobs)
        match decode_heading(payload, position=position):
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
        )


def _digest(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest()
