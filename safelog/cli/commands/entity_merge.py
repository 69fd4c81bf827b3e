"""`entity merge`: say that several entities are one; `entity split` takes it back."""

from __future__ import annotations

from typing import get_args

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import Merge, MergeWords
from safelog.cli.json_input import read_json
from safelog.cli.listing import SHORT_ID, entity_line
from safelog.cli.lookup import find_entity
from safelog.cli.questions import Choice, Questions
from safelog.cli.session import Session
from safelog.journal.links import merge_entities
from safelog.model.link import Confidence

ARGUMENTS = (
    Argument(name="kept"),
    Argument(name="absorbed", many=True),
)


def run(session: Session, words: Words) -> None:
    """Merge entities; their records stay as they are."""
    console = session.console
    with session.journal() as journal:
        kept = find_entity(journal, words.text("kept"))
        absorbed = [find_entity(journal, text) for text in words.texts("absorbed")]
        for entity in (kept, *absorbed):
            language = console.catalogue.language
            console.tell(entity_line(entity, journal.surroundings.kinds, language))
        told = read_json(console.stdin, MergeWords) if session.json else _ask(session)
        with session.host.interrupts.finish():
            merge = merge_entities(
                journal,
                kept.id,
                [entity.id for entity in absorbed],
                confidence=told.confidence,
                basis=told.basis,
            )
        if session.json:
            console.print_json(
                Merge(
                    id=merge.id,
                    kept=merge.kept,
                    absorbed=merge.absorbed,
                    confidence=merge.confidence,
                    basis=merge.basis,
                )
            )
        else:
            console.print(merge.id)
        console.say("entity_merge.done", id=merge.id[:SHORT_ID])


def _ask(session: Session) -> MergeWords:
    say = session.console.text
    session.console.say("ask.hint")
    ask = Questions(session.console, is_interactive=session.is_interactive)
    choices = [Choice(code, say(f"confidence.{code}")) for code in get_args(Confidence) if code]
    chosen = {
        "confidence": ask.choose(
            say("link_add.confidence"), choices, about=say("link_add.confidence_help")
        ),
        "basis": ask.line(say("link_add.basis"), about=say("link_add.basis_help")),
    }
    return msgspec.convert(chosen, type=MergeWords)
