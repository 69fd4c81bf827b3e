"""What narrows a search down, asked of the journal as it is now.

Going through a hundred thousand incidents takes longer than looking for a word, and the same
conditions stand while somebody types. So what fulfils them is kept for the next search, and
forgotten as soon as anything at all was stored or read since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from safelog.journal.contents import Contents
from safelog.journal.follow_ups import is_open
from safelog.journal.search.index import Narrowed
from safelog.journal.search.query import Overlap, Query
from safelog.journal.state import State
from safelog.journal.thread import Thread
from safelog.model.ids import IncidentId


class Narrowing:
    """The conditions of one query, beside its words."""

    def __init__(self, query: Query, state: State, contents: Contents) -> None:
        """Take the conditions of `query`."""
        self._query = query
        self._threads = state.threads
        self._contents = contents
        self.has_conditions = query != Query(words=query.words, limit=query.limit)

    def narrowed(self) -> Narrowed:
        """Return the incidents that fulfil the conditions."""
        conditions = replace(self._query, words="", limit=0)
        kept = self._contents.narrowed
        if kept is None or kept.conditions != conditions:
            kept = self._contents.narrowed = self._narrowed(conditions)
        return kept

    def overlap(self, incident: IncidentId) -> Overlap | None:
        """Say how the time of an incident lies to the period; None if outside, or unknown."""
        period, thread = self._query.period, self._threads[incident]
        if period is None or not _has_time(thread):
            return None
        start, end, _ = thread.order
        return period.overlap(start, end)

    def _narrowed(self, conditions: Query) -> Narrowed:
        if not self.has_conditions:
            return Narrowed(conditions, None, None)
        passing = self._passing(self._possible())
        select = self._contents.index.selection
        if self._query.period is None:
            return Narrowed(conditions, select(passing), None)
        untimed = {each for each in passing if not _has_time(self._threads[each])}
        inside = [each for each in self._overlapping(passing) if each not in untimed]
        return Narrowed(conditions, select(inside), select(untimed))

    def _overlapping(self, incidents: Sequence[IncidentId]) -> Sequence[IncidentId]:
        """Return those whose bounds overlap the period, as `Period.overlap` says."""
        period, threads = self._query.period, self._threads
        if period is not None and period.start is not None:
            start = period.start
            incidents = [each for each in incidents if threads[each].order[1] > start]
        if period is not None and period.end is not None:
            end = period.end
            incidents = [each for each in incidents if threads[each].order[0] < end]
        return incidents

    def _possible(self) -> Iterable[IncidentId]:
        """Return the incidents at the place that name all the entities."""
        sets = [self._contents.naming([entity]) for entity in self._query.entities]
        if self._query.place:
            sets.append(self._contents.at_places(self._query.place))
        return frozenset.intersection(*sets) if sets else self._contents.facts.by_incident

    def _passing(self, possible: Iterable[IncidentId]) -> Sequence[IncidentId]:
        """Return the incidents that fulfil every condition but the period."""
        query, threads = self._query, self._threads
        facts = self._contents.facts.by_incident
        passing = list(possible)
        if query.kinds:
            passing = [each for each in passing if threads[each].heading.kind in query.kinds]
        if query.states:
            passing = [each for each in passing if threads[each].heading.state in query.states]
        if query.has_evidence is not None:
            has = query.has_evidence
            passing = [each for each in passing if bool(threads[each].attachments) is has]
        if query.has_open_follow_up is not None:
            has = query.has_open_follow_up
            passing = [each for each in passing if any(map(is_open, facts[each].follow_ups)) is has]
        return passing


def _has_time(thread: Thread) -> bool:
    when = thread.heading.when
    return when is not None and when.precision != "unknown"
