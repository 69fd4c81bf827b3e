"""`entity show`: what is registered about one entity, and the incidents that mention it."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.console import Console
from safelog.cli.lookup import find_entity
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.journal.interchange import entity_object
from safelog.model.entity import Entity
from safelog.model.kind import Kinds, label

ARGUMENTS = (Argument(name="entity", optional=True),)


def run(session: Session, words: Words) -> None:
    """Show an entity, by the id given or by the name that is typed."""
    console = session.console
    with session.journal() as journal:
        if words.text("entity"):
            entity = find_entity(journal, words.text("entity"))
        else:
            ask = Questions(console, is_interactive=session.is_interactive)
            typed = ask.line(console.text("entity_show.which"))
            entity = journal.state.entities[journal.find_entity(typed)]
        if session.json:
            console.print_json(entity_object(entity))
            return
        for label, value in _rows(console, journal.surroundings.kinds, entity):
            if value:
                console.print(f"{label}: {value}".replace("\n", "\n  "))


def _rows(console: Console, kinds: Kinds, entity: Entity) -> list[tuple[str, str]]:
    say, language = console.text, console.catalogue.language
    rows = [
        (say("show.id"), entity.id),
        (say("entity.kind"), kinds.entity_kind_label(entity.kind, language)),
        (say("entity.name"), entity.name),
        (say("entity.aliases"), "; ".join(entity.aliases)),
    ]
    if entity.kind == "person":
        rows += [
            (say("entity.sex"), say(f"sex.{entity.sex}") if entity.sex else ""),
            (say("entity.name_language"), say(f"name_language.{entity.language}")),
            (say("entity_show.unknown"), "" if entity.known else say("entity_show.description")),
        ]
    return [
        *rows,
        (say("entity.role"), entity.role),
        (say("entity.protected"), label(kinds.protected, entity.protected, language)),
        (
            say("entity.reason"),
            label(kinds.reasons, entity.reason, language) if entity.reason else "",
        ),
        (say("entity.public_label"), entity.public_label),
        (say("entity.note"), entity.note),
    ]
