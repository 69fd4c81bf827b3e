"""Work beside the screen: its answer, its failure, and what happens when nobody waits."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

import pytest

from safelog.tui import tasks
from safelog.tui.driver import driver_class
from tests.tui.stage import make_app, make_vault, said, settle, unlocked


class Owned(tasks.Answer):
    """An answer that owns something."""

    def __init__(self) -> None:
        """Own it."""
        super().__init__()
        self.closed = Event()

    def close(self) -> None:
        """Give it up."""
        self.closed.set()


async def test_a_fault_in_the_work_is_a_sentence(tmp_path: Path) -> None:
    """Whatever goes wrong beside the screen, the app goes on and says so, without the value."""

    def broken(_: Event) -> None:
        secret = "канарейка"
        raise KeyError(secret)

    async with unlocked(tmp_path / "vault") as pilot:
        screen = pilot.app.screen_stack[0]
        tasks.start(screen, broken, group="share")
        await settle(pilot)
        assert "did not foresee" in said(pilot)
        assert "канарейка" not in said(pilot)


async def test_an_answer_that_nobody_waits_for_is_closed(tmp_path: Path) -> None:
    """Cancelled work hears of it; what it comes to is closed."""
    make_vault(tmp_path / "vault").wipe()
    answer, begun = Owned(), Event()

    def slow(stopped: Event) -> Owned:
        begun.set()
        assert stopped.wait(5)
        return answer

    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        screen = app.screen_stack[0]
        tasks.start(screen, slow, group="open")
        await pilot.pause()
        assert begun.wait(5)
        screen.workers.cancel_group(screen, "open")
        await pilot.pause(0.1)
        assert answer.closed.is_set()


async def test_an_answer_to_a_screen_that_is_gone_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen that takes no messages any more does not swallow an open vault."""
    make_vault(tmp_path / "vault").wipe()
    answer = Owned()
    app = make_app(tmp_path / "vault")
    async with app.run_test() as pilot:
        screen = app.screen_stack[0]
        with monkeypatch.context() as closed:
            closed.setattr(screen, "post_message", lambda _: False)
            tasks.start(screen, lambda _: answer, group="open")
            await pilot.pause(0.1)
        assert answer.closed.is_set()


class Writer:
    """The thread that writes to the terminal, alive or dead."""

    def __init__(self, *, alive: bool) -> None:
        """Begin with nothing written."""
        self.alive = alive
        self.lines: list[str] = []

    def is_alive(self) -> bool:
        """Tell whether anybody passes on what is written."""
        return self.alive

    def write(self, text: str) -> None:
        """Take what is written."""
        self.lines.append(text)


@pytest.mark.skipif(sys.platform == "win32", reason="the driver is Textual's own there")
def test_nothing_waits_for_a_terminal_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the thread that writes is dead, what is written is dropped at once."""
    steady = driver_class()
    assert steady is not None
    driver = object.__new__(steady)
    alive, dead = Writer(alive=True), Writer(alive=False)
    for writer in (None, dead, alive):
        monkeypatch.setattr(driver, "_writer_thread", writer, raising=False)
        driver.write("x")
    assert (dead.lines, alive.lines) == ([], ["x"])
