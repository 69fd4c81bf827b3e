"""A field with a few answers to go through: one line, arrow keys, nothing that pops up."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from safelog.tui.keys import bind


class Option(NamedTuple):
    """One answer: its code in the data, and its words."""

    code: str
    label: str


class Choice(Widget, can_focus=True, inherit_bindings=False):
    """One of several answers. Left and Right go through them, Enter goes on to the next field."""

    DEFAULT_CLASSES = "box one-line"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(["right", "space"], "step(1)"),
        bind(["left"], "step(-1)"),
        bind(["home"], "first"),
        bind(["enter"], "app.focus_next"),
    ]

    place: reactive[int] = reactive(0)

    class Changed(Message):
        """Another answer is chosen."""

    def __init__(
        self, options: tuple[Option, ...], code: str = "", *, widget_id: str | None = None
    ) -> None:
        """Offer `options`, beginning with the one of `code`, else with the first."""
        super().__init__(id=widget_id)
        self._options = options
        self._begin = next((i for i, option in enumerate(options) if option.code == code), 0)
        self.set_reactive(Choice.place, self._begin)

    @property
    def code(self) -> str:
        """The code of the answer."""
        return self._options[self.place].code

    def action_step(self, step: int) -> None:
        """Go to the next answer, or the one before; after the last comes the first."""
        self.place = (self.place + step) % len(self._options)

    def action_first(self) -> None:
        """Go back to the first answer."""
        self.place = 0

    def watch_place(self) -> None:
        """Tell the screen."""
        if self.is_mounted:
            self.post_message(self.Changed())

    def render(self) -> Content:
        """Draw the answer between marks that point the way."""
        label = self._options[self.place].label
        return Content(f"< {label} >" if self.has_focus else f"  {label}")

    def on_focus(self) -> None:
        """Draw the marks."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw no marks."""
        self.refresh()
