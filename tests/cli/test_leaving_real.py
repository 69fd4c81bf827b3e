"""Leaving at once, with real processes at real terminals."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from safelog.errors import KeptAsDraftError
from tests.cli.real import PASSPHRASE, Home, Terminal
from tests.tui.terminal import terminal as app_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs terminals of POSIX")

CLEARED = "\x1b[2J\x1b[3J\x1b[H"


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    """Return a home with an empty vault."""
    shutil.copytree(made, tmp_path / "vault")
    return Home(tmp_path).prepare()


def writing(home: Home) -> Terminal:
    """Start to write an incident at a terminal."""
    at = Terminal(home, "add", "unsure")
    at.answer("recovery words: ", PASSPHRASE)
    at.answer("> ", "недописанные слова\r.")
    at.wait_for("When: ")
    return at


def test_quit_makes_a_command_leave_its_terminal_clean(home: Home) -> None:
    """What was being written is a draft, and its screen shows one neutral line."""
    at = writing(home)
    left = home.run("quit")
    assert left.returncode == 0
    assert at.end() == KeptAsDraftError.exit_code
    assert at.shown.decode().rpartition(CLEARED)[2].split() == ["Done."]
    assert "недописанные слова" in home.run("draft", "list", "--words").stdout.decode()


def test_quit_wakes_a_command_that_was_stopped(home: Home) -> None:
    """A command in the background has its vault open all the same."""
    at = writing(home)
    os.kill(at.process.pid, signal.SIGSTOP)
    assert home.run("quit").returncode == 0
    assert at.end() == KeptAsDraftError.exit_code


def test_quit_makes_the_app_leave_its_terminal_clean(home: Home) -> None:
    """The app in another window locks, clears its terminal and ends."""
    with app_terminal(home.vault) as at:
        at.wait_for("passphrase")
        at.type(PASSPHRASE)
        at.look(0.1)
        at.type("\r")
        at.wait_for("F2")
        at.forget()
        assert home.run("quit").returncode == 0
        assert at.wait() == 0
        assert at.seen.rpartition("\x1b[3J")[2].removeprefix("\x1b[H").split() == ["Done."]


def test_the_quick_exit_of_a_prompt_is_one_key(home: Home) -> None:
    """Ctrl and the backslash keep the words, clear the screen and leave."""
    at = writing(home)
    at.interrupt(signal.SIGQUIT)
    assert at.end() == KeptAsDraftError.exit_code
    assert at.shown.decode().rpartition(CLEARED)[2].split() == ["Done."]


def test_ctrl_c_leaves_the_screen_as_it_is(home: Home) -> None:
    """Somebody who only stops a command reads what became of their words."""
    at = writing(home)
    at.interrupt(signal.SIGINT)
    assert at.end() == KeptAsDraftError.exit_code
    assert CLEARED.encode() not in at.shown


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_lines_of_a_text_that_is_not_ended_are_kept(home: Home, name: str) -> None:
    """Whoever leaves in the middle of a long answer finds its lines in the draft."""
    at = Terminal(home, "add", "unsure")
    at.answer("recovery words: ", PASSPHRASE)
    at.answer("> ", "первая строка")
    at.answer("> ", "вторая строка")
    at.wait_for("> ")
    at.interrupt(getattr(signal, name))
    assert at.end() == KeptAsDraftError.exit_code
    kept = home.run("draft", "list", "--words").stdout.decode()
    assert "первая строка" in kept
    assert "вторая строка" in kept
