"""`entity edit`: change what is registered about somebody or something."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.commands.entity_add import read_entity
from safelog.cli.entity_questions import ask_entity
from safelog.cli.lookup import find_entity
from safelog.cli.session import Session
from safelog.errors import InvalidFieldError
from safelog.journal.interchange import entity_object

ARGUMENTS = (Argument(name="entity"),)


def run(session: Session, words: Words) -> None:
    """Change an entity; the earlier one stays in the journal."""
    with session.journal() as journal:
        current = find_entity(journal, words.text("entity"))
        if session.json:
            entity = read_entity(session, journal)
            if entity.id != current.id:
                raise InvalidFieldError(field="id")
        else:
            entity = ask_entity(session, journal.surroundings.kinds, current)
        with session.host.interrupts.finish():
            revision = journal.state.entity_saves[current.id].revision
            journal.save_entity(entity, base_revision=revision)
        if session.json:
            session.console.print_json(entity_object(entity))
        session.console.say("entity_edit.done")
