"""Another way to unlock: a key file with its passphrase, or shares, alone or with a passphrase.

One box takes one thing after the other. What was typed is kept in buffers that leaving wipes; a
slip asks for that one thing again, and nothing that was right is typed twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.errors import (
    InvalidKeyFileError,
    InvalidSharesError,
    InvalidTextError,
    UnreadableFileError,
)
from safelog.i18n.catalogue import Catalogue
from safelog.journal.key_files import read_key_file
from safelog.tui import keys, tasks
from safelog.tui.opening import Unlocked
from safelog.tui.screens.base import BaseScreen
from safelog.tui.widgets.choice import Choice, Option
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.passphrase_box import PassphraseBox
from safelog.vault import (
    Combination,
    Credential,
    Secret,
    ShareSecret,
    combine_shares,
    shares_missing,
)

if TYPE_CHECKING:
    from safelog.journal.journal import Journal

_WAYS = ("key-file", "shares", "split")

Opens = Callable[[Callable[[], Credential], Event], tasks.Answer | None]


class OtherWayScreen(BaseScreen, inherit_bindings=False):
    """Asks for what opens beside a passphrase."""

    NAME = "other_way"
    HINTS = (keys.HELP, keys.CHANGE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *BaseScreen.BINDINGS,
        *keys.bindings(keys.CHANGE, keys.BACK),
    ]

    def __init__(
        self, catalogue: Catalogue, *, opens: Opens, on_open: Callable[[Journal], None]
    ) -> None:
        """Open with `opens`, beside the screen; `on_open` takes the journal."""
        super().__init__(catalogue)
        self._opens = opens
        self._on_open = on_open
        self._opening = False
        self._path: Path | None = None
        self._typed: list[Secret] = []
        self._shared: ShareSecret | None = None

    def body(self) -> Iterable[Widget]:
        """Make the choice, the question, the box and the hint."""
        yield Line(self.text("other_way.ask"), classes="lead")
        yield Choice(tuple(Option(way, self.text(f"other_way.way.{way}")) for way in _WAYS))
        yield Line(widget_id="asked", classes="lead")
        yield PassphraseBox()
        yield Line(self.text("other_way.hint"), classes="hint")

    def begin(self) -> None:
        """Ask for the first thing."""
        self._ask()

    def on_choice_changed(self) -> None:
        """Begin anew with what the other way takes."""
        self.answer("")
        self._forget()
        self._ask()

    def action_change(self) -> None:
        """Show or hide what is typed."""
        visible = self.query_one(PassphraseBox).toggle_visible()
        self.answer(self.text("other_way.shown" if visible else "other_way.hidden"))

    def action_back(self) -> None:
        """Go back to the passphrase alone."""
        if not self._opening:
            self.dismiss()

    def on_passphrase_box_submitted(self) -> None:
        """Take what was typed for what was asked."""
        if self._opening:
            return
        asked = self._asked
        try:
            typed = Secret(self.query_one(PassphraseBox).take())
        except InvalidTextError as error:
            self.report(error)
            return
        self.answer("")
        match asked:
            case "path":
                with typed:
                    self._path = Path(os.fsdecode(bytes(typed.view))).expanduser()
            case "share":
                self._take_share(typed)
            case _:
                self._open_with(typed)
        self._ask()

    def _take_share(self, share: Secret) -> None:
        self._typed.append(share)
        try:
            if shares_missing(self._typed):
                self.answer(self.text("other_way.taken"))
                return
            self._shared = combine_shares(self._typed)
        except InvalidSharesError as error:
            # Shares that do not fit together name none: then all of them are asked for again.
            if error.fields.get("position"):
                self._typed.pop().wipe()
            else:
                self._forget()
            self.report(error)
            return
        if self._way == "shares":
            self._open(partial(_given, _copy(self._shared)))

    def _open_with(self, passphrase: Secret) -> None:
        if self._path is not None:
            self._open(partial(_with_key_file, passphrase, self._path))
        elif self._shared is not None:
            # A wrong passphrase must not cost the shares: whoever tries a credential wipes it.
            self._open(partial(_given, Combination(passphrase, _copy(self._shared))))

    def _open(self, bring: Callable[[], Credential]) -> None:
        """Try what there is, beside the screen."""
        self._opening = True
        self.answer(self.text("other_way.opening"))
        tasks.start(self, partial(self._opens, bring), group="open")

    def on_unlocked(self, message: Unlocked) -> None:
        """Hand the journal over."""
        self._opening = False
        self._forget()
        self._on_open(message.journal)

    def task_failed(self, message: tasks.TaskFailed) -> None:
        """Say why it did not open, and ask again for what may be wrong."""
        self._opening = False
        super().task_failed(message)
        if isinstance(message.error, InvalidKeyFileError | UnreadableFileError):
            self._path = None
        elif self._way == "shares":
            self._forget()
        self._ask()

    def on_unmount(self) -> None:
        """Wipe what was typed."""
        self._forget()

    @property
    def _way(self) -> str:
        return self.query_one(Choice).code

    @property
    def _asked(self) -> str:
        """The name of what the box takes now."""
        if self._way == "key-file":
            return "path" if self._path is None else "passphrase"
        return "share" if self._shared is None else "passphrase"

    def _ask(self) -> None:
        """Say what is to be typed; only a path is shown without being asked."""
        asked, box = self._asked, self.query_one(PassphraseBox)
        number, missing = len(self._typed) + 1, shares_missing(self._typed)
        text = self.text(f"other_way.{asked}", number=number, missing=missing)
        self.query_one("#asked", Line).show(text)
        if box.toggle_visible() != (asked == "path"):
            box.toggle_visible()

    def _forget(self) -> None:
        """Wipe everything that was typed."""
        for share in self._typed:
            share.wipe()
        self._typed.clear()
        if self._shared is not None:
            self._shared.wipe()
        self._shared, self._path = None, None


def _copy(shared: ShareSecret) -> ShareSecret:
    return ShareSecret(bytearray(shared.view))


def _given(credential: Credential) -> Credential:
    return credential


def _with_key_file(passphrase: Secret, path: Path) -> Credential:
    """Read the key file only now, beside the screen: a stick may be slow.

    Raises:
        UnreadableFileError, InvalidKeyFileError: it cannot be used.
    """
    try:
        return Combination(passphrase, read_key_file(path))
    except BaseException:
        passphrase.wipe()
        raise
