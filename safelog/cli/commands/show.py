"""`show`: everything that is recorded of an incident."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.incident_text import incident_lines
from safelog.cli.session import Session
from safelog.journal.interchange import incident_object

ARGUMENTS = (
    Argument(name="incident"),
    Argument(name="revision", flag="--revision", value="N", number=True),
)


def run(session: Session, words: Words) -> None:
    """Show an incident, by default its newest revision."""
    console = session.console
    with session.journal() as journal:
        found = journal.find_incident(words.text("incident"))
        saved = journal.read(found, words.number("revision"))
        if session.json:
            console.print_json(incident_object(saved))
            return
        history = [session.moment(revision.recorded) for revision in journal.history(found)]
        for line in incident_lines(
            saved,
            history,
            console,
            kinds=journal.surroundings.kinds,
            entities=journal.state.entities,
        ):
            console.print(line)
