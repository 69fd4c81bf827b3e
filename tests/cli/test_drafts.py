"""What is typed is kept: as a draft when a command is stopped, and nowhere else."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from safelog.cli.interrupts import Interrupts
from safelog.errors import (
    CancelledError,
    ConflictError,
    KeptAsDraftError,
    NotFoundError,
    SealedError,
    StorageFullError,
    UsageError,
)
from safelog.journal.journal import Journal
from tests.cli.computer import Computer, StandingClock

if TYPE_CHECKING:
    from pathlib import Path


def test_stopping_keeps_the_words_as_a_draft(computer: Computer) -> None:
    """Ctrl+C while writing saves no incident and loses no word."""
    run = computer.run("add", "unsure", typed="первые слова\n.\n", terminal=True, stops=True)
    assert run.code == KeptAsDraftError.exit_code
    assert "safelog draft resume" in run.err
    assert computer.run("list").lines == []
    listed = computer.run("draft", "list", "--words").lines
    assert listed[0].endswith("12 May 2026, 17:00 (Asia/Almaty)  Note")
    assert listed[1] == "    первые слова"


def test_stopping_before_a_word_keeps_nothing(computer: Computer) -> None:
    """Nothing typed, nothing kept."""
    run = computer.run("add", "unsure", typed="", terminal=True, stops=True)
    assert run.code == CancelledError.exit_code
    assert "No drafts are waiting." in computer.run("draft", "list").err


def test_a_script_leaves_no_drafts(computer: Computer) -> None:
    """A script has its words itself."""
    run = computer.run("add", "unsure", typed="слова\n.\n", stops=True)
    assert run.code == CancelledError.exit_code
    assert computer.run("draft", "list").lines == []


def test_a_draft_is_resumed_and_gone(computer: Computer) -> None:
    """Going on with a draft saves it as an incident, and it is offered no more."""
    computer.run("add", "unsure", typed="первые слова\n.\nвчера\n", terminal=True, stops=True)
    computer.clock = LaterClock()
    run = computer.run("draft", "resume", typed="1\n1\nи ещё\n.\n\n", terminal=True)
    assert run.code == 0
    shown = computer.run("show", run.lines[0]).lines
    assert shown[4:7] == ["What happened:", "    первые слова", "    и ещё"]
    # The day that was meant when it was typed, not the day before the resumption.
    assert "When: 11 May 2026 (Asia/Almaty), in your words “вчера”" in shown
    assert computer.run("draft", "list").lines == []
    assert computer.run("draft", "resume").code == NotFoundError.exit_code


class LaterClock(StandingClock):
    """A clock some days later."""

    def now(self) -> datetime:
        """Return a later noon."""
        return datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


def test_words_kept_as_a_time_survive_a_draft(computer: Computer) -> None:
    """A time that was kept as words is still words after it was resumed."""
    typed = "слова\n.\nперед слушанием\ny\n"
    computer.run("add", "unsure", typed=typed, terminal=True, stops=True)
    run = computer.run("draft", "resume", typed="\n", terminal=True)
    assert run.code == 0
    assert "in your words “перед слушанием”" in computer.run("show", run.lines[0]).out


def test_an_edit_that_was_stopped_is_resumed(computer: Computer) -> None:
    """The draft of a change goes on from the revision that it was made from."""
    incident = computer.run("add", "unsure", typed="было\n.\nвчера\n").lines[0]
    typed = "1\n2\nстало\n.\n"
    assert computer.run("edit", incident, typed=typed, terminal=True, stops=True).code == 5
    computer.clock = LaterClock()
    draft = computer.run("draft", "list").lines[0][:8]
    assert computer.run("draft", "resume", draft, typed="\n", terminal=True).code == 0
    shown = computer.run("show", incident).lines
    assert "What happened: стало" in shown
    assert "When: 11 May 2026 (Asia/Almaty), in your words “вчера”" in shown


def test_a_change_that_came_too_late_is_kept(computer: Computer) -> None:
    """A conflict at saving keeps the words as a draft and says so."""
    incident = computer.run("add", "unsure", typed="было\n.\n").lines[0]
    computer.run("edit", incident, typed="1\n2\nстало\n.\n", terminal=True, stops=True)
    computer.run("edit", incident, typed="1\n2\nиначе\n.\n\n")
    run = computer.run("draft", "resume", typed="\n", terminal=True)
    assert run.code == ConflictError.exit_code
    assert "waits in the vault as a draft" in run.err
    assert len(computer.run("draft", "list").lines) == 1


def test_words_for_an_incident_removed_in_another_copy_become_a_new_one(
    computer: Computer, tmp_path: Path
) -> None:
    """One copy removed the incident, the other had begun to change it: the words are no hostage."""
    incident = computer.run("add", "unsure", typed="было\n.\n").lines[0]
    shutil.copytree(tmp_path / "vault", tmp_path / "copy")
    computer.run("remove", "incident", incident, typed="remove\n", terminal=True)
    there = ("--vault", str(tmp_path / "copy"))
    typed = "1\n2\nстало\n.\n"
    computer.run(*there, "edit", incident, typed=typed, terminal=True, stops=True)
    assert computer.run("merge", str(tmp_path / "copy")).code == 0
    run = computer.run("draft", "resume", typed="\n", terminal=True)
    assert run.code == 0, run.err
    assert "What happened: стало" in computer.run("show", run.lines[0]).lines
    assert run.lines[0] != incident
    assert computer.run("draft", "list").lines == []


def test_a_refused_change_of_a_sealed_incident_is_kept(computer: Computer) -> None:
    """Words for a sealed incident are refused and not lost."""
    given = b'{"type":"incident","kind":"unsure","state":"sealed","narrative":"x"}'
    sealed = str(computer.run("add", "--json", typed=given).objects[0]["id"])
    run = computer.run("edit", sealed, typed="1\n2\nиначе\n.\n\n", terminal=True)
    assert run.code == SealedError.exit_code
    assert "    иначе" in computer.run("draft", "list", "--words").lines


def test_a_full_disk_tells_what_was_not_saved(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When nothing can be stored any more, that is what is said."""
    real = Journal.append

    def refuse(*_args: object, **_options: object) -> range:
        raise StorageFullError

    def fill(journal: Journal, *args: object, **options: object) -> range:
        monkeypatch.setattr(Journal, "append", refuse)
        return real(journal, *args, **options)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(Journal, "append", fill)
    run = computer.run("add", "unsure", typed="слова\n.\nвчера\n\n\n", terminal=True)
    assert run.code == StorageFullError.exit_code
    assert "this change was not saved" in run.err


def test_long_writing_is_kept_now_and_then(computer: Computer) -> None:
    """While many questions are answered the draft is stored at intervals, not at each answer."""
    computer.clock = HurryingClock()
    run = computer.run("add", "threat.call", "--all", typed="слова\n.\n", terminal=True, stops=True)
    assert run.code == KeptAsDraftError.exit_code
    drafts = computer.run("draft", "list").lines
    assert len(drafts) == 1


class HurryingClock(StandingClock):
    """A clock on which half a minute passes at each look."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._now = 0.0

    def monotonic(self) -> float:
        """Return a time half a minute after the last one."""
        self._now += 30.0
        return self._now


def test_a_draft_is_discarded(computer: Computer) -> None:
    """A discarded draft is offered no more; an id that fits none or several is refused."""
    for _ in range(2):
        computer.run("add", "unsure", typed="слова\n.\n", terminal=True, stops=True)
    drafts = [str(row["id"]) for row in computer.run("draft", "list", "--json").objects]
    assert computer.run("draft", "drop", "0").code == NotFoundError.exit_code
    assert computer.run("draft", "drop", drafts[0]).err.endswith("The draft is discarded.\n")
    assert [row["id"] for row in computer.run("draft", "list", "--json").objects] == drafts[1:]
    assert computer.run("draft", "drop", drafts[0]).code == NotFoundError.exit_code
    dropped = computer.run("draft", "drop", drafts[1][:6], "--json")
    assert dropped.objects == [{"type": "changed", "what": "draft"}]


def test_resuming_needs_a_person(computer: Computer) -> None:
    """There is no JSON form of going on with a draft."""
    assert computer.run("draft", "resume", "--json", secrets=[]).code == UsageError.exit_code


def test_a_signal_waits_while_something_is_stored() -> None:
    """A signal during a save neither ends it nor turns its success into "nothing was changed"."""
    interrupts = Interrupts()
    with interrupts.hold():
        interrupts.receive(2, None)
        interrupts.receive(15, None)
    with pytest.raises(KeyboardInterrupt):
        interrupts.receive(2, None)
    # The vault is being closed now; another Ctrl+C does not stop that.
    interrupts.receive(2, None)


def test_a_signal_after_the_save_changes_nothing_that_is_said() -> None:
    """Once the command has stored what it was called for, it ends by itself."""
    interrupts = Interrupts()
    with interrupts.finish():
        interrupts.receive(2, None)
    interrupts.receive(2, None)


def test_a_signal_after_a_failed_save_ends_the_command() -> None:
    """What could not be stored does not make the command deaf."""
    interrupts = Interrupts()
    with pytest.raises(StorageFullError), interrupts.finish():
        raise StorageFullError
    with pytest.raises(KeyboardInterrupt):
        interrupts.receive(2, None)


def test_a_signal_that_waited_ends_the_reading_of_input() -> None:
    """Inside a save, waiting for input may be interrupted, also by a signal from before."""
    interrupts = Interrupts()
    with interrupts.hold():
        with interrupts.allow():
            pass
        interrupts.receive(2, None)
        with pytest.raises(KeyboardInterrupt), interrupts.allow():
            pass
    with interrupts.hold(), interrupts.allow(), pytest.raises(KeyboardInterrupt):
        interrupts.receive(2, None)
