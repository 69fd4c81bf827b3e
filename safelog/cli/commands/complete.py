"""`complete`: go through what was written in haste, one question at a time; any may be skipped."""

from __future__ import annotations

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import Question
from safelog.cli.listing import heading_line
from safelog.cli.questions import Questions
from safelog.cli.revising import revise
from safelog.cli.saving import save_reading
from safelog.cli.session import Session
from safelog.journal.journal import Journal
from safelog.journal.queue import Unfinished, unfinished
from safelog.model.ids import IncidentId

ARGUMENTS = (Argument(name="zone", flag="--zone", value="ZONE"),)


def run(session: Session, words: Words) -> None:
    """Ask the next question of each unfinished incident; with `--json`, list them."""
    with session.journal() as journal:
        if session.json:
            for item in unfinished(journal):
                session.console.print_json(_object(item))
            return
        _go_through(session, journal, zone=words.text("zone"))


def _go_through(session: Session, journal: Journal, *, zone: str) -> None:
    """Ask in rounds, a question of each incident, as long as the person wants to go on."""
    console = session.console
    ask = Questions(console, is_interactive=session.is_interactive)
    skipped: set[tuple[IncidentId, str]] = set()
    waiting = unfinished(journal)
    console.say("complete.none" if not waiting else "ask.hint")
    while waiting:
        console.tell(console.plural("complete.waiting", len(waiting)))
        for item in waiting:
            _one(session, journal, item, zone=zone, skipped=skipped)
        waiting = unfinished(journal, skipped=skipped)
        if not waiting or not ask.agree(console.text("complete.more"), default=False):
            return


def _one(
    session: Session,
    journal: Journal,
    item: Unfinished,
    *,
    zone: str,
    skipped: set[tuple[IncidentId, str]],
) -> None:
    console, kinds = session.console, journal.surroundings.kinds
    thread = journal.thread(item.incident)
    console.tell(heading_line(thread, kinds, session, titles=True))
    console.say("complete.progress", answered=item.answered, of=item.of)
    if item.question is None:
        _call_complete(session, journal, item.incident)
        return
    current = journal.read(item.incident)
    revising = revise(session, journal, current, zone=zone)
    with revising.drafting.watch():
        revising.form.ask(item.question)
        if not revising.is_changed:
            skipped.add((item.incident, item.question.path))
            return
        ended = revising.drafting.ended()
        save_reading(session, journal, revising.read(), base=current.revision, also=ended)


def _call_complete(session: Session, journal: Journal, incident: IncidentId) -> None:
    """Ask whether it is enough; every question was answered or skipped."""
    ask = Questions(session.console, is_interactive=session.is_interactive)
    if ask.agree(session.console.text("complete.enough"), default=False):
        current = journal.read(incident)
        done = msgspec.structs.replace(current.incident, state="complete")
        with session.host.interrupts.finish():
            journal.save(done, base_revision=current.revision)


def _object(item: Unfinished) -> Question:
    return Question(
        incident=item.incident,
        path=item.question.path if item.question else "",
        answered=item.answered,
        questions=item.of,
    )
