"""`add`: record an incident; a few questions first, all the others only on request."""

from __future__ import annotations

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.drafting import Drafting
from safelog.cli.forms import Form
from safelog.cli.json_input import read_bytes
from safelog.cli.questions import Choice, Questions, choices_of
from safelog.cli.saving import announce, save_reading
from safelog.cli.seen_text import tell_seen
from safelog.cli.session import Session
from safelog.errors import InvalidJsonError
from safelog.journal.forms import Reading
from safelog.journal.interchange import read_object
from safelog.journal.journal import Journal
from safelog.model.entity import Entity
from safelog.model.ids import IncidentId

ARGUMENTS = (
    Argument(name="kind", optional=True),
    Argument(name="all", flag="--all"),
    Argument(name="corrects", flag="--corrects", value="INCIDENT"),
    Argument(name="zone", flag="--zone", value="ZONE"),
)

FIRST = ("narrative", "when", "place.label")
"""What is asked of everybody: enough to come back to later."""

_UNSURE = "unsure"


def run(session: Session, words: Words) -> None:
    """Record an incident."""
    with session.journal() as journal:
        corrects = journal.find_incident(words.text("corrects")) if words.text("corrects") else None
        if session.json:
            reading = _read_json(session, journal)
            announce(session, save_reading(session, journal, _linked(reading, corrects), base=0))
            return
        kind = words.text("kind") or _ask_kind(session, journal)
        inputs: dict[str, str] = {}
        drafting = Drafting(session, journal, kind, inputs=inputs)
        session.console.say("ask.hint")
        answers = session.answers(journal, zone=words.text("zone"))
        form = Form(session, answers, kind, inputs=inputs, keep=drafting.keep)
        with drafting.watch():
            _ask(session, form, drafting, ask_all=words.flag("all"))
            reading = _linked(form.read(IncidentId(journal.new_id())), corrects)
            saved = save_reading(session, journal, reading, base=0, also=drafting.ended())
        announce(session, saved)
        tell_seen(session, journal, saved.incident, reading.entities)


def _ask(session: Session, form: Form, drafting: Drafting, *, ask_all: bool) -> None:
    for path in FIRST:
        form.ask(form.question(path))
        drafting.store()
    ask = Questions(session.console, is_interactive=session.is_interactive)
    if not ask_all and not ask.agree(session.console.text("add.more"), default=False):
        return
    for question in form.questions:
        if question.path not in FIRST:
            form.ask(question)


def _ask_kind(session: Session, journal: Journal) -> str:
    """Ask what it is about, and then for the kind; nobody has to read all of them."""
    console, language = session.console, session.console.catalogue.language
    kinds = journal.surroundings.kinds
    ask = Questions(console, is_interactive=session.is_interactive)
    about = console.text("add.kind_help", codes=", ".join(kinds.codes))
    chosen = ask.choose(
        console.text("add.family"),
        choices_of(kinds.families, language),
        about=about,
        unlisted=kinds.codes,
    )
    if chosen in kinds.codes:
        return chosen
    offered = [Choice(kind.code, kind.label[language]) for kind in kinds.of_family(chosen)]
    if len(offered) > 1:
        return ask.choose(console.text("add.kind"), offered, about=about) or _UNSURE
    return offered[0].code if offered else _UNSURE


def _linked(reading: Reading, corrects: IncidentId | None) -> Reading:
    """Say of the incident which sealed one it corrects."""
    if corrects is None:
        return reading
    incident = msgspec.structs.replace(reading.incident, corrects=corrects)
    return Reading(incident, reading.entities)


def _read_json(session: Session, journal: Journal) -> Reading:
    incident = read_object(read_bytes(session.console.stdin), new_id=journal.new_id)
    if isinstance(incident, Entity):
        raise InvalidJsonError
    return Reading(incident, ())
