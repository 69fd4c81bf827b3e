"""The kind of an incident, in one line; Enter asks for the list of kinds."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from safelog.model.kind import Kinds
from safelog.tui.keys import bind


class KindBox(Widget, can_focus=True, inherit_bindings=False):
    """The kind that is chosen; there are too many to go through them one by one."""

    DEFAULT_CLASSES = "box one-line"
    BINDINGS: ClassVar[list[BindingType]] = [bind(["enter", "space", "right"], "open")]

    code: reactive[str] = reactive("")
    """The code of the kind."""

    class Wanted(Message):
        """The list of kinds is wanted."""

    class Changed(Message):
        """Another kind is chosen."""

    def __init__(self, kinds: Kinds, code: str, *, language: str) -> None:
        """Begin with the kind of `code`."""
        super().__init__(id="kind")
        self._kinds = kinds
        self._language = language
        self.set_reactive(KindBox.code, code)

    def action_open(self) -> None:
        """Ask for the list."""
        self.post_message(self.Wanted())

    def watch_code(self) -> None:
        """Tell the screen."""
        if self.is_mounted:
            self.post_message(self.Changed())

    def render(self) -> Content:
        """Draw the name, with marks that say it can be opened."""
        known = self.code in self._kinds.codes
        name = self._kinds.get(self.code).label[self._language] if known else self.code
        return Content(f"> {name} ..." if self.has_focus else f"  {name}")

    def on_focus(self) -> None:
        """Draw the marks."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw no marks."""
        self.refresh()
