"""Call logs of any program: the table, and what its columns mean."""

from __future__ import annotations

import pytest

from safelog.errors import ImportFormatError, InvalidFieldError
from safelog.journal.imports import table as tables
from safelog.journal.imports.calls import proposed, read_calls, read_log
from safelog.journal.imports.columns import Columns
from safelog.journal.imports.rows import Sheet
from safelog.journal.imports.stamps import Instant, Written
from safelog.journal.imports.table import read_table
from tests.unit.journal.imports.files import sample

RUSSIAN = Columns(name=0, number=1, date=2, time=3, direction=4, duration=5)
TWO = Columns(number=0, date=1)


def calls(text: str, columns: Columns = TWO) -> Sheet:
    """Read a call log."""
    return read_calls(read_log(text.encode()), columns)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le"])
def test_a_call_log_is_read_in_any_encoding(encoding: str) -> None:
    """Letters come out the same; the number of a caller is one number however it is written."""
    table = read_table(sample("calls_ru.csv").decode().encode(encoding))
    assert proposed(table.header) == msgspec_fields(RUSSIAN)
    sheet = read_calls(table, RUSSIAN)
    assert [row.sender.id for row in sheet.rows] == [
        "+7 700 000 00 01",
        "+7 700 000 00 01",
        "+7 700 000 00 02",
        "",
    ]
    assert [row.duration_s for row in sheet.rows] == [83, 0, 60, 0]
    assert [row.is_outgoing for row in sheet.rows] == [False, False, True, False]
    assert [row.place for row in sheet.rows] == [2, 3, 4, 6]
    assert sheet.left_out.counts == {}
    assert sheet.rows[0].facts[-1] == ("Длительность", "00:01:23")


def msgspec_fields(columns: Columns) -> dict[str, int]:
    """Return the columns that are there."""
    names = ("number", "date", "time", "name", "duration", "direction")
    return {name: index for name in names if (index := getattr(columns, name)) is not None}


def test_a_formula_is_a_cell() -> None:
    """What a spreadsheet would carry out is text here."""
    table = read_table(sample("calls_en.csv"))
    columns = Columns(number=0, name=1, date=2, duration=3, direction=4)
    assert proposed(table.header) == msgspec_fields(columns)
    rows = read_calls(table, columns).rows
    assert rows[1].sender.name == '=HYPERLINK("x")'
    assert rows[0].duration_s == 83


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_sign_between_columns_and_any_end_of_a_line(delimiter: str, end: str) -> None:
    """No two programs agree on either."""
    rows = [["Number", "Date"], ["+77000000001", "03.05.2026 18:04"], ["1", "04.05.2026 18:04"]]
    text = end.join(delimiter.join(row) for row in rows)
    assert len(calls(text).rows) == 2


def test_what_stands_above_the_columns_is_passed_over() -> None:
    """An operator writes a title and an account first; a spreadsheet its sign."""
    text = "Details\nPeriod;May\nNumber;Date\n+77000000001;03.05.2026 18:04\n"
    sheet = calls(text)
    assert (len(sheet.rows), sheet.left_out.counts) == (1, {"preamble": 2})
    sheet = calls("sep=|\nNumber|Date\n+77000000001|03.05.2026 18:04\n")
    assert [row.place for row in sheet.rows] == [3]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1777813451", Instant(1_777_813_451)),
        ("1777813451123", Instant(1_777_813_451)),
        ("2026-05-03T18:04:11+05:00", Instant(1_777_813_451)),
        ("2026-05-03 13:04:11Z", Instant(1_777_813_451)),
        ("2026-05-03 13:04:11.5 UTC", Instant(1_777_813_451)),
        ("2026-05-03 18:04", Written("2026-05-03 18:04", (2026, 5, 3), "-", (18, 4))),
        ("5/3/2026, 6:04 PM", Written("5/3/2026 6:04 PM", (5, 3, 2026), "/", (18, 4))),
    ],
)
def test_times_are_read_in_the_ways_of_many_programs(said: str, expected: object) -> None:
    """Counted since 1970, with an offset, or as a clock showed it."""
    (row,) = calls(f'Number;Date\n1;"{said}"\n').rows
    assert row.stamp == expected


@pytest.mark.parametrize("said", ["soon", "", "2026-13-41T10:00+05:00", "03.05.2026", "12345"])
def test_a_line_without_a_time_is_named(said: str) -> None:
    """A call at no time is on no timeline; the line of it is said, not its cells."""
    with pytest.raises(ImportFormatError) as caught:
        calls(f"Number;Date\n1;03.05.2026 18:04\n1;{said}\n")
    assert caught.value.fields == {"reason": "no_date", "line": 3}


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("83", 83),
        ("1:23", 83),
        ("00:01:23", 83),
        ("1 мин 23 сек", 83),
        ("1m 23s", 83),
        ("1 h", 3600),
        ("2 сағ 1 мин", 7260),
        ("", None),
        ("long", None),
        ("1 мин и ещё", None),
        ("99999999", None),
        ("999:00:00", None),
    ],
)
def test_durations_are_read_or_left_alone(said: str, seconds: int | None) -> None:
    """What is not understood gives no number, and stands in the line as it stood."""
    sheet = calls(f"N;D;L\n1;03.05.2026 18:04;{said}\n", Columns(number=0, date=1, duration=2))
    assert sheet.rows[0].duration_s == seconds


@pytest.mark.parametrize(
    ("said", "outgoing"),
    [
        ("Outgoing", True),
        ("2", True),
        ("исх.", True),
        ("шығыс", True),
        ("Missed", False),
        ("?", False),
    ],
)
def test_calls_of_ones_own_are_known_in_four_languages(said: str, outgoing: bool) -> None:  # noqa: FBT001 (a row of the table)
    """A direction that nobody knows is not taken for an outgoing one."""
    sheet = calls(f"N;D;T\n1;03.05.2026 18:04;{said}\n", Columns(number=0, date=1, direction=2))
    assert sheet.rows[0].is_outgoing is outgoing


@pytest.mark.parametrize(
    "columns",
    [
        Columns(number=0, date=0),
        Columns(number=0, date=2),
        Columns(number=-1, date=1),
        Columns(number=0, date=1, name=1),
    ],
)
def test_columns_have_to_be_there_and_mean_one_thing(columns: Columns) -> None:
    """Numbers that no list showed are refused."""
    with pytest.raises(InvalidFieldError):
        calls("N;D\n1;03.05.2026 18:04\n", columns)


def test_a_line_without_number_and_date_is_no_call() -> None:
    """A sum below the table is left out, and counted."""
    sheet = calls("N;D;T\n1;03.05.2026 18:04;in\n;;total\n", Columns(number=0, date=1))
    assert (len(sheet.rows), sheet.left_out.counts) == (1, {"empty": 1})


def test_a_table_without_calls_is_refused() -> None:
    """Columns that hold neither a number nor a date were named by mistake."""
    with pytest.raises(ImportFormatError) as caught:
        calls("N;D;X\n;;слово\n")
    assert caught.value.fields == {"reason": "no_calls", "line": 2}


def test_a_line_with_more_columns_is_named() -> None:
    """A comma without quotation marks has moved what stands behind it."""
    with pytest.raises(ImportFormatError) as caught:
        calls("N;D\n1;03.05.2026 18:04\n1;03.05.2026 18:04;x\n")
    assert caught.value.fields == {"reason": "columns", "line": 3}
    assert len(calls("N;D\n1;03.05.2026 18:04;;\n").rows) == 1


@pytest.mark.parametrize(
    ("untrusted", "fields"),
    [
        (b"", {"reason": "not_a_table"}),
        (b"<calls count='1'/>", {"reason": "not_a_table"}),
        (b'{"a": 1}', {"reason": "not_a_table"}),
        (b"PK\x03\x04", {"reason": "not_a_table"}),
        (b"one\ntwo\n", {"reason": "not_a_table"}),
        (b'N;D\n1;"x\n', {"reason": "quotes", "line": 2}),
        (b'N;D\n1;"x"y\n', {"reason": "quotes", "line": 2}),
        (b"N;D\nx\0;y\n", {"reason": "control", "line": 2}),
        (b"\xff\xfeN\0;", {"reason": "encoding"}),
        (b"\x98\xff", {"reason": "encoding"}),
        (b";;\n;;\n", {"reason": "header"}),
        (b"a;a\nb;b\n", {"reason": "header"}),
    ],
)
def test_what_is_no_table_is_refused(untrusted: bytes, fields: dict[str, object]) -> None:
    """With the line, where there is one."""
    with pytest.raises(ImportFormatError) as caught:
        read_table(untrusted)
    assert caught.value.fields == fields


@pytest.mark.parametrize(
    ("name", "limit", "fields"),
    [
        ("FILE_BYTES_LIMIT", 10, {"reason": "too_large", "limit": 10}),
        ("ROWS_LIMIT", 2, {"reason": "too_many", "line": 3}),
        ("COLUMNS_LIMIT", 1, {"reason": "too_many", "line": 1}),
        ("CELL_LIMIT", 6, {"reason": "too_long", "line": 2, "limit": 6}),
    ],
)
def test_the_limits_hold(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: int, fields: dict[str, object]
) -> None:
    """Each limit refuses what is beyond it."""
    monkeypatch.setattr(tables, name, limit)
    with pytest.raises(ImportFormatError) as caught:
        read_table(b"N;D\n1;03.05.2026 18:04\n2;04.05.2026 18:04\n")
    assert caught.value.fields == fields


def test_tables_of_one_header_have_one_shape() -> None:
    """Whatever stands below it, and however its letters are written."""
    one = read_table(b"Number;Date\n1;2\n")
    same = read_table(b"number , DATE\r\n3,4\r\n")
    assert one.shape == same.shape
    assert one.shape != read_table(b"Date;Number\n1;2\n").shape
