"""A list of any length: only the rows in sight, and a page on either side, exist.

Textual's own tables build every row before the first paint: fifteen seconds for 100,000.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from safelog.model.text import one_line
from safelog.tui.cells import fit
from safelog.tui.keys import bind

_MARK, _NO_MARK, _GAP = "> ", "  ", "  "


class Row(NamedTuple):
    """A row: what it stands for, and the text of each column."""

    key: str
    cells: tuple[str, ...]


Source = Callable[[int, int], Sequence[Row]]
"""Returns the rows from a place to before another."""


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows with a cursor. `weights` share out the width among the columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(["up"], "move(-1)"),
        bind(["down"], "move(1)"),
        bind(["pageup"], "move_page(-1)"),
        bind(["pagedown"], "move_page(1)"),
        bind(["home"], "move_to_end(False)"),
        bind(["end"], "move_to_end(True)"),
        bind(["enter"], "choose"),
    ]

    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """Enter was pressed on a row, or it was clicked twice."""

        def __init__(self, rows: RowList, key: str) -> None:
            """Carry the key of the row."""
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            """The list, so that handlers can choose by its id."""
            return self.rows

    class Moved(Message):
        """The cursor stands on another row."""

    def __init__(self, weights: tuple[int, ...], *, widget_id: str | None = None) -> None:
        """Begin with no rows."""
        super().__init__(id=widget_id)
        self._weights = weights
        self._source: Source = lambda _start, _stop: ()
        self._count = 0
        self._window: Sequence[Row] = ()
        self._window_start = 0

    def load(self, count: int, source: Source) -> None:
        """Show other rows; the cursor stays at its place as far as there is one."""
        self._source = source
        self._count = count
        self._window = ()
        self.virtual_size = Size(1, count)
        self.cursor = max(0, min(self.cursor, count - 1))
        self.refresh()

    @property
    def count(self) -> int:
        """The number of rows."""
        return self._count

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._row(self.cursor) if self._count else None

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        index = self.scroll_offset.y + y
        width = self.size.width
        if not 0 <= index < self._count:
            return Strip.blank(width, self.rich_style)
        chosen = index == self.cursor
        row = self._row(index)
        style = self.get_component_rich_style("row-list--cursor") if chosen else self.rich_style
        text = (_MARK if chosen else _NO_MARK) + self._line(row, width - len(_MARK))
        return Strip([Segment(fit(text, width), style)], width)

    def watch_cursor(self) -> None:
        """Keep the cursor in sight."""
        self.scroll_to_cursor()
        self.post_message(self.Moved())
        self.refresh()

    def scroll_to_cursor(self) -> None:
        """Scroll just as far as the cursor needs."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight in a smaller window."""
        self.call_after_refresh(self.scroll_to_cursor)

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + rows, self._count - 1))

    def action_move_page(self, pages: int) -> None:
        """Move the cursor by what is in sight."""
        self.action_move(pages * max(1, self.size.height - 1))

    def action_move_to_end(self, last: bool) -> None:  # noqa: FBT001 - an action's argument
        """Move to the first row, or to the last."""
        self.cursor = max(0, self._count - 1) if last else 0

    def action_choose(self) -> None:
        """Say which row was chosen."""
        if (row := self.row) is not None:
            self.post_message(self.Chosen(self, row.key))

    def on_click(self, event: events.Click) -> None:
        """Move to a row; choose it if the cursor was there."""
        index = self.scroll_offset.y + event.y
        if index == self.cursor:
            self.action_choose()
        elif index < self._count:
            self.cursor = index

    def _row(self, index: int) -> Row:
        if not self._window_start <= index < self._window_start + len(self._window):
            page = max(1, self.size.height)
            self._window_start = max(0, index - page)
            self._window = self._source(self._window_start, min(self._count, index + 2 * page))
        offset = index - self._window_start
        # The rows may have become fewer since they were counted.
        return self._window[offset] if offset < len(self._window) else Row("", ())

    def _line(self, row: Row, width: int) -> str:
        room = max(0, width - len(_GAP) * (len(self._weights) - 1))
        total = sum(self._weights)
        widths = [room * weight // total for weight in self._weights]
        widths[-1] += room - sum(widths)
        cells = zip(row.cells, widths, strict=False)
        return _GAP.join(fit(one_line(text), cell_width) for text, cell_width in cells)
