"""`search`: find incidents by words that are typed, never given as arguments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import get_args

from safelog.cli.arguments import Argument, Words
from safelog.cli.json_input import read_json
from safelog.cli.listing import heading_line
from safelog.cli.lookup import find_entity
from safelog.cli.objects import heading_object
from safelog.cli.questions import Questions
from safelog.cli.search_objects import SearchWords, WithoutTime, found_object
from safelog.cli.session import Session
from safelog.errors import InvalidTimeError
from safelog.journal.journal import Journal
from safelog.journal.search.find import find_once
from safelog.journal.search.highlight import Highlights
from safelog.journal.search.query import Found, Hit, Period, Query
from safelog.model.incident import State
from safelog.model.text import one_line
from safelog.model.when.zone import load_zone

_YES, _NO = "yes", "no"
_INDENT = "    "

ARGUMENTS = (
    Argument(name="kind", flag="--kind", value="KIND", many=True),
    Argument(name="state", flag="--state", value="STATE", choices=get_args(State), many=True),
    Argument(name="entity", flag="--entity", value="ENTITY", many=True),
    Argument(name="place", flag="--place"),
    Argument(name="from", flag="--from", value="DATE"),
    Argument(name="to", flag="--to", value="DATE"),
    Argument(name="evidence", flag="--evidence", value="ANSWER", choices=(_YES, _NO)),
    Argument(name="open", flag="--open"),
    Argument(name="titles", flag="--titles"),
    Argument(name="words", flag="--words"),
)


def run(session: Session, words: Words) -> None:
    """Search the words of all incidents.

    Raises:
        UnknownKindError, NotFoundError, InvalidTimeError: what narrows down does not exist.
    """
    with session.journal() as journal:
        query = _query(session, journal, words)
        found, highlighter = find_once(journal, query)
        lighter = highlighter if words.flag("words") else None
        for hit in found.hits:
            shown = lighter.of(hit.incident) if lighter else None
            if session.json:
                _print_objects(session, journal, hit, shown, titles=words.flag("titles"))
            else:
                _print_lines(session, journal, hit, shown, titles=words.flag("titles"))
        _tell_rest(session, query, found)


def _query(session: Session, journal: Journal, words: Words) -> Query:
    """Read what narrows down from the call, and the words from the person."""
    for kind in words.texts("kind"):
        journal.surroundings.kinds.get(kind)
    evidence = words.text("evidence")
    period = _period(words.text("from"), words.text("to"), session.zone)
    entities = tuple(find_entity(journal, text).id for text in words.texts("entity"))
    typed = _typed(session, asks_place=words.flag("place"))
    return Query(
        words=typed.words,
        place=typed.place,
        kinds=frozenset(words.texts("kind")),
        states=frozenset(state for state in get_args(State) if state in words.texts("state")),
        entities=entities,
        period=period,
        has_evidence=evidence == _YES if evidence else None,
        has_open_follow_up=True if words.flag("open") else None,
    )


def _typed(session: Session, *, asks_place: bool) -> SearchWords:
    console = session.console
    if session.json:
        return read_json(console.stdin, SearchWords)
    ask = Questions(console, is_interactive=session.is_interactive)
    words = ask.line(console.text("search.query"), about=console.text("search.query_help"))
    if not asks_place:
        return SearchWords(words=words)
    place = ask.line(console.text("search.place"), about=console.text("search.place_help"))
    return SearchWords(words=words, place=place)


def _period(first: str, last: str, zone: str) -> Period | None:
    """Return the period from the first day to the last, both whole, by the clock of `zone`."""
    if not first and not last:
        return None
    period = Period(
        start=_midnight(first, zone, days=0) if first else None,
        end=_midnight(last, zone, days=1) if last else None,
    )
    if period.start is not None and period.end is not None and period.start >= period.end:
        raise InvalidTimeError(reason="end_before_start")
    return period


def _midnight(day: str, zone: str, *, days: int) -> int:
    try:
        begun = datetime.combine(date.fromisoformat(day), time(), tzinfo=load_zone(zone))
        return int((begun + timedelta(days=days)).timestamp())
    except (ValueError, OverflowError):
        raise InvalidTimeError(reason="no_such_date") from None


def _print_objects(
    session: Session, journal: Journal, hit: Hit, shown: Highlights | None, *, titles: bool
) -> None:
    session.console.print_json(heading_object(journal.thread(hit.incident), titles=titles))
    if shown is not None or hit.overlap is not None:
        session.console.print_json(found_object(hit, shown))


def _print_lines(
    session: Session, journal: Journal, hit: Hit, shown: Highlights | None, *, titles: bool
) -> None:
    console, kinds = session.console, journal.surroundings.kinds
    line = heading_line(journal.thread(hit.incident), kinds, session, titles=titles)
    if hit.overlap == "possible":
        line = "  ".join((line, console.text("search.possible")))
    console.print(line)
    if shown is None:
        return
    if shown.line:
        marked = (f"[{piece.text}]" if piece.is_found else piece.text for piece in shown.line)
        console.print(_INDENT + "".join(marked))
    if shown.named:
        names = ", ".join(one_line(journal.state.entities[each].name) for each in shown.named)
        console.print(_INDENT + console.text("search.named", names=names))


def _tell_rest(session: Session, query: Query, found: Found) -> None:
    console = session.console
    console.tell(console.plural("search.found", len(found.hits)))
    if query.period is not None and session.json:
        console.print_json(WithoutTime(count=found.without_time))
    if found.without_time:
        console.tell(console.plural("search.without_time", found.without_time))
    if found.is_limited:
        console.say("search.limit")
