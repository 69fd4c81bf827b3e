"""New keys for the whole vault: asked for, interrupted, gone on with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safelog.errors import (
    CancelledError,
    DamagedBlobError,
    InvalidTextError,
    ReusedSecretError,
    UsageError,
    WrongSecretError,
)
from safelog.vault import VaultState
from tests.cli.computer import PASSPHRASE, Computer, Run, StandingClock
from tests.cli.test_secrets import descriptor, words_shown

NEW, OTHER = "попутный ветер несёт 8", "ещё одна длинная фраза 9"


class ImpatientClock(StandingClock):
    """A clock on which every look at it is five seconds later, and Ctrl+C is pressed at one."""

    def __init__(self, stop_at: int = 0) -> None:
        """Press at look number `stop_at`, never if it is zero."""
        self.stop_at = stop_at
        self.looks = 0

    def monotonic(self) -> float:
        """Return five seconds more than before."""
        self.looks += 1
        if self.looks == self.stop_at:
            raise KeyboardInterrupt
        return 5.0 * self.looks


def scripted(computer: Computer, *words: str, lines: tuple[str, ...] = (PASSPHRASE,)) -> Run:
    """Run a command whose secrets are the lines of a descriptor."""
    with descriptor(*lines) as number:
        return computer.run(*words, "--passphrase-fd", number)


def rekey(computer: Computer, *words: str, lines: tuple[str, ...] = (PASSPHRASE, NEW)) -> Run:
    """Change all keys as a script does."""
    return scripted(computer, "rekey", "--print-recovery-words", *words, lines=lines)


def opens(computer: Computer, secret: str) -> bool:
    """Tell whether a passphrase or recovery words open the vault."""
    code = scripted(computer, "list", lines=(secret,)).code
    assert code in {0, WrongSecretError.exit_code}
    return code == 0


def attach(computer: Computer, tmp_path: Path) -> None:
    """Record an incident with a file of some length."""
    file = tmp_path / "video.mp4"
    file.write_bytes(bytes(range(256)) * 4000)
    assert computer.run("add", "threat.call", typed="They called\n").code == 0
    incident = str(computer.run("list", "--json").objects[0]["id"])
    assert computer.run("attach", incident, str(file)).code == 0


def stopped(computer: Computer, tmp_path: Path) -> Run:
    """Begin, and be stopped in the middle."""
    attach(computer, tmp_path)
    computer.clock = ImpatientClock(stop_at=4)
    run = rekey(computer)
    computer.clock = ImpatientClock()
    return run


def test_a_script_changes_all_keys(computer: Computer, tmp_path: Path) -> None:
    """It gets the new words, and neither the old passphrase nor the old words open any more."""
    attach(computer, tmp_path)
    old_words = scripted(computer, "recovery", "--print-recovery-words").lines[0]
    run = rekey(computer, "--json")
    assert run.code == 0
    words, changed = run.objects
    assert changed == {"type": "changed", "what": "keys"}
    assert [opens(computer, each) for each in (PASSPHRASE, old_words)] == [False, False]
    assert [opens(computer, each) for each in (NEW, str(words["recovery_words"]))] == [True, True]
    assert scripted(computer, "check", lines=(NEW,)).code == 0


def test_it_is_said_first_what_it_does_and_what_not(computer: Computer) -> None:
    """Before anything is asked; then the ways that will be gone."""
    assert scripted(computer, "slot", "add", "shares", "--print-words").code == 0
    run = rekey(computer)
    does, does_not, ways, *rest = run.err.splitlines()
    assert "sealed anew" in does
    assert "does not reach a copy that somebody took earlier" in does_not
    assert "None of them will when it is done" in ways
    assert [re.split(r" {2,}", line)[2] for line in rest[:3]] == [
        "passphrase",
        "recovery words",
        "shares alone",
    ]
    state = re.search(r"keep this one in its place: (\S+)", run.err)
    assert state is not None
    assert str(VaultState.parse(state[1])) == state[1]
    assert run.err.endswith("Everything is whole.\n")
    with descriptor(NEW) as number:
        listed = computer.run("slot", "list", "--passphrase-fd", number)
    assert len(listed.lines) == 2


def test_a_person_agrees_chooses_and_types_back(computer: Computer) -> None:
    """Their own passphrase twice, the new words from paper."""
    run = computer.run(
        "rekey",
        typed="y\nn\n\n",
        secrets=[PASSPHRASE, NEW, NEW, words_shown],
        terminal=True,
    )
    assert run.code == 0, run.err
    assert opens(computer, NEW)
    assert not opens(computer, PASSPHRASE)


@pytest.mark.parametrize("typed", ["n\n", "\n"])
def test_without_agreement_nothing_changes(computer: Computer, typed: str) -> None:
    """No is what an empty answer means."""
    run = computer.run("rekey", typed=typed, secrets=[PASSPHRASE], terminal=True)
    assert run.code == CancelledError.exit_code
    assert opens(computer, PASSPHRASE)


def test_a_script_must_say_that_it_takes_the_words(computer: Computer) -> None:
    """Else nobody would ever see them."""
    run = scripted(computer, "rekey", lines=(PASSPHRASE, NEW))
    assert run.code == UsageError.exit_code
    assert opens(computer, PASSPHRASE)


@pytest.mark.parametrize(
    ("new", "error"), [("", InvalidTextError), (PASSPHRASE, ReusedSecretError)]
)
def test_a_passphrase_that_cannot_be_new_is_refused(
    computer: Computer, new: str, error: type[Exception]
) -> None:
    """Empty, or one that opens the vault already."""
    run = rekey(computer, lines=(PASSPHRASE, new))
    assert run.code == vars(error)["exit_code"]
    assert opens(computer, PASSPHRASE)


def test_a_stopped_change_is_gone_on_with(computer: Computer, tmp_path: Path) -> None:
    """It says so, the old passphrase holds, and the next call needs only the new one."""
    run = stopped(computer, tmp_path)
    assert run.code == CancelledError.exit_code
    assert "The change waits. The old passphrase still opens the vault." in run.err
    words = run.lines[0]
    listed = scripted(computer, "list")
    assert listed.code == 0
    assert "change of all keys was begun and is not finished" in listed.err
    run = scripted(computer, "rekey", lines=(PASSPHRASE, NEW))
    assert run.code == 0
    assert "A change of keys was begun and waits." in run.err
    assert re.search(r"of 2\.\d MB sealed so far", run.err)
    assert run.out == ""
    assert [opens(computer, each) for each in (PASSPHRASE, NEW, words)] == [False, True, True]


def test_a_person_may_type_the_new_passphrase_again(computer: Computer, tmp_path: Path) -> None:
    """A slip is told apart from damage; three of them end the command."""
    stopped(computer, tmp_path)
    run = computer.run("rekey", secrets=[PASSPHRASE, "slip", "slip", "slip"], terminal=True)
    assert run.code == WrongSecretError.exit_code
    assert run.err.count("The change was not begun with this passphrase.") == 3
    run = computer.run("rekey", secrets=[PASSPHRASE, "slip", NEW], terminal=True)
    assert run.code == 0
    assert opens(computer, NEW)


def test_a_script_has_one_attempt(computer: Computer, tmp_path: Path) -> None:
    """Its next line would be another answer."""
    stopped(computer, tmp_path)
    run = scripted(computer, "rekey", lines=(PASSPHRASE, "slip", NEW))
    assert run.code == WrongSecretError.exit_code
    assert opens(computer, PASSPHRASE)


def test_starting_over_takes_other_secrets(computer: Computer, tmp_path: Path) -> None:
    """What was begun is given up."""
    stopped(computer, tmp_path)
    assert rekey(computer, "--start-over", lines=(PASSPHRASE, OTHER)).code == 0
    assert [opens(computer, each) for each in (PASSPHRASE, NEW, OTHER)] == [False, False, True]


def test_stopping_the_check_stops_nothing_else(computer: Computer, tmp_path: Path) -> None:
    """The keys are new by then, and the command says so."""
    attach(computer, tmp_path)
    counting = ImpatientClock()
    computer.clock = counting
    first = rekey(computer)
    assert first.code == 0
    computer.clock = ImpatientClock(stop_at=counting.looks)
    run = rekey(computer, lines=(NEW, OTHER))
    assert run.code == 0
    assert run.err.endswith("“safelog check” checks everything.\n")
    computer.clock = ImpatientClock()
    assert opens(computer, OTHER)


def test_a_damaged_attachment_keeps_the_keys(computer: Computer, tmp_path: Path) -> None:
    """It is named, and the vault stays as it was."""
    attach(computer, tmp_path)
    blob = next((computer.vault / "blobs").iterdir())
    content = bytearray(blob.read_bytes())
    content[500] ^= 1
    blob.write_bytes(content)
    run = rekey(computer)
    assert run.code == DamagedBlobError.exit_code
    assert opens(computer, PASSPHRASE)


def test_what_goes_with_the_old_keys_is_counted_first(computer: Computer) -> None:
    """It may belong to a newer copy of the vault."""
    (computer.vault / "blobs" / ("a" * 32)).write_bytes(b"named by no record")
    run = computer.run("rekey", typed="n\n", secrets=[PASSPHRASE], terminal=True)
    assert run.code == CancelledError.exit_code
    assert "1 stored file belongs to no record and will be removed." in run.err
    assert (computer.vault / "blobs" / ("a" * 32)).exists()


def test_damage_behind_the_change_is_told(computer: Computer, tmp_path: Path) -> None:
    """The check at the end reads what stands on the disk."""
    attach(computer, tmp_path)

    def slots() -> bytes:
        return (computer.vault / "head").read_bytes().partition(b'"finishing":false')[2][:60]

    before = slots()

    class Spoiling(ImpatientClock):
        """Damages an attachment when the check begins: the head has new slots and no mark then."""

        def monotonic(self) -> float:
            if slots() not in {b"", before}:
                blob = next((computer.vault / "blobs").iterdir())
                blob.write_bytes(blob.read_bytes()[:-16] + bytes(16))  # its tag
            return super().monotonic()

    computer.clock = Spoiling()
    run = rekey(computer)
    assert run.code == DamagedBlobError.exit_code
    assert "The keys are new." in run.err
