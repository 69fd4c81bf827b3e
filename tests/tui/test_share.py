"""Sharing: for whom, what, what is hidden, what they will read, and where it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from safelog.journal.recipients import recipients
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident, State
from safelog.model.when import parse_when
from safelog.tui.screens.preview import WriteScreen
from safelog.tui.screens.review import ReviewScreen
from safelog.tui.widgets.row_list import RowList
from safelog.tui.widgets.text_box import TextBox
from tests.tui.stage import ZONE, SetClock, frame, journal_of, paste, press, said, unlocked

WORDS = "Звонил Марат Тестов, потом ждали с Маратом Тестовым. Ещё была Софья Выдумкина."


def fill(pilot: Pilot[int]) -> None:
    """Register somebody, and store a complete incident and a draft."""
    journal = journal_of(pilot)
    journal.save_entity(
        Entity(id=EntityId(journal.new_id()), kind="person", name="Марат Тестов", sex="m"),
        base_revision=0,
    )
    when = parse_when("3 May 2024", language="en", zone=ZONE, now=SetClock().wall)
    both: tuple[tuple[State, str], ...] = (("complete", WORDS), ("draft", "не готово"))
    for state, words in both:
        journal.save(
            Incident(
                id=IncidentId(journal.new_id()),
                kind="threat.call",
                state=state,
                narrative=words,
                when=when,
            ),
            base_revision=0,
        )


async def new_recipient(pilot: Pilot[int]) -> None:
    """Make a lawyer and choose them."""
    await press(pilot, "f5", "enter")
    await paste(pilot, "Адвокат Вымышленная")
    await press(pilot, "f7", "home", "enter")


async def make(pilot: Pilot[int]) -> None:
    """Go on although there are hints."""
    await press(pilot, "f7")
    await press(pilot, "f7")


async def to_review(pilot: Pilot[int]) -> None:
    """Go on to what is hidden, with everything that can be shared."""
    fill(pilot)
    await press(pilot, "f1", "escape")
    await new_recipient(pilot)
    await press(pilot, "f6", "f7")
    assert isinstance(pilot.app.screen, ReviewScreen)


async def test_from_recipient_to_files(tmp_path: Path) -> None:
    """The whole way: the files are written, the names are in neither, the digits are told."""
    out = tmp_path / "out"
    async with unlocked(tmp_path / "vault", size=(100, 40)) as pilot:
        await to_review(pilot)
        shown = frame(pilot)
        assert "hide" in shown
        assert "[Марат Тестов]" in shown
        assert "[Маратом Тестовым]" in shown
        assert "не готово" not in shown
        await press(pilot, "f7")
        assert "would be readable" in said(pilot)
        await press(pilot, "f7")
        assert "3 May 2024" in frame(pilot)
        assert "Марат" not in frame(pilot)
        assert not out.exists()
        await press(pilot, "f7")
        box = pilot.app.screen.query_one("#folder", TextBox)
        assert "chronology-2026-11-21" in box.text
        await press(pilot, "ctrl+u")
        await paste(pilot, str(out))
        assert "chronology.html" in frame(pilot)
        await press(pilot, "f7")
        digits = said(pilot).partition("the same: ")[2].split(" F9")[0]
        assert len(digits.split()) == 8
        written = {path.name: path.read_bytes() for path in out.iterdir()}
        assert set(written) == {"chronology.html", "chronology.json"}
        assert not any("Марат".encode() in data for data in written.values())
        assert digits.encode() in written["chronology.html"]
        journal = journal_of(pilot)
        (recipient,) = recipients(journal)
        assert len(journal.state.exports[recipient.id]) == 1
        await press(pilot, "f7")
        assert len(journal.state.exports[recipient.id]) == 1


async def test_a_decision_can_be_turned(tmp_path: Path) -> None:
    """Space shows what would be hidden, in words; the recipient then reads it."""
    async with unlocked(tmp_path / "vault", size=(100, 40)) as pilot:
        await to_review(pilot)
        await press(pilot, "space")
        assert "SHOW" in frame(pilot)
        await press(pilot, "enter")
        assert "SHOW" not in frame(pilot)


async def test_a_name_in_no_register_is_hidden_at_the_second_press(tmp_path: Path) -> None:
    """A hint is asked about, then registered, and stands among the finds afterwards."""
    async with unlocked(tmp_path / "vault", size=(100, 40)) as pilot:
        await to_review(pilot)
        assert "[Софья Выдумкина]" in frame(pilot)
        await press(pilot, "end")
        rows = pilot.app.screen.query_one(RowList)
        while rows.row is not None and "[Софья Выдумкина]" not in rows.row.cells[1]:
            await press(pilot, "up")
        await press(pilot, "enter")
        assert "Press Enter once more" in said(pilot)
        await press(pilot, "enter")
        assert "hidden now" in said(pilot)
        names = [entity.name for entity in journal_of(pilot).state.entities.values()]
        assert "Софья Выдумкина" in names
        await make(pilot)
        assert "Выдумкина" not in frame(pilot)


async def test_nothing_is_chosen_beforehand(tmp_path: Path) -> None:
    """Without a tick there is no way on; F6 chooses all, then none; Space one."""
    async with unlocked(tmp_path / "vault") as pilot:
        fill(pilot)
        await press(pilot, "f1", "escape")
        await new_recipient(pilot)
        await press(pilot, "f7")
        assert "at least one" in frame(pilot)
        await press(pilot, "space")
        assert "1 incident chosen" in frame(pilot)
        await press(pilot, "f6")
        assert "0 incidents chosen" in frame(pilot)


async def test_an_incident_can_be_shared_from_its_own_page(tmp_path: Path) -> None:
    """F5 on an incident begins with that one ticked, if it is no draft."""
    async with unlocked(tmp_path / "vault") as pilot:
        fill(pilot)
        await press(pilot, "f1", "escape", "enter")
        await press(pilot, "escape", "end", "enter")
        await new_recipient(pilot)
        shown = frame(pilot)
        assert ("[x]" in shown) != ("0 incidents" in shown)


async def test_drafts_are_not_shared(tmp_path: Path) -> None:
    """With nothing but drafts the screen says what to do."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, "слова")
        await press(pilot, "f7")
        await new_recipient(pilot)
        assert "press F7 to say that it is complete" in said(pilot)
        await press(pilot, "escape", "escape", "enter", "f7")
        assert "can be shared" in said(pilot)
        await press(pilot, "f7")
        assert "no draft any more" in said(pilot)
        await press(pilot, "f5", "home", "enter")
        assert "[x]" in frame(pilot)


async def test_a_recipient_needs_a_name(tmp_path: Path) -> None:
    """Without a name nothing is stored."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f5", "enter", "f7")
        assert "name first" in frame(pilot)
        assert recipients(journal_of(pilot)) == []


async def test_files_are_never_written_over(tmp_path: Path) -> None:
    """A folder that holds such a file is refused in a sentence; another one can be tried."""
    async with unlocked(tmp_path / "vault", size=(100, 40)) as pilot:
        await to_review(pilot)
        await make(pilot)
        await press(pilot, "f7")
        assert isinstance(pilot.app.screen, WriteScreen)
        (tmp_path / "chronology.html").write_text("mine", encoding="utf-8")
        await press(pilot, "ctrl+u")
        await press(pilot, "f7")
        await paste(pilot, str(tmp_path))
        await press(pilot, "f7")
        assert "already there" in said(pilot)
        assert (tmp_path / "chronology.html").read_text(encoding="utf-8") == "mine"
        await paste(pilot, "/deeper")
        await press(pilot, "f7")
        assert "Written" in frame(pilot)


async def test_an_uncertain_find_is_said_and_hidden(tmp_path: Path) -> None:
    """A find that may be somebody is marked so, counted, and hidden by default."""
    async with unlocked(tmp_path / "vault", size=(100, 40)) as pilot:
        fill(pilot)
        journal = journal_of(pilot)
        journal.save(
            Incident(
                id=IncidentId(journal.new_id()),
                kind="unsure",
                state="complete",
                narrative="Потом пришёл Марат и ушёл. აქ სხვა ანბანია.",
            ),
            base_revision=0,
        )
        await press(pilot, "f1", "escape")
        await new_recipient(pilot)
        await press(pilot, "f6", "f7")
        assert "not certain" in said(pilot)
        assert "unknown script" in said(pilot)
        await make(pilot)
        assert "აქ" not in frame(pilot)


@pytest.mark.parametrize("language", ["ru"])
async def test_the_whole_way_in_russian(tmp_path: Path, language: str) -> None:
    """Every sentence of the way exists in Russian too."""
    async with unlocked(tmp_path / "vault", language=language, size=(100, 40)) as pilot:
        await to_review(pilot)
        assert "скрыть" in frame(pilot)
        await make(pilot)
        await press(pilot, "f7")
        await press(pilot, "ctrl+u")
        await paste(pilot, str(tmp_path / "out"))
        await press(pilot, "f7")
        assert "голосом" in frame(pilot)
