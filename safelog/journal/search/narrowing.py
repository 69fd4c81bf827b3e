"""What narrows a search down, asked of the journal as it is now.

Nothing here is kept from one search to the next, so nothing can be out of step with what was saved,
merged or attached meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from safelog.journal.contents import Contents
from safelog.journal.facts import Facts
from safelog.journal.follow_ups import is_open
from safelog.journal.search.query import Overlap, Query
from safelog.journal.state import State
from safelog.model.ids import EntityId, IncidentId


class Narrowing:
    """The conditions of one query, beside its words."""

    def __init__(self, query: Query, state: State, contents: Contents) -> None:
        """Look up what is the same for all incidents."""
        self._query = query
        self._threads = state.threads
        self._entities = state.entities
        self._sameness = state.sameness
        self._facts = contents.facts.by_incident
        self._index = contents.index
        self._place = self._index.sought(query.place, lambda _: frozenset())
        self._places: dict[tuple[str, str], bool] = {}
        self.among = self._named(contents) if query.entities else None
        """The only incidents that can fit; None if all of them can."""

    @property
    def is_empty(self) -> bool:
        """Whether there are no conditions."""
        return self._query == Query(words=self._query.words, limit=self._query.limit)

    def passing(self, incidents: Sequence[IncidentId]) -> Sequence[IncidentId]:
        """Return the incidents that fulfil every condition, in their order."""
        if self._query.period is not None:
            incidents = [each for each in incidents if self.overlap(each)]
        return self.passing_at_any_time(incidents)

    def passing_at_any_time(self, incidents: Sequence[IncidentId]) -> Sequence[IncidentId]:
        """Return the incidents that fulfil every condition but the period."""
        query, threads, facts = self._query, self._threads, self._facts
        if query.kinds:
            incidents = [i for i in incidents if threads[i].heading.kind in query.kinds]
        if query.states:
            incidents = [i for i in incidents if threads[i].heading.state in query.states]
        if query.has_evidence is not None:
            has = query.has_evidence
            incidents = [i for i in incidents if bool(threads[i].attachments) is has]
        if query.has_open_follow_up is not None:
            has = query.has_open_follow_up
            incidents = [i for i in incidents if any(map(is_open, facts[i].follow_ups)) is has]
        if query.place:
            incidents = [i for i in incidents if self._is_at_place(facts[i])]
        return incidents

    def overlap(self, incident: IncidentId) -> Overlap | None:
        """Say how the time of an incident lies to the period; None if outside, or unknown."""
        period = self._query.period
        if period is None or not self._has_time(incident):
            return None
        start, end, _ = self._threads[incident].order
        return period.overlap(start, end)

    def without_time(self) -> Collection[IncidentId]:
        """Return the incidents that have no time, of those that can fit."""
        possible = self._threads if self.among is None else self.among
        return [each for each in possible if not self._has_time(each)]

    def _has_time(self, incident: IncidentId) -> bool:
        when = self._threads[incident].heading.when
        return when is not None and when.precision != "unknown"

    def _named(self, contents: Contents) -> frozenset[IncidentId]:
        named = [contents.naming([entity]) for entity in self._query.entities]
        return frozenset.intersection(*named)

    def _is_at_place(self, facts: Facts) -> bool:
        key = (facts.place, facts.place_entity)
        if key not in self._places:
            self._places[key] = self._index.fits(self._place, self._place_names(facts))
        return self._places[key]

    def _place_names(self, facts: Facts) -> list[str]:
        """Return the label of a place, and what the register calls it."""
        names = [facts.place]
        for entity in self._sameness.group(EntityId(facts.place_entity)):
            if entity in self._entities:
                known = self._entities[entity]
                names += [known.name, *known.aliases]
        return names
