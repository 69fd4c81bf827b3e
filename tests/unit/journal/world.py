"""A journal in memory, with a clock that ticks once per reading and known randomness."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from safelog.journal.anchors import JournalAnchors
from safelog.journal.forms import Answers
from safelog.journal.journal import Journal, Surroundings
from safelog.journal.search.find import find
from safelog.journal.search.query import Query
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident
from safelog.model.kind import Kinds, load_kinds
from tests.unit.vault.world import KnownBytes, World

NOW = int(datetime(2026, 5, 12, 12, 0, tzinfo=UTC).timestamp())


@dataclass
class JournalWorld:
    """One vault in memory and the journal in it."""

    vaults: World = field(default_factory=World)
    kinds: Kinds = field(default_factory=load_kinds)
    random: KnownBytes = field(default_factory=KnownBytes)
    clock: int = NOW

    def now(self) -> int:
        """Return the next second."""
        self.clock += 1
        return self.clock

    @property
    def surroundings(self) -> Surroundings:
        """What the journal takes from outside."""
        return Surroundings(now=self.now, randomness=self.random, kinds=self.kinds)

    def create(self) -> Journal:
        """Make a vault with an empty journal."""
        return Journal(self.vaults.create(), self.surroundings)

    def open(self) -> Journal:
        """Open the journal again."""
        return Journal(self.vaults.open(), self.surroundings)

    def answers(self, journal: Journal, language: str = "ru") -> Answers:
        """Return what a form needs."""
        return Answers(
            kinds=self.kinds,
            language=language,
            zone="Asia/Almaty",
            now=datetime.fromtimestamp(NOW, UTC),
            entities=journal.state.entities,
            new_id=journal.new_id,
            anchors=JournalAnchors(journal),
        )


def incident(journal: Journal, **fields: object) -> Incident:
    """Make an incident of the kind that asks nothing."""
    made = {"id": IncidentId(journal.new_id()), "kind": "unsure", **fields}
    return Incident(**made)  # type: ignore[arg-type]  # the tests name real fields


def person(journal: Journal, name: str, **fields: object) -> Entity:
    """Make a person and store them."""
    entity = Entity(
        id=EntityId(journal.new_id()),
        kind="person",
        name=name,
        **fields,  # type: ignore[arg-type]  # the tests name real fields
    )
    journal.save_entity(entity, base_revision=0)
    return entity


def searched(journal: Journal, words: str) -> list[IncidentId]:
    """Return the incidents that hold all of `words`, once every incident was read."""
    while journal.index_some():
        pass
    return [hit.incident for hit in find(journal, Query(words=words)).hits]
