"""Everything that runs beside the screen: the only module that starts a worker.

Work runs in a thread, one at a time per group, and answers with a message to the screen that asked.
A failure is a message too, `TaskFailed`, so that one place puts errors into words. An answer that
nobody waits for any more is dropped, and what it owned is closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Literal

from textual.message import Message
from textual.screen import Screen

from safelog.errors import SafelogError

Group = Literal["prepare", "open", "draft", "save", "index", "search", "share"]


class Answer(Message):
    """What a piece of work came to."""

    def close(self) -> None:
        """Give up what the answer owns, because nobody waits for it any more."""


Work = Callable[[Event], Answer | None]
"""Gets an event that is set when the answer is no longer wanted; returns the answer."""


class TaskFailed(Answer):
    """The work ended with an error of the tree."""

    def __init__(self, group: Group, error: SafelogError) -> None:
        """Carry the error of the work in `group`."""
        super().__init__()
        self.group: Group = group
        self.error = error


def start(screen: Screen[None], work: Work, *, group: Group) -> None:
    """Run `work` in a thread; a younger one of the same group takes its place."""
    attending = _attend(screen, work, group)
    screen.run_worker(attending, group=group, exclusive=True, exit_on_error=False)


async def _attend(screen: Screen[None], work: Work, group: Group) -> None:
    """Wait for a thread and hand its answer over.

    The thread is not Textual's own kind: that one leaves the worker, and with it the screen and its
    words, in the context of a thread that lives as long as the app.
    """
    stopped = Event()
    future = asyncio.get_running_loop().run_in_executor(None, _run, work, group, stopped)
    try:
        answer = await asyncio.shield(future)
    except asyncio.CancelledError:
        stopped.set()
        future.add_done_callback(lambda done: _drop(done.result()))
        raise
    wanted = answer is not None and screen.post_message(answer)
    if not wanted:
        _drop(answer)


def _run(work: Work, group: Group, stopped: Event) -> Answer | None:
    try:
        return work(stopped)
    except SafelogError as error:
        return TaskFailed(group, error)
    except Exception:  # noqa: BLE001 - a traceback would be drawn with the person's words in it
        return TaskFailed(group, SafelogError())


def _drop(answer: Answer | None) -> None:
    if answer is not None:
        answer.close()
