"""Search a journal: the person's words, narrowed down by what is known of each incident."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from safelog.errors import DamagedRecordError
from safelog.journal.contents import Contents
from safelog.journal.events import IncidentSaved, decode_event
from safelog.journal.folding import collector_paused
from safelog.journal.journal import Journal
from safelog.journal.search.highlight import Highlighter
from safelog.journal.search.narrowing import Narrowing
from safelog.journal.search.query import RANKS, Found, Hit, Query, terms
from safelog.journal.search.sieve import Sieve
from safelog.journal.search.texts import strings_in
from safelog.journal.thread import Thread
from safelog.model.ids import IncidentId


class FoundOnce(NamedTuple):
    """What a search found that nothing was kept for, and what shows where."""

    found: Found
    highlighter: Highlighter


def find(journal: Journal, query: Query) -> Found:
    """Return at once what fits `query` among the incidents that were read so far.

    The last saved are read first. Whoever wants all of them reads the rest before:
    `while journal.index_some(): pass`. Whoever asks only once calls `find_once`.
    """
    with journal.lock:
        return _find(journal, query, journal.contents)


def find_once(journal: Journal, query: Query) -> FoundOnce:
    """Return what fits `query` among all incidents, without indexing them all.

    It finds what `find` does once everything was read, in the same order, and leaves nothing in
    memory: the next question takes as long again.
    """
    with journal.lock:
        contents = Contents(journal.state, journal.surroundings.kinds)
        contents.read_names()
        with collector_paused():
            contents.leave_out_all_but(_possible(journal, query, contents))
        contents.read_some(len(journal), journal.read)
        return FoundOnce(
            _find(journal, query, contents), Highlighter(journal, query, contents=contents)
        )


def _find(journal: Journal, query: Query, contents: Contents) -> Found:
    narrowing = Narrowing(query, journal.state, contents)
    if narrowing.asks_nothing:
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


def _possible(journal: Journal, query: Query, contents: Contents) -> set[IncidentId]:
    """Return incidents, among them all that fit `query`."""
    narrowing = Narrowing(query, journal.state, contents)
    if narrowing.asks_nothing:
        return set()
    threads = filter(narrowing.may_fit, journal.state.living)
    newest = {thread.revisions[-1].position: thread for thread in threads}
    asked = terms(query.words)
    if not asked:
        return {thread.heading.id for thread in newest.values()}
    sought = contents.index.sought(query.words, RANKS[-1], contents.merged)
    called = (contents.merged(part.called) for part in sought)
    sieve = Sieve(contents.index.vocabulary, zip(asked, called, strict=True))
    return {
        newest[position].heading.id
        for position, payload in journal.vault.records()
        if position in newest and sieve.passes(_strings(payload, position, newest[position]))
    }


def _strings(payload: bytes, position: int, thread: Thread) -> Iterator[str]:
    """Walk all that is written in a revision, and what the files of its incident are called.

    Raises:
        DamagedRecordError: it is no revision.
    """
    event = decode_event(payload, position=position)
    if not isinstance(event, IncidentSaved):
        raise DamagedRecordError(position=position)
    yield from strings_in(event.incident)
    for file in thread.attachments:
        yield from (file.name, file.description, file.provenance)
