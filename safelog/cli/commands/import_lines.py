"""`import`: store many incidents and entities from JSON Lines, all or nothing."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import open_input
from safelog.cli.objects import Imported
from safelog.cli.session import Session
from safelog.journal.interchange import LINE_LIMIT_BYTES, read_lines
from safelog.model.entity import Entity

ARGUMENTS = (Argument(name="file"),)


def run(session: Session, words: Words) -> None:
    """Import a file."""
    console = session.console
    with session.journal() as journal:
        with open_input(words.text("file"), console.stdin) as file:
            lines = iter(lambda: file.readline(LINE_LIMIT_BYTES + 2), b"")
            rows = list(read_lines(lines, new_id=journal.new_id))
        with session.host.interrupts.hold():
            journal.save_all(rows)
        entities = sum(isinstance(row, Entity) for row in rows)
        imported = Imported(incidents=len(rows) - entities, entities=entities)
        if session.json:
            console.print_json(imported)
        console.tell(console.plural("import.incidents", imported.incidents))
        console.tell(console.plural("import.entities", imported.entities))
