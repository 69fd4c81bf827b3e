"""`import calls`: a telephone's call log becomes incidents, after it was shown."""

from __future__ import annotations

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.import_columns import ask_columns, proposed_columns
from safelog.cli.import_files import ImportFile, open_import
from safelog.cli.import_objects import ImportChoices, ImportPreview
from safelog.cli.import_preview import open_object
from safelog.cli.import_questions import (
    OPTIONS,
    ImportQuestions,
    check_kinds,
    choices_of,
    read_choices,
)
from safelog.cli.import_storing import Bringing, show_and_store
from safelog.cli.session import Session
from safelog.errors import UndecidedImportError
from safelog.journal.events import ColumnsMapped
from safelog.journal.imports.calls import read_calls, read_log
from safelog.journal.imports.columns import Columns
from safelog.journal.imports.plan import Choices, undecided
from safelog.journal.imports.rows import Sheet
from safelog.journal.imports.source import Folder
from safelog.journal.imports.table import FILE_BYTES_LIMIT, Table
from safelog.journal.journal import Journal

ARGUMENTS = (
    Argument(name="file"),
    *OPTIONS,
    Argument(name="columns", flag="--columns"),
)


def run(session: Session, words: Words) -> None:
    """Import a call log."""
    with session.journal() as journal, open_import(session, words.text("file")) as file:
        _import(session, journal, file, words)


def _import(session: Session, journal: Journal, file: ImportFile, words: Words) -> None:
    table = read_log(file.file.read(FILE_BYTES_LIMIT + 1))
    said = read_choices(session, words)
    questions = ImportQuestions(session, journal)
    agreed = words.flag("yes")
    known = None if words.flag("columns") else journal.state.imported.columns(table.shape)
    columns = said.columns or known
    if columns is None and session.json:
        if agreed:
            raise UndecidedImportError(what="columns")
        session.console.print_json(_header_object(table))
        return
    if columns is None:
        columns = ask_columns(session, questions, table)
    elif known is not None and not session.json:
        session.console.tell(questions.text("columns.remembered"))
    sheet = read_calls(table, columns)
    choices = _choices(session, said, sheet, columns)
    check_kinds(journal, choices)
    if session.json:
        left = undecided(sheet, choices)
        if left and agreed:
            raise UndecidedImportError(what=left[0])
        if left:
            shown = open_object(sheet, choices, left)
            session.console.print_json(
                msgspec.structs.replace(shown, header=table.header, columns=columns)
            )
            return
    else:
        choices = questions.complete(sheet, choices)
    columns = msgspec.structs.replace(columns, order=choices.order)
    bringing = Bringing(
        sheet=sheet,
        choices=choices,
        source=Folder(None),
        file=file,
        mapped=_mapped(journal, table, columns) if columns != known else None,
    )
    show_and_store(session, journal, bringing, agreed=agreed)


def _choices(session: Session, said: ImportChoices, sheet: Sheet, columns: Columns) -> Choices:
    """Return what was said, with the order of dates that was said of these columns before."""
    if said.order is None:
        said = msgspec.structs.replace(said, order=columns.order)
    return choices_of(session, said, sheet)


def _mapped(journal: Journal, table: Table, columns: Columns) -> ColumnsMapped:
    return ColumnsMapped(
        at=journal.surroundings.now(),
        revision=journal.state.imported.next_revision(table.shape),
        header=table.shape,
        columns=columns,
    )


def _header_object(table: Table) -> ImportPreview:
    return ImportPreview(
        format="calls",
        rows=len(table.lines),
        undecided=("columns",),
        header=table.header,
        columns=proposed_columns(table),
    )
