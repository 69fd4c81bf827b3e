"""The redaction log: what the export hides where and why. For the person alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.journal.share_words import ShareWords
from safelog.redact.log import LogRow
from safelog.tui import keys
from safelog.tui.screens.sharing_step import SharingStep
from safelog.tui.session import Session
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList


class HiddenScreen(SharingStep, inherit_bindings=False):
    """The rows of the log; below them the whole of the one under the cursor."""

    NAME = "hidden"
    HINTS = (keys.BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [*SharingStep.BINDINGS]

    def __init__(self, session: Session, rows: tuple[LogRow, ...]) -> None:
        """Show `rows`."""
        super().__init__(session)
        self._log = rows
        self._words = ShareWords(session.catalogue, session.journal)

    def body(self) -> Iterable[Widget]:
        """Make the list."""
        yield Line(self.text("hidden.ask" if self._log else "hidden.nothing"), classes="lead")
        yield RowList((4, 5, 4, 3), widget_id="rows")
        yield Line(widget_id="whole", classes="lead")

    def begin(self) -> None:
        """Show the rows."""
        self.query_one(RowList).load(len(self._log), self._rows)
        self._show_whole()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the row under the cursor without cutting it off."""
        message.stop()
        self._show_whole()

    def _show_whole(self) -> None:
        row = self.query_one(RowList).row
        self.query_one("#whole", Line).show("  ".join(row.cells) if row else "")

    def _rows(self, start: int, stop: int) -> list[Row]:
        return [Row("", self._words.hidden(row)) for row in self._log[start:stop]]
