"""Search a journal: the person's words, narrowed down by what is known of each incident."""

from __future__ import annotations

from itertools import islice

from safelog.journal.journal import Journal
from safelog.journal.search.narrowing import Narrowing
from safelog.journal.search.query import Found, Hit, Query


def find(journal: Journal, query: Query) -> Found:
    """Return at once what fits `query` among the incidents that were read so far.

    The last saved are read first. Whoever wants all of them reads the rest before:
    `while journal.index_some(): pass`.
    """
    with journal.lock:
        contents = journal.contents
        narrowing = Narrowing(query, journal.state, contents)
        sought = contents.index.sought(query.words, contents.naming)
        if not sought and (query.words.strip() or narrowing.is_empty):
            return Found(is_complete=contents.is_complete)
        ranked = contents.index.find(sought, narrowing.passing, among=narrowing.among)
        hits = tuple(
            Hit(each.incident, each.rank, narrowing.overlap(each.incident))
            for each in islice(ranked, query.limit + 1)
        )
        untimed = 0
        if query.period is not None:
            widest = dict(list(sought.items())[-1:])
            fitting = contents.index.find(
                widest, narrowing.passing_at_any_time, among=narrowing.without_time()
            )
            untimed = sum(1 for _ in fitting)
        return Found(
            hits=hits[: query.limit],
            is_limited=len(hits) > query.limit,
            is_complete=contents.is_complete,
            without_time=untimed,
        )
