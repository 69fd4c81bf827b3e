"""What was read of the incidents: their words and their facts, filled in the background.

The fold knows headings only. Everything else is read once per incident after unlocking, the last
saved first, and kept in step with what is saved from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from safelog.journal.events import AttachmentAdded
from safelog.journal.facts import FactTable, facts_of
from safelog.journal.folding import collector_paused
from safelog.journal.search.index import Narrowed, SearchIndex
from safelog.journal.search.texts import searched_texts
from safelog.journal.state import State
from safelog.journal.thread import Thread
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident
from safelog.model.kind import Kinds


class Readable(Protocol):
    """What a reading of an incident has."""

    @property
    def incident(self) -> Incident:
        """Its newest revision."""

    @property
    def attachments(self) -> tuple[AttachmentAdded, ...]:
        """The files that belong to it."""


class Contents:
    """The words and the facts of the incidents of one journal."""

    def __init__(self, state: State, kinds: Kinds) -> None:
        """Begin with nothing read of the incidents that `state` knows."""
        self.index = SearchIndex()
        self.facts = FactTable()
        self.narrowed: Narrowed | None = None
        """What the last search was narrowed down to; nothing once anything changed."""
        self._at: dict[str, set[IncidentId]] = {}
        """The incidents at a place, by its label."""
        self._state = state
        self._kinds = kinds
        self._unread = [thread.heading.id for thread in sorted(state.living, key=self._last_touch)]
        self._unnamed = list(state.entities)

    def _last_touch(self, thread: Thread) -> int:
        """Return where the last that was saved of an incident stands in the log."""
        files = [self._state.attached[file.id] for file in thread.attachments]
        return (
            max(thread.revisions[-1].position, *files) if files else thread.revisions[-1].position
        )

    @property
    def is_complete(self) -> bool:
        """Whether every incident was read."""
        return not self._unread

    def read_some(self, count: int, read: Callable[[IncidentId], Readable]) -> bool:
        """Read up to `count` more incidents, the last saved first; tell whether any are left."""
        for entity in self._unnamed:
            self.name(entity)
        self._unnamed.clear()
        self.narrowed = None
        with collector_paused():
            for _ in range(min(count, len(self._unread))):
                incident = self._unread.pop()
                if incident not in self.index:
                    saved = read(incident)
                    self.index.read(incident, _texts(saved))
                    self._put_facts(saved.incident)
        if not self._unread:
            self.index.vocabulary.trim(limit=0)
        return bool(self._unread)

    def take(self, saved: Readable) -> None:
        """Take an incident as it was saved now, in place of what was read of it."""
        self.index.add(saved.incident.id, _texts(saved))
        self._put_facts(saved.incident)

    def name(self, entity: EntityId) -> None:
        """Take what an entity is called now."""
        known = self._state.entities[entity]
        self.index.name(entity, (known.name, *known.aliases))

    def naming(self, entities: Iterable[EntityId]) -> frozenset[IncidentId]:
        """Return the incidents that name one of `entities`, or somebody merged with one."""
        same = {each for entity in entities for each in self._state.sameness.group(entity)}
        return frozenset().union(*(self.facts.naming.get(each, ()) for each in same))

    def at_places(self, words: str) -> frozenset[IncidentId]:
        """Return the incidents at a place whose label, or name in the register, holds `words`."""
        labels, called = self.index.places(words)
        labelled = (self._at.get(label, ()) for label in labels)
        entities = {each for entity in called for each in self._state.sameness.group(entity)}
        named = self.naming(entities)
        known = self.facts.by_incident
        return frozenset().union(
            *labelled, (each for each in named if known[each].place_entity in entities)
        )

    def _put_facts(self, incident: Incident) -> None:
        before = self.facts.by_incident.get(incident.id)
        if before is not None and before.place:
            self._at[before.place].discard(incident.id)
        facts = facts_of(incident, self._kinds)
        self.facts.put(incident.id, facts)
        if facts.place:
            if facts.place not in self._at:
                self.index.add_place(facts.place)
            self._at.setdefault(facts.place, set()).add(incident.id)

    def close(self) -> None:
        """Forget everything."""
        self.index.close()
        self.facts = FactTable()
        self._at = {}
        self._unread = []
        self._unnamed = []


def _texts(saved: Readable) -> Iterable[str]:
    return (text for _, _, text in searched_texts(saved.incident, saved.attachments))
