"""The last line of a list of rows: Enter asks for one more."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from safelog.journal.forms import FormField
from safelog.tui.keys import bind


class AddRow(Widget, can_focus=True, inherit_bindings=False):
    """Asks for another row of `asked`."""

    DEFAULT_CLASSES = "box one-line"
    BINDINGS: ClassVar[list[BindingType]] = [bind(["enter", "space"], "add")]

    class Wanted(Message):
        """One more row is wanted."""

        def __init__(self, add_row: AddRow, asked: FormField, number: int) -> None:
            """Carry the number of the row, from 0."""
            super().__init__()
            self.add_row = add_row
            self.asked = asked
            self.number = number

    def __init__(self, words: str, asked: FormField, count: int) -> None:
        """Show `words`; there are `count` rows already."""
        super().__init__()
        self._words = words
        self._asked = asked
        self._count = count

    def action_add(self) -> None:
        """Ask for one more."""
        self.post_message(self.Wanted(self, self._asked, self._count))
        self._count += 1

    def render(self) -> Content:
        """Draw the words."""
        return Content(f"+ {self._words}")
