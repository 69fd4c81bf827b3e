"""`seen`: who or what of the register may be the same, and where it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from safelog.cli.arguments import Argument, Words
from safelog.cli.json_input import read_json
from safelog.cli.listing import heading_line
from safelog.cli.lookup import find_entity
from safelog.cli.objects import Query, heading_object
from safelog.cli.questions import Questions
from safelog.cli.seen_objects import doubled_object, pair_object, suggestion_object
from safelog.cli.seen_text import doubled_lines, pair_lines, suggestion_lines
from safelog.cli.session import Session
from safelog.errors import UsageError
from safelog.journal.doubles import doubled_incidents
from safelog.journal.journal import Journal
from safelog.journal.likeness import SeenBefore, Suggestion
from safelog.journal.search.find import find_once
from safelog.journal.search.query import Query as SearchQuery
from safelog.model.ids import IncidentId

ARGUMENTS = (
    Argument(name="entity", flag="--entity", value="ENTITY"),
    Argument(name="all", flag="--all"),
    Argument(name="titles", flag="--titles"),
)

_MOST = 20
"""Suggestions that answer a question; while somebody writes there are fewer."""


def run(session: Session, words: Words) -> None:
    """Look for words that are typed, for an entity, or for all pairs of the register.

    Raises:
        UsageError: an entity and all pairs are asked for at once.
    """
    if words.text("entity") and words.flag("all"):
        raise UsageError
    with session.journal() as journal:
        seen = SeenBefore(journal)
        if words.flag("all"):
            _pairs(session, journal, seen)
            _doubles(session, journal, titles=words.flag("titles"))
            return
        if words.text("entity"):
            entity = find_entity(journal, words.text("entity"))
            found, said = seen.suggest(entity, most=_MOST), entity.name
            own = [entity.id]
        else:
            said, own = _asked(session), []
            found = seen.look_up(said, most=_MOST)
        _suggestions(session, journal, found)
        groups = [*own, *(suggestion.entity for suggestion in found)]
        named = seen.naming(groups) | _holding(journal, said)
        _incidents(session, journal, named, titles=words.flag("titles"))


def _asked(session: Session) -> str:
    console = session.console
    if session.json:
        return read_json(console.stdin, Query).words
    ask = Questions(console, is_interactive=session.is_interactive)
    return ask.line(console.text("seen.query"), about=console.text("seen.query_help"))


def _holding(journal: Journal, words: str) -> frozenset[IncidentId]:
    """Return the incidents whose texts hold the words as they are typed."""
    plain = words.replace('"', " ").strip()
    found = find_once(journal, SearchQuery(words=f'"{plain}"')).found
    return frozenset(hit.incident for hit in found.hits)


def _pairs(session: Session, journal: Journal, seen: SeenBefore) -> None:
    console = session.console
    found = seen.pairs()
    for pair in found:
        if session.json:
            console.print_json(pair_object(pair))
            continue
        for line in pair_lines(session, journal, pair):
            console.print(line)
        console.print()
    console.tell(console.plural("seen.pairs", len(found)))
    if found:
        console.say("seen.nothing_joined")


def _doubles(session: Session, journal: Journal, *, titles: bool) -> None:
    """Tell which incidents an import made twice; nothing where there are none."""
    console = session.console
    found = doubled_incidents(journal.state)
    for pair in found:
        if session.json:
            console.print_json(doubled_object(pair))
            continue
        for incident in (pair.first, pair.second):
            thread, kinds = journal.thread(incident), journal.surroundings.kinds
            console.print(heading_line(thread, kinds, session, titles=titles))
        for line in doubled_lines(session, pair):
            console.print(line)
        console.print()
    if found:
        console.tell(console.plural("seen.doubles", len(found)))


def _suggestions(session: Session, journal: Journal, found: Sequence[Suggestion]) -> None:
    console = session.console
    for suggestion in found:
        if session.json:
            console.print_json(suggestion_object(suggestion))
            continue
        for line in suggestion_lines(session, journal, suggestion):
            console.print(line)
    console.tell(console.plural("seen.found", len(found)))


def _incidents(
    session: Session, journal: Journal, found: Iterable[IncidentId], *, titles: bool
) -> None:
    console = session.console
    threads = sorted(map(journal.thread, found), key=lambda thread: thread.order)
    for thread in threads:
        if session.json:
            console.print_json(heading_object(thread, titles=titles))
        else:
            kinds = journal.surroundings.kinds
            console.print(heading_line(thread, kinds, session, titles=titles))
    console.tell(console.plural("search.found", len(threads)))
