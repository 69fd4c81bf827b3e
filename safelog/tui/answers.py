"""What is said about an answer while a form is filled in: how it is understood, or what is wrong.

The form of the journal is asked for every verdict, so that what is said here and what is saved can
never differ.
"""

from __future__ import annotations

from safelog.errors import InvalidFieldError, InvalidTimeError, SafelogError
from safelog.i18n.catalogue import Catalogue
from safelog.i18n.errors import describe
from safelog.journal.anchors import JournalAnchors, event_of
from safelog.journal.forms import Answers, FormField, Reading, read_inputs
from safelog.model.ids import IncidentId
from safelog.model.when import When, format_when
from safelog.model.when.spans import around_time
from safelog.model.when.value import local_now, make
from safelog.tui.session import Session


def surroundings(session: Session) -> Answers:
    """Return what a form needs to read its answers now."""
    journal = session.journal
    return Answers(
        kinds=journal.surroundings.kinds,
        language=session.language,
        zone=session.zone,
        now=session.clock.now(),
        entities=journal.state.entities,
        new_id=journal.new_id,
        anchors=JournalAnchors(journal),
    )


def around_now(session: Session) -> When:
    """Return the time that nobody gave: about now.

    Somebody who writes down what just happened has not looked at the clock while it happened, and a
    precision that nobody claimed would be held against them.
    """
    local = local_now(session.clock.now(), session.zone).replace(second=0, microsecond=0)
    return make(said="", zone=session.zone, precision="around", span=around_time(local))


def understood(session: Session, said: str, *, kind: str) -> str:
    """Say how a time is understood, or what is unclear; nothing for an empty one."""
    if not said.strip():
        return ""
    try:
        when = _read(session, kind, "when", said).incident.when
    except InvalidTimeError as error:
        return slip(error, session.catalogue)
    if when is None:  # unreachable: the words are not blank
        return ""
    time = format_when(when, session.language)
    event = event_of(when, surroundings(session).anchors)
    if event is not None:
        counted_from = format_when(event.when, session.language)
        return session.catalogue.text("tui.time.leaning", time=time, event=counted_from)
    key = "tui.time.unknown" if when.precision == "unknown" else "tui.time.understood"
    return session.catalogue.text(key, time=time)


def verdict(session: Session, asked: FormField, path: str, answer: str, *, kind: str) -> str:
    """Say what there is to say about the answer of a question; mostly nothing."""
    if asked.field.type == "time":
        return understood(session, answer, kind=kind)
    try:
        reading = _read(session, kind, path, answer)
    except InvalidFieldError as error:
        # A row that lacks its other answers is refused as a whole; that is no slip in this one.
        return slip(error, session.catalogue) if error.fields.get("field") == path else ""
    if reading.entities:
        names = ", ".join(entity.name for entity in reading.entities)
        return session.catalogue.text("tui.edit.new_entity", names=names)
    return ""


def slip(error: SafelogError, catalogue: Catalogue) -> str:
    """Say what is wrong with an answer."""
    if isinstance(error, InvalidTimeError):
        key = f"tui.time.slip.{error.fields.get('reason', '')}"
        if not catalogue.has(key):
            key = "tui.time.slip.unknown_words"
        return catalogue.text(key, at=error.fields.get("at", ""))
    if isinstance(error, InvalidFieldError):
        return catalogue.text("tui.edit.slip")
    return describe(error, catalogue).text


def _read(session: Session, kind: str, path: str, answer: str) -> Reading:
    nobody = IncidentId(session.journal.new_id())
    return read_inputs(kind, {path: answer}, surroundings(session), incident=nobody)
