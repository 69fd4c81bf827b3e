"""Sharing: for whom, what, what is hidden, what they will read, and where it goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from safelog.journal.journal import Journal
from safelog.journal.recipients import recipients, save_recipient
from safelog.journal.removal import choose_entity, remove
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId, RecipientId
from safelog.model.incident import Incident, State
from safelog.model.when import parse_when
from safelog.redact.policy import RecipientProfile
from safelog.tui.screens.review import ReviewScreen
from safelog.tui.screens.write import WriteScreen
from safelog.tui.widgets.row_list import RowList
from safelog.tui.widgets.text_box import TextBox
from tests.tui.stage import (
    ZONE,
    SetClock,
    ensure_vault,
    frame,
    journal_of,
    paste,
    press,
    reopened,
    said,
    unlocked,
    walk_on,
)

WORDS = "Звонил Марат Тестов, потом ждали с Маратом Тестовым. Ещё была Софья Выдумкина."
LAWYER = "Адвокат Вымышленная"
PLAIN = ("end", "enter", "enter")


def fill(journal: Journal, words: str = WORDS, policy: str = "lawyer") -> None:
    """Register somebody and a lawyer, and store a complete incident and a draft."""
    journal.save_entity(
        Entity(id=EntityId(journal.new_id()), kind="person", name="Марат Тестов", sex="m"),
        base_revision=0,
    )
    when = parse_when("3 May 2024", language="en", zone=ZONE, now=SetClock().wall)
    both: tuple[tuple[State, str], ...] = (("complete", words), ("draft", "не готово"))
    for state, narrative in both:
        incident = Incident(
            id=IncidentId(journal.new_id()),
            kind="threat.call",
            state=state,
            narrative=narrative,
            when=when,
        )
        journal.save(incident, base_revision=0)
    profile = RecipientProfile(
        id=RecipientId(journal.new_id()), name=LAWYER, policy=policy, language="ru"
    )
    save_recipient(journal, profile)


@asynccontextmanager
async def filled(
    folder: Path,
    *,
    words: str = WORDS,
    language: str = "en",
    size: tuple[int, int] = (100, 40),
    policy: str = "lawyer",
) -> AsyncIterator[Pilot[int]]:
    """Run the app over a journal with something to share."""
    ensure_vault(folder)
    async with reopened(folder) as journal:
        fill(journal, words, policy)
    async with unlocked(folder, language=language, size=size) as pilot:
        yield pilot


async def to_review(pilot: Pilot[int]) -> None:
    """Go on to what is hidden, for the lawyer, with everything that can be shared."""
    await press(pilot, "f5", "home", "enter", "f6", "f7")
    assert isinstance(pilot.app.screen, ReviewScreen)


async def to_writing(pilot: Pilot[int], folder: Path, *way: str) -> None:
    """Go on, although there are hints, and choose a folder for files that are sealed in a way."""
    await walk_on(pilot, "f7", "f7", *way, "f7")
    assert isinstance(pilot.app.screen, WriteScreen)
    pilot.app.screen.query_one("#folder", TextBox).fill(str(folder))


async def test_from_recipient_to_files(tmp_path: Path) -> None:
    """The whole way to plain files: the names are in none, the digits are told."""
    out = tmp_path / "out"
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        shown = frame(pilot)
        assert "hide" in shown
        assert "[Марат Тестов]" in shown
        assert "[Маратом Тестовым]" in shown
        assert "не готово" not in shown
        await press(pilot, "f7")
        assert "would be readable" in said(pilot)
        await walk_on(pilot, "f7", "end", "enter")
        assert "Whoever gets hold of plain files can read them" in said(pilot)
        await press(pilot, "enter")
        assert "3 мая 2024" in frame(pilot)
        assert "Марат" not in frame(pilot)
        await press(pilot, "f6")
        assert "Марат Тестов" in frame(pilot)
        await press(pilot, "escape")
        assert not out.exists()
        await press(pilot, "f7")
        assert "chronology-2026-11-21" in frame(pilot)
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
        await press(pilot, "f7", "escape")
        assert len(journal.state.exports[recipient.id]) == 1
        assert "The files are written." in frame(pilot)
        assert "1 copy so far" in frame(pilot)


async def test_an_hour_in_words_is_a_question_where_hours_are_not_told(tmp_path: Path) -> None:
    """Its row says what the words tell, and stays open until somebody decides."""
    words = "Звонил около половины шестого."
    async with filled(tmp_path / "vault", words=words, policy="un") as pilot:
        await to_review(pilot)
        assert "[половины шестого]" in frame(pilot)
        assert "perhaps a time" in frame(pilot)


async def test_names_that_were_removed_are_said_to_be_shown(tmp_path: Path) -> None:
    """Whoever is gone from the register is not looked for, and the person is told so."""
    ensure_vault(tmp_path / "vault")
    async with reopened(tmp_path / "vault") as journal:
        fill(journal)
        remove(journal, choose_entity(journal, next(iter(journal.state.entities))))
    async with unlocked(tmp_path / "vault", language="en", size=(100, 40)) as pilot:
        await to_review(pilot)
        assert "was removed from the register" in said(pilot)


async def test_decisions_are_made_row_by_row(tmp_path: Path) -> None:
    """Space turns a decision; a name in no register is asked about, then registered and hidden."""
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        await press(pilot, "space")
        assert "SHOW" in frame(pilot)
        await press(pilot, "enter")
        assert "SHOW" not in frame(pilot)
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
        await walk_on(pilot, "f7", "f7", *PLAIN)
        assert "Выдумкина" not in frame(pilot)


async def test_nothing_is_chosen_beforehand(tmp_path: Path) -> None:
    """Without a tick there is no way on; F6 chooses all, then none; Space one."""
    async with filled(tmp_path / "vault") as pilot:
        await press(pilot, "f5", "home", "enter", "f7")
        assert "at least one" in frame(pilot)
        await press(pilot, "space")
        assert "1 incident chosen" in frame(pilot)
        await press(pilot, "f6")
        assert "0 incidents chosen" in frame(pilot)
        await press(pilot, "escape", "escape", "end", "enter", "f5", "home", "enter")
        shown = frame(pilot)
        # From its own page, an incident is ticked if it is no draft.
        assert ("[x]" in shown) != ("0 incidents" in shown)


async def test_a_new_recipient_gets_no_drafts(tmp_path: Path) -> None:
    """A recipient needs a name; with nothing but drafts the screen says what to do."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f5", "enter", "f7")
        assert "name first" in frame(pilot)
        assert recipients(journal_of(pilot)) == []
        await paste(pilot, LAWYER)
        await press(pilot, "f7")
        assert [profile.name for profile in recipients(journal_of(pilot))] == [LAWYER]
        await press(pilot, "f2")
        await paste(pilot, "слова")
        await walk_on(pilot, "f7", "home", "enter")
        assert "press F7 to say that it is complete" in said(pilot)
        await walk_on(pilot, "escape", "escape", "enter", "f7")
        assert "can be shared" in said(pilot)
        await press(pilot, "f7")
        assert "no draft any more" in said(pilot)
        await press(pilot, "f5", "home", "enter")
        assert "[x]" in frame(pilot)


async def test_files_are_never_written_over(tmp_path: Path) -> None:
    """A folder that holds such a file is refused in a sentence; another one can be tried."""
    async with filled(tmp_path / "vault") as pilot:
        await to_review(pilot)
        await to_writing(pilot, tmp_path, *PLAIN)
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
    words = "Потом пришёл Марат и ушёл. აქ სხვა ანბანია."
    async with filled(tmp_path / "vault", words=words) as pilot:
        await to_review(pilot)
        assert "not certain" in said(pilot)
        assert "unknown script" in said(pilot)
        await walk_on(pilot, "f7", "f7", *PLAIN)
        assert "აქ" not in frame(pilot)
