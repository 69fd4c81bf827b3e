"""What was read of the incidents: their words and their facts, filled in the background.

The fold knows headings only. Everything else is read once per incident after unlocking, the last
saved first, and kept in step with what is saved from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Protocol

from safelog.journal.events import AttachmentAdded
from safelog.journal.facts import FactTable, facts_of
from safelog.journal.folding import collector_paused
from safelog.journal.search.index import Indexed, Narrowed, SearchIndex
from safelog.journal.search.tags import tags_of
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

    def read_names(self) -> None:
        """Read what the entities are called."""
        for entity in self._unnamed:
            self.name(entity)
        self._unnamed.clear()

    def leave_out_all_but(self, wanted: Container[IncidentId]) -> None:
        """Read of the incidents no others than those `wanted`."""
        self._unread = [each for each in self._unread if each in wanted]

    def read_some(self, count: int, read: Callable[[IncidentId], Readable]) -> bool:
        """Read up to `count` more incidents, the last saved first; tell whether any are left."""
        self.read_names()
        self.narrowed = None
        with collector_paused():
            for _ in range(min(count, len(self._unread))):
                incident = self._unread.pop()
                if incident not in self.index:
                    self.index.read(self._taken(read(incident)))
        if not self._unread:
            self.index.vocabulary.trim(limit=0)
        return bool(self._unread)

    def take(self, saved: Readable) -> None:
        """Take an incident as it was saved now, in place of what was read of it."""
        self.index.add(self._taken(saved))

    def name(self, entity: EntityId) -> None:
        """Take what an entity is called now."""
        known = self._state.entities[entity]
        self.index.name(entity, (known.name, *known.aliases))

    def merged(self, entities: Iterable[EntityId]) -> frozenset[EntityId]:
        """Return several entities, and all that were merged with one of them."""
        group = self._state.sameness.group
        return frozenset(each for entity in entities for each in group(entity))

    def _taken(self, saved: Readable) -> Indexed:
        """Take the facts of an incident, and return what is to be indexed of it."""
        incident = saved.incident
        facts = facts_of(incident, self._kinds)
        self.facts.put(incident.id, facts)
        if facts.place:
            self.index.add_place(facts.place)
        return Indexed(
            incident.id,
            _texts(saved),
            tags=tags_of(incident, facts, has_evidence=bool(saved.attachments)),
            bounds=self._state.threads[incident.id].order[:2],
        )

    def close(self) -> None:
        """Forget everything."""
        self.index.close()
        self.facts = FactTable()
        self._unread = []
        self._unnamed = []


def _texts(saved: Readable) -> Iterable[str]:
    return (text for _, _, text in searched_texts(saved.incident, saved.attachments))
