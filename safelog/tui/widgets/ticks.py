"""A field with several answers of which any number may be true."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from safelog.tui.keys import bind
from safelog.tui.widgets.choice import Option


class Ticks(Widget, can_focus=True, inherit_bindings=False):
    """Answers below each other. Up and Down go through them, Space ticks, Enter goes on."""

    DEFAULT_CLASSES = "box"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(["down"], "move(1)"),
        bind(["up"], "move(-1)"),
        bind(["space"], "tick"),
        bind(["enter"], "app.focus_next"),
    ]

    place: reactive[int] = reactive(0)

    class Changed(Message):
        """An answer was ticked, or not any more."""

    def __init__(self, options: tuple[Option, ...], codes: frozenset[str]) -> None:
        """Offer `options`, of which those of `codes` are ticked."""
        super().__init__()
        self._options = options
        self._ticked = {option.code for option in options} & codes

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that are ticked, in the order of the answers."""
        return tuple(option.code for option in self._options if option.code in self._ticked)

    def action_move(self, step: int) -> None:
        """Go to another answer; past the last, on to the next field."""
        place = self.place + step
        if place < 0:
            self.screen.focus_previous()
        elif place >= len(self._options):
            self.screen.focus_next()
        else:
            self.place = place

    def action_tick(self) -> None:
        """Tick the answer, or take the tick away."""
        self._ticked ^= {self._options[self.place].code}
        self.refresh()
        self.post_message(self.Changed())

    def render(self) -> Content:
        """Draw each answer with its tick, and a mark at the one that Space acts on."""
        lines = []
        for index, option in enumerate(self._options):
            mark = ">" if self.has_focus and index == self.place else " "
            tick = "x" if option.code in self._ticked else " "
            lines.append(f"{mark} [{tick}] {option.label}")
        return Content("\n".join(lines))

    def on_focus(self) -> None:
        """Draw the mark."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw no mark."""
        self.refresh()
