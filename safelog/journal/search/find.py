"""Search a journal: the person's words, narrowed down by what is known of each incident."""

from __future__ import annotations

from itertools import islice

from safelog.journal.journal import Journal
from safelog.journal.search.narrowing import Narrowing
from safelog.journal.search.query import Found, Hit, Query, terms


def find(journal: Journal, query: Query) -> Found:
    """Return at once what fits `query` among the incidents that were read so far.

    The last saved are read first. Whoever wants all of them reads the rest before:
    `while journal.index_some(): pass`.
    """
    with journal.lock:
        contents = journal.contents
        narrowing = Narrowing(query, journal.state, contents)
        if not terms(query.words) and (query.words.strip() or not narrowing.has_conditions):
            return Found(is_complete=contents.is_complete)
        narrowed = narrowing.narrowed()
        found = contents.index.find(query.words, contents.merged, narrowed.passing)
        hits = tuple(
            Hit(each.incident, each.rank, narrowing.overlap(each.incident))
            for each in islice(found, query.limit + 1)
        )
        untimed = 0
        if narrowed.without_time is not None:
            untimed = contents.index.count(query.words, contents.merged, narrowed.without_time)
        return Found(
            hits=hits[: query.limit],
            is_limited=len(hits) > query.limit,
            is_complete=contents.is_complete,
            without_time=untimed,
        )
