"""What stands in the log after a removal: a tombstone for each record, or what is left of it.

One pass over the log says what becomes of every record. Nothing in it depends on where a record
stands or on which copy of the vault it is made, so that two copies come to the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from safelog.journal.burial import bury
from safelog.journal.events import (
    AttachmentAdded,
    DecisionsSaved,
    DraftSaved,
    EntitiesMerged,
    EntitiesSplit,
    EntitySaved,
    Event,
    Heading,
    IncidentSaved,
    LinkSaved,
    RowsImported,
    SavedHeading,
    decode_event,
    decode_heading,
    encode_event,
)
from safelog.journal.journal import Journal
from safelog.journal.names import name_of
from safelog.journal.state import State
from safelog.journal.tombstones import (
    AttachmentRemoved,
    DecisionsReduced,
    EntityRemoved,
    RevisionRemoved,
    RowsReduced,
    Tombstone,
)
from safelog.model.ids import AttachmentId, EntityId, IncidentId
from safelog.model.leaves import texts
from safelog.model.link import LinkId
from safelog.model.text import searchable
from safelog.redact.cover import Decision
from safelog.vault import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the person wants removed, by name."""

    incidents: frozenset[IncidentId] = frozenset()
    revisions: frozenset[bytes] = frozenset()
    """Leaves of single revisions."""
    attachments: frozenset[AttachmentId] = frozenset()
    links: frozenset[LinkId] = frozenset()
    entities: frozenset[EntityId] = frozenset()
    versions: frozenset[tuple[EntityId, int]] = frozenset()
    """Single versions of entities."""
    merges: frozenset[str] = frozenset()
    """Merges of entities that lose their words, and what undid them."""

    def has(self, event: Event | Heading) -> bool:
        """Tell whether a record is to be removed."""
        match event:
            case SavedHeading() | IncidentSaved():
                return event.incident.id in self.incidents or event.leaf in self.revisions
            case AttachmentAdded():
                return event.incident in self.incidents or event.id in self.attachments
            case DraftSaved():
                return event.incident in self.incidents
            case _:
                return self._has_of_register(event)

    def _has_of_register(self, event: Event | Heading) -> bool:
        match event:
            case EntitySaved():
                entity = event.entity.id
                return entity in self.entities or (entity, event.revision) in self.versions
            case LinkSaved():
                return event.link.id in self.links
            case EntitiesMerged():
                return event.id in self.merges
            case EntitiesSplit():
                return event.merge in self.merges
            case _:
                return False


@dataclass(frozen=True, slots=True)
class Gone:
    """What is not there any more once that is removed which is to be removed."""

    incidents: frozenset[IncidentId]
    entities: frozenset[EntityId]
    lessened: frozenset[IncidentId]
    """Incidents that are there, and lost a revision or an attachment."""
    words: dict[IncidentId, str]
    """Of those of them that something was decided in: all words that are left, folded."""

    def keeps(self, decision: Decision) -> bool:
        """Tell whether a decision is still about something."""
        place = decision.occurrence
        if place.incident in self.incidents or place.entity in self.entities:
            return False
        return place.incident not in self.words or place.folded in self.words[place.incident]


@dataclass(slots=True)
class Remains:
    """What takes the place of records, by position, and what goes with them."""

    payloads: dict[int, bytes] = field(default_factory=dict)
    removed: list[Event] = field(default_factory=list)
    """The events that fall, whole."""
    drafts: int = 0
    """Versions of drafts that waited no more and are emptied on the way."""
    is_due: bool = False
    """Whether anything has to go, and not only can."""
    blobs: set[str] = field(default_factory=set)

    def take(self, event: Event) -> None:
        """Note an event that falls."""
        self.is_due = True
        self.removed.append(event)
        if isinstance(event, AttachmentAdded):
            self.blobs.add(event.blob)

    def empty(self, *, is_due: bool) -> None:
        """Note a version of a draft that is emptied."""
        self.drafts += 1
        self.is_due |= is_due

    def reduce(self, event: Event | Heading, gone: Gone) -> Event | None:
        """Return what is left of remembered decisions or rows; None if all of it is."""
        left: Event | None = None
        match event:
            case DecisionsSaved() | DecisionsReduced():
                left = _decisions_left(event, gone)
            case RowsImported() | RowsReduced():
                left = _rows_left(event, gone)
        self.is_due |= left is not None
        return left

    def change(self, position: int, record: Record) -> Record | None:
        """Say what takes the place of a record; see `Vault.rewrite`."""
        blobs = tuple(blob for blob in record.blobs if blob.id not in self.blobs)
        if position not in self.payloads and len(blobs) == len(record.blobs):
            return None
        return Record(self.payloads.get(position, record.payload), blobs)


def remains(journal: Journal, chosen: Chosen, *, removed_at: int, every_draft: bool) -> Remains:
    """Look through the whole log, and say what is left of it.

    Args:
        journal: an open journal whose fold is not stale.
        chosen: what is to be removed, beside what was removed in another copy of the vault.
        removed_at: now, in seconds of UTC.
        every_draft: whether all drafts are emptied that wait no more, and not only those of
            incidents of which something was removed. After a merge it must not be: what is left
            may depend on nothing but what both copies have.

    Raises:
        DamagedVaultError: a record cannot be read.
    """
    found, gone = Remains(), _gone(journal, chosen)
    kept: set[str] = set()
    for position, payload in journal.vault.records():
        event = decode_heading(payload, position=position)
        left: Event | None = None
        buried = None
        if not isinstance(event, Tombstone):
            buried = journal.state.removed.get(name_of(event) or b"")
        if buried is not None or chosen.has(event):
            whole = decode_event(payload, position=position)
            found.take(whole)
            left = buried or bury(whole, removed_at=removed_at)
        elif isinstance(event, DraftSaved) and not journal.state.waiting.has(event.version):
            is_due = event.incident in gone.incidents | gone.lessened
            if every_draft or is_due:
                left = bury(event, removed_at=removed_at)
                found.empty(is_due=is_due)
        elif isinstance(event, AttachmentAdded):
            kept.add(event.blob)
        left = found.reduce(left or event, gone) or left
        if left is not None:
            found.payloads[position] = encode_event(left)
    found.blobs -= kept
    return found


def _decisions_left(
    event: DecisionsSaved | DecisionsReduced, gone: Gone
) -> DecisionsReduced | None:
    kept = tuple(each for each in event.decisions if gone.keeps(each))
    if kept == event.decisions:
        return None
    return DecisionsReduced(
        at=event.at,
        mark=event.mark,
        replaces=event.replaces,
        recipient=event.recipient,
        decisions=kept,
    )


def _rows_left(event: RowsImported | RowsReduced, gone: Gone) -> RowsReduced | None:
    # The digest of a row could be tried against guesses of the words that are removed.
    rows = tuple(
        (key, b"" if incident in gone.lessened else words, incident)
        for key, words, incident in event.rows
        if incident not in gone.incidents
    )
    if rows == event.rows:
        return None
    if isinstance(event, RowsReduced):
        return msgspec.structs.replace(event, rows=rows)
    return RowsReduced(at=event.at, first=event.rows[0][2], count=len(event.rows), rows=rows)


def _gone(journal: Journal, chosen: Chosen) -> Gone:
    """Say what is gone once that is removed which is to be removed."""
    state = journal.state
    gone = {each.heading.id for each in state.threads.values() if not each.revisions}
    gone |= chosen.incidents
    lessened = {event.incident for event in state.removed.values() if isinstance(event, _OF_ONE)}
    for thread in state.living:
        leaves = {each.leaf for each in thread.revisions}
        ids = {each.id for each in thread.attachments}
        if leaves & chosen.revisions or ids & chosen.attachments:
            lessened.add(thread.heading.id)
    lessened -= gone
    decided = {place.incident for each in state.decided.values() for place in each.choices}
    return Gone(
        incidents=frozenset(gone),
        entities=frozenset(_gone_entities(state) | chosen.entities),
        lessened=frozenset(lessened),
        words={each: _words(journal, each, chosen) for each in lessened & decided},
    )


_OF_ONE = RevisionRemoved | AttachmentRemoved


def _gone_entities(state: State) -> set[EntityId]:
    events = (event for event in state.removed.values() if isinstance(event, EntityRemoved))
    return {event.entity for event in events if event.entity not in state.entities}


def _words(journal: Journal, incident: IncidentId, chosen: Chosen) -> str:
    """Return all words that are left of an incident."""
    thread = journal.thread(incident)
    left: list[str] = []
    for revision in thread.revisions:
        event = journal.event(revision.position)
        if revision.leaf not in chosen.revisions and isinstance(event, IncidentSaved):
            left += (text for _, text in texts(event.incident))
    for item in thread.attachments:
        if item.id not in chosen.attachments:
            left += (item.name, item.description, item.provenance)
    return searchable("\n".join(left))
