"""What the screens with unsaved words share: words are kept while they are typed."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from textual.timer import Timer
from textual.widgets import TextArea

from safelog.tui import tasks
from safelog.tui.autosave import DraftKeeper, Pace
from safelog.tui.screens.journal_screen import JournalScreen
from safelog.tui.screens.kind import KindScreen
from safelog.tui.session import Session
from safelog.tui.widgets.choice import Choice
from safelog.tui.widgets.kind_box import KindBox

_SOON_S = 0.05
"""A timer of no length never fires in Textual."""


class Snapshot(NamedTuple):
    """What stands in the inputs at one moment."""

    kind: str
    inputs: dict[str, str]


class DraftingScreen(JournalScreen, inherit_bindings=False):
    """A screen whose words survive a lock, a kill and a wrong key."""

    def __init__(self, session: Session, keeper: DraftKeeper) -> None:
        """Keep words through `keeper`."""
        super().__init__(session)
        self.keeper = keeper
        self._pace = Pace()
        self._timer: Timer | None = None
        self._number = 0

    def kind_box(self, code: str) -> KindBox:
        """Make the line that shows the kind and opens the list of kinds."""
        return KindBox(
            self.session.journal.surroundings.kinds, code, language=self.session.language
        )

    def snapshot(self) -> Snapshot:
        """Read what stands in the inputs."""
        raise NotImplementedError

    def begin(self) -> None:
        """Ask to be flushed before the journal is closed."""
        self.session.flushers.append(self.flush)

    def on_unmount(self) -> None:
        """Ask no longer."""
        if self.flush in self.session.flushers:
            self.session.flushers.remove(self.flush)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Note that words were typed."""
        message.stop()
        self.note_change()

    async def on_choice_changed(self, message: Choice.Changed) -> None:
        """Note that another answer was chosen."""
        message.stop()
        self.note_change()

    def on_kind_box_wanted(self, message: KindBox.Wanted) -> None:
        """Show the list of kinds."""
        message.stop()
        self.choose_kind()

    async def on_kind_box_changed(self, message: KindBox.Changed) -> None:
        """Note that another kind was chosen."""
        message.stop()
        self.note_change()

    def choose_kind(self) -> None:
        """Let the person choose a kind; the words stay where they are."""
        box = self.query_one(KindBox)
        kinds = self.session.journal.surroundings.kinds
        self.app.push_screen(KindScreen(self.catalogue, kinds, partial(setattr, box, "code")))

    def note_change(self) -> None:
        """Keep the words soon."""
        self._pace.typed(self.session.clock.monotonic())
        if self._timer is None:
            self._wait()

    def flush(self) -> None:
        """Keep the words now, on this thread.

        Raises:
            InvalidTextError: an input is too long or cannot be stored.
            VaultError: the vault cannot take it.
        """
        self._pace.kept()
        self._number += 1
        self.keeper.keep(self._number, *self.snapshot())

    def _wait(self) -> None:
        wait_s = self._pace.wait_s(self.session.clock.monotonic())
        if wait_s is not None:
            self._timer = self.set_timer(max(wait_s, _SOON_S), self._look)

    def _look(self) -> None:
        """Keep the words if it is time; else wait on."""
        self._timer = None
        if self._pace.wait_s(self.session.clock.monotonic()) != 0.0:
            self._wait()
            return
        self._pace.kept()
        self._number += 1
        keep = partial(self.keeper.keep, self._number, *self.snapshot())
        tasks.start(self, lambda _stopped: keep(), group="draft")
