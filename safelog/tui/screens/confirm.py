"""The first run, second step: the passphrase is typed, once if it was offered, else twice."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.errors import InvalidTextError
from safelog.tui import keys
from safelog.tui.screens.base import BaseScreen
from safelog.tui.screens.recovery import RecoveryScreen
from safelog.tui.slips import first_slip
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.passphrase_box import PassphraseBox
from safelog.vault import Secret

if TYPE_CHECKING:
    from safelog.journal.journal import Journal
    from safelog.tui.app import Place

FEWEST_CHARACTERS = 12
"""Of a passphrase that the person brings. Argon2id slows a guesser down; it cannot save a word."""


_CONTINUATION_MASK, _CONTINUATION = 0b1100_0000, 0b1000_0000


class ConfirmScreen(BaseScreen, inherit_bindings=False):
    """Takes the passphrase of the new vault."""

    NAME = "confirm"
    HINTS = (keys.BACK, keys.CHANGE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *BaseScreen.BINDINGS,
        *keys.bindings(keys.BACK, keys.CHANGE),
    ]

    def __init__(
        self, place: Place, offered: Secret | None, *, on_open: Callable[[Journal], None]
    ) -> None:
        """Have `offered` typed back, or a passphrase of the person's own typed twice."""
        super().__init__(place.catalogue)
        self._place = place
        self._offered = offered
        self._on_open = on_open
        self._first: bytearray | None = None

    def body(self) -> Iterable[Widget]:
        """Make the box and its sentence."""
        ask = "confirm.own" if self._offered is None else "confirm.offered"
        yield Line(self.text(ask, fewest=FEWEST_CHARACTERS), widget_id="ask", classes="lead")
        yield PassphraseBox()

    def action_change(self) -> None:
        """Show or hide what is typed."""
        self.query_one(PassphraseBox).toggle_visible()

    def action_back(self) -> None:
        """Go back to the words that were offered."""
        self.dismiss()

    def on_passphrase_box_submitted(self) -> None:
        """Compare what was typed."""
        try:
            typed = self.query_one(PassphraseBox).take()
        except InvalidTextError as error:
            self.report(error)
            return
        if self._offered is not None:
            self._compare_words(typed, self._offered)
        elif self._first is None:
            self._take_first(typed)
        else:
            self._compare_own(typed, self._first)

    def _compare_words(self, typed: bytearray, offered: Secret) -> None:
        slip = first_slip(typed, offered.view)
        _wipe(typed)
        if slip is not None:
            self.answer(self.text("confirm.slip", position=slip))
            return
        self._go_on(bytearray(offered.view))

    def _take_first(self, typed: bytearray) -> None:
        if _characters(typed) < FEWEST_CHARACTERS:
            _wipe(typed)
            self.answer(self.text("confirm.short", fewest=FEWEST_CHARACTERS))
            return
        self._first = typed
        self.query_one("#ask", Line).show(self.text("confirm.again"))
        self.answer("")

    def _compare_own(self, typed: bytearray, first: bytearray) -> None:
        same = hmac.compare_digest(typed, first)
        _wipe(first)
        self._first = None
        if same:
            self._go_on(typed)
            return
        _wipe(typed)
        self.query_one("#ask", Line).show(self.text("confirm.own", fewest=FEWEST_CHARACTERS))
        self.answer(self.text("confirm.differ"))

    def _go_on(self, passphrase: bytearray) -> None:
        self.answer("")
        self.app.push_screen(RecoveryScreen(self._place, Secret(passphrase), on_open=self._on_open))

    def on_unmount(self) -> None:
        """Leave nothing behind."""
        if self._first is not None:
            _wipe(self._first)


def _characters(utf8: bytearray) -> int:
    """Count the bytes that begin a character (RFC 3629, section 3)."""
    return sum(byte & _CONTINUATION_MASK != _CONTINUATION for byte in utf8)


def _wipe(buffer: bytearray) -> None:
    buffer[:] = bytes(len(buffer))
