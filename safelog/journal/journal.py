"""The journal: incidents, entities and attachments over one open vault.

Owns the fold of the vault's events and keeps it in step: an event is folded after the vault has
made it durable, never before. Every public method may be called from any thread; one lock orders
them, as the log has one end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from safelog.errors import (
    ConflictError,
    DamagedRecordError,
    InvalidFieldError,
    NotFoundError,
    SealedError,
)
from safelog.evidence.entry import Entry, base_leaf, incident_parts
from safelog.journal.contents import Contents
from safelog.journal.events import (
    AttachmentAdded,
    EntitySaved,
    Event,
    IncidentSaved,
    JournalBegun,
    SettingsSaved,
    decode_event,
    encode_event,
)
from safelog.journal.facts import FactTable
from safelog.journal.folding import fold
from safelog.journal.lookup import entity_named, incident_named
from safelog.journal.mentions import link_mentions
from safelog.journal.moment import iso_utc
from safelog.journal.state import State
from safelog.journal.thread import Revision, Thread
from safelog.model.check import check_incident
from safelog.model.entity import Entity, check_entity
from safelog.model.ids import ID_BYTES, EntityId, IncidentId, make_id
from safelog.model.incident import Incident
from safelog.model.kind import Kinds
from safelog.model.sealing import may_replace_sealed
from safelog.model.when import bounds_utc
from safelog.vault import BlobRef, Vault

SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Saved:
    """A revision as the journal keeps it."""

    incident: Incident
    revision: int
    recorded: int
    """When the machine recorded this revision, seconds of UTC."""
    first_recorded: int
    attachments: tuple[AttachmentAdded, ...]
    conflicts: tuple[int, ...] = ()
    """Numbers of the incident's revisions that nobody brought together yet."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the journal takes from outside: the clock, randomness, and the kinds of incident."""

    now: Callable[[], int]
    """Seconds of UTC, by the machine's clock."""
    randomness: Callable[[int], bytes]
    kinds: Kinds


class Journal:
    """The journal in one vault, open until `close`."""

    def __init__(self, vault: Vault, surroundings: Surroundings) -> None:
        """Fold the events of `vault`, which the journal owns from now on.

        Raises:
            DamagedVaultError: a record is not what safelog wrote.
        """
        self.vault = vault
        self.surroundings = surroundings
        self.state = fold(vault)
        self.lock = threading.RLock()
        """Held over several calls by whoever needs them to be one step."""
        self.contents = Contents(self.state, surroundings.kinds)
        if vault.count == 0:
            self.append([JournalBegun(at=surroundings.now())])

    # --- reading ---------------------------------------------------------------------------

    def threads(self, start: int = 0, stop: int | None = None) -> list[Thread]:
        """Return the incidents from `start` to before `stop` in the order of their times."""
        with self.lock:
            return [self.state.threads[key[2]] for key in self.state.timeline[start:stop]]

    def __len__(self) -> int:
        """Count the incidents."""
        return len(self.state.timeline)

    def read(self, incident: IncidentId, revision: int | None = None) -> Saved:
        """Read one revision of an incident, by default the newest; of two, the one that counts.

        Raises:
            NotFoundError: no such incident or revision.
        """
        with self.lock:
            thread = self.thread(incident)
            number = thread.revision if revision is None else revision
            for found in reversed(thread.revisions):
                if found.number == number:
                    return self._read(found)
            raise NotFoundError(what="incident")

    def history(self, incident: IncidentId) -> tuple[Saved, ...]:
        """Read every revision of an incident that is there, the one that counts last."""
        with self.lock:
            thread = self.thread(incident)
            return tuple(self._read(revision) for revision in thread.revisions)

    def line(self, incident: IncidentId) -> tuple[Saved, ...]:
        """Read one revision for each number that is there: of two, the one that counts."""
        with self.lock:
            thread = self.thread(incident)
            readable = (revision for revision in thread.line if not revision.is_removed)
            return tuple(self._read(revision) for revision in readable)

    def thread(self, incident: IncidentId) -> Thread:
        """Return what is known of an incident without reading its words.

        Raises:
            NotFoundError: no such incident, or it was removed.
        """
        with self.lock:
            thread = self.state.threads.get(incident)
            if thread is None or not thread.revisions:
                raise NotFoundError(what="incident")
            return thread

    def _read(self, revision: Revision) -> Saved:
        event = self.event(revision.position)
        if not isinstance(event, IncidentSaved):
            raise DamagedRecordError(position=revision.position)
        return self._saved(event)

    def _saved(self, event: IncidentSaved) -> Saved:
        thread = self.state.threads[event.incident.id]
        return Saved(
            incident=event.incident,
            revision=event.revision,
            recorded=event.at,
            first_recorded=thread.first_recorded,
            attachments=tuple(thread.attachments),
            conflicts=thread.conflicts,
        )

    def event(self, position: int) -> Event:
        """Read the whole event at a position of the vault."""
        with self.lock:
            return decode_event(self.vault.read(position), position=position)

    def find_incident(self, text: str) -> IncidentId:
        """Return the incident that `text` names; see `incident_named`."""
        return incident_named(self.state, text)

    def find_entity(self, text: str) -> EntityId:
        """Return the entity that `text` names; see `entity_named`."""
        return entity_named(self.state, text)

    # --- writing ---------------------------------------------------------------------------

    def new_id(self) -> str:
        """Make an identifier for a new incident, entity, attachment or draft."""
        return make_id(self.surroundings.randomness(ID_BYTES))

    def save(self, incident: Incident, *, base_revision: int, also: Sequence[Event] = ()) -> Saved:
        """Store a revision and return it; durable when this returns.

        Args:
            incident: the whole content of the revision.
            base_revision: the revision that was edited, 0 for a new incident.
            also: events stored in the same commit, such as dropping the draft it came from.

        Raises:
            InputError: the incident is not valid; nothing was stored.
            ConflictError: somebody saved a newer revision since.
            SealedError: the incident is sealed, and more than its follow-ups differ.
        """
        with self.lock:
            event = self._incident_event(incident, base_revision)
            self.append([event, *also])
            return self.read(incident.id)

    def save_revisions(
        self, rows: Iterable[tuple[Incident, int]], *, also: Sequence[Event] = ()
    ) -> tuple[Saved, ...]:
        """Store revisions of different incidents in one commit, each with its base revision.

        Raises:
            InputError: as for `save`, or an incident stands there twice; nothing was stored.
        """
        with self.lock:
            rows = list(rows)
            if len({incident.id for incident, _ in rows}) < len(rows):
                raise InvalidFieldError(field="id")
            events = [self._incident_event(incident, base) for incident, base in rows]
            self.append([*events, *also])
            return tuple(self.read(event.incident.id) for event in events)

    def save_all(
        self,
        rows: Iterable[Incident | Entity],
        *,
        also: Sequence[Event] = (),
        blobs: Sequence[BlobRef] = (),
    ) -> int:
        """Store many new incidents and entities, all or nothing; return how many.

        Args:
            rows: in an order of their own.
            also: events of the same commit, after them.
            blobs: attachments that some of `also` names.

        Raises:
            InputError: a row is not valid; nothing was stored.
        """
        with self.lock:
            events = self._new_events(rows)
            if events or also:
                self.append([*events, *also], blobs=blobs)
            return len(events)

    def check_all(self, rows: Iterable[Incident | Entity]) -> int:
        """Return how many rows `save_all` would store; nothing is stored.

        Raises:
            InputError: a row is not valid.
        """
        with self.lock:
            return len(self._new_events(rows))

    def _new_events(self, rows: Iterable[Incident | Entity]) -> list[Event]:
        events: list[Event] = []
        ids: set[str] = set()
        for row in rows:
            if row.id in ids:
                raise InvalidFieldError(field="id")
            ids.add(row.id)
            if isinstance(row, Entity):
                events.append(self._entity_event(row, self._entity_revision(row.id)))
            else:
                events.append(self._incident_event(row, 0))
        return events

    def save_entity(self, entity: Entity, *, base_revision: int) -> None:
        """Store an entity, new (base 0) or changed.

        Raises:
            InputError: the entity is not valid; nothing was stored.
            ConflictError: somebody saved a newer revision since.
        """
        with self.lock:
            self.append([self._entity_event(entity, base_revision)])

    def save_settings(self, *, idle_lock_minutes: int) -> None:
        """Store what the person chose for this vault."""
        with self.lock:
            at, known = self.surroundings.now(), self.state.settings
            revision = known.revision + 1 if known else 1
            self.append(
                [SettingsSaved(at=at, revision=revision, idle_lock_minutes=idle_lock_minutes)]
            )

    def append(self, events: Sequence[Event], *, blobs: Sequence[BlobRef] = ()) -> range:
        """Store events in one commit and fold them; return their positions in the vault."""
        with self.lock:
            return self._append([encode_event(event) for event in events], events, blobs)

    def append_verbatim(self, payloads: Sequence[bytes], *, blobs: Sequence[BlobRef] = ()) -> range:
        """Store events of another copy in one commit as they stand, and fold them.

        Raises:
            DamagedRecordError: a payload is no event of this format; nothing was stored.
        """
        with self.lock:
            events = [decode_event(payload, position=self.vault.count) for payload in payloads]
            return self._append(payloads, events, blobs)

    def _append(
        self, payloads: Sequence[bytes], events: Sequence[Event], blobs: Sequence[BlobRef]
    ) -> range:
        positions = self.vault.append(payloads, blobs=blobs)
        self.contents.narrowed = None
        for event, position in zip(events, positions, strict=True):
            self.state.apply(event, position)
            match event:
                case IncidentSaved() if self._counts(event):
                    self.contents.take(self._saved(event))
                case AttachmentAdded() if event.incident in self.contents.index:
                    self.contents.take(self.read(event.incident))
                case EntitySaved():
                    self.contents.name(event.entity.id)
                case _:
                    pass
        return positions

    def _counts(self, event: IncidentSaved) -> bool:
        """Tell whether a revision is the newest; one that another copy had need not be."""
        return self.state.threads[event.incident.id].revisions[-1].leaf == event.leaf

    def _incident_event(self, incident: Incident, base_revision: int) -> IncidentSaved:
        linked = link_mentions(incident, self.state.entities.values())
        check_incident(linked, self.surroundings.kinds)
        thread = self.state.threads.get(linked.id)
        if base_revision != (thread.revision if thread else 0):
            raise ConflictError(revision=thread.revision if thread else 0)
        is_sealed = thread is not None and thread.heading.state == "sealed"
        if is_sealed and not may_replace_sealed(self.read(linked.id).incident, linked):
            raise SealedError
        now = self.surroundings.now()
        revision = thread.last_number + 1 if thread else 1
        seed = self.surroundings.randomness(SEED_BYTES)
        parts = incident_parts(linked, recorded=iso_utc(now), revision=revision)
        first = thread.first_recorded if thread else now
        return IncidentSaved(
            at=now,
            revision=revision,
            replaces=tuple(sorted(thread.unreplaced)) if thread else (),
            seed=seed,
            leaf=base_leaf(Entry(seed=seed, parts=parts)),
            order=_order(linked, first),
            incident=linked,
        )

    def _entity_event(self, entity: Entity, base_revision: int) -> EntitySaved:
        check_entity(entity)
        current = self._entity_revision(entity.id)
        if base_revision != current:
            raise ConflictError(revision=current)
        revision = self.state.next_entity_revision(entity.id)
        return EntitySaved(at=self.surroundings.now(), revision=revision, entity=entity)

    def _entity_revision(self, entity: EntityId) -> int:
        saved = self.state.entity_saves.get(entity)
        return saved.revision if saved else 0

    # --- searching -------------------------------------------------------------------------

    def index_some(self, count: int = 500) -> bool:
        """Index up to `count` incidents that are not indexed yet; tell whether any are left."""
        with self.lock:
            return self.contents.read_some(count, self.read)

    def facts(self) -> FactTable:
        """Return the facts of all incidents, after reading what is left."""
        with self.lock:
            while self.index_some():
                pass
            return self.contents.facts

    def refold(self) -> None:
        """Read the whole log again, after its records were changed."""
        with self.lock:
            self.contents.close()
            self.state = fold(self.vault)
            self.contents = Contents(self.state, self.surroundings.kinds)

    # --- the end ---------------------------------------------------------------------------

    def close(self) -> None:
        """Drop what was read, write the head, wipe the keys. May be called again."""
        with self.lock:
            self.vault.close()
            self.contents.close()
            self.state = State()


def _order(incident: Incident, first_recorded: int) -> tuple[int, int]:
    if incident.when is None or incident.when.precision == "unknown":
        return first_recorded, first_recorded
    start, end = bounds_utc(incident.when)
    return int(start.timestamp()), int(end.timestamp())
