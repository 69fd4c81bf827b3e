"""`patterns`: how often, when, where, who comes back, and what stands beside it in public life."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import write_output
from safelog.cli.pattern_text import PATTERNS, PatternText
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.errors import CancelledError, UnknownKindError, UsageError
from safelog.export.chart import svg
from safelog.journal.journal import Journal
from safelog.journal.patterns import EntityPattern, Material, Scope, gather, text_chart
from safelog.model.kind import Kinds

ARGUMENTS = (
    Argument(name="by", flag="--by", value="PATTERN", choices=tuple(PATTERNS)),
    Argument(name="kind", flag="--kind", value="KIND", many=True),
    Argument(name="event", flag="--event", value="KIND", many=True),
    Argument(name="from", flag="--from", value="DATE"),
    Argument(name="to", flag="--to", value="DATE"),
    Argument(name="svg", flag="--svg", value="FILE"),
)

_WIDTH = 80
"""Columns of a chart where the width of the terminal is not known."""

_EVENTS = "context"
"""The kind of incident that public events are."""


def run(session: Session, words: Words) -> None:
    """Show an overview of all patterns, or one of them.

    Raises:
        UsageError: a date is none, or a drawing is asked for without saying of which pattern.
        UnknownKindError: no kind of incident, or of event, has that code.
        OutputError: the drawing cannot be written.
    """
    by = words.text("by")
    if words.text("svg") and not by:
        raise UsageError(what="by")
    first, last = _day(words, "from"), _day(words, "to")
    with session.journal() as journal:
        kinds = journal.surroundings.kinds
        scope = Scope(
            kinds=frozenset(kinds.get(code).code for code in words.texts("kind")),
            event_kinds=_event_kinds(kinds, words.texts("event")),
            first_day=first,
            last_day=last,
        )
        material = gather(journal, scope)
        if words.text("svg"):
            _draw(session, journal, material, words)
        elif session.json:
            for name in [by] if by else PATTERNS:
                session.console.print_json(PATTERNS[name](material))
        else:
            _show(session, journal, material, by)


def _show(session: Session, journal: Journal, material: Material, by: str) -> None:
    console = session.console
    text = PatternText(console, journal.state, journal.surroundings.kinds)
    if not by:
        for line in text.overview(material):
            console.print(line)
        console.say("patterns.more", names=", ".join(PATTERNS))
        return
    pattern = PATTERNS[by](material)
    for line in text_chart(text.chart(pattern), console.columns or _WIDTH):
        console.print(line)
    if isinstance(pattern, EntityPattern):
        for line in text.details(pattern):
            console.print(line)


def _draw(session: Session, journal: Journal, material: Material, words: Words) -> None:
    """Write a drawing to a file, after saying what that means.

    Raises:
        CancelledError: the person did not want it.
    """
    console = session.console
    console.say("patterns.plaintext")
    if not session.json:
        ask = Questions(console, is_interactive=session.is_interactive)
        if not ask.agree(console.text("patterns.write"), default=False):
            raise CancelledError
    pattern = PATTERNS[words.text("by")](material)
    text = PatternText(console, journal.state, journal.surroundings.kinds)
    write_output(Path(words.text("svg")), [svg(text.chart(pattern))])
    if session.json:
        console.print_json(pattern)
    else:
        console.say("patterns.written")


def _event_kinds(kinds: Kinds, codes: tuple[str, ...]) -> frozenset[str]:
    """Return the codes of kinds of public events.

    Raises:
        UnknownKindError: there is none of that code.
    """
    known = {option.code for field in kinds.get(_EVENTS).fields for option in field.options}
    if not known.issuperset(codes):
        raise UnknownKindError
    return frozenset(codes)


def _day(words: Words, name: str) -> date | None:
    text = words.text(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(what=name) from None
