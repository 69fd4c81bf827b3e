"""What every screen has: a title, its body, an answer line, the keys, and a smallest size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from safelog.errors import SafelogError
from safelog.i18n.catalogue import Catalogue
from safelog.i18n.errors import describe
from safelog.tui import keys
from safelog.tui.tasks import TaskFailed
from safelog.tui.widgets.key_line import KeyLine
from safelog.tui.widgets.line import Line

SMALLEST = (40, 12)
"""Columns and rows below which the app says so and shows nothing else."""


class BaseScreen(Screen[None], inherit_bindings=False):
    """A screen with the parts that all have. The body comes from `body`.

    Textual calls a handler (`on_…`) of every class that has one, so handlers are never overridden
    and never call `super()`.
    """

    AUTO_FOCUS = "*"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.binding(keys.NEXT, "app.focus_next"),
        keys.binding(keys.PREVIOUS, "app.focus_previous"),
    ]

    NAME: ClassVar[str]
    """Of the screen's sentences in the catalogue: `tui.<name>.…`."""

    HINTS: ClassVar[tuple[keys.Command, ...]] = ()
    """The keys that are shown, the most needed first; locking and leaving stand before them."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Speak in the language of `catalogue`."""
        super().__init__()
        self.catalogue = catalogue

    def body(self) -> Iterable[Widget]:
        """Make the widgets between the title and the answer line."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        width, height = SMALLEST
        yield Line(self.text("app.title", screen=self.say_title()), widget_id="title")
        with Vertical(id="body"):
            yield from self.body()
        yield Line(widget_id="answer", classes="-empty")
        yield KeyLine(self._hints(), needed=2)
        yield Line(self.text("app.too_small", width=width, height=height), widget_id="too-small")

    def on_mount(self) -> None:
        """Begin, unless the app ends just now: then Textual lays no part out."""
        if self.children:
            self.begin()

    def begin(self) -> None:
        """Fill what was laid out; called once."""

    def say_title(self) -> str:
        """Return the name of the screen."""
        return self.text(f"{self.NAME}.title")

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence of the app's catalogue."""
        return self.catalogue.text(f"tui.{key}", **values)

    def answer(self, text: str) -> None:
        """Say what came of what was done."""
        self.query_one("#answer", Line).show(text)

    def report(self, error: SafelogError) -> None:
        """Put an error into words: what happened, what is safe, what to do."""
        self.answer(" ".join(part for part in describe(error, self.catalogue) if part))

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Report an error of the tree instead of ending the app."""
        try:
            yield
        except SafelogError as error:
            self.report(error)

    def on_task_failed(self, message: TaskFailed) -> None:
        """Report what went wrong beside the screen."""
        message.stop()
        self.task_failed(message)

    def task_failed(self, message: TaskFailed) -> None:
        """Say what went wrong; screens that can say more do."""
        self.report(message.error)

    def _hints(self) -> tuple[tuple[str, str], ...]:
        shown = (keys.LOCK, keys.LEAVE, *self.HINTS)
        return tuple(
            (keys.key_name(command.keys[0]), self._hint(command.name)) for command in shown
        )

    def _hint(self, name: str) -> str:
        """Return what a key does: in the words of this screen if it has any."""
        own = f"{self.NAME}.key.{name}"
        return self.text(own if self.catalogue.has(f"tui.{own}") else f"key.{name}")
