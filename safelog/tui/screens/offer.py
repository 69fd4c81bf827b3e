"""The first run, first step: a passphrase is offered, or the person brings one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.tui import keys
from safelog.tui.screens.base import BaseScreen
from safelog.tui.screens.confirm import ConfirmScreen
from safelog.tui.widgets.line import Line
from safelog.vault import Secret, generate_passphrase

if TYPE_CHECKING:
    from safelog.journal.journal import Journal
    from safelog.tui.app import Place


class OfferScreen(BaseScreen, inherit_bindings=False):
    """Shows seven words drawn by chance."""

    NAME = "offer"
    HINTS = (keys.HELP, keys.CONTINUE, keys.CHANGE, keys.EDIT)
    BINDINGS: ClassVar[list[BindingType]] = [
        *BaseScreen.BINDINGS,
        *keys.bindings(keys.CONTINUE, keys.CHANGE, keys.EDIT),
    ]

    def __init__(self, place: Place, *, on_open: Callable[[Journal], None]) -> None:
        """Make a vault for `place`; `on_open` takes its journal."""
        super().__init__(place.catalogue)
        self._place = place
        self._on_open = on_open
        self._offered = generate_passphrase().secret

    def body(self) -> Iterable[Widget]:
        """Make the words and what is to be known about them."""
        yield Line(self.text("offer.welcome"), classes="lead")
        yield Line(spaced(self._offered), widget_id="offered", classes="secret")
        yield Line(self.text("offer.strength"), classes="hint")
        yield Line(self.text("offer.next"), classes="hint")

    def action_change(self) -> None:
        """Offer other words."""
        self._offered.wipe()
        self._offered = generate_passphrase().secret
        self.query_one("#offered", Line).show(spaced(self._offered))

    def action_continue(self) -> None:
        """Take the words that are shown; they are typed back on the next screen."""
        self._confirm(self._offered)

    def action_edit(self) -> None:
        """Take a passphrase that the person brings."""
        self._confirm(None)

    def _confirm(self, offered: Secret | None) -> None:
        self.app.push_screen(ConfirmScreen(self._place, offered, on_open=self._on_open))

    def on_unmount(self) -> None:
        """Wipe the words."""
        self._offered.wipe()


def spaced(secret: Secret) -> str:
    """Return words for the screen; what is shown is a text, and stays one for a while."""
    return str(secret.view, "utf-8")
