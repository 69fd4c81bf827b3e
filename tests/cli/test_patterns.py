"""Transcripts: patterns as an overview, as charts, as JSON and as a drawing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from safelog.cli.pattern_text import PATTERNS
from safelog.errors import (
    CancelledError,
    OutputError,
    OutputExistsError,
    UnknownKindError,
    UsageError,
)
from tests.cli.computer import Computer
from tests.unit.journal.patterns.told import when

NAME = "Человек в серой кепке"


def store(computer: Computer, *rows: dict[str, object]) -> None:
    """Import lines into the journal."""
    lines = b"\n".join(map(msgspec.json.encode, rows))
    assert computer.run("import", "-", typed=lines).code == 0


def entity(number: int, name: str) -> dict[str, object]:
    """Return a person with an id of their own."""
    return {"type": "entity", "id": f"{number}" + "0" * 25, "kind": "person", "name": name}


def followed(said: str, place: str, witness: int) -> dict[str, object]:
    """Return an incident with the man in the cap, seen by somebody independent."""
    return {
        "type": "incident",
        "kind": "surveillance.following",
        "when": when(said),
        "place": {"label": place, "kind": "street", "country": "LT"},
        "perpetrators": [{"entity": entity(1, NAME)["id"]}],
        "witnesses": [
            {"entity": entity(witness, "")["id"], "independent": "yes"},
            {"saw": "спину", "independent": "yes"},
        ],
    }


@pytest.fixture
def told(computer: Computer) -> Computer:
    """Return a computer whose journal knows the same man at two places, and two public events."""
    store(
        computer,
        entity(1, NAME),
        entity(2, "Света Примерова"),
        entity(3, "Олег Примеров"),
        followed("3 May 2026 18:05", "у аптеки", 2),
        followed("evening of 9 May 2026", "вокзал", 3),
        {"type": "incident", "kind": "unsure", "when": when("early April 2026")},
        {
            "type": "incident",
            "kind": "context",
            "when": when("2 May 2026"),
            "details": {"event_kind": "protest"},
        },
        {
            "type": "incident",
            "kind": "context",
            "when": when("8 May 2026"),
            "details": {"event_kind": "election"},
        },
        {"type": "incident", "kind": "impact"},
    )
    return computer


def test_the_overview_names_nobody(told: Computer) -> None:
    """Numbers and times of all patterns, and how to see more; no name of a person or a place."""
    run = told.run("patterns")
    assert run.lines == [
        "Made of 3 incidents.",
        "Not counted: 1 entry about a status or an effect, which nobody did.",
        "Time: from 1 April to 9 May 2026.",
        "Incidents per week: the most is 1, 27 April 2026.",
        "Incidents by the day of the week: the most is 1, Saturday.",
        "Incidents by the hour of the day: the most is 1 to 2, 18:00.",
        "Longest silences, in days: the most is 21 to 31, from 12 April to 2 May 2026.",
        "At 2 different places.",
        "1 person or thing comes back.",
        "2 public events stand beside them.",
    ]
    assert "safelog patterns --by NAME" in run.err


def test_an_empty_journal_has_nothing_to_show(computer: Computer) -> None:
    """Nothing is made of nothing, in words; a chart of it is a title and why."""
    assert computer.run("patterns").lines == [
        "Made of 0 incidents.",
        "At 0 different places.",
        "0 persons or things come back.",
        "0 public events stand beside them.",
    ]
    for name in PATTERNS:
        run = computer.run("patterns", "--by", name)
        assert run.code == 0
        assert "Made of 0 incidents." in run.lines


def test_weeks_stand_beside_events(told: Computer) -> None:
    """A chart says each number before it draws it."""
    run = told.run("patterns", "--by", "week")
    assert run.lines[0] == "Incidents per week"
    assert "  27 April 2026       1  #  1 event" in run.lines
    only = told.run("patterns", "--by", "week", "--event", "election")
    assert "Beside them stands 1 public event." in only.lines


def test_who_comes_back_is_told_in_sentences(told: Computer) -> None:
    """The same man at two places, by two independent observers."""
    lines = told.run("patterns", "--by", "entity").lines
    assert f"  {NAME}  2  ##  2 places" in lines
    assert lines[lines.index(NAME) :] == [
        NAME,
        "  Incidents: Followed on foot or by vehicle (2).",
        "  Time: from 3 to 9 May 2026.",
        "  Places: вокзал (1), у аптеки (1).",
        "  Seen independently by: Света Примерова, Олег Примеров.",
        "  2 independent witnesses without names; they may be one person.",
        "  Named together with: Света Примерова (1), Олег Примеров (1).",
    ]


def test_links_and_roles_are_told_too(told: Computer) -> None:
    """Who noticed it, who may be the same, and where somebody was only a witness."""
    ends = (str(entity(1, "")["id"]), "same_as", str(entity(3, "")["id"]))
    words = msgspec.json.encode({"independent": "yes"})
    assert told.run("link", "add", *ends, "--json", typed=words).code == 0
    store(told, followed("10 May 2026", "рынок", 1) | {"perpetrators": []})
    lines = told.run("patterns", "--by", "entity").lines
    assert "  Noticed without being told by: yourself." in lines
    assert "  Perhaps the same, and counted apart: Олег Примеров." in lines
    assert "  In 1 more only as a witness." in lines


def test_somebody_without_a_record_goes_by_the_id(computer: Computer) -> None:
    """An incident may name who is not in the register: the beginning of the id stands there."""
    named = [{"entity": "7" + "z" * 25}]
    row: dict[str, object] = {"type": "incident", "kind": "unsure", "perpetrators": named}
    store(computer, row, row)
    lines = computer.run("patterns", "--by", "entity").lines
    assert "  7zzzzzzz  2  ##" in lines
    assert "  Incidents: Not sure yet (2)." in lines


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_a_chart(told: Computer, name: str, language: str) -> None:
    """In both languages, in lines of eighty columns."""
    run = told.run("patterns", "--by", name, "--language", language)
    assert run.code == 0
    assert max(map(len, run.lines)) <= 80


def test_every_pattern_is_an_object(told: Computer, schema: Draft202012Validator) -> None:
    """Without --by one line for each, of the published form; with it the one."""
    run = told.run("patterns", "--json")
    for row in run.objects:
        schema.validate(row)
    assert [row["type"] for row in run.objects] == [f"pattern_{name}" for name in PATTERNS]
    found = told.run("patterns", "--json", "--by", "entity").objects
    assert [row["type"] for row in found] == ["pattern_entity"]
    returning = msgspec.convert(found[0]["returning"], list[dict[str, object]])
    assert [row["incidents"] for row in returning] == [2]


def test_kinds_and_dates_narrow_it(told: Computer) -> None:
    """Only what is of the kind, or may have begun in the period; its edge is said."""
    run = told.run("patterns", "--kind", "unsure", "--from", "2026-04-05", "--to", "2026-04-30")
    assert run.lines[:2] == [
        "Made of 1 incident.",
        "1 of them may have begun outside of the period that was asked for.",
    ]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--from", "tomorrow"), UsageError),
        (("--to", "2026-02-30"), UsageError),
        (("--by", "moon"), UsageError),
        (("--svg", "x.svg"), UsageError),
        (("--kind", "nonsense"), UnknownKindError),
        (("--event", "nonsense"), UnknownKindError),
    ],
)
def test_words_that_mean_nothing_are_refused(
    told: Computer, words: tuple[str, ...], error: type[UsageError]
) -> None:
    """A slip in a date, a pattern or a kind is an error, never an empty answer."""
    run = told.run("patterns", *words)
    assert (run.code, run.out) == (error.exit_code, "")


def test_a_drawing_is_written_after_a_warning(told: Computer, tmp_path: Path) -> None:
    """It holds private names, so it is asked for twice; for its owner alone, never over a file."""
    target = tmp_path / "chart.svg"
    words = ("patterns", "--by", "entity", "--svg", str(target))
    refused = told.run(*words, typed="\n")
    assert (refused.code, target.exists()) == (CancelledError.exit_code, False)
    assert "not redacted" in refused.err
    run = told.run(*words, typed="y\n")
    assert (run.code, run.out) == (0, "")
    assert "The drawing is written." in run.err
    assert NAME in target.read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = told.run(*words, typed="y\n")
    assert again.code == OutputExistsError.exit_code
    lost = told.run("patterns", "--by", "week", "--svg", str(tmp_path / "no" / "x"), typed="y\n")
    assert lost.code == OutputError.exit_code


def test_a_script_asks_for_a_drawing_by_name(told: Computer, tmp_path: Path) -> None:
    """With --json nothing is asked, the warning stands on standard error, data on output."""
    target = tmp_path / "chart.svg"
    run = told.run("patterns", "--by", "gaps", "--svg", str(target), "--json")
    assert [row["type"] for row in run.objects] == ["pattern_gaps"]
    assert "not redacted" in run.err
    assert target.read_bytes().startswith(b"<svg")
