"""What stock Textual leaks while a vault is open, each closed: shared/TUI measured them all."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.widget import Widget

from safelog.journal.drafts import drafts
from safelog.tui.app import SafelogApp
from safelog.tui.screens.help import HelpScreen
from safelog.tui.widgets.passphrase_box import PassphraseBox
from safelog.tui.widgets.text_box import TextBox
from tests.tui.stage import (
    PASSPHRASE,
    frame,
    journal_of,
    make_app,
    make_vault,
    paste,
    press,
    reopened,
    settle,
    unlock,
    unlocked,
)

CANARY = "канарейка-7391"


def written_by(pilot_app: SafelogApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that collects what goes to the terminal from now on."""
    lines: list[str] = []
    driver = pilot_app._driver  # noqa: SLF001 - the terminal is what leaks
    assert driver is not None
    monkeypatch.setattr(driver, "write", lines.append)
    return lines


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder."""
    return {path.name for path in folder.iterdir()}


async def test_a_crash_tells_where_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """No traceback, no value: a type and a line of code. The words typed so far are kept."""
    folder = tmp_path / "vault"

    def broken(_: object) -> None:
        secret = CANARY
        raise RuntimeError(secret)

    app = make_app(folder)
    make_vault(folder).wipe()

    async def use_it() -> None:
        async with app.run_test() as pilot:
            await unlock(pilot)
            await press(pilot, "f2")
            await paste(pilot, CANARY)
            monkeypatch.setattr(HelpScreen, "body", broken)
            await pilot.press("f1")
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await use_it()
    assert app.failure is not None
    assert app.failure.startswith("RuntimeError test_tui.py:")
    assert app.return_code == 1
    said = "".join(capfd.readouterr())
    assert CANARY not in said
    assert "Traceback" not in said
    async with reopened(folder) as journal:
        assert [draft.inputs["narrative"] for draft in drafts(journal)] == [CANARY]


async def test_a_panic_draws_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What Textual's input thread would draw at its end is dropped."""
    async with unlocked(tmp_path / "vault") as pilot:
        app = pilot.app
        assert isinstance(app, SafelogApp)
        app.panic(CANARY)
        await asyncio.sleep(0.05)
    assert app.failure == ""
    assert CANARY not in "".join(capfd.readouterr())


async def test_nothing_reaches_the_clipboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copying and cutting words writes no OSC 52."""
    async with unlocked(tmp_path / "vault") as pilot:
        assert isinstance(pilot.app, SafelogApp)
        lines = written_by(pilot.app, monkeypatch)
        await press(pilot, "f2")
        await paste(pilot, CANARY)
        await press(pilot, "shift+home", "ctrl+c", "ctrl+x", "ctrl+v")
        assert CANARY in frame(pilot)
        assert not [line for line in lines if "\x1b]52" in line]


async def test_a_passphrase_cannot_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keys that copy and cut do nothing in the passphrase box."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        lines = written_by(app, monkeypatch)
        await paste(pilot, PASSPHRASE)
        await press(pilot, "ctrl+a", "shift+home", "ctrl+c", "ctrl+x", "ctrl+с")
        assert app.clipboard == ""
        assert not [line for line in lines if PASSPHRASE in line or "\x1b]52" in line]


async def test_locking_drops_the_scrollback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a lock the terminal is told to forget the lines that scrolled out of sight."""
    async with unlocked(tmp_path / "vault") as pilot:
        assert isinstance(pilot.app, SafelogApp)
        lines = written_by(pilot.app, monkeypatch)
        await press(pilot, "f9")
        assert "\x1b[3J" in "".join(lines)


async def test_there_is_no_palette_and_no_screenshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by key, nor by action, nor by call."""
    monkeypatch.chdir(tmp_path)
    async with unlocked(tmp_path / "vault") as pilot:
        app = pilot.app
        assert isinstance(app, SafelogApp)
        before = frame(pilot)
        await press(pilot, "ctrl+p", "ctrl+backslash")
        app.action_command_palette()
        app.action_screenshot()
        await settle(pilot)
        assert frame(pilot) == before
        for take in (app.export_screenshot, app.save_screenshot, app.deliver_screenshot):
            with pytest.raises(PermissionError):
                take()
    assert names_in(tmp_path) == {"vault"}


async def test_nothing_can_be_selected_with_the_mouse(tmp_path: Path) -> None:
    """Selecting text on the screen, which would copy it, is off."""
    async with unlocked(tmp_path / "vault") as pilot:
        assert not pilot.app.ALLOW_SELECT
        await pilot.mouse_down(offset=(2, 2))
        await pilot.hover(offset=(30, 2))
        await pilot.mouse_up(offset=(30, 2))
        assert pilot.app.screen.get_selected_text() is None


async def test_wiped_words_cannot_be_brought_back(tmp_path: Path) -> None:
    """Emptying a box empties its undo history too."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, CANARY)
        box = pilot.app.screen.query_one("#narrative", TextBox)
        box.wipe()
        await press(pilot, "ctrl+y")
        assert box.text == ""
        assert box.history.undo_stack == []
        assert box.history.redo_stack == []


async def test_a_box_that_was_removed_holds_nothing(tmp_path: Path) -> None:
    """A box loses its words with its screen, even if something keeps the box."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, CANARY)
        box = pilot.app.screen.query_one("#narrative", TextBox)
        await press(pilot, "f9")
        assert box.text == ""


async def test_the_passphrase_leaves_its_box(tmp_path: Path) -> None:
    """Handing the passphrase over zeroes the buffer, and so does removing the box."""
    make_vault(tmp_path / "vault").wipe()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        box = app.screen.query_one(PassphraseBox)
        await paste(pilot, PASSPHRASE)
        taken = box.take()
        assert taken == bytearray(PASSPHRASE, "utf-8")
        assert box.take() == bytearray()


async def test_no_reactive_holds_words(tmp_path: Path) -> None:
    """What Textual watches and hands around is state of the view, never what was typed."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, CANARY)
        await press(pilot, "f7", "f6", "enter", "f4", "f6")
        nodes: list[Widget] = [
            node for screen in pilot.app.screen_stack for node in (screen, *screen.query("*"))
        ]
        for node in nodes:
            for name in node._reactives:  # noqa: SLF001 - there is no other list of them
                assert CANARY not in repr(getattr(node, name)), name


async def test_no_notification_is_ever_shown(tmp_path: Path) -> None:
    """The app has no toasts: every answer stands in its line."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "ctrl+c", "f2", "f7", "f3", "escape")
        assert not list(pilot.app._notifications)  # noqa: SLF001 - there is no other list of them


async def test_the_stock_bindings_are_gone(tmp_path: Path) -> None:
    """No binding of the app or of a screen comes from Textual's own tables."""
    async with unlocked(tmp_path / "vault") as pilot:
        found: list[Binding] = [
            binding
            for node in (pilot.app, pilot.app.screen)
            for _, binding in node._bindings  # noqa: SLF001 - there is no other list of them
        ]
        actions = {binding.action for binding in found}
        assert not actions & {"quit", "help_quit", "command_palette", "screen.copy_text"}


async def test_search_leaves_no_history(tmp_path: Path) -> None:
    """A query is forgotten with its screen and stored nowhere."""
    folder = tmp_path / "vault"
    async with unlocked(folder) as pilot:
        await press(pilot, "f3")
        await paste(pilot, CANARY)
        await press(pilot, "escape", "f3")
        assert CANARY not in frame(pilot)
        assert journal_of(pilot).vault.count == 1


async def test_a_resize_event_does_not_show_what_was_hidden(tmp_path: Path) -> None:
    """In a window that is too small nothing but the sentence about it is drawn."""
    async with unlocked(tmp_path / "vault") as pilot:
        await press(pilot, "f2")
        await paste(pilot, CANARY)
        await pilot.resize_terminal(30, 8)
        pilot.app.post_message(events.Resize(Size(30, 8), Size(30, 8)))
        await settle(pilot)
        assert "too small" in frame(pilot)
        assert CANARY not in frame(pilot)
        await pilot.press("x")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert f"{CANARY}x" in frame(pilot)
