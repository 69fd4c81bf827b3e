"""Search while typing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from safelog.journal.journal import Journal
from safelog.journal.search.find import find
from safelog.journal.search.query import Found, Query
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.tui.screens import search as screen
from safelog.tui.screens.search import PAUSE_S
from tests.tui.stage import frame, journal_of, paste, press, settle, unlocked


async def test_results_come_while_typing(tmp_path: Path) -> None:
    """The beginning of a word finds the incident, whatever the case; Enter opens it."""
    async with unlocked(tmp_path / "vault") as pilot:
        journal = journal_of(pilot)
        for words in ("Серая машина у рынка", "Звонок ночью", "Тёплый вечер"):
            incident = Incident(
                id=IncidentId(journal.new_id()), kind="unsure", narrative=words, title=words
            )
            journal.save(incident, base_revision=0)
        await press(pilot, "f3")
        await paste(pilot, "МАШ")
        await asyncio.sleep(PAUSE_S + 0.1)
        await settle(pilot)
        assert "1 incident" in frame(pilot)
        assert "Серая" not in frame(pilot)
        await press(pilot, "f6")
        assert "Серая машина" in frame(pilot)
        await press(pilot, "enter", "enter")
        assert "Серая машина у рынка" in frame(pilot)
        await press(pilot, "escape", "shift+tab", "ctrl+u")
        await paste(pilot, "теплый")
        await asyncio.sleep(PAUSE_S + 0.1)
        await settle(pilot)
        assert "Тёплый вечер" in frame(pilot)
        await press(pilot, "ctrl+u")
        await asyncio.sleep(PAUSE_S + 0.1)
        await settle(pilot)
        assert "Тёплый" not in frame(pilot)


async def test_every_key_starts_the_wait_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the last of several quick queries is searched for."""
    async with unlocked(tmp_path / "vault") as pilot:
        asked: list[str] = []

        def noted(journal: Journal, query: Query) -> Found:
            asked.append(query.words)
            return find(journal, query)

        monkeypatch.setattr(screen, "find", noted)
        await press(pilot, "f3")
        await pilot.press("a", "b", "c")
        await asyncio.sleep(PAUSE_S + 0.1)
        await settle(pilot)
        assert asked == ["abc"]
        await press(pilot, "escape")
        assert "Nothing is written down yet" in frame(pilot)
