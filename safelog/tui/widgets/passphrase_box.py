"""The box that a passphrase is typed into.

Invariants: what is typed goes key by key into a buffer that can be wiped and never becomes a `str`
as a whole, unless the person asks to see it. The box has no selection and no clipboard, and what
it draws does not follow the length of what was typed.
"""

from __future__ import annotations

import unicodedata

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from safelog.system.passphrase import PassphraseLine
from safelog.tui.keys import twins

_BACKSPACE, _CONTROL_U = 0x7F, 0x15
_MARKS = "* " * 6
"""Always the same, however much was typed."""
_CLEARING = frozenset(twins("ctrl+u"))


class _Line(PassphraseLine):
    """A line that can be shown when the person asks for it."""

    def is_empty(self) -> bool:
        return self._length == 0

    def shown(self) -> str:
        """Return what was typed; the copy stays in memory until Python reuses it."""
        return self._buffer[: self._length].decode("utf-8", "replace")


class PassphraseBox(Widget, can_focus=True, inherit_bindings=False):
    """A passphrase or recovery words, typed or pasted."""

    DEFAULT_CLASSES = "box"

    class Submitted(Message):
        """Enter was pressed in a box that is not empty."""

    def __init__(self, *, widget_id: str | None = None) -> None:
        """Begin with an empty box."""
        super().__init__(id=widget_id)
        self._line = _Line()
        self._last = ""
        self._visible = False

    def take(self) -> bytearray:
        """Hand over what was typed, in UTF-8, and empty the box; the taker wipes it.

        Raises:
            InvalidTextError: it is longer than a passphrase can be.
        """
        try:
            return self._line.take()
        finally:
            self.wipe()

    def wipe(self) -> None:
        """Zero what was typed."""
        self._line.wipe()
        self._last = ""
        self.refresh()

    def toggle_visible(self) -> bool:
        """Show or hide what is typed, and tell whether it is shown now."""
        self._visible = not self._visible
        self.refresh()
        return self._visible

    def render(self) -> Content:
        """Draw the same marks for every passphrase."""
        cursor = "_" if self.has_focus else ""
        if self._line.is_empty():
            return Content(cursor)
        return Content((self._line.shown() if self._visible else _MARKS) + cursor)

    async def on_key(self, event: events.Key) -> None:
        """Take a key into the buffer; other keys go on to the screen."""
        if event.key == "enter":
            if not self._line.is_empty():
                self.post_message(self.Submitted())
        elif event.key == "backspace":
            self._line.feed(_BACKSPACE)
            self._last = ""
        elif event.key in _CLEARING:
            self._line.feed(_CONTROL_U)
            self._last = ""
        elif event.character is not None and event.is_printable:
            self._type(event.character)
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text letter by letter; nothing here keeps the event."""
        event.stop()
        event.prevent_default()
        for character in event.text:
            if character.isprintable():
                self._type(character)
            elif character.isspace():
                self._type(" ")
        self.refresh()

    def on_unmount(self) -> None:
        """Leave nothing behind."""
        self.wipe()

    def _type(self, character: str) -> None:
        """Feed one character; a mark joins the letter before it, as on a keyboard that has both."""
        joined = unicodedata.normalize("NFC", self._last + character)
        if self._last and len(joined) == 1:
            self._line.feed(_BACKSPACE)
            character = joined
        for byte in character.encode("utf-8", "ignore"):
            self._line.feed(byte)
        self._last = character
