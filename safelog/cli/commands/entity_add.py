"""`entity add`: register a person, a number, a vehicle, a place or an organisation."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.entity_questions import ask_entity, new_entity
from safelog.cli.json_input import read_bytes
from safelog.cli.seen_text import tell_like
from safelog.cli.session import Session
from safelog.errors import InvalidJsonError
from safelog.journal.interchange import entity_object, read_object
from safelog.journal.journal import Journal
from safelog.journal.likeness import SeenBefore
from safelog.model.entity import Entity

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """Register an entity."""
    del words
    with session.journal() as journal:
        if session.json:
            entity = read_entity(session, journal)
        else:
            entity = ask_entity(session, journal.surroundings.kinds, new_entity(journal.new_id()))
        with session.host.interrupts.finish():
            journal.save_entity(entity, base_revision=0)
        if session.json:
            session.console.print_json(entity_object(entity))
        else:
            session.console.print(entity.id)
        session.console.say("entity_add.done")
        if not session.json:
            tell_like(session, journal, SeenBefore(journal), entity)


def read_entity(session: Session, journal: Journal) -> Entity:
    """Read the entity on standard input.

    Raises:
        InvalidJsonError: it is no entity.
    """
    entity = read_object(read_bytes(session.console.stdin), new_id=journal.new_id)
    if not isinstance(entity, Entity):
        raise InvalidJsonError
    return entity
