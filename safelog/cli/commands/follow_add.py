"""`follow add`: write down reports, also to several bodies about several incidents."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import Reports
from safelog.cli.json_input import read_json
from safelog.cli.questions import Questions
from safelog.cli.revising import revise
from safelog.cli.saving import announce, store
from safelog.cli.session import Session
from safelog.journal.follow_ups import add_follow_ups, with_follow_ups
from safelog.journal.forms import Reading
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId

ARGUMENTS = (
    Argument(name="incident", many=True),
    Argument(name="zone", flag="--zone", value="ZONE"),
)


def run(session: Session, words: Words) -> None:
    """Add reports to the incidents named, all of them or none."""
    with session.journal() as journal:
        incidents = [journal.find_incident(text) for text in words.texts("incident")]
        if session.json:
            rows = read_json(session.console.stdin, Reports).follow_ups
            with session.host.interrupts.finish():
                saved = add_follow_ups(journal, incidents, rows)
            for each in saved:
                announce(session, each)
            return
        _ask(session, journal, incidents, zone=words.text("zone"))


def _ask(session: Session, journal: Journal, incidents: list[IncidentId], *, zone: str) -> None:
    """Ask for the rows of the first incident; what is new there goes to the others too."""
    session.console.say("ask.hint")
    current = journal.read(incidents[0])
    revising = revise(session, journal, current, zone=zone)

    def ask() -> Reading:
        revising.form.ask(revising.form.question("follow_ups"))
        return revising.read()

    with revising.drafting.watch():
        questions = Questions(session.console, is_interactive=session.is_interactive)
        reading = questions.checked(ask)
        if not revising.is_changed:
            session.console.say("edit.unchanged")
            return
        new = reading.incident.follow_ups[len(current.incident.follow_ups) :]
        others = with_follow_ups(journal, incidents[1:], new) if new else []
        rows = [(reading.incident, current.revision), *others]
        ended = revising.drafting.ended()
        saved = store(session, journal, rows, entities=reading.entities, also=ended)
    for each in saved:
        announce(session, each)
