"""`edit`: change an incident; every change is a new revision, and the earlier ones stay."""

from __future__ import annotations

from typing import Annotated

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.editing import edit_incident
from safelog.cli.json_input import read_bytes
from safelog.cli.saving import announce, save_reading
from safelog.cli.session import Session
from safelog.errors import InvalidFieldError, InvalidJsonError
from safelog.journal.forms import Reading
from safelog.journal.interchange import read_object
from safelog.journal.journal import Journal, Saved
from safelog.model.entity import Entity

ARGUMENTS = (
    Argument(name="incident"),
    Argument(name="zone", flag="--zone", value="ZONE"),
)


class _Facts(msgspec.Struct):
    revision: Annotated[int, msgspec.Meta(ge=1)]


class _Based(msgspec.Struct):
    """The revision that an object was made from; it may say nothing of it."""

    journal: _Facts | None = None


def run(session: Session, words: Words) -> None:
    """Change an incident."""
    with session.journal() as journal:
        current = journal.read(journal.find_incident(words.text("incident")))
        if session.json:
            _store_json(session, journal, current)
        else:
            edit_incident(session, journal, current, zone=words.text("zone"), draft=None)


def _store_json(session: Session, journal: Journal, current: Saved) -> None:
    """Store the object on standard input as the next revision.

    Raises:
        ConflictError: it was made from an earlier revision than the newest.
    """
    untrusted_json = read_bytes(session.console.stdin)
    incident = read_object(untrusted_json, new_id=lambda: current.incident.id)
    if isinstance(incident, Entity):
        raise InvalidJsonError
    if incident.id != current.incident.id:
        raise InvalidFieldError(field="id")
    try:
        based = msgspec.json.decode(untrusted_json, type=_Based)
    except msgspec.ValidationError:
        raise InvalidFieldError(field="journal") from None
    base = based.journal.revision if based.journal else current.revision
    announce(session, save_reading(session, journal, Reading(incident, ()), base=base))
