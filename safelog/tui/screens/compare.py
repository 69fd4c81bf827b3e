"""Sharing: what the export would tell that earlier ones kept back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from safelog.journal.earlier import Comparison
from safelog.journal.share_words import ShareWords
from safelog.tui import keys
from safelog.tui.screens.deliver import DeliverScreen
from safelog.tui.screens.sharing_step import SharingStep
from safelog.tui.session import Session
from safelog.tui.sharing import Plan
from safelog.tui.widgets.choice import Choice, Option
from safelog.tui.widgets.line import Line

_NO, _YES = "no", "yes"


class CompareScreen(SharingStep, inherit_bindings=False):
    """Says what is revealed and what can be put together; goes on with the former after a yes."""

    NAME = "compare"
    HINTS = (keys.CONTINUE_TO, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *SharingStep.BINDINGS,
        keys.binding(keys.CONTINUE_TO),
    ]

    def __init__(self, session: Session, plan: Plan, comparison: Comparison) -> None:
        """Tell about `comparison`."""
        super().__init__(session)
        self._plan = plan
        self._comparison = comparison

    def body(self) -> Iterable[Widget]:
        """Make the sentences, and below them the question if something is revealed."""
        words = ShareWords(self.catalogue, self.session.journal)
        told = (words.revealed(self._comparison), words.joined(self._comparison))
        yield Line(self.text("compare.ask"), classes="lead")
        with VerticalScroll(classes="page"):
            for lines in told:
                yield Line("\n".join(lines), classes="" if lines else "-empty")
        if self._comparison.revealed:
            options = (Option(_NO, self.text("compare.no")), Option(_YES, self.text("compare.yes")))
            yield Line(self.text("compare.reveal"), classes="lead")
            yield Choice(options, _NO, widget_id="reveal")

    def begin(self) -> None:
        """Stand on the question, not on the text above it."""
        for question in self.query(Choice):
            question.focus()

    def action_continue_to(self) -> None:
        """Go on; with what is revealed only after a yes."""
        reveals = bool(self._comparison.revealed)
        if reveals and self.query_one("#reveal", Choice).code != _YES:
            self.answer(self.text("compare.refused"))
            return
        self.answer("")
        plan = replace(self._plan, reveals=reveals)
        self.app.push_screen(DeliverScreen(self.session, plan))
