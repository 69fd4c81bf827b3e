"""“Seen before?” over a journal: the index kept in step, merges followed, the distinct left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from safelog.journal.facts import FactTable, named_entities
from safelog.journal.journal import Journal
from safelog.journal.likeness.clue import Clue, Likeness, Strength
from safelog.journal.likeness.index import LikenessIndex
from safelog.journal.links import links_of
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident
from safelog.model.leaves import texts
from safelog.model.link import Ref

HANDFUL = 5
"""Suggestions that somebody reads while they write."""


class Sightings(NamedTuple):
    """In which incidents an entity, or what was merged with it, was named."""

    times: int
    last: IncidentId | None
    """The latest by the times of the incidents."""


class Suggestion(NamedTuple):
    """An entity that may be meant, why, and how often it was seen."""

    entity: EntityId
    """The one that stands for all that were merged."""
    strength: Strength
    clues: tuple[Clue, ...]
    said: str
    """The words of a text that led to it; empty where an entity was asked about."""
    sightings: Sightings


class Pair(NamedTuple):
    """Two entities of the register that look like one."""

    first: EntityId
    """The one that was named more often, under whose name a merge would put both."""
    second: EntityId
    strength: Strength
    clues: tuple[Clue, ...]


class SeenBefore:
    """Suggestions over one journal, for as long as it is open."""

    def __init__(self, journal: Journal) -> None:
        """Suggest from the register of `journal`; the index is built when it is first needed."""
        self._journal = journal
        self._index: LikenessIndex | None = None
        self._records = 0

    def suggest(
        self, what: Incident | Entity | Mapping[str, str] | str, *, most: int = HANDFUL
    ) -> tuple[Suggestion, ...]:
        """Return what of the register may be meant, the most telling first.

        Args:
            what: an incident as far as it is written, an entity, the inputs of a form, or words.
                Of an incident, what is linked to an entity already is not asked about.
            most: how many at most.
        """
        with self._journal.lock:
            match what:
                case Entity():
                    found = self._of_entity(what)
                    own: Incident | None = None
                case Incident():
                    found = self._of_incident(what)
                    own = what
                case str():
                    found = self._ranked(self._current().in_text(what))
                    own = None
                case _:
                    found = self._ranked(self._current().in_text("\n".join(what.values())))
                    own = None
            return tuple(
                Suggestion(
                    entity=likeness.entity,
                    strength=likeness.strength,
                    clues=likeness.clues,
                    said=likeness.said,
                    sightings=self._sightings(likeness.entity, besides=own),
                )
                for likeness in found[:most]
            )

    def pairs(self) -> list[Pair]:
        """Return all pairs of one kind that look like one, the most telling first.

        Left out are those that are merged, and those that the person said are not the same.
        """
        with self._journal.lock:
            state, index = self._journal.state, self._current()
            best: dict[tuple[EntityId, EntityId], Likeness] = {}
            for entity in state.entities.values():
                own = state.representative(entity.id)
                for likeness in self._of_entity(entity):
                    if state.entities[likeness.entity].kind != entity.kind:
                        continue
                    pair = (min(own, likeness.entity), max(own, likeness.entity))
                    if pair not in best or likeness.rank > best[pair].rank:
                        best[pair] = likeness
            del index
            ranked = sorted(best, key=lambda pair: (_downwards(best[pair]), pair))
            return [self._pair(pair, best[pair]) for pair in ranked]

    def _pair(self, pair: tuple[EntityId, EntityId], likeness: Likeness) -> Pair:
        table = self._journal.facts()
        first, second = sorted(pair, key=lambda each: -len(self._naming(table, each)))
        return Pair(first, second, likeness.strength, likeness.clues)

    def _current(self) -> LikenessIndex:
        records = self._journal.vault.count
        if self._index is None:
            self._index = LikenessIndex()
        if records != self._records:
            self._index.keep_in_step(self._journal.state.entities)
            self._records = records
        return self._index

    def _of_entity(self, entity: Entity) -> list[Likeness]:
        left_out = self._distinct(entity.id) | {self._journal.state.representative(entity.id)}
        return self._ranked(self._current().of_entity(entity), left_out=left_out)

    def _of_incident(self, incident: Incident) -> list[Likeness]:
        """Look through the texts, without what the person linked in them."""
        state, index = self._journal.state, self._current()
        linked = state.sameness.representatives(
            named_entities(incident, self._journal.surroundings.kinds)
        )
        found = [each for text in _unlinked(incident) for each in index.in_text(text)]
        # Words that a linked entity accounts for need no other.
        explained = {
            each.said: max(each.rank for each in found if each.said == each.said)
            for each in found
            if state.representative(each.entity) in linked
        }
        return self._ranked(
            (
                each
                for each in found
                if each.said not in explained or each.rank > explained[each.said]
            ),
            left_out=linked,
        )

    def _ranked(
        self, found: Iterable[Likeness], *, left_out: frozenset[EntityId] = frozenset()
    ) -> list[Likeness]:
        """Return the best likeness of each group, the most telling first."""
        best: dict[EntityId, Likeness] = {}
        for likeness in found:
            stands = self._journal.state.representative(likeness.entity)
            if stands in left_out:
                continue
            known = best.get(stands)
            if known is None or likeness.rank > known.rank:
                best[stands] = likeness._replace(entity=stands)
        return sorted(best.values(), key=lambda likeness: (_downwards(likeness), likeness.entity))

    def _distinct(self, entity: EntityId) -> frozenset[EntityId]:
        """Return those of whom the person said that they are not the same as `entity`."""
        state = self._journal.state
        mine = set(state.sameness.group(entity))
        return frozenset(
            state.representative(EntityId(end.id))
            for link in links_of(state, Ref("entity", entity))
            if link.relation == "distinct_from"
            for end in (link.subject, link.object)
            if end.kind == "entity" and end.id not in mine
        )

    def _sightings(self, entity: EntityId, *, besides: Incident | None) -> Sightings:
        state = self._journal.state
        named = self._naming(self._journal.facts(), entity)
        if besides is not None:
            named.discard(besides.id)
        last = max(named, key=lambda each: state.threads[each].order, default=None)
        return Sightings(len(named), last)

    def _naming(self, table: FactTable, entity: EntityId) -> set[IncidentId]:
        group = self._journal.state.sameness.group(entity)
        return {each for member in group for each in table.naming.get(member, ())}


def _downwards(likeness: Likeness) -> tuple[int, int, int]:
    strength, telling, known = likeness.rank
    return -strength, -telling, -known


def _unlinked(incident: Incident) -> Iterator[str]:
    """Give the texts of an incident with spaces where the person linked an entity."""
    for path, text in texts(incident):
        letters = list(text)
        for mention in incident.mentions:
            if mention.field == path:
                letters[mention.start : mention.end] = " " * (mention.end - mention.start)
        yield "".join(letters)
