"""Everything that runs beside the screen: the only module that starts a worker.

Work runs in a thread, one at a time per group, and answers with a message to the screen that asked.
A failure is a message too, `TaskFailed`, so that one place puts errors into words. An answer that
nobody waits for any more is dropped, and what it owned is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Literal, Protocol, runtime_checkable

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from safelog.errors import SafelogError

Group = Literal["prepare", "open", "draft", "save", "index", "search", "share"]

Work = Callable[[Event], Message | None]
"""Gets an event that is set when the answer is no longer wanted; returns the answer."""


@runtime_checkable
class Owning(Protocol):
    """An answer that owns something, such as an open vault."""

    def close(self) -> None:
        """Give up what it owns."""


class TaskFailed(Message):
    """The work ended with an error of the tree."""

    def __init__(self, group: Group, error: SafelogError) -> None:
        """Carry the error of the work in `group`."""
        super().__init__()
        self.group: Group = group
        self.error = error


def start(screen: Screen[None], work: Work, *, group: Group) -> None:
    """Run `work` in a thread; a younger one of the same group takes its place."""
    screen.run_worker(
        lambda: _run(screen, work, group),
        group=group,
        exclusive=True,
        exit_on_error=False,
        thread=True,
    )


def _run(screen: Screen[None], work: Work, group: Group) -> None:
    worker: Worker[None] = get_current_worker()
    answer: Message | None
    try:
        answer = work(worker.cancelled_event)
    except SafelogError as error:
        answer = TaskFailed(group, error)
    except Exception:  # noqa: BLE001 - a traceback would be drawn with the person's words in it
        answer = TaskFailed(group, SafelogError())
    if answer is None:
        return
    delivered = not worker.is_cancelled and screen.post_message(answer)
    if not delivered and isinstance(answer, Owning):
        answer.close()
