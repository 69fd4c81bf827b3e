"""What narrows a search down, asked of the journal as it is now.

The same conditions stand while somebody types. So what fulfils them is kept for the next search,
and forgotten as soon as anything at all was stored or read since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from safelog.journal.contents import Contents
from safelog.journal.search.index import Narrowed
from safelog.journal.search.query import Overlap, Query, terms
from safelog.journal.search.tags import (
    EVIDENCE,
    NO_TIME,
    OPEN_REPORT,
    kind,
    naming,
    place,
    place_entity,
    state,
)
from safelog.journal.state import State
from safelog.journal.thread import Thread
from safelog.model.ids import IncidentId


class Narrowing:
    """The conditions of one query, beside its words."""

    def __init__(self, query: Query, known: State, contents: Contents) -> None:
        """Take the conditions of `query`, to be asked of what is `known` and was read."""
        self._query = query
        self._threads = known.threads
        self._contents = contents
        self.has_conditions = query != Query(words=query.words, limit=query.limit)

    @property
    def asks_nothing(self) -> bool:
        """Whether nothing is looked for: no words and no conditions, or words without a letter."""
        query = self._query
        return not terms(query.words) and (bool(query.words.strip()) or not self.has_conditions)

    def may_fit(self, thread: Thread) -> bool:
        """Tell whether an incident may fulfil the conditions, by what its heading says."""
        query, heading = self._query, thread.heading
        if query.kinds and heading.kind not in query.kinds:
            return False
        if query.states and heading.state not in query.states:
            return False
        if query.has_evidence is not None and bool(thread.attachments) is not query.has_evidence:
            return False
        return query.period is None or not _has_time(thread) or self.overlap(heading.id) is not None

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
        index, period = self._contents.index, self._query.period
        passing = index.every
        for wanted in self._tags():
            passing = passing.both(index.tagged(wanted))
        for has, tag in (
            (self._query.has_evidence, EVIDENCE),
            (self._query.has_open_follow_up, OPEN_REPORT),
        ):
            if has is not None:
                tagged = index.tagged([tag])
                passing = passing.both(tagged) if has else passing.without(tagged)
        if period is None:
            return Narrowed(conditions, passing, None)
        untimed = index.tagged([NO_TIME])
        within = index.overlapping(period.start, period.end).without(untimed)
        return Narrowed(conditions, passing.both(within), passing.both(untimed))

    def _tags(self) -> Iterator[Iterable[str]]:
        """Walk sets of tags; an incident must have one of each."""
        query, merged = self._query, self._contents.merged
        for entity in query.entities:
            yield map(naming, merged([entity]))
        if query.place:
            labels, called = self._contents.index.places(query.place)
            yield (*map(place, labels), *map(place_entity, merged(called)))
        if query.kinds:
            yield map(kind, query.kinds)
        if query.states:
            yield map(state, query.states)


def _has_time(thread: Thread) -> bool:
    when = thread.heading.when
    return when is not None and when.precision != "unknown"
