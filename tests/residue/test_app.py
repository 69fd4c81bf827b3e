"""After a lock, and at its end, the terminal app holds no key and no passphrase."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.residue.known import NARRATIVE, PASSPHRASE, secrets_of, spellings
from tests.residue.memory import count_copies
from tests.residue.stopped import require_sight, stop_at_the_end, wait_until_stopped
from tests.tui.terminal import Terminal, terminal

_DOWN, _ENTER, _F9, _F10 = "\x1b[B", "\r", "\x1b[20~", "\x1b[21~"


def unlock(at: Terminal) -> None:
    """Type the passphrase key by key, as a person does."""
    at.wait_for("passphrase")
    for letter in PASSPHRASE:
        at.type(letter)
        at.look(0.05)
    at.type(_ENTER)
    at.wait_for("F2")


def test_a_locked_app_holds_no_key_and_no_passphrase(
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """Unlock, look at an incident, lock: keys and passphrase are gone, and stay gone at the end."""
    vault = tmp_path / "vault"
    shutil.copytree(made, vault)
    environ: dict[str, str] = {"PYTHONPATH": str(Path(__file__).parents[2])}
    stop_at_the_end(environ, tmp_path)
    with terminal(vault, environ=environ) as at:
        unlock(at)
        at.type(_ENTER)
        at.wait_for("кузнечиха")
        require_sight(at.process.pid)
        at.forget()
        at.type(_F9)
        at.wait_for("Locked")
        at.look(0.5)
        needles = secrets_of(vault, PASSPHRASE, monkeypatch=monkeypatch)
        left = {}
        for moment in ("locked", "ended"):
            if moment == "ended":
                at.type(_F10)
                wait_until_stopped(at.process.pid, meanwhile=lambda: at.look(0.05))
            copies = count_copies(at.process.pid, needles)
            assert {name: count for name, count in copies.items() if count} == {}, moment
            left[moment] = sum(count_copies(at.process.pid, spellings("words", NARRATIVE)).values())
        os.kill(at.process.pid, signal.SIGCONT)
        assert at.wait() == 0
    for moment, count in left.items():
        record_property("figure", f"app, {moment}: {count} copies of an entry's words")
