"""Transcripts: times that lean on another entry, the six dates, and the delay of an entry."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from safelog.cli.delay_text import delay_text
from safelog.errors import InvalidTimeError
from safelog.i18n import Catalogue
from safelog.journal.interchange import JournalFacts
from safelog.model.when import Delay
from tests.cli.computer import Computer, StandingClock


class TwoDaysLater(StandingClock):
    """The clock of the same computer on 14 May."""

    def now(self) -> datetime:
        """Return noon two days later."""
        return super().now() + timedelta(days=2)


def add_object(computer: Computer, **fields: object) -> dict[str, object]:
    """Record an incident from JSON and return what was stored."""
    given = msgspec.json.encode({"type": "incident", "kind": "unsure", **fields})
    return computer.run("add", "--json", typed=given).objects[0]


def day(said: str, number: int) -> dict[str, str]:
    """Return a day of May 2026 as JSON has it."""
    bounds = {"start": f"2026-05-{number:02d}T00:00", "end": f"2026-05-{number + 1:02d}T00:00"}
    return {"said": said, "zone": "Asia/Almaty", "precision": "day", **bounds}


@pytest.fixture
def hearing(computer: Computer) -> str:
    """Record a hearing on 20 May; return its id."""
    stored = add_object(computer, kind="context", title="Суд по апелляции", when=day("20 мая", 20))
    return str(stored["id"])


def test_a_time_leans_on_an_entry(computer: Computer, hearing: str) -> None:
    """It is read back with the entry that it is counted from, and shown with it."""
    typed = "Звонили.\n.\nза неделю до суда\n\n"
    run = computer.run("add", "threat.call", typed=typed)
    assert (
        "  Understood as between 9 and 17 May 2026 (Asia/Almaty).\n"
        f"  Counted from {hearing[:8]}, 20 May 2026 (Asia/Almaty).\n"
    ) in run.err
    shown = computer.run("show", run.lines[0]).lines
    assert (
        "When: between 9 and 17 May 2026 (Asia/Almaty), in your words “за неделю до суда”"
        f" (counted from {hearing[:8]})"
    ) in shown


def test_it_does_not_move_with_the_entry(computer: Computer, hearing: str) -> None:
    """A later change of the hearing leaves what was understood that day, also when it is edited."""
    incident = computer.run("add", "threat.call", typed="Звонили.\n.\nза неделю до суда\n\n").lines[
        0
    ]
    before = computer.run("show", incident, "--json").objects[0]
    moved = computer.run("show", hearing, "--json").objects[0] | {"when": day("5 мая", 5)}
    assert computer.run("edit", hearing, "--json", typed=msgspec.json.encode(moved)).code == 0
    assert computer.run("edit", incident, typed="4\nМост\n\n").code == 0
    after = computer.run("show", incident, "--json").objects[0]
    assert after["when"] == before["when"]
    assert after != before


def test_words_that_fit_two_entries_are_asked_about(computer: Computer, hearing: str) -> None:
    """The error says what to add; the beginning of an id always tells them apart."""
    add_object(computer, title="Суд первой инстанции", when=day("10 мая", 10))
    run = computer.run("add", "threat.call", typed="Звонили.\n.\nнакануне суда\n\n")
    assert run.code == InvalidTimeError.exit_code
    assert "Several entries have these words in their titles." in run.err
    assert "How many: 2." in run.err
    again = computer.run("add", "threat.call", typed=f"Звонили.\n.\nнакануне {hearing[:6]}\n\n")
    assert "Understood as 19 May 2026" in again.err


def test_json_says_each_time_in_edtf(computer: Computer) -> None:
    """Scripts get the date in ISO 8601-2 beside the words and the bounds, and no hour."""
    stored = add_object(
        computer,
        when=day("3 мая", 3),
        stages=[{"what": "звонок", "when": day("4 мая", 4)}],
    )
    shown = computer.run("show", str(stored["id"]), "--json").objects[0]
    journal = msgspec.convert(shown["journal"], JournalFacts)
    assert journal.edtf == {"when": "2026-05-03", "stages.0.when": "2026-05-04"}


def test_all_six_dates_are_shown(computer: Computer) -> None:
    """Happened, noticed, recorded, edited, reported and printed stand side by side."""
    stored = add_object(
        computer,
        when=day("3 мая", 3),
        noticed=day("5 мая", 5),
        reported=day("6 мая", 6),
        as_printed=day("7 мая", 7),
    )
    computer.clock = TwoDaysLater()
    changed = {**stored, "title": "Мост"}
    assert (
        computer.run("edit", str(stored["id"]), "--json", typed=msgspec.json.encode(changed)).code
        == 0
    )
    shown = computer.run("show", str(stored["id"])).lines
    assert [line for line in shown if "2026" in line and not line.startswith(" ")] == [
        "Revision 2 of 2, recorded 14 May 2026, 17:00 (Asia/Almaty)",
        "First recorded: 12 May 2026, 17:00 (Asia/Almaty), between 8 and 10 days after it happened",
        "Edited: 14 May 2026, 17:00 (Asia/Almaty)",
        "When: 3 May 2026 (Asia/Almaty), in your words “3 мая”",
        "Noticed on: 5 May 2026 (Asia/Almaty), in your words “5 мая”",
        "First reported on: 6 May 2026 (Asia/Almaty), in your words “6 мая”",
        "Date printed in a source: 7 May 2026 (Asia/Almaty), in your words “7 мая”",
    ]


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        ({"days": -2}, {"days": -1}, "before it happened"),
        ({}, {"seconds": 59}, "in the minute when it happened"),
        ({}, {"minutes": 30}, "at most 30 minutes after it happened"),
        ({}, {"hours": 5, "minutes": 1}, "at most 6 hours after it happened"),
        ({}, {"days": 9}, "at most 9 days after it happened"),
        ({"minutes": 90}, {"minutes": 90}, "90 minutes after it happened"),
        ({"hours": 3, "minutes": 59}, {"hours": 3, "minutes": 59}, "3 hours after it happened"),
        ({"days": 3, "hours": 5}, {"days": 3, "hours": 5}, "3 days after it happened"),
        ({"minutes": 29}, {"minutes": 90}, "between 29 and 90 minutes after it happened"),
        ({"hours": 22}, {"hours": 23, "minutes": 1}, "between 22 and 24 hours after it happened"),
        (
            {"days": 2, "hours": 9},
            {"days": 3, "hours": 1},
            "between 2 and 4 days after it happened",
        ),
    ],
)
def test_a_delay_in_words(least: dict[str, float], most: dict[str, float], expected: str) -> None:
    """The least is rounded down and the most up, in the largest unit that tells it."""
    delay = Delay(timedelta(**least), timedelta(**most))
    assert delay_text(Catalogue("en"), delay) == expected
