"""`due`: the reports that nobody answered, and for how many days."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import OpenReport
from safelog.cli.listing import SHORT_ID, kind_title
from safelog.cli.session import Session
from safelog.journal.follow_ups import Due, due
from safelog.journal.journal import Journal
from safelog.model.kind import Kinds, label
from safelog.model.text import one_line

ARGUMENTS = (Argument(name="titles", flag="--titles"),)


def run(session: Session, words: Words) -> None:
    """List the open reports: those to ask about again first, then the longest silences."""
    console = session.console
    with session.journal() as journal:
        found = due(journal, session.host.clock.now())
        for item in found:
            if session.json:
                console.print_json(_object(item))
            else:
                console.print(_line(session, journal, item, titles=words.flag("titles")))
        console.tell(console.plural("due.open", len(found)))


def _line(session: Session, journal: Journal, item: Due, *, titles: bool) -> str:
    console, kinds = session.console, journal.surroundings.kinds
    language = console.catalogue.language
    heading = journal.thread(item.incident).heading
    parts = [
        item.incident[:SHORT_ID],
        str(item.row + 1),
        kind_title(kinds, heading.kind, language),
        _body(kinds, item.follow_up.body, language) or console.text("due.somebody"),
        _silence(session, item.silent_days),
    ]
    if item.overdue_days is not None:
        parts.append(console.plural("due.overdue", item.overdue_days))
    if titles:
        said = (heading.title, item.follow_up.to, item.follow_up.reference)
        parts += [one_line(text) for text in said if text]
    return "  ".join(parts)


def _silence(session: Session, days: tuple[int, int] | None) -> str:
    console = session.console
    if days is None:
        return console.text("due.no_date")
    fewest, most = days
    if fewest == most:
        return console.plural("due.silent", most)
    return console.plural("due.silent_between", most, fewest=fewest)


def _body(kinds: Kinds, code: str, language: str) -> str:
    asked = next(field for field in kinds.common if field.id == "follow_ups")
    options = next(column.options for column in asked.fields if column.id == "body")
    return label(options, code, language) if code else ""


def _object(item: Due) -> OpenReport:
    silent = item.silent_days
    return OpenReport(
        incident=item.incident,
        number=item.row + 1,
        follow_up=item.follow_up,
        silent_days_fewest=silent[0] if silent else None,
        silent_days_most=silent[1] if silent else None,
        overdue_days=item.overdue_days,
    )
