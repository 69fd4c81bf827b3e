"""Change the answers of an incident one by one, in any order, until the person saves."""

from __future__ import annotations

from datetime import UTC, datetime

from safelog.cli.drafting import Drafting
from safelog.cli.forms import Form
from safelog.cli.questions import Questions
from safelog.cli.revising import revise
from safelog.cli.saving import announce, save_reading
from safelog.cli.seen_text import tell_seen
from safelog.cli.session import Session
from safelog.journal.events import DraftSaved
from safelog.journal.forms import Reading
from safelog.journal.journal import Journal, Saved
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident


def edit_incident(
    session: Session, journal: Journal, current: Saved, *, zone: str, draft: DraftSaved | None
) -> None:
    """Ask for changes of an incident, and store them as its next revision.

    Args:
        session: of the command.
        journal: where the incident is.
        current: the revision that is edited.
        zone: of the times that are typed; empty for the computer's own.
        draft: words that wait, to go on with.

    Raises:
        InputError: the changes cannot be stored; the words are kept as a draft.
        KeptAsDraftError: the person stopped.
    """
    if current.incident.state == "sealed":
        session.console.say("edit.sealed")
    inputs = draft.inputs if draft else None
    revising = revise(session, journal, current, zone=zone, inputs=inputs)
    form, drafting = revising.form, revising.drafting
    base, base_revision = current.incident, current.revision
    if draft:
        drafting.resume(draft)
        base = form.read_resumed(base.id, typed_at=_moment(draft), base=base)
        base_revision = draft.base_revision
    with drafting.watch():
        reading = _choose(session, form, current.incident.id, base=base)
        if not revising.is_changed:
            session.console.say("edit.unchanged")
            return
        saved = save_reading(session, journal, reading, base=base_revision, also=drafting.ended())
    announce(session, saved)
    tell_seen(session, journal, saved.incident, reading.entities)


def resume_new(session: Session, journal: Journal, draft: DraftSaved, *, zone: str) -> None:
    """Go on with the draft of a new incident, and store it.

    Raises:
        InputError: it cannot be stored; the words are kept as a draft.
        KeptAsDraftError: the person stopped.
    """
    inputs = dict(draft.inputs)
    drafting = Drafting(session, journal, draft.kind, inputs=inputs)
    drafting.resume(draft)
    answers = session.answers(journal, zone=zone)
    form = Form(session, answers, draft.kind, inputs=inputs, keep=drafting.keep)
    incident = IncidentId(journal.new_id())
    base = form.read_resumed(incident, typed_at=_moment(draft))
    with drafting.watch():
        reading = _choose(session, form, incident, base=base)
        saved = save_reading(session, journal, reading, base=0, also=drafting.ended())
    announce(session, saved)
    tell_seen(session, journal, saved.incident, reading.entities)


def _moment(draft: DraftSaved) -> datetime:
    return datetime.fromtimestamp(draft.at, UTC)


def _choose(session: Session, form: Form, incident: IncidentId, *, base: Incident) -> Reading:
    """Let the person change answers until they make an incident."""
    ask = Questions(session.console, is_interactive=session.is_interactive)

    def choose() -> Reading:
        choose_questions(session, form)
        return form.read(incident, base=base)

    return ask.checked(choose)


def choose_questions(session: Session, form: Form) -> None:
    """Let the person choose what to change, until an empty answer says that it is enough."""
    console, language = session.console, session.console.catalogue.language
    ask = Questions(console, is_interactive=session.is_interactive)
    show_all = False
    while True:
        for number, question in enumerate(form.questions, start=1):
            if show_all or form.is_answered(question) or question.path == "narrative":
                label = question.field.label[language]
                console.tell(f"  {number:2}  {label}: {form.shown(question)}")
        show_all = False
        answer = ask.line(console.text("edit.which"), about=console.text("edit.which_help"))
        if not answer:
            return
        if answer in console.text("edit.all").split():
            show_all = True
        elif answer.isdecimal() and 1 <= int(answer) <= len(form.questions):
            form.ask(form.questions[int(answer) - 1])
        else:
            console.say("ask.again")
