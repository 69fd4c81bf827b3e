"""A table as text: whatever the encoding, the sign between columns and the ends of lines.

RFC 4180 is what writers of CSV have in common at best. A cell is text and nothing else: one that
begins with `=` is a formula to a spreadsheet, and here it is a cell.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
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
_LINES_BELOW = 10
"""So many lines tell the shape of a table."""
_BEGIN_BYTES = 400
_FEW = 20
"""One byte in so many is zero at least: the signs between columns."""
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


def read_table(
    untrusted_file: bytes, *, is_header: Callable[[tuple[str, ...]], bool] = bool
) -> Table:
    """Read a table.

    Args:
        untrusted_file: in any encoding that `_text` knows.
        is_header: tells the names of columns from what an operator writes above them; where it
            finds none, they are the first line that is shaped like those below it.

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
    header = _header(lines, is_header)
    return Table(lines[header].cells, lines[header].number, tuple(lines[header + 1 :]))


def _text(untrusted_file: bytes) -> str:
    """Decode a table: by its mark, else UTF-8, else what Windows wrote in Cyrillic."""
    if untrusted_file.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif _is_wide(untrusted_file):
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


def _is_wide(untrusted_file: bytes) -> bool:
    """Tell UTF-16 without its mark: every second byte of a Latin letter or a sign is zero."""
    begin = untrusted_file[:_BEGIN_BYTES]
    zeros = begin[1::2].count(0)
    return len(untrusted_file) % 2 == 0 and zeros * _FEW >= len(begin) and not begin[::2].count(0)


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


def _header(lines: list[Line], is_header: Callable[[tuple[str, ...]], bool]) -> int:
    """Return where the names of the columns stand."""
    shaped = [
        index
        for index, line in enumerate(lines[:PREAMBLE_LINES_LIMIT])
        if _is_shaped(line.cells, lines[index + 1 : index + 1 + _LINES_BELOW])
    ]
    if not shaped:
        raise ImportFormatError(reason="header")
    return next((index for index in shaped if is_header(lines[index].cells)), shaped[0])


def _is_shaped(cells: tuple[str, ...], below: list[Line]) -> bool:
    """Tell whether cells could be the names above most of the lines below them."""
    names = [cell.strip().casefold() for cell in cells if cell.strip()]
    wide = len(cells)
    fits = sum(wide // 2 <= _width(line.cells) <= wide for line in below)
    distinct = len(set(names)) == len(names) >= _FEWEST_COLUMNS
    return distinct and fits * 2 >= len(below)


def _width(cells: tuple[str, ...]) -> int:
    """Return how many cells there are up to the last that is not blank."""
    return max((index for index, cell in enumerate(cells, start=1) if cell.strip()), default=0)
