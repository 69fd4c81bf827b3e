"""`show`: everything that is recorded of an incident."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.incident_text import incident_lines
from safelog.cli.listing import SHORT_ID
from safelog.cli.relations import link_line
from safelog.cli.session import Session
from safelog.errors import NotFoundError
from safelog.journal.interchange import incident_object
from safelog.journal.journal import Journal
from safelog.journal.links import links_of
from safelog.model.ids import IncidentId
from safelog.model.link import Ref

ARGUMENTS = (
    Argument(name="incident"),
    Argument(name="revision", flag="--revision", value="N", number=True),
)


def run(session: Session, words: Words) -> None:
    """Show an incident, by default its newest revision; of one number there may be two.

    Raises:
        NotFoundError: no such incident or revision.
    """
    console = session.console
    with session.journal() as journal:
        history = journal.history(journal.find_incident(words.text("incident")))
        number = words.number("revision")
        shown = [each for each in history if each.revision == number] if number else history[-1:]
        if not shown:
            raise NotFoundError(what="incident")
        dates = [(each.revision, session.moment(each.recorded)) for each in history]
        for place, saved in enumerate(shown):
            if session.json:
                console.print_json(incident_object(saved))
                continue
            if place:
                console.print()
            for line in incident_lines(
                saved,
                dates,
                console,
                recorded_at=session.moment,
                kinds=journal.surroundings.kinds,
                entities=journal.state.entities,
            ):
                console.print(line)
        if not session.json:
            _print_company(session, journal, history[-1].incident.id)


def _print_company(session: Session, journal: Journal, incident: IncidentId) -> None:
    """Print what was removed of an incident, what corrects it, and what it is linked with."""
    console = session.console
    for revision in journal.thread(incident).removed:
        recorded = session.moment(revision.recorded)
        number = revision.number
        console.print(console.text("show.removed", number=number, recorded=recorded))
    for key in journal.state.corrections_of(incident):
        recorded = session.moment(journal.thread(key).first_recorded)
        console.print(console.text("show.corrected", id=key[:SHORT_ID], time=recorded))
    for link in links_of(journal.state, Ref("incident", incident)):
        console.print(link_line(session, journal, link))
