"""`follow answer`: write down what came back of a report, or when to ask again."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import Answer
from safelog.cli.json_input import read_json
from safelog.cli.revising import revise
from safelog.cli.saving import announce, save_reading
from safelog.cli.session import Session
from safelog.errors import NotFoundError
from safelog.journal.follow_ups import answer_follow_up
from safelog.journal.journal import Journal, Saved

ARGUMENTS = (
    Argument(name="incident"),
    Argument(name="number", number=True),
    Argument(name="zone", flag="--zone", value="ZONE"),
)

_ASKED = ("answer", "answered", "next_date")


def run(session: Session, words: Words) -> None:
    """Answer one report of an incident; they count from 1.

    Raises:
        NotFoundError: the incident has no such report.
    """
    with session.journal() as journal:
        current = journal.read(journal.find_incident(words.text("incident")))
        row = (words.number("number") or 0) - 1
        if not 0 <= row < len(current.incident.follow_ups):
            raise NotFoundError(what="follow_up")
        if session.json:
            told = read_json(session.console.stdin, Answer)
            with session.host.interrupts.finish():
                saved = answer_follow_up(
                    journal,
                    current.incident.id,
                    row,
                    answer=told.answer,
                    answered=told.answered,
                    next_date=told.next_date,
                )
            announce(session, saved)
            return
        _ask(session, journal, current, row, zone=words.text("zone"))


def _ask(session: Session, journal: Journal, current: Saved, row: int, *, zone: str) -> None:
    session.console.say("ask.hint")
    revising = revise(session, journal, current, zone=zone)
    with revising.drafting.watch():
        revising.form.ask_cells(revising.form.question("follow_ups"), row, _ASKED)
        if not revising.is_changed:
            session.console.say("edit.unchanged")
            return
        ended = revising.drafting.ended()
        saved = save_reading(session, journal, revising.read(), base=current.revision, also=ended)
    announce(session, saved)
