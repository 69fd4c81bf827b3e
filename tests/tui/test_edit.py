"""The edit form: made from the data of the kind, a new version for every save."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from safelog.journal.drafts import drafts
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.tui.screens.edit import EditScreen
from safelog.tui.widgets.add_row import AddRow
from safelog.tui.widgets.choice import Choice
from safelog.tui.widgets.kind_box import KindBox
from safelog.tui.widgets.question import Question
from safelog.tui.widgets.ticks import Ticks
from tests.tui.stage import (
    ensure_vault,
    frame,
    journal_of,
    paste,
    press,
    reopened,
    settle,
    unlock,
    unlocked,
)


def store(journal: Journal, kind: str = "threat.call", **fields: str) -> IncidentId:
    """Store an incident of a kind."""
    incident = Incident(id=IncidentId(journal.new_id()), kind=kind, narrative="Звонили")
    journal.save(msgspec.structs.replace(incident, **fields), base_revision=0)
    return incident.id


@asynccontextmanager
async def form(
    folder: Path, *, kind: str = "threat.call", size: tuple[int, int] = (60, 40), **fields: str
) -> AsyncIterator[tuple[Pilot[int], IncidentId]]:
    """Run the app with the form of its only incident open."""
    ensure_vault(folder)
    async with reopened(folder) as journal:
        incident = store(journal, kind, **fields)
    async with unlocked(folder, size=size) as pilot:
        await press(pilot, "f4")
        yield pilot, incident


def question(pilot: Pilot[int], path: str) -> Question:
    """Return the question of a path."""
    return next(asked for asked in questions(pilot) if asked.path == path)


def questions(pilot: Pilot[int]) -> list[Question]:
    """Return the questions in sight."""
    screen = pilot.app.screen
    assert isinstance(screen, EditScreen)
    return list(screen.asked.values())


def focused_path(pilot: Pilot[int]) -> str:
    """Return the path of the question that has the focus."""
    return next(asked.path for asked in questions(pilot) if asked.input.has_focus)


async def answer(pilot: Pilot[int], path: str, text: str) -> None:
    """Type an answer and leave the field."""
    question(pilot, path).input.focus()
    await paste(pilot, text)
    await press(pilot, "tab")


async def test_a_change_is_a_new_version(tmp_path: Path) -> None:
    """Each type of answer is read as the form reads it, into version 2; version 1 stays."""
    async with form(tmp_path / "vault", kind="threat.message") as (pilot, incident):
        await answer(pilot, "when", "around 18:00 on 3 May 2024")
        await answer(pilot, "details.words", "Мы знаем, где ты")
        await answer(pilot, "details.duration", "2,5")
        await answer(pilot, "details.sender", "+7 700 000 00 01")
        choice = question(pilot, "details.replied").input
        assert isinstance(choice, Choice)
        choice.focus()
        await press(pilot, "right", "right", "left", "home", "right")
        ticks = question(pilot, "details.private_knowledge").input
        assert isinstance(ticks, Ticks)
        ticks.focus()
        await press(pilot, "space", "down", "space", "space", "up", "f7")
        assert "Version 2" in frame(pilot)
        assert "Saved as a new version" in frame(pilot)
        journal = journal_of(pilot)
        assert journal.read(incident, 1).incident.details == {}
        assert drafts(journal) == []
        saved = journal.read(incident).incident
        assert saved.when is not None
        assert saved.when.precision == "around"
        assert saved.details["words"] == "Мы знаем, где ты"
        assert saved.details["duration"] == 2.5
        assert saved.details["replied"] == "yes"
        assert saved.details["private_knowledge"] == (ticks.codes[0],)
        (entity,) = journal.state.entities.values()
        assert saved.details["sender"] == (entity.id,)
        assert (entity.name, entity.kind) == ("+7 700 000 00 01", "phone")


async def test_what_is_to_be_said_of_an_answer_is_said(tmp_path: Path) -> None:
    """What is meant, how a time is read, that a name is new, and what is wrong stand beside it."""
    async with form(tmp_path / "vault", size=(60, 60)) as (pilot, incident):
        question(pilot, "when").input.focus()
        await settle(pilot)
        assert "As exactly as you know, no more" in frame(pilot)
        await answer(pilot, "details.sender", "Марат Тестов")
        assert "New to your journal: Марат Тестов" in frame(pilot)
        await answer(pilot, "when", "at six on 3 May 2024")
        assert "Morning or evening?" in frame(pilot)
        await press(pilot, "f7")
        assert "look below it" in frame(pilot)
        assert question(pilot, "when").input.has_focus
        await press(pilot, "ctrl+u")
        await answer(pilot, "details.duration", "long")
        assert "does not fit here" in frame(pilot)
        await press(pilot, "f7")
        assert question(pilot, "details.duration").input.has_focus
        assert journal_of(pilot).read(incident).revision == 1
        await press(pilot, "ctrl+u")
        assert "does not fit here" not in frame(pilot)


async def test_more_questions_come_on_demand(tmp_path: Path) -> None:
    """F6 asks everything; rows can be added; answers out of sight are saved too."""
    async with form(tmp_path / "vault") as (pilot, incident):
        assert "effect" not in [asked.path for asked in questions(pilot)]
        await press(pilot, "f6")
        await answer(pilot, "effect", "не сплю")
        stages = next(row for row in pilot.app.screen.query(AddRow))
        for what in ("на улице", "у двери"):
            stages.focus()
            await press(pilot, "enter")
            await paste(pilot, what)
        await press(pilot, "f6", "f7")
        saved = journal_of(pilot).read(incident).incident
        assert saved.effect == "не сплю"
        assert [stage.what for stage in saved.stages] == ["на улице", "у двери"]
        await press(pilot, "f4", "f6")
        assert question(pilot, "stages.1.what").answer == "у двери"


async def test_another_kind_asks_other_questions(tmp_path: Path) -> None:
    """Changing the kind rebuilds the form; answers that fit both stay."""
    async with form(tmp_path / "vault", kind="unsure") as (pilot, incident):
        pilot.app.screen.query_one(KindBox).focus()
        await press(pilot, "enter", "down", "enter", "down", "enter")
        assert question(pilot, "narrative").answer == "Звонили"
        assert question(pilot, "details.channel").answer == ""
        await press(pilot, "f7")
        saved = journal_of(pilot).read(incident).incident
        assert (saved.kind, saved.narrative) == ("threat.message", "Звонили")


async def test_unsaved_changes_survive_a_lock(tmp_path: Path) -> None:
    """Changes wait at the top of the first page and are taken up where they were.

    Discarding them takes two presses, and a form that was only looked at keeps nothing.
    """
    async with form(tmp_path / "vault") as (pilot, incident):
        await answer(pilot, "details.words", "Мы знаем")
        await press(pilot, "f9")
        await unlock(pilot)
        assert "unfinished changes" in frame(pilot)
        await press(pilot, "enter")
        assert question(pilot, "details.words").answer == "Мы знаем"
        await press(pilot, "f7")
        journal = journal_of(pilot)
        assert journal.read(incident).incident.details["words"] == "Мы знаем"
        assert drafts(journal) == []
        await press(pilot, "f4")
        await answer(pilot, "details.words", ", лишнее")
        await press(pilot, "f8")
        assert "once more" in frame(pilot)
        await press(pilot, "f8")
        assert drafts(journal) == []
        await press(pilot, "f4", "f6", "escape")
        assert drafts(journal) == []
        assert journal.read(incident).revision == 2


async def test_two_versions_at_once_are_both_kept(tmp_path: Path) -> None:
    """A conflict is said; a second F7 saves on top, and the other version stays."""
    async with form(tmp_path / "vault") as (pilot, incident):
        await answer(pilot, "details.words", "моё")
        journal = journal_of(pilot)
        other = msgspec.structs.replace(journal.read(incident).incident, title="чужое")
        journal.save(other, base_revision=1)
        await press(pilot, "f7")
        assert "Another version was saved meanwhile" in frame(pilot)
        await press(pilot, "f7")
        history = journal.history(incident)
        assert [saved.incident.title for saved in history] == ["", "чужое", ""]
        assert history[-1].incident.details["words"] == "моё"


async def test_a_sealed_incident_says_what_to_do(tmp_path: Path) -> None:
    """What was sealed is not edited; the form says so and keeps the words."""
    async with form(tmp_path / "vault", state="sealed") as (pilot, _):
        await answer(pilot, "details.words", "поправка")
        await press(pilot, "f7")
        assert "sealed" in frame(pilot)
        assert question(pilot, "details.words").answer == "поправка"


async def test_the_cursor_follows_the_eye(tmp_path: Path) -> None:
    """Tab goes down the form, in sight; arrows leave a short field at its ends, Enter goes on."""
    async with form(tmp_path / "vault", size=(80, 24)) as (pilot, _):
        for size in ((80, 24), (60, 20)):
            await pilot.resize_terminal(*size)
            pilot.app.screen.query_one(KindBox).focus()
            await settle(pilot)
            order = []
            for _step in range(8):
                focused = pilot.app.focused
                assert focused is not None
                assert 0 < focused.region.y < size[1]
                page = pilot.app.screen.query_one(VerticalScroll)
                order.append(focused.region.y + page.scroll_offset.y)
                await press(pilot, "tab")
            assert order == sorted(order)
        when = question(pilot, "when").input
        when.focus()
        await press(pilot, "down")
        assert focused_path(pilot) == "when_basis"
        when.focus()
        await press(pilot, "up")
        assert focused_path(pilot) == "narrative"
        when.focus()
        await press(pilot, "enter")
        assert focused_path(pilot) == "when_basis"
        when.focus()
        await paste(pilot, "two\nlines")
        assert question(pilot, "when").answer == "two lines"
        await press(pilot, "left", "down")
        assert focused_path(pilot) == "when"
        await press(pilot, "up")
        assert focused_path(pilot) == "when"
