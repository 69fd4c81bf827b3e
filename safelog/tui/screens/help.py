"""What the keys do, on one page; and the look of the app."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from safelog.i18n.catalogue import Catalogue
from safelog.tui import keys
from safelog.tui.screens.base import BaseScreen
from safelog.tui.widgets.line import Line

if TYPE_CHECKING:
    from safelog.tui.app import SafelogApp

_SHOWN = (
    keys.LOCK,
    keys.LEAVE,
    keys.NEW,
    keys.SEARCH,
    keys.EDIT,
    keys.SHARE,
    keys.CHANGE,
    keys.SAVE,
    keys.DISCARD,
    keys.BACK,
)


class HelpScreen(BaseScreen, inherit_bindings=False):
    """The keys and what they do."""

    NAME = "help"
    HINTS = (keys.BACK, keys.CHANGE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *BaseScreen.BINDINGS,
        *keys.bindings(keys.BACK, keys.CHANGE),
    ]

    def __init__(self, catalogue: Catalogue, *, idle_lock_minutes: int) -> None:
        """Say among other things after how many minutes the journal locks itself."""
        super().__init__(catalogue)
        self._idle_lock_minutes = idle_lock_minutes

    def body(self) -> Iterable[Widget]:
        """Make one scrolling page."""
        with VerticalScroll(classes="page"):
            for command in _SHOWN:
                names = ", ".join(keys.key_name(key) for key in command.keys)
                with Horizontal(classes="pair"):
                    yield Line(names, classes="name")
                    yield Line(self.text(f"help.{command.name}"))
            yield Line(self.text("help.more", minutes=self._idle_lock_minutes), classes="hint")

    def action_back(self) -> None:
        """Go back to where F1 was pressed."""
        self.dismiss()

    def action_change(self) -> None:
        """Change the look."""
        name = cast("SafelogApp", self.app).next_theme()
        self.answer(self.text("help.look", look=self.text(f"look.{name}")))
