"""Sharing: what the recipient will read, read back from the file that will be written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from safelog.export.reading import read_html
from safelog.journal.share import HTML_NAME, Share
from safelog.tui import keys, tasks
from safelog.tui.screens.hidden import HiddenScreen
from safelog.tui.screens.sharing_step import SharingStep
from safelog.tui.screens.write import WriteScreen
from safelog.tui.session import Session
from safelog.tui.sharing import Listed, Plan, list_hidden
from safelog.tui.widgets.line import Line


class PreviewScreen(SharingStep, inherit_bindings=False):
    """The text of the finished chronology, and the way to what it hides."""

    NAME = "preview"
    HINTS = (keys.CONTINUE_TO, keys.CHANGE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *SharingStep.BINDINGS,
        *keys.bindings(keys.CONTINUE_TO, keys.CHANGE),
    ]

    def __init__(self, session: Session, plan: Plan, share: Share) -> None:
        """Show `share`, which passed the leak check."""
        super().__init__(session)
        self._plan = plan
        self._share = share

    def body(self) -> Iterable[Widget]:
        """Make one page of text."""
        text = "\n".join(
            block.strip() for block in read_html(self._share.outputs.files[HTML_NAME]).blocks
        )
        yield Line(self.text("preview.ask"), classes="lead")
        with VerticalScroll(classes="page"):
            yield Line(text)

    def action_continue_to(self) -> None:
        """Ask where the files go."""
        self.app.push_screen(WriteScreen(self.session, self._plan, self._share))

    def action_change(self) -> None:
        """List what is hidden, before the export is recorded: its labels are the next ones."""
        work = partial(list_hidden, self.session.journal, self._plan.prepared)
        tasks.start(self, work, group="share")

    def on_listed(self, message: Listed) -> None:
        """Show the redaction log."""
        self.app.push_screen(HiddenScreen(self.session, message.rows))
