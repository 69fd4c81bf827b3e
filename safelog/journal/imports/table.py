"""A table as text: whatever the encoding, the sign between columns and the ends of lines.

RFC 4180 is what writers of CSV have in common at best. A cell is text and nothing else: one that
begins with `=` is a formula to a spreadsheet, and here it is a cell.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from safelog.errors import ImportFormatError
from safelog.journal.imports.rows import digest

FILE_BYTES_LIMIT = 64 << 20
"""Largest table that is read: some hundred thousand calls."""
ROWS_LIMIT = 500_000
COLUMNS_LIMIT = 200
CELL_LIMIT = 10_000
"""Longest cell, in characters."""
PREAMBLE_LINES_LIMIT = 40
"""How far down the names of the columns are looked for, below what an operator writes above."""

_DELIMITERS = ",;\t|"
_FEWEST_COLUMNS = 2
_SEPARATOR_LINE = "sep="
"""Says the sign between columns to a spreadsheet; no line of the table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table below its header."""

    number: int
    """In the file, from 1; of a cell with line ends in it, the last."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the lines below it."""

    header: tuple[str, ...]
    header_line: int
    lines: tuple[Line, ...]

    @property
    def shape(self) -> bytes:
        """A digest of the header: tables of one shape have one meaning of their columns."""
        return digest(*(cell.strip().casefold() for cell in self.header))


def read_table(untrusted_file: bytes) -> Table:
    """Read a table.

    Raises:
        ImportFormatError: it is none, or larger than the limits; with the number of the line.
    """
    if len(untrusted_file) > FILE_BYTES_LIMIT:
        raise ImportFormatError(reason="too_large", limit=FILE_BYTES_LIMIT)
    text = _text(untrusted_file)
    if text.lstrip()[:1] in {"<", "{", "["} or text.startswith("PK"):
        raise ImportFormatError(reason="not_a_table")
    delimiter = ""
    first = text.split("\n", 1)[0].strip()
    skipped = 0
    if first.lower().startswith(_SEPARATOR_LINE) and len(first) == len(_SEPARATOR_LINE) + 1:
        delimiter, skipped = first[-1], 1
        text = text.partition("\n")[2]
    delimiter = delimiter or _delimiter(text)
    lines = list(_lines(text, delimiter, skipped))
    header = _header(lines)
    return Table(lines[header].cells, lines[header].number, tuple(lines[header + 1 :]))


def _text(untrusted_file: bytes) -> str:
    """Decode a table: by its mark, else UTF-8, else what Windows wrote in Cyrillic."""
    if untrusted_file.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif untrusted_file[1:2] == b"\0":
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = untrusted_file.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise ImportFormatError(reason="control", line=text.count("\n", 0, text.find("\0")) + 1)
        return text
    raise ImportFormatError(reason="encoding")


def _delimiter(text: str) -> str:
    """Return the sign that divides the most of the first lines, in quotes or not."""
    begin = text[:20_000].splitlines()[:PREAMBLE_LINES_LIMIT]
    counts = {sign: sum(sign in line for line in begin) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: (counts[sign], text[:20_000].count(sign)))
    if not counts[best]:
        raise ImportFormatError(reason="not_a_table")
    return best


def _lines(text: str, delimiter: str, skipped: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            raise ImportFormatError(reason="quotes", line=reader.line_num + skipped) from None
        if cells is None:
            return
        number = reader.line_num + skipped
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > ROWS_LIMIT or len(cells) > COLUMNS_LIMIT:
            raise ImportFormatError(reason="too_many", line=number)
        if any(len(cell) > CELL_LIMIT for cell in cells):
            raise ImportFormatError(reason="too_long", line=number, limit=CELL_LIMIT)
        yield Line(number, tuple(cells))


def _header(lines: list[Line]) -> int:
    """Return where the names of the columns stand: the first line as wide as most of the table."""
    widths = [sum(bool(cell.strip()) for cell in line.cells) for line in lines]
    for index, line in enumerate(lines[:PREAMBLE_LINES_LIMIT]):
        below = lines[index + 1 : index + 11]
        fits = sum(len(each.cells) == len(line.cells) for each in below)
        names = {cell.strip().casefold() for cell in line.cells if cell.strip()}
        if (
            widths[index] >= _FEWEST_COLUMNS
            and len(names) == widths[index]
            and fits * 2 >= len(below)
        ):
            return index
    raise ImportFormatError(reason="header")
