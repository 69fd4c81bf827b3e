"""The first page: neutral rows, titles on demand, any number of them."""

from __future__ import annotations

import time
from pathlib import Path

from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.model.when import parse_when
from safelog.tui.screens.timeline import TimelineScreen
from safelog.tui.widgets.row_list import Row, RowList
from tests.tui.stage import (
    SetClock,
    frame,
    journal_of,
    make_app,
    make_vault,
    press,
    unlock,
    unlocked,
)


def add(journal: Journal, *, title: str, when: str, kind: str = "threat.call") -> IncidentId:
    """Store an incident."""
    incident = Incident(
        id=IncidentId(journal.new_id()),
        kind=kind,
        title=title,
        when=parse_when(when, language="en", zone="Asia/Almaty", now=SetClock().wall)
        if when
        else None,
    )
    journal.save(incident, base_revision=0)
    return incident.id


async def test_rows_say_when_what_and_how_far(tmp_path: Path) -> None:
    """The time with its precision, a neutral title, the state; the newest comes first."""
    async with unlocked(tmp_path / "vault") as pilot:
        journal = journal_of(pilot)
        add(journal, title="Звонок Марата", when="around 18:00 on 3 May 2024")
        add(journal, title="Машина", when="May 2025", kind="surveillance.following")
        add(journal, title="Без времени", when="", kind="unsure")
        await press(pilot, "f1", "escape")
        rows = [line for line in frame(pilot).splitlines() if "draft" in line]
        for row, when in zip(rows, ("written 21 Nov", "May 2025", "around 18:00"), strict=True):
            assert when in row
        assert "Марат" not in frame(pilot)


async def test_private_titles_are_shown_on_demand(tmp_path: Path) -> None:
    """F6 shows them, F6 hides them."""
    async with unlocked(tmp_path / "vault") as pilot:
        add(journal_of(pilot), title="Звонок Марата", when="")
        await press(pilot, "f6")
        assert "Звонок Марата" in frame(pilot)
        await press(pilot, "f6")
        assert "Звонок Марата" not in frame(pilot)


async def test_the_first_page_has_nothing_behind_it(tmp_path: Path) -> None:
    """Esc stays, and so do Enter and F4 on an empty page."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "escape", "enter", "f4")
        assert isinstance(pilot.app.screen, TimelineScreen)


async def test_a_hundred_thousand_rows_are_drawn_from_a_few(tmp_path: Path) -> None:
    """The first paint asks for three pages, however long the list is."""
    make_vault(tmp_path / "vault").wipe()
    asked: list[int] = []

    def rows(start: int, stop: int) -> list[Row]:
        asked.append(stop - start)
        return [Row(str(number), (f"row {number}", "", "")) for number in range(start, stop)]

    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f3")
        rows_list = pilot.app.screen.query_one(RowList)
        rows_list.focus()
        begun = time.perf_counter()
        rows_list.load(100_000, rows)
        await pilot.pause()
        drawn_s = time.perf_counter() - begun
        assert "row 0" in frame(pilot)
        await press(pilot, "end")
        assert "row 99999" in frame(pilot)
        await press(pilot, "pageup", "home", "down")
        assert "> row 1\n" in frame(pilot)
        assert max(asked) <= 3 * rows_list.size.height
        print(f"first paint of 100,000 rows: {drawn_s:.3f} s")  # noqa: T201 - measured, not gated


async def test_rows_can_be_chosen_by_mouse(tmp_path: Path) -> None:
    """A click moves the cursor, a click on the cursor opens."""
    async with unlocked(tmp_path / "vault") as pilot:
        journal = journal_of(pilot)
        add(journal, title="eins", when="")
        add(journal, title="zwei", when="2024")
        await press(pilot, "f1", "escape")
        await pilot.click(RowList, offset=(5, 1))
        await pilot.pause()
        assert pilot.app.screen.query_one(RowList).cursor == 1
        await pilot.click(RowList, offset=(5, 9))
        await pilot.click(RowList, offset=(5, 1))
        await pilot.pause()
        assert "Version 1" in frame(pilot)


async def test_a_smaller_window_keeps_the_cursor_in_sight(tmp_path: Path) -> None:
    """The row under the cursor is drawn after the window became smaller."""
    async with unlocked(tmp_path / "vault") as pilot:
        journal = journal_of(pilot)
        for number in range(30):
            add(journal, title=f"nr {number}", when="")
        await press(pilot, "f6", "pagedown", "down")
        await pilot.resize_terminal(60, 14)
        await pilot.pause()
        assert ">" in frame(pilot)


async def test_an_incident_of_an_unknown_kind_is_still_listed(tmp_path: Path) -> None:
    """A code that this safelog does not know stands as it is."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        await unlock(pilot)
        journal = journal_of(pilot)
        incident = add(journal, title="", when="")
        thread = journal.state.threads[incident]
        thread.heading = type(thread.heading)(incident, "future.kind", "draft", "", None)
        await press(pilot, "f1", "escape")
        assert "future.kind" in frame(pilot)
