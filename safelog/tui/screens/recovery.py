"""The first run, last step: recovery words are shown, typed back, and the vault is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.errors import InvalidTextError
from safelog.tui import keys, tasks
from safelog.tui.opening import DiskVaults, Unlocked, create_journal
from safelog.tui.screens.base import BaseScreen
from safelog.tui.slips import first_slip
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.passphrase_box import PassphraseBox
from safelog.vault import Secret, generate_recovery

if TYPE_CHECKING:
    from safelog.journal.journal import Journal
    from safelog.tui.app import Place

_ROWS = 4


class RecoveryScreen(BaseScreen, inherit_bindings=False):
    """Shows the recovery words, then takes them back."""

    NAME = "recovery"
    HINTS = (keys.HELP, keys.CONTINUE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *BaseScreen.BINDINGS,
        *keys.bindings(keys.CONTINUE, keys.BACK),
    ]

    def __init__(
        self, place: Place, passphrase: Secret, *, on_open: Callable[[Journal], None]
    ) -> None:
        """Make a vault under `passphrase`, which belongs to this screen; it wipes it."""
        super().__init__(place.catalogue)
        self._place = place
        self._passphrase = passphrase
        self._on_open = on_open
        self._recovery = generate_recovery()
        self._making = False

    def body(self) -> Iterable[Widget]:
        """Make the words, and the box that is hidden at first."""
        yield Line(self.text("recovery.ask"), widget_id="ask", classes="lead")
        yield Line(numbered(self._recovery), widget_id="words", classes="secret")
        box = PassphraseBox()
        box.toggle_visible()
        # A box that is only out of sight would still take the focus, and Enter with it.
        box.display, box.disabled = False, True
        yield box
        yield Line(self.text("recovery.hint"), widget_id="hint", classes="hint")

    def action_continue(self) -> None:
        """Take the words off the screen and ask for them."""
        box = self.query_one(PassphraseBox)
        if not box.display:
            self._show_words(shown=False)
            box.focus()

    def action_back(self) -> None:
        """Show the words again while they are being typed; before that, go back a step."""
        if self._making:
            return
        if self.query_one(PassphraseBox).display:
            self._show_words(shown=True)
        else:
            self.dismiss()

    def _show_words(self, *, shown: bool) -> None:
        self.query_one("#words", Line).show(numbered(self._recovery) if shown else "")
        self.query_one("#ask", Line).show(self.text("recovery.ask" if shown else "recovery.type"))
        self.query_one("#hint", Line).show(self.text("recovery.hint" if shown else "recovery.seen"))
        box = self.query_one(PassphraseBox)
        box.display, box.disabled = not shown, shown
        self.answer("")

    def on_passphrase_box_submitted(self) -> None:
        """Compare the words; make the vault if they are right."""
        if self._making:
            return
        try:
            typed = self.query_one(PassphraseBox).take()
        except InvalidTextError as error:
            self.report(error)
            return
        with Secret(typed) as given:
            slip = first_slip(given.view, self._recovery.view)
        if slip is not None:
            self.answer(self.text("recovery.slip", position=slip))
            return
        self._making = True
        self.answer(self.text("recovery.making"))
        tasks.start(self, partial(_create, self._place, *self._copies()), group="open")

    def _copies(self) -> tuple[bytearray, bytearray]:
        """Return buffers that the making of the vault wipes."""
        return bytearray(self._passphrase.view), bytearray(self._recovery.view)

    def on_unlocked(self, message: Unlocked) -> None:
        """Hand the new journal over and leave the first run."""
        self._making = False
        self._on_open(message.journal)

    def task_failed(self, message: tasks.TaskFailed) -> None:
        """Say why there is no vault; the words can be typed again for another try."""
        self._making = False
        super().task_failed(message)

    def on_unmount(self) -> None:
        """Wipe both secrets."""
        self._passphrase.wipe()
        self._recovery.wipe()


def numbered(secret: Secret) -> str:
    """Return words with their positions, in columns."""
    words = str(secret.view, "utf-8").split()
    cells = [f"{position:2} {word:<12}" for position, word in enumerate(words, start=1)]
    rows = ["  ".join(cells[row::_ROWS]).rstrip() for row in range(_ROWS)]
    return "\n".join(rows)


def _create(
    place: Place, passphrase: bytearray, recovery: bytearray, stopped: Event
) -> tasks.Answer | None:
    return create_journal(
        place.vaults or DiskVaults(),
        place.directory,
        place.clock,
        passphrase=passphrase,
        recovery=recovery,
        stopped=stopped,
    )
