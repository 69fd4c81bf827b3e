"""At the end of a command, its process holds no key and no passphrase."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.real import Home, Terminal
from tests.residue.known import (
    NARRATIVE,
    PASSPHRASE,
    pieces_of_text,
    secrets_of,
    spellings,
)
from tests.residue.memory import count_copies, pieces
from tests.residue.stopped import require_sight, stop_at_the_end, wait_until_stopped

NEW_PASSPHRASE = "цмурага шплентый 3581 ювогда"
TYPED = f"{NARRATIVE}\n.\n"
CALLS = {
    "list --titles": "",
    "export --json": "",
    "search": "кузнечиха\n",
    "add unsure": f"{NARRATIVE}\n.\n",
    "check": "",
}
"""Commands, and what each reads from standard input."""


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    """Return a home with a copy of the vault, in which processes stop at their end."""
    shutil.copytree(made, tmp_path / "vault")
    home = Home(tmp_path).prepare()
    stop_at_the_end(home.environ, tmp_path)
    return home


def present(pid: int, needles: dict[str, bytes]) -> list[str]:
    """Return which of `needles` are in the memory of a process, and let the process go."""
    require_sight(pid)
    found = [f"{name}: {count}" for name, count in count_copies(pid, needles).items() if count]
    os.kill(pid, signal.SIGCONT)
    return found


@pytest.mark.parametrize("call", CALLS)
def test_a_command_ends_without_keys_and_passphrase(
    home: Home,
    call: str,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """What it unlocked with, and every key, is gone when it ends; what of the words is, is told."""
    with home.start(*call.split(), passphrase=PASSPHRASE) as process:
        assert process.stdin is not None
        process.stdin.write(CALLS[call].encode())
        process.stdin.close()
        wait_until_stopped(process.pid)
        needles = secrets_of(home.vault, PASSPHRASE, monkeypatch=monkeypatch)
        words_left = count_copies(process.pid, spellings("words", NARRATIVE))
        assert present(process.pid, needles) == []
    assert process.returncode == 0
    left = sum(words_left.values())
    record_property("figure", f"{call}: {left} copies of an entry's words at its end")


def test_a_changed_passphrase_leaves_neither(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal, the old and the new passphrase are typed, and none is left."""
    terminal = Terminal(home, "passphrase")
    terminal.answer("recovery words: ", PASSPHRASE)
    terminal.answer("[Y/n] ", "n")
    terminal.answer("New passphrase: ", NEW_PASSPHRASE)
    terminal.answer("be sure: ", NEW_PASSPHRASE)
    wait_until_stopped(terminal.process.pid)
    needles = secrets_of(home.vault, PASSPHRASE, NEW_PASSPHRASE, monkeypatch=monkeypatch)
    assert present(terminal.process.pid, needles) == []
    assert terminal.end() == 0


def test_a_new_vault_leaves_nothing_of_its_secrets(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passphrase and recovery words that were made and shown are gone at the end."""
    shutil.rmtree(home.vault)
    terminal = Terminal(home, "init")
    terminal.answer("[Y/n] ", "")
    passphrase = shown_words(terminal, count=7)
    terminal.answer("be sure: ", " ".join(passphrase))
    recovery = shown_words(terminal, count=11)
    terminal.answer("be sure: ", " ".join(recovery))
    wait_until_stopped(terminal.process.pid)
    needles = secrets_of(home.vault, " ".join(passphrase), monkeypatch=monkeypatch)
    for number, words in enumerate((passphrase, recovery)):
        needles |= pieces_of_text(f"words {number}", " ".join(words))
        needles |= pieces(f"numbered words {number}", numbered(words))
    assert present(terminal.process.pid, needles) == []
    assert terminal.end() == 0
    with home.start("list", passphrase=" ".join(recovery)) as process:
        wait_until_stopped(process.pid)
        assert present(process.pid, needles) == []
    assert process.returncode == 0


def shown_words(terminal: Terminal, *, count: int) -> list[str]:
    """Read the numbered words on the screen, and press Enter."""
    begin = len(terminal.shown)
    terminal.answer("written down.", "")
    lines = terminal.shown[begin:].decode().splitlines()
    words = [line.split()[1] for line in lines if line.split()[:1] and line.split()[0].isdigit()]
    assert len(words) == count
    return words


def numbered(words: list[str]) -> bytes:
    """Return `words` as they were shown."""
    return "".join(f"  {number:2}  {word}\n" for number, word in enumerate(words, 1)).encode()
