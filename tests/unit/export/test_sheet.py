"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest

from safelog.export.readsheet import read_sheet
from safelog.export.sheet import render_tables
from safelog.model.incident import Incident
from safelog.redact.selection import ExportedIncident
from tests.unit.export.forty import forty
from tests.unit.export.page import Export, make_export
from tests.unit.redact.world import exported, full_incident, rules


def rows(export: Export, name: str = "chronology.csv") -> list[list[str]]:
    """Read a table as a spreadsheet would."""
    text = export.rendered("csv")[name].decode("utf-8-sig")
    separator = ";" if export.document.language == "ru" else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def said(narrative: str) -> Export:
    """Return an export of one incident."""
    incident = Incident(id=full_incident().id, kind="unsure", narrative=narrative)
    plain: ExportedIncident = exported(incident, revision=1, corrections=(), attachments=())
    return make_export((msgspec.structs.replace(plain, recorded=plain.first_recorded),))


def test_one_row_is_one_incident() -> None:
    """In the order of the chronology, with its number."""
    table = rows(forty(count=6))
    assert [row[0] for row in table] == ["№", "1", "2", "3", "4", "5", "6"]
    assert len({len(row) for row in table}) == 1


def test_exhibits_have_a_table_of_their_own() -> None:
    """With the hash of each; and there is none where nothing was attached."""
    table = rows(forty(count=6), "exhibits.csv")
    assert len(table) == 4
    assert len(table[1][6]) == 64
    assert set(said("Слова.").rendered("csv")) == {"chronology.csv"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_separator_is_that_of_the_language(language: str) -> None:
    """A program in that language opens the file as a table."""
    export = make_export(by=rules(language=language))
    data = export.rendered("csv")["chronology.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    first = data.decode("utf-8-sig").splitlines()[0]
    assert first.count('";"' if language == "ru" else '","') == 12


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(1)", "+7 700 000 11 22", "-1", "@SUM(A1)", " =1", "\n=1", "\t=1", "\uff1d1"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    """An apostrophe stands before it, and the words behind it are whole."""
    cell = rows(said(text))[1][5]
    assert cell.startswith("'")
    assert cell[1:].strip() == text.strip()


def test_a_cell_keeps_quotes_separators_and_lines() -> None:
    """A spreadsheet reads what was written."""
    text = 'Сказал: "да"; потом, "нет",\nи ушёл.'
    assert rows(said(text))[1][5] == text


def test_times_stand_for_a_program_too() -> None:
    """As two instants, and empty where nobody understood them."""
    assert rows(make_export())[1][2] == "2026-05-03T14:30Z/2026-05-03T15:30Z"
    assert rows(said("Слова."))[1][2] == ""


def test_nothing_hidden_stands_in_a_table() -> None:
    """Labels do."""
    for table in render_tables(make_export().document, make_export().sources).values():
        text = table.decode("utf-8-sig")
        assert not any(word in text for word in ("Глеб", "Щегл", "Тамар", "Тайный"))
    assert "[Человек A · R4]" in rows(make_export())[1][5]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b'"a";"b"\r\n', "csv_mark"),
        (b'\xef\xbb\xbf"a";b\r\n', "csv_cell"),
        (b'\xef\xbb\xbfnote"a"\r\n', "csv_cell"),
        (b'\xef\xbb\xbf"=1"\r\n', "csv_formula"),
    ],
)
def test_a_table_that_is_not_ours_has_a_fault(data: bytes, fault: str) -> None:
    """Text outside of cells would not be searched."""
    assert fault in read_sheet(data).faults
