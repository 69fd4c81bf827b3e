"""`import`: store many incidents and entities from JSON Lines, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import open_input
from safelog.cli.import_objects import ImportPreview
from safelog.cli.objects import Imported
from safelog.cli.session import Session
from safelog.errors import InputError, InvalidFieldError
from safelog.journal.interchange import LINE_LIMIT_BYTES, on_line, read_object
from safelog.journal.journal import Journal
from safelog.model.entity import Entity
from safelog.model.incident import Incident

ARGUMENTS = (Argument(name="file"), Argument(name="preview", flag="--preview"))

_Row = tuple[int, Incident | Entity]
"""The number of a line, and what stands on it."""


def run(session: Session, words: Words) -> None:
    """Import a file.

    Raises:
        InputError: a line cannot be accepted, with its number; nothing was stored.
    """
    console = session.console
    with session.journal() as journal:
        with open_input(words.text("file"), console.stdin) as file:
            rows = list(_read(file, journal))
        entities = sum(isinstance(row, Entity) for _, row in rows)
        if words.flag("preview"):
            _naming_the_line(rows, journal.check_all)
            known = sum(row.id in journal.state.entities for _, row in rows)
            _tell(session, incidents=len(rows) - entities, entities=entities, known=known)
            return
        if rows:
            with session.host.interrupts.finish():
                _naming_the_line(rows, journal.save_all)
    imported = Imported(incidents=len(rows) - entities, entities=entities)
    if session.json:
        console.print_json(imported)
    console.tell(console.plural("import.incidents", imported.incidents))
    console.tell(console.plural("import.entities", imported.entities))


def _read(file: BinaryIO, journal: Journal) -> Iterator[_Row]:
    """Yield the object of each line that is not blank, with the number of the line."""
    seen: set[str] = set()
    lines = iter(lambda: file.readline(LINE_LIMIT_BYTES + 1), b"")
    for number, untrusted_line in enumerate(lines, start=1):
        if not untrusted_line.strip():
            continue
        with on_line(number):
            row = read_object(untrusted_line, new_id=journal.new_id)
            # A second one would claim to be the first revision as well.
            if row.id in seen:
                raise InvalidFieldError(field="id")
        seen.add(row.id)
        yield number, row


def _tell(session: Session, *, incidents: int, entities: int, known: int) -> None:
    """Say what would be stored."""
    console = session.console
    if session.json:
        console.print_json(
            ImportPreview(
                format="lines", rows=incidents + entities, incidents=incidents, changed=known
            )
        )
    console.tell(console.plural("import.new_incidents", incidents))
    console.tell(console.plural("import.new_entities", entities - known))
    console.tell(console.plural("import.changed_entities", known))
    console.tell(console.text("import.nothing_stored"))


def _naming_the_line(
    rows: Iterable[_Row], take: Callable[[Iterator[Incident | Entity]], int]
) -> None:
    """Hand all rows over; an error says from which line its row came."""
    at = 0

    def counted() -> Iterator[Incident | Entity]:
        nonlocal at
        for number, row in rows:
            at = number
            yield row

    try:
        take(counted())
    except InputError as error:
        error.fields.setdefault("line", at)
        raise
