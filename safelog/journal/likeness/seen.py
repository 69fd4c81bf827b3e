"""“Seen before?” over a journal: the index kept in step, merges followed, the distinct left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from safelog.journal.facts import named_entities
from safelog.journal.journal import Journal
from safelog.journal.likeness.clue import NOBODY, Clue, Likeness, Strength
from safelog.journal.likeness.index import LikenessIndex
from safelog.journal.links import links_of
from safelog.journal.naming import incidents_naming
from safelog.model.entity import Entity, EntityKind
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident
from safelog.model.leaves import texts
from safelog.model.link import Ref
from safelog.model.text import LINE_LIMIT

HANDFUL = 5
"""Suggestions that somebody reads while they write."""

_ASKED_AS: tuple[EntityKind, ...] = (
    "person",
    "phone",
    "account",
    "vehicle",
    "device",
    "document",
    "case",
    "organisation",
    "place",
    "address",
    "coordinates",
)
"""What words may be that come without a kind."""


class Suggestion(NamedTuple):
    """An entity that may be meant, why, and how often it was seen."""

    entity: EntityId
    """The one that stands for all that were merged."""
    strength: Strength
    clues: tuple[Clue, ...]
    said: str
    """The words of a text that led to it; empty where an entity was asked about."""
    times: int
    """In how many incidents it, or what was merged with it, is named."""
    last: IncidentId | None
    """The latest of them by its time."""


class Pair(NamedTuple):
    """Two entities of the register that look like one."""

    first: EntityId
    """The one that is named more often, under whose name a merge would put both."""
    second: EntityId
    strength: Strength
    clues: tuple[Clue, ...]


class SeenBefore:
    """Suggestions over one journal, for as long as it is open."""

    def __init__(self, journal: Journal) -> None:
        """Suggest from the register of `journal`; the index is built when it is first needed."""
        self._journal = journal
        self._index = LikenessIndex()
        self._records = 0

    def suggest(
        self, what: Incident | Entity | Mapping[str, str], *, most: int = HANDFUL
    ) -> tuple[Suggestion, ...]:
        """Return what of the register may be meant, the most telling first.

        Args:
            what: an incident as far as it is written, the inputs of a form, or an entity. What an
                incident links to an entity already is not asked about.
            most: how many at most.
        """
        with self._journal.lock:
            match what:
                case Entity():
                    return self._told(self._of_entity(what), most)
                case Incident():
                    return self._told(self._of_incident(what), most, besides=what.id)
                case _:
                    return self._told(self._best(self._in_texts(what.values())), most)

    def look_up(self, words: str, *, most: int = HANDFUL) -> tuple[Suggestion, ...]:
        """Return what of the register may be meant by words that come without a kind."""
        # Typed in haste, a name has no capital letters.
        named = " ".join(word[:1].upper() + word[1:] for word in words[:LINE_LIMIT].split())
        with self._journal.lock:
            found = [*self._in_texts([words, named])]
            for kind in _ASKED_AS if named else ():
                for known in (True, False):
                    asked = Entity(id=NOBODY, kind=kind, name=named, known=known)
                    found += self._current().of_entity(asked)
            return self._told(self._best(found), most)

    def pairs(self) -> tuple[Pair, ...]:
        """Return all pairs of one kind that look like one, the most telling first.

        Left out are those that are merged, and those that the person said are not the same.
        """
        with self._journal.lock:
            # How often each of them was seen is asked again and again.
            self._journal.facts()
            state = self._journal.state
            best: dict[tuple[EntityId, EntityId], Likeness] = {}
            for entity in state.entities.values():
                own = state.representative(entity.id)
                for likeness in self._of_entity(entity):
                    if state.entities[likeness.entity].kind != entity.kind:
                        continue
                    pair = (min(own, likeness.entity), max(own, likeness.entity))
                    if pair not in best or likeness.rank > best[pair].rank:
                        best[pair] = likeness
            ranked = sorted(best.items(), key=lambda row: (_downwards(row[1]), row[0]))
            return tuple(self._pair(pair, likeness) for pair, likeness in ranked)

    def naming(self, entities: Iterable[EntityId]) -> frozenset[IncidentId]:
        """Return the incidents that name one of several entities, or what was merged with one."""
        with self._journal.lock:
            group = self._journal.state.sameness.group
            members = chain.from_iterable(map(group, entities))
            return frozenset().union(*incidents_naming(self._journal, members).values())

    def _pair(self, pair: tuple[EntityId, EntityId], likeness: Likeness) -> Pair:
        first, second = sorted(pair, key=lambda each: -len(self.naming([each])))
        return Pair(first, second, likeness.strength, likeness.clues)

    def _current(self) -> LikenessIndex:
        records = self._journal.vault.count
        if records != self._records:
            self._index.keep_in_step(self._journal.state.entities)
            self._records = records
        return self._index

    def _in_texts(self, words: Iterable[str]) -> Iterator[Likeness]:
        index = self._current()
        for text in words:
            yield from index.in_text(text)

    def _of_entity(self, entity: Entity) -> list[Likeness]:
        own = self._journal.state.representative(entity.id)
        left_out = self._distinct(entity.id) | {own}
        return self._best(self._current().of_entity(entity), left_out=left_out)

    def _of_incident(self, incident: Incident) -> list[Likeness]:
        """Look through the texts, without what the person linked in them."""
        state = self._journal.state
        linked = state.sameness.representatives(
            named_entities(incident, self._journal.surroundings.kinds)
        )
        found = list(self._in_texts(_unlinked(incident)))
        explained: dict[str, tuple[int, int, int]] = {}
        for each in found:
            if state.representative(each.entity) in linked:
                explained[each.said] = max(each.rank, explained.get(each.said, each.rank))
        # Words that a linked entity accounts for as well need no other.
        open_to_question = (
            each for each in found if each.said not in explained or each.rank > explained[each.said]
        )
        return self._best(open_to_question, left_out=linked)

    def _best(
        self, found: Iterable[Likeness], *, left_out: frozenset[EntityId] = frozenset()
    ) -> list[Likeness]:
        """Return the best likeness of each group, the most telling first."""
        best: dict[EntityId, Likeness] = {}
        for likeness in found:
            stands = self._journal.state.representative(likeness.entity)
            known = best.get(stands)
            if stands not in left_out and (known is None or likeness.rank > known.rank):
                best[stands] = likeness._replace(entity=stands)
        return sorted(best.values(), key=lambda likeness: (_downwards(likeness), likeness.entity))

    def _told(
        self, found: Iterable[Likeness], most: int, *, besides: IncidentId | None = None
    ) -> tuple[Suggestion, ...]:
        """Add how often each was seen; of those that are as telling, the more frequent first."""
        likely = list(found)
        group = self._journal.state.sameness.group
        members = {each.entity: group(each.entity) for each in likely}
        naming = incidents_naming(self._journal, chain.from_iterable(members.values()))
        suggestions = []
        for likeness in likely:
            everywhere = (naming[member] for member in members[likeness.entity])
            named = frozenset().union(*everywhere) - {besides}
            last = max(
                named, key=lambda each: self._journal.state.threads[each].order, default=None
            )
            suggestions.append(
                (
                    (*_downwards(likeness), -len(named)),
                    Suggestion(
                        entity=likeness.entity,
                        strength=likeness.strength,
                        clues=likeness.clues,
                        said=likeness.said,
                        times=len(named),
                        last=last,
                    ),
                )
            )
        suggestions.sort(key=lambda row: row[0])
        return tuple(suggestion for _, suggestion in suggestions[:most])

    def _distinct(self, entity: EntityId) -> frozenset[EntityId]:
        """Return those of whom the person said that they are not the same as `entity`."""
        state = self._journal.state
        return frozenset(
            state.representative(EntityId(end.id))
            for link in links_of(state, Ref("entity", entity))
            if link.relation == "distinct_from"
            for end in (link.subject, link.object)
            if end.kind == "entity"
        )


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
