"""The first screen: asks for the passphrase. It imports nothing that opening needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from threading import Event, Lock
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.errors import InvalidTextError, SafelogError, VaultNotFoundError
from safelog.i18n.errors import describe
from safelog.tui import keys, tasks
from safelog.tui.screens.base import BaseScreen
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.passphrase_box import PassphraseBox

if TYPE_CHECKING:
    from safelog.journal.journal import Journal
    from safelog.tui.app import Place
    from safelog.tui.opening import Unlocked
    from safelog.vault import Credential


class UnlockScreen(BaseScreen, inherit_bindings=False):
    """Takes a passphrase, or the recovery words, and opens the journal."""

    NAME = "unlock"
    HINTS = (keys.HELP, keys.CHANGE, keys.EDIT)
    BINDINGS: ClassVar[list[BindingType]] = [
        *BaseScreen.BINDINGS,
        *keys.bindings(keys.CHANGE, keys.EDIT),
    ]

    def __init__(self, place: Place, *, on_open: Callable[[Journal], None]) -> None:
        """Open the vault of `place`; `on_open` takes the journal."""
        super().__init__(place.catalogue)
        self._place = place
        self._on_open = on_open
        self._opening = False
        self._gate = Lock()
        """One attempt at a time: two would fight over the memory and over the vault."""

    def body(self) -> Iterable[Widget]:
        """Make the box and two sentences."""
        yield Line(self.text("unlock.ask"), classes="lead")
        yield PassphraseBox()
        yield Line(self.text("unlock.hint"), classes="hint")

    def begin(self) -> None:
        """Begin a first run if there is no vault; else get ready while the person types."""
        if _is_empty(self._place):
            self.restart()
        self.call_after_refresh(tasks.start, self, _prepare, group="prepare")

    def restart(self) -> None:
        """Forget what was typed and stop opening; where there is no vault, offer to make one."""
        self.workers.cancel_group(self, "open")
        self._opening = False
        self.answer("")
        self.uncover()
        self.query_one(PassphraseBox).wipe()
        if _is_empty(self._place):
            self._offer()

    def _offer(self) -> None:
        """Begin a first run."""
        from safelog.tui.screens.offer import OfferScreen  # noqa: PLC0415 - first run only

        self.app.push_screen(OfferScreen(self._place, on_open=self._on_open))

    def uncover(self) -> None:
        """Remove the screens above this one, and the secrets they hold."""
        while self.app.screen is not self:
            self.app.pop_screen()

    def say_locked(self, lost: SafelogError | None) -> None:
        """Say that the journal is locked, and whether some words could not be kept."""
        self.query_one(PassphraseBox).wipe()
        sentences = [self.text("unlock.locked" if lost is None else "unlock.locked_lost")]
        if lost is not None:
            sentences.extend(describe(lost, self.catalogue))
        self.answer(" ".join(part for part in sentences if part))

    def action_change(self) -> None:
        """Show or hide what is typed."""
        visible = self.query_one(PassphraseBox).toggle_visible()
        self.answer(self.text("unlock.shown" if visible else "unlock.hidden"))

    def action_edit(self) -> None:
        """Open in another way: with a key file, or with shares."""
        if self._opening:
            return
        from safelog.tui.screens.other_way import OtherWayScreen  # noqa: PLC0415 - seldom needed

        self.query_one(PassphraseBox).wipe()
        self.answer("")
        self.app.push_screen(
            OtherWayScreen(self.catalogue, opens=self._open, on_open=self._on_open)
        )

    def on_passphrase_box_submitted(self) -> None:
        """Try what was typed, beside the screen."""
        if self._opening:
            return
        try:
            secret = self.query_one(PassphraseBox).take()
        except InvalidTextError as error:
            self.report(error)
            return
        self._opening = True
        self.answer(self.text("unlock.opening"))
        tasks.start(self, partial(self._open, partial(_secret, secret)), group="open")

    def on_unlocked(self, message: Unlocked) -> None:
        """Hand the journal over."""
        self._opening = False
        self.query_one(PassphraseBox).wipe()
        self.answer("")
        self._on_open(message.journal)

    def task_failed(self, message: tasks.TaskFailed) -> None:
        """Say why it did not open; another try is always possible."""
        self._opening = False
        super().task_failed(message)
        if isinstance(message.error, VaultNotFoundError):
            self._offer()

    def _open(self, bring: Callable[[], Credential], stopped: Event) -> tasks.Answer | None:
        from safelog.tui.opening import DiskVaults, open_journal  # noqa: PLC0415 - see the module

        place = self._place
        vaults = place.vaults or DiskVaults()
        with self._gate:
            return open_journal(
                vaults, place.directory, place.clock, credential=bring(), stopped=stopped
            )


def _secret(typed: bytearray) -> Credential:
    from safelog.vault import Secret  # noqa: PLC0415 - see the module

    return Secret(typed)


def _prepare(_stopped: Event) -> None:
    """Import what will be needed, while nobody waits for it."""
    from safelog.tui import opening  # noqa: PLC0415 - that is the point of it
    from safelog.tui.screens import timeline  # noqa: PLC0415

    del opening, timeline


def _is_empty(place: Place) -> bool:
    """Tell whether there is nothing at all where the vault would be."""
    try:
        return not place.directory.exists() or not any(place.directory.iterdir())
    except OSError:
        # Opening will say what is wrong with the folder.
        return False
