"""Progress: few plain lines, about bytes or about steps."""

from __future__ import annotations

from safelog.cli.progress import INTERVAL_S, Progress
from tests.cli.computer import StandingClock
from tests.unit.cli.test_console import console_of


class _PassingClock(StandingClock):
    """Goes on by as much as it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def monotonic(self) -> float:
        return self.now_s


def test_steps_are_counted_at_most_once_in_an_interval() -> None:
    """What is quick says nothing; a long export says how many documents are made."""
    console, screen = console_of(80)
    clock = _PassingClock()
    progress = Progress(console, clock, "export.progress")
    progress.count(1, 3)
    assert screen.getvalue() == b""
    clock.now_s = INTERVAL_S
    progress.count(2, 3)
    progress.count(3, 3)
    assert " ".join(screen.getvalue().decode().split()) == "2 of 3 documents made so far."
