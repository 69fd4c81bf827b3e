"""`quit` and `burn`: no question, or one that says everything first."""

from __future__ import annotations

from pathlib import Path

import pytest

from safelog.errors import CancelledError, VaultInUseError, VaultNotFoundError
from safelog.vault.files import OsFiles
from tests.cli.computer import Computer, NobodyHolds

CLEARED = "\x1b[2J\x1b[3J\x1b[H"


class Stubborn(NobodyHolds):
    """A safelog that leaves when it was asked a number of times, or never."""

    def __init__(self, computer: Computer, *, leaves_after: int) -> None:
        """Hold the vault of `computer`."""
        self.asked = 0
        self._leaves_after = leaves_after
        self._release = OsFiles().lock(computer.vault / "lock")

    def find(self, lock: Path) -> int | None:
        """Be found while the lock is held."""
        assert lock.name == "lock"
        return None if self.asked >= self._leaves_after else 4242

    def ask_to_leave(self, pid: int) -> None:
        """Count, and leave in the end."""
        assert pid == 4242
        self.asked += 1
        if self.asked == self._leaves_after:
            self._release()


def test_quit_with_nothing_open_clears_the_screen(computer: Computer) -> None:
    """Screen and scrollback are cleared, and one neutral line is written."""
    run = computer.run("quit", terminal=True)
    assert run.code == 0
    assert run.out == CLEARED
    assert run.err == "Done.\n"


def test_quit_needs_no_vault_and_no_terminal(bare_computer: Computer) -> None:
    """It may be bound to a key, and must never ask or fail."""
    run = bare_computer.run("quit", "--json")
    assert (run.code, run.objects) == (0, [{"type": "changed", "what": "quit"}])


def test_quit_asks_until_the_vault_is_free(computer: Computer) -> None:
    """A request that came at a bad moment is repeated."""
    holder = Stubborn(computer, leaves_after=2)
    computer.holders = holder
    assert computer.run("quit").code == 0
    assert holder.asked == 2


def test_quit_says_when_somebody_stays(computer: Computer) -> None:
    """The screen is cleared all the same, and the person is not left in a false belief."""
    computer.holders = Stubborn(computer, leaves_after=99)
    run = computer.run("quit", terminal=True)
    assert run.code == VaultInUseError.exit_code
    assert run.out.startswith(CLEARED)


def test_quit_says_when_somebody_whom_it_cannot_see_stays(computer: Computer) -> None:
    """On Windows, and across containers, only the lock itself shows it."""
    release = OsFiles().lock(computer.vault / "lock")
    assert computer.run("quit").code == VaultInUseError.exit_code
    release()


def test_burn_says_first_what_it_cannot_do_and_takes_a_word(computer: Computer) -> None:
    """Copies stay, and a typed word is needed; then the vault is gone."""
    run = computer.run("burn", typed="Burn\n", secrets=[])
    assert run.code == 0
    assert run.err.index("cannot do") < run.err.index("Type “burn”") < run.err.index("is removed")
    assert not computer.vault.exists()


@pytest.mark.parametrize("typed", ["", "\n", "yes\n", "burn it\n"])
def test_burn_without_its_word_changes_nothing(computer: Computer, typed: str) -> None:
    """Enter, another word or the end of input keeps everything."""
    before = {path: path.read_bytes() for path in computer.vault.rglob("*") if path.is_file()}
    assert computer.run("burn", typed=typed).code == CancelledError.exit_code
    assert {path: path.read_bytes() for path in before} == before


def test_burn_has_a_word_in_each_language(computer: Computer) -> None:
    """A Cyrillic keyboard types a Cyrillic word."""
    assert computer.run("burn", "--language", "ru", typed="сжечь\n").code == 0
    assert not computer.vault.exists()


def test_burn_leaves_other_files_and_names_them(computer: Computer) -> None:
    """What is not the vault's stays, and a script is told how many."""
    (computer.vault / "letter.txt").write_bytes(b"mine")
    run = computer.run("burn", "--json", typed="burn\n")
    assert "letter.txt" in run.err
    assert run.objects == [{"type": "burned", "removed": 3, "left": 1}]
    assert [path.name for path in computer.vault.iterdir()] == ["letter.txt"]


def test_burn_works_on_a_damaged_vault(computer: Computer) -> None:
    """Nothing needs to open."""
    (computer.vault / "head").write_bytes(b"damage")
    (computer.vault / "log").write_bytes(b"")
    assert computer.run("burn", typed="burn\n").code == 0
    assert not computer.vault.exists()


def test_burn_refuses_an_open_vault_and_says_how(computer: Computer) -> None:
    """No word is asked for, and the way out is named."""
    release = OsFiles().lock(computer.vault / "lock")
    run = computer.run("burn", typed="burn\n")
    release()
    assert run.code == VaultInUseError.exit_code
    assert "safelog quit" in run.err
    assert (computer.vault / "head").exists()


def test_burn_refuses_what_is_no_vault(bare_computer: Computer) -> None:
    """A folder of letters is safe from a mistyped path."""
    bare_computer.vault.mkdir()
    (bare_computer.vault / "letter").touch()
    run = bare_computer.run("burn", typed="burn\n")
    assert run.code == VaultNotFoundError.exit_code
    assert (bare_computer.vault / "letter").exists()
