"""`entity list`: everybody and everything that is registered."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.listing import entity_line
from safelog.cli.session import Session
from safelog.journal.interchange import entity_object
from safelog.model.entity import ENTITY_KINDS
from safelog.model.text import searchable

ARGUMENTS = (Argument(name="kind", flag="--kind", value="KIND", choices=ENTITY_KINDS),)


def run(session: Session, words: Words) -> None:
    """List the entities by kind and name."""
    console = session.console
    with session.journal() as journal:
        found = sorted(
            (
                entity
                for entity in journal.state.entities.values()
                if words.text("kind") in {"", entity.kind}
            ),
            key=lambda entity: (ENTITY_KINDS.index(entity.kind), searchable(entity.name)),
        )
        for entity in found:
            if session.json:
                console.print_json(entity_object(entity))
            else:
                console.print(
                    entity_line(entity, journal.surroundings.kinds, console.catalogue.language)
                )
        if not found:
            console.say("entity_list.empty")
