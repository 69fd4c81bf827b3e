"""A telephone's call log: a table whose columns the person names once.

No two programs write the same columns, so what a column means is a `Columns`; `proposed` offers one
by the words of the header, and the journal remembers the one that was confirmed, by the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources

import msgspec

from safelog.errors import ImportFormatError, InvalidFieldError
from safelog.journal.imports.columns import Columns
from safelog.journal.imports.rows import Fact, LeftOut, Row, Sender, Sheet, identity
from safelog.journal.imports.stamps import Instant, Stamp, read_written
from safelog.journal.imports.table import Line, Table, read_table

NEEDED = frozenset({"number", "date"})
"""Fields of `Columns` without which there is no call."""
HIDDEN = ""
"""The id of a caller whose number was not shown."""

_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?)"
    r"\s?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})"
)
_SECONDS = re.compile(r"[0-9]{9,10}")
_MILLISECONDS = re.compile(r"[0-9]{12,13}")
_DATE_TIME = re.compile(r"([0-9]{1,4}[./-]\s?[0-9]{1,2}[./-]\s?[0-9]{1,4}\.?),?[\sT]+(\S.*)")
_CLOCKED = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})")
_COUNTED = re.compile(r"([0-9]{1,6})\s*([^\W\d_]+)\.?")
_MOST_SECONDS = 7 * 24 * 3600

_HIDDEN_NUMBERS = frozenset({"", "-1", "-2", "-3", "unknown", "private", "private number"})


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    columns: dict[str, tuple[str, ...]]
    directions: dict[str, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _data() -> _Data:
    text = (resources.files("safelog.journal.imports") / "calls.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Data)


def read_log(untrusted_file: bytes) -> Table:
    """Read the table of a call log.

    Raises:
        ImportFormatError: it is no table.
    """
    return read_table(untrusted_file, is_header=lambda cells: proposed(cells).keys() >= NEEDED)


def proposed(header: tuple[str, ...]) -> dict[str, int]:
    """Return which columns the words of a header suggest, by the fields of `Columns`."""
    found: dict[str, int] = {}
    words = _data().columns
    for field in ("date", "time", "duration", "direction", "number", "name"):
        ranked = [
            (_rank(cell, words[field]), index)
            for index, cell in enumerate(header)
            if index not in found.values()
        ]
        best = min(ranked, default=(_NO_RANK, 0))
        if best[0] < _NO_RANK:
            found[field] = best[1]
    return found


_NO_RANK = 1_000


def _rank(cell: str, words: tuple[str, ...]) -> int:
    """Return how well a name of a column fits: whole words first, in the order of the list."""
    plain = " ".join(re.sub(r"[_()]", " ", cell).casefold().split())
    if plain in words:
        return words.index(plain)
    begun = [index for index, word in enumerate(words) if plain.startswith(word)]
    return len(words) + begun[0] if begun else _NO_RANK


def check_columns(columns: Columns, table: Table) -> None:
    """Hold that the columns are there and that none has two meanings.

    Raises:
        InvalidFieldError: they are not.
    """
    chosen = [
        index
        for field in ("number", "date", "time", "name", "duration", "direction")
        if (index := getattr(columns, field)) is not None
    ]
    inside = all(0 <= index < len(table.header) for index in chosen)
    if not inside or len(set(chosen)) < len(chosen):
        raise InvalidFieldError(field="columns")


def read_calls(table: Table, columns: Columns) -> Sheet:
    """Read every line of a table as a call.

    Raises:
        InvalidFieldError: the columns are not those of the table.
        ImportFormatError: a line has no time that can be read; with its number.
    """
    check_columns(columns, table)
    left_out = LeftOut()
    if table.header_line > 1:
        left_out.add("preamble", 1, table.header_line - 1)
    rows = tuple(_rows(table, columns, left_out))
    if not rows and table.lines:
        raise ImportFormatError(reason="no_calls", line=table.lines[0].number)
    return Sheet(format="calls", place="line", name="", rows=rows, left_out=left_out)


def _rows(table: Table, columns: Columns, left_out: LeftOut) -> Iterator[Row]:
    written: dict[str, str] = {}
    for line in table.lines:
        if len(line.cells) > len(table.header) and any(
            cell.strip() for cell in line.cells[len(table.header) :]
        ):
            raise ImportFormatError(reason="columns", line=line.number)
        cells = line.cells + ("",) * (len(table.header) - len(line.cells))
        if not cells[columns.number].strip() and not cells[columns.date].strip():
            left_out.add("empty", line.number)
            continue
        direction = _direction(cells, columns)
        sender = _sender(cells, columns)
        # One number is one caller, with the country's code or without, with blanks or without.
        first = written.setdefault(identity(sender.id), sender.id)
        yield Row(
            place=line.number,
            stamp=_stamp(cells, columns, line),
            sender=Sender(first, sender.name),
            sort="call",
            facts=tuple(_facts(table.header, cells)),
            duration_s=_duration(cells, columns),
            is_outgoing=direction == "outgoing",
        )


def _facts(header: tuple[str, ...], cells: tuple[str, ...]) -> Iterator[Fact]:
    """Yield the line as it stands, each cell under the name of its column."""
    for name, cell in zip(header, cells, strict=False):
        if cell.strip():
            yield name.strip(), cell.strip()


def _sender(cells: tuple[str, ...], columns: Columns) -> Sender:
    number = cells[columns.number].strip()
    name = cells[columns.name].strip() if columns.name is not None else ""
    shown = HIDDEN if number.casefold() in _HIDDEN_NUMBERS else number
    return Sender(shown, name)


def _direction(cells: tuple[str, ...], columns: Columns) -> str:
    if columns.direction is None:
        return ""
    said = " ".join(cells[columns.direction].casefold().split())
    return next((name for name, words in _data().directions.items() if said in words), "")


def _stamp(cells: tuple[str, ...], columns: Columns, line: Line) -> Stamp:
    date = cells[columns.date].strip()
    time = cells[columns.time].strip() if columns.time is not None else ""
    stamp = _read_stamp(" ".join(filter(None, (date, time))))
    if stamp is None:
        raise ImportFormatError(reason="no_date", line=line.number)
    return stamp


def _read_stamp(said: str) -> Stamp | None:
    if _SECONDS.fullmatch(said):
        return Instant(int(said))
    if _MILLISECONDS.fullmatch(said):
        return Instant(int(said) // 1000)
    iso = _ISO.fullmatch(said)
    if iso is not None:
        offset = "+00:00" if iso[3] in {"Z", "UTC"} else iso[3]
        try:
            moment = datetime.fromisoformat(f"{iso[1]}T{iso[2].replace(',', '.')[:8]}{offset}")
        except ValueError:
            return None
        return Instant(int(moment.astimezone(UTC).timestamp()))
    parts = _DATE_TIME.fullmatch(said)
    return read_written(parts[1], parts[2]) if parts is not None else None


def _duration(cells: tuple[str, ...], columns: Columns) -> int | None:
    """Return seconds; None where nothing is said, or nothing that is understood.

    A bare number is seconds, as telephones count; what stood there is kept beside it.
    """
    said = cells[columns.duration].strip().casefold() if columns.duration is not None else ""
    seconds: int | None = None
    if said.isascii() and said.isdigit() and len(said) <= len(str(_MOST_SECONDS)):
        seconds = int(said)
    elif found := _CLOCKED.fullmatch(said):
        seconds = int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    else:
        units = {word: int(size) for size, words in _data().units.items() for word in words}
        counted = list(_COUNTED.finditer(said))
        rest = _COUNTED.sub("", said).strip(" ,")
        if counted and not rest and all(each[2] in units for each in counted):
            seconds = sum(int(each[1]) * units[each[2]] for each in counted)
    return seconds if seconds is not None and seconds <= _MOST_SECONDS else None
