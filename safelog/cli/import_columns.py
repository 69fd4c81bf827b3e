"""What the columns of a call log mean: said before, said now, or asked once."""

from __future__ import annotations

import msgspec

from safelog.cli.import_questions import ImportQuestions
from safelog.cli.session import Session
from safelog.errors import InvalidFieldError
from safelog.journal.imports.calls import NEEDED, check_columns, proposed
from safelog.journal.imports.columns import Columns
from safelog.journal.imports.table import Table
from safelog.model.text import one_line

FIELDS = ("number", "date", "time", "name", "duration", "direction")

_SHOWN = 40
"""Longest part of a cell that is shown beside the name of its column."""


def proposed_columns(table: Table) -> Columns | None:
    """Return the columns that the words of the header suggest, if that is enough to go on."""
    found = proposed(table.header)
    return msgspec.convert(found, Columns) if found.keys() >= NEEDED else None


def ask_columns(session: Session, questions: ImportQuestions, table: Table) -> Columns:
    """List the columns once, and ask for each meaning which of them it is.

    Raises:
        InvalidFieldError: a script's answer is none of them.
    """
    found = proposed(table.header)
    example = table.lines[0].cells if table.lines else ()
    session.console.tell(questions.text("columns.listed"))
    for number, name in enumerate(table.header, start=1):
        cell = one_line(example[number - 1])[:_SHOWN] if number <= len(example) else ""
        shown = questions.text("columns.line", name=one_line(name)[:_SHOWN], cell=cell)
        session.console.tell(f"  {number}  {shown}")

    def column(field: str) -> int | None:
        def read() -> int | None:
            current = str(found[field] + 1) if field in found else ""
            answer = questions.ask.line(
                questions.text(f"columns.{field}"),
                about=questions.text("columns.help"),
                current=current,
            )
            return _number(answer, table, is_needed=field in NEEDED)

        return questions.ask.checked(read)

    said = {field: column(field) for field in FIELDS}
    columns = msgspec.convert(said, Columns)
    check_columns(columns, table)
    return columns


def _number(answer: str, table: Table, *, is_needed: bool) -> int | None:
    if not answer and not is_needed:
        return None
    if not (answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(table.header)):
        raise InvalidFieldError(field="answer")
    return int(answer) - 1
