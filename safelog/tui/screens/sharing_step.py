"""What the steps of sharing have in common, from the choice of incidents to the written files."""

from __future__ import annotations

from functools import partial
from itertools import takewhile

from textual.screen import Screen

from safelog.tui import tasks
from safelog.tui.screens.base import BaseScreen
from safelog.tui.screens.journal_screen import JournalScreen
from safelog.tui.sharing import Plan, make


class SharingStep(JournalScreen, inherit_bindings=False):
    """A step of making one export."""

    def start_making(self, plan: Plan) -> None:
        """Make the export beside the screen; `Made` comes back."""
        self.answer(self.text("preview.making"))
        tasks.start(self, partial(make, self.session.journal, plan), group="share")

    def end(self, news: str) -> None:
        """Leave all the steps, and say `news` on the screen where they began.

        The steps before would make the same export once more.
        """
        stack = self.app.screen_stack
        steps = list(takewhile(_is_step, reversed(stack)))
        below = stack[-len(steps) - 1]
        for _ in steps:
            self.app.pop_screen()
        if isinstance(below, BaseScreen):
            below.answer(news)


def _is_step(screen: Screen[object]) -> bool:
    return isinstance(screen, SharingStep)
