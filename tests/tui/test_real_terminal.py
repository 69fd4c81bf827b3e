"""The app as a process on a terminal: signals, a kill, and what the terminal keeps."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from safelog.journal.drafts import drafts
from safelog.journal.journal import Journal, Surroundings
from safelog.model.kind import load_kinds
from safelog.tui.autosave import LONGEST_S, PAUSE_S
from safelog.vault import Secret, Vault
from tests.tui.terminal import PASSPHRASE, Terminal, make_real_vault, terminal, unlock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

CANARY = "canary7391"
_SCROLLBACK_AWAY = "\x1b[3J"
_F2, _F9, _F10 = "\x1bOQ", "\x1b[20~", "\x1b[21~"


def kept_words(folder: Path) -> list[str]:
    """Return the words that wait in a vault."""
    with Secret.from_text(PASSPHRASE) as passphrase:
        vault = Vault.open(folder, passphrase)
    surroundings = Surroundings(
        now=lambda: int(time.time()), randomness=os.urandom, kinds=load_kinds()
    )
    journal = Journal(vault, surroundings)
    try:
        return [draft.inputs["narrative"] for draft in drafts(journal)]
    finally:
        journal.close()


def begin_to_write(at: Terminal) -> None:
    """Unlock and type a canary into the capture box."""
    unlock(at)
    at.type(_F2)
    at.wait_for("happened")
    at.paste(CANARY)
    at.wait_for(CANARY)


def test_a_kill_takes_at_most_the_last_second(tmp_path: Path) -> None:
    """SIGKILL after the pause: the words are in the vault and nowhere else in the folder."""
    folder = tmp_path / "vault"
    make_real_vault(folder)
    with terminal(folder) as at:
        begin_to_write(at)
        at.look(PAUSE_S + 0.7)
        assert at.end(signal.SIGKILL) == -signal.SIGKILL
    assert kept_words(folder) == [CANARY]
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_keeps_the_words_first(tmp_path: Path, ending: signal.Signals) -> None:
    """The terminal is closed or the system shuts down: every word is kept, at once."""
    folder = tmp_path / "vault"
    make_real_vault(folder)
    with terminal(folder) as at:
        begin_to_write(at)
        begun = time.monotonic()
        assert at.end(ending) == 0
        assert time.monotonic() - begun < LONGEST_S + 5
    assert kept_words(folder) == [CANARY]


def test_a_closed_window_ends_the_app(tmp_path: Path) -> None:
    """With the terminal gone there is nobody to draw for: words kept, vault free, process over."""
    folder = tmp_path / "vault"
    make_real_vault(folder)
    with terminal(folder) as at:
        begin_to_write(at)
        at.close()
        at.wait()
    assert kept_words(folder) == [CANARY]


def test_locking_and_leaving_clear_the_terminal(tmp_path: Path) -> None:
    """F9 and F10 drop screen and scrollback; the words are not drawn again, one line is left.

    The environment would log every key, take pictures or wait for a debugger; it has no effect.
    """
    folder = tmp_path / "vault"
    make_real_vault(folder)
    environ = {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_LOG": str(tmp_path / "keys.txt"),
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
    }
    with terminal(folder, environ=environ) as at:
        begin_to_write(at)
        at.forget()
        at.type(_F9)
        at.wait_for("Locked")
        at.look(0.3)
        assert CANARY not in at.seen.partition(_SCROLLBACK_AWAY)[2]
        assert "\x1b]52" not in at.seen
        at.forget()
        find_the_words_again(at)
        at.forget()
        at.type(_F10)
        assert at.wait() == 0
        left = at.seen.rpartition(_SCROLLBACK_AWAY)[2]
        assert left.removeprefix("\x1b[H").split() == ["Done."]
        assert "\x1b]52" not in at.seen
    assert kept_words(folder) == [CANARY]
    assert {path.name for path in tmp_path.iterdir()} == {"vault"}


def test_the_background_gets_a_locked_app(tmp_path: Path) -> None:
    """Ctrl+Z, or SIGTSTP from outside, locks before the process stops; it comes back locked."""
    folder = tmp_path / "vault"
    make_real_vault(folder)
    with terminal(folder) as at:
        begin_to_write(at)
        for by_key in (True, False):
            if by_key:
                at.type("\x1a")
            else:
                at.process.send_signal(signal.SIGTSTP)
            until = time.monotonic() + 10
            while state_of(at.process.pid) != "T":
                assert time.monotonic() < until
                at.look(0.05)
            at.forget()
            at.process.send_signal(signal.SIGCONT)
            at.wait_for("passphrase")
            assert CANARY not in at.words()
            find_the_words_again(at)


def find_the_words_again(at: Terminal) -> None:
    """Unlock, and go on with the unfinished words."""
    at.type(PASSPHRASE)
    at.look(0.1)
    at.type("\r")
    at.wait_for("unfinished")
    at.type("\r")
    at.wait_for(CANARY)


def state_of(pid: int) -> str:
    """Return the state of a process, as the system tells it: T is stopped."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    return stat.rpartition(")")[2].split()[0]


def test_a_fault_is_a_sentence_and_an_exit_code(tmp_path: Path) -> None:
    """When the app itself fails, the person reads what is safe, and no traceback."""
    folder = tmp_path / "vault"
    make_real_vault(folder)
    before = (
        "from safelog.tui.screens.help import HelpScreen; "
        f"HelpScreen.body = lambda self: [][len('{CANARY}')]"
    )
    with terminal(folder, before=before) as at:
        begin_to_write(at)
        at.forget()
        at.type("\x1bOP")
        assert at.wait() == 1
        words = " ".join(at.words().split())
        assert "safelog stopped because of a fault in itself" in words
        assert "IndexError" in words
        assert "Traceback" not in words
        assert CANARY not in words
    assert kept_words(folder) == [CANARY]
