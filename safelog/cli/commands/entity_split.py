"""`entity split`: take back a merge; each entity stands for itself again."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import MergeWords
from safelog.cli.json_input import read_json
from safelog.cli.objects import Changed
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.journal.links import split_entities
from safelog.journal.lookup import merge_named

ARGUMENTS = (Argument(name="merge"),)


def run(session: Session, words: Words) -> None:
    """Undo a merge."""
    console = session.console
    with session.journal() as journal:
        merge = merge_named(journal.state, words.text("merge"))
        if session.json:
            basis = read_json(console.stdin, MergeWords).basis
        else:
            ask = Questions(console, is_interactive=session.is_interactive)
            about = console.text("link_add.basis_help")
            basis = ask.line(console.text("link_add.basis"), about=about)
        with session.host.interrupts.finish():
            split_entities(journal, merge, basis=basis)
        if session.json:
            console.print_json(Changed(what="merge"))
        console.say("entity_split.done")
