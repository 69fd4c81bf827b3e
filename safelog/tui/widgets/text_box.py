"""The box that a person's words are typed into, one line or many.

Stock Textual copies what is cut to the system's clipboard, keeps cleared text in the undo history,
and lets the app hold on to the widget through a watcher. None of that happens here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location

from safelog.tui.keys import bind

# Cc except tab and newline, and lone surrogates: what a terminal sends by accident.
_STRAY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class TextBox(TextArea, inherit_bindings=False):
    """Words, in NFC, with undo; Tab and Shift+Tab leave the box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind(["up"], "cursor_up"),
        bind(["down"], "cursor_down"),
        bind(["left"], "cursor_left"),
        bind(["right"], "cursor_right"),
        bind(["ctrl+left"], "cursor_word_left"),
        bind(["ctrl+right"], "cursor_word_right"),
        bind(["home", "ctrl+a"], "cursor_line_start"),
        bind(["end", "ctrl+e"], "cursor_line_end"),
        bind(["pageup"], "cursor_page_up"),
        bind(["pagedown"], "cursor_page_down"),
        bind(["shift+up"], "cursor_up(True)"),
        bind(["shift+down"], "cursor_down(True)"),
        bind(["shift+left"], "cursor_left(True)"),
        bind(["shift+right"], "cursor_right(True)"),
        bind(["shift+home"], "cursor_line_start(True)"),
        bind(["shift+end"], "cursor_line_end(True)"),
        bind(["backspace"], "delete_left"),
        bind(["delete", "ctrl+d"], "delete_right"),
        bind(["ctrl+w", "ctrl+backspace", "alt+backspace"], "delete_word_left"),
        bind(["ctrl+u"], "delete_to_start_of_line"),
        bind(["ctrl+k"], "delete_to_end_of_line_or_delete_line"),
        bind(["ctrl+x"], "cut"),
        bind(["ctrl+c"], "copy"),
        bind(["ctrl+v"], "paste"),
        bind(["ctrl+y"], "undo"),
    ]

    def __init__(
        self,
        text: str = "",
        *,
        one_line: bool = False,
        widget_id: str | None = None,
    ) -> None:
        """Begin with `text`; in a box of one line Enter goes on to the next field."""
        super().__init__(
            text,
            id=widget_id,
            highlight_cursor_line=False,
            max_checkpoints=50,
            classes="box one-line" if one_line else "box",
        )
        self.one_line = one_line
        self.cursor_blink = False
        self.match_cursor_bracket = False

    def watch(self, obj: Any, attribute_name: str, callback: Any, init: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002 - the signature is Textual's
        """Watch anything but the app, which would keep this box and its words alive."""
        if obj is not self.app:
            super().watch(obj, attribute_name, callback, init)

    def replace(
        self,
        insert: str,
        start: Location,
        end: Location,
        *,
        maintain_selection_offset: bool = True,
    ) -> EditResult:
        """Put `insert` in place of what stands between two locations, in NFC.

        Some keyboards send й as и and a mark after it: the mark joins the letter before.
        """
        insert = _STRAY.sub("", insert.replace("\r\n", "\n").replace("\r", "\n"))
        if self.one_line:
            insert = " ".join(insert.split("\n"))
        row, column = start
        if start == end and column > 0 and insert and unicodedata.combining(insert[0]):
            start = (row, column - 1)
            insert = self.get_text_range(start, end) + insert
        return super().replace(
            unicodedata.normalize("NFC", insert),
            start,
            end,
            maintain_selection_offset=maintain_selection_offset,
        )

    async def _on_key(self, event: events.Key) -> None:
        """Leave a box of one line at Enter."""
        if self.one_line and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.screen.focus_next()

    def action_cursor_down(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Go down; from the end of a box of one line, on to the next field."""
        if self.one_line and not select and self.cursor_at_end_of_text:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Go up; from the start of a box of one line, back to the field before."""
        if self.one_line and not select and self.cursor_at_start_of_text:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def fill(self, text: str) -> None:
        """Show `text` instead of what was there, without a way back to it."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def wipe(self) -> None:
        """Empty the box and its undo history, without a message."""
        with self.prevent(TextArea.Changed):
            self.load_text("")
        self.history.clear()

    def on_mount(self) -> None:
        """Go on where the text ends."""
        self.move_cursor(self.document.end)

    def on_unmount(self) -> None:
        """Leave nothing behind in what Python may keep alive."""
        self.wipe()
