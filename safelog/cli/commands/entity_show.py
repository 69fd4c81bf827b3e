"""`entity show`: what is registered about one entity, and the incidents that mention it."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.console import Console
from safelog.cli.listing import SHORT_ID, heading_line
from safelog.cli.lookup import find_entity
from safelog.cli.questions import Questions
from safelog.cli.relations import link_line
from safelog.cli.session import Session
from safelog.journal.interchange import entity_object
from safelog.journal.journal import Journal
from safelog.journal.links import links_of
from safelog.journal.state import State
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.kind import Kinds, label
from safelog.model.link import Ref
from safelog.model.text import one_line

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
        for name, value in _rows(console, journal.surroundings.kinds, entity):
            if value:
                console.print(f"{name}: {value}".replace("\n", "\n  "))
        _print_company(session, journal, entity)


def _print_company(session: Session, journal: Journal, entity: Entity) -> None:
    """Print what is one with it, what it is linked with, and the incidents that name it."""
    console, state, kinds = session.console, journal.state, journal.surroundings.kinds
    group = state.sameness.group(entity.id)
    for merge in state.sameness.holding:
        if merge.kept in group:
            names = ", ".join(_name(state, each) for each in (merge.kept, *merge.absorbed))
            console.print(console.text("entity_show.merged", id=merge.id[:SHORT_ID], names=names))
    for link in links_of(state, Ref("entity", entity.id)):
        console.print(link_line(session, journal, link))
    naming = journal.facts().naming
    named = {incident for each in group for incident in naming.get(each, ())}
    console.tell(console.plural("entity_show.incidents", len(named)))
    for key in state.timeline:
        if key[2] in named:
            thread = state.threads[key[2]]
            console.print(f"  {heading_line(thread, kinds, session, titles=False)}")


def _name(state: State, entity: EntityId) -> str:
    known = state.entities.get(entity)
    return one_line(known.name) if known else entity[:SHORT_ID]


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
