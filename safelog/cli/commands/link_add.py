"""`link add`: say that two incidents, two entities, or one of each belong together."""

from __future__ import annotations

from typing import get_args

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import LinkWords
from safelog.cli.json_input import read_json
from safelog.cli.questions import Choice, Questions
from safelog.cli.relations import find_end, link_line, link_object
from safelog.cli.session import Session
from safelog.journal.journal import Journal
from safelog.journal.links import save_link
from safelog.model.incident import Independent
from safelog.model.link import RELATIONS, Confidence, Link, LinkId, Standing

ARGUMENTS = (
    Argument(name="subject"),
    Argument(name="relation", choices=RELATIONS),
    Argument(name="object"),
)


def run(session: Session, words: Words) -> None:
    """Store a link between what two ids name."""
    console = session.console
    with session.journal() as journal:
        link = msgspec.convert(
            {
                "id": LinkId(journal.new_id()),
                "relation": words.text("relation"),
                "subject": find_end(journal, words.text("subject")),
                "object": find_end(journal, words.text("object")),
            },
            type=Link,
        )
        told = read_json(console.stdin, LinkWords) if session.json else _ask(session, journal)
        link = msgspec.convert(msgspec.to_builtins(link) | msgspec.to_builtins(told), type=Link)
        with session.host.interrupts.finish():
            save_link(journal, link, base_revision=0)
        if session.json:
            console.print_json(link_object(link))
        else:
            console.print(link_line(session, journal, link))
        console.say("link_add.done")


def _ask(session: Session, journal: Journal) -> LinkWords:
    """Ask how sure it is, why, and who noticed."""
    console = session.console
    console.say("ask.hint")
    ask, say = Questions(console, is_interactive=session.is_interactive), console.text

    def choose(name: str, values: tuple[str, ...]) -> str:
        choices = [Choice(code, say(f"{name}.{code}")) for code in values if code]
        return ask.choose(say(f"link_add.{name}"), choices, about=say(f"link_add.{name}_help"))

    def observer() -> str:
        typed = ask.line(say("link_add.observer"), about=say("link_add.observer_help"))
        return journal.find_entity(typed) if typed else ""

    chosen = {
        "standing": choose("standing", get_args(Standing)),
        "confidence": choose("confidence", get_args(Confidence)),
        "basis": ask.line(say("link_add.basis"), about=say("link_add.basis_help")),
        "observer": ask.checked(observer),
    }
    if chosen["observer"]:
        chosen["independent"] = choose("independent", get_args(Independent))
    return msgspec.convert(chosen, type=LinkWords)
