"""Locking: from everywhere, by hand and by the clock, and nothing left within reach."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from safelog.errors import StorageFullError, VaultClosedError
from safelog.tui.app import SafelogApp
from safelog.tui.idle import IdleWatch
from safelog.tui.screens.unlock import UnlockScreen
from tests.tui.stage import (
    SetClock,
    frame,
    journal_of,
    paste,
    press,
    session_of,
    settle,
    unlock,
    unlocked,
)

CANARY = "канарейка"
_MOST_LOOKS = 200

ROADS = (
    (("f9",), "timeline"),
    (("f2", "f9"), "capture"),
    (("f2", "ctrl+l"), "capture"),
    (("f2", "ctrl+д"), "capture"),
    (("f3", "f9"), "search"),
    (("f1", "f9"), "help"),
    (("enter", "f9"), "detail"),
    (("f4", "f9"), "edit"),
    (("f4", "f6", "f9"), "more of edit"),
    (("f4", "f1", "f9"), "help over edit"),
)


async def with_one_incident(pilot: Pilot[int]) -> None:
    """Write one incident down."""
    await press(pilot, "f2")
    await paste(pilot, CANARY)
    await press(pilot, "f7")


async def test_every_screen_locks(tmp_path: Path) -> None:
    """One key, on any layout, from any screen, without a question."""
    async with unlocked(tmp_path / "vault") as pilot:
        await with_one_incident(pilot)
        for keys, place in ROADS:
            journal = journal_of(pilot)
            await press(pilot, *keys)
            assert isinstance(pilot.app.screen, UnlockScreen), place
            assert "Locked" in frame(pilot)
            assert CANARY not in frame(pilot)
            with pytest.raises(VaultClosedError):
                journal.vault.read(0)
            await unlock(pilot)


async def test_the_widgets_of_the_journal_die(tmp_path: Path) -> None:
    """After a lock nothing keeps a screen or a box of the journal alive."""
    async with unlocked(tmp_path / "vault") as pilot:
        await with_one_incident(pilot)
        await press(pilot, "enter", "f4", "f6")
        widgets: list[weakref.ref[Widget]] = [
            weakref.ref(widget)
            for screen in pilot.app.screen_stack
            for widget in (screen, *screen.query("*"))
        ]
        assert len(widgets) > 50
        await press(pilot, "f9")
        await press(pilot, "a")
        for _ in range(_MOST_LOOKS):
            # The event loop keeps the context of a time limit, here that of ending a screen, which
            # is five seconds, until it is over; with it the screen.
            gc.collect()
            alive = {type(widget()).__name__ for widget in widgets if widget() is not None}
            if not alive:
                break
            await pilot.pause(0.05)
        assert alive == set()


async def test_what_was_cut_is_forgotten(tmp_path: Path) -> None:
    """Cut text stays in the app until it locks, and no longer."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, CANARY)
        await press(pilot, "ctrl+x", "ctrl+v")
        assert CANARY in frame(pilot)
        assert CANARY in pilot.app.clipboard
        await press(pilot, "f9")
        assert pilot.app.clipboard == ""


async def test_nobody_at_the_keyboard_locks(tmp_path: Path) -> None:
    """After the minutes that the journal says it locks; a key starts the count anew."""
    clock = SetClock()
    async with unlocked(tmp_path / "vault", clock=clock) as pilot:
        app = pilot.app
        assert isinstance(app, SafelogApp)
        clock.advance(4 * 60)
        app.lock_if_idle()
        await press(pilot, "down")
        clock.advance(4 * 60)
        app.lock_if_idle()
        assert app.session is not None
        clock.advance(60)
        app.lock_if_idle()
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen)
        app.lock_if_idle()


async def test_the_journal_says_after_how_many_minutes(tmp_path: Path) -> None:
    """The setting of the vault counts, and the help says it."""
    clock = SetClock()
    async with unlocked(tmp_path / "vault", clock=clock) as pilot:
        journal_of(pilot).save_settings(idle_lock_minutes=2)
        await press(pilot, "f1")
        assert "2 minutes" in " ".join(frame(pilot).split())
        clock.advance(2 * 60)
        assert isinstance(pilot.app, SafelogApp)
        pilot.app.lock_if_idle()
        await settle(pilot)
        assert isinstance(pilot.app.screen, UnlockScreen)


def test_a_night_with_a_closed_lid_counts() -> None:
    """The steady clock may stand still while the laptop sleeps; the wall clock does not."""
    clock = SetClock()
    watch = IdleWatch(clock)
    clock.wall = clock.wall.replace(day=22)
    assert watch.idle_s() == 24 * 60 * 60


def test_a_clock_that_is_set_back_does_not_keep_the_journal_open() -> None:
    """The wall clock may be set back; the steady clock is not."""
    clock = SetClock()
    watch = IdleWatch(clock)
    clock.wall = clock.wall.replace(day=1)
    clock.steady += 600
    assert watch.idle_s() == 600


async def test_going_to_the_background_locks_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+Z stops the process only when the journal is closed."""
    seen: list[bool] = []
    async with unlocked(tmp_path / "vault") as pilot:
        app = pilot.app
        assert isinstance(app, SafelogApp)
        monkeypatch.setattr(app, "action_suspend_process", lambda: seen.append(app.session is None))
        await press(pilot, "ctrl+z")
        assert seen == [True]
        assert isinstance(app.screen, UnlockScreen)


async def test_locking_twice_is_locking_once(tmp_path: Path) -> None:
    """F9 on the first screen clears what was typed there."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f9")
        await paste(pilot, "half a pass")
        await press(pilot, "f6", "f9")
        assert "half a pass" not in frame(pilot)
        await unlock(pilot)
        assert len(journal_of(pilot)) == 0


async def test_a_lock_during_a_save_loses_nothing(tmp_path: Path) -> None:
    """F7 and F9 in one breath: the words are an incident or a draft, never gone."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, CANARY)
        await pilot.press("f7", "f9")
        await settle(pilot)
        await unlock(pilot)
        journal = journal_of(pilot)
        kept = [draft.inputs["narrative"] for draft in journal.state.drafts.values()]
        saved = [journal.read(thread.heading.id).incident.narrative for thread in journal.threads()]
        assert CANARY in [*kept, *saved]


async def test_whatever_fails_in_keeping_the_journal_is_closed(tmp_path: Path) -> None:
    """A fault of our own while words are kept does not leave the vault open."""

    def broken() -> None:
        raise KeyError

    async with unlocked(tmp_path / "vault") as pilot:
        session = session_of(pilot)
        session.flushers.append(broken)
        await press(pilot, "f9")
        assert "could not be kept" in frame(pilot)
        with pytest.raises(VaultClosedError):
            session.journal.vault.read(0)


async def test_a_disk_that_refuses_the_head_does_not_stop_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing may fail to write the head; the next opening mends that, and the app is locked."""

    def refused() -> None:
        close()
        raise StorageFullError

    async with unlocked(tmp_path / "vault") as pilot:
        journal = journal_of(pilot)
        close = journal.close
        monkeypatch.setattr(journal, "close", refused)
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, UnlockScreen)
        await unlock(pilot)
        assert len(journal_of(pilot)) == 0
