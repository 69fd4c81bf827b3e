"""The app: two modes, `locked` and `journal`, and the way between them.

Invariants: the journal is open exactly while the mode `journal` exists. Locking asks nothing, works
from everywhere, and ends with keys wiped, words kept as drafts, and nothing of the journal within
the app's reach. Whatever fails, the person reads a plain sentence: a traceback would be drawn with
the words of an incident in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.scrollbar import ScrollBar, ScrollBarRender

from safelog.errors import SafelogError
from safelog.i18n.catalogue import Catalogue
from safelog.system.clock import Clock
from safelog.tui import keys
from safelog.tui.driver import driver_class
from safelog.tui.idle import IdleWatch
from safelog.tui.screens.base import SMALLEST
from safelog.tui.screens.help import HelpScreen
from safelog.tui.screens.unlock import UnlockScreen
from safelog.tui.themes import themes

if TYPE_CHECKING:
    # What an open journal needs is imported while the person types; see UnlockScreen.
    from safelog.journal.journal import Journal
    from safelog.tui.opening import Vaults
    from safelog.tui.session import Session

_SCROLLBACK_AWAY = "\x1b[3J"
"""ED 3 of xterm: drop the lines that scrolled out of the window."""

_IDLE_CHECK_S = 5.0

_PATIENCE_S = 3.0
"""How long an ending that the system asked for may take once everything is kept."""


class _PlainBar(ScrollBarRender):
    """A scroll bar of blanks on two colours, for terminals that know Latin-1 only."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the app runs: what it takes from outside."""

    directory: Path
    """Folder of the vault."""
    catalogue: Catalogue
    clock: Clock
    zone: str
    """Name of the time zone of this computer, of the IANA database."""
    vaults: Vaults | None = None
    """None for vaults at the cost that this computer can bear."""


class SafelogApp(App[int], inherit_bindings=False):
    """The terminal app."""

    CSS_PATH = "styles/safelog.tcss"
    DEFAULT_MODE = "locked"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "safelog"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(keys.HELP, keys.LOCK, keys.LEAVE, keys.SUSPEND)
    ]

    def __init__(self, place: Place) -> None:
        """Begin locked."""
        super().__init__(driver_class=driver_class())
        columns, rows = SMALLEST
        self.HORIZONTAL_BREAKPOINTS = [(0, "-too-narrow"), (columns, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-too-low"), (rows, "-low"), (24, "-tall")]
        self.place = place
        self.session: Session | None = None
        self.failure: str | None = None
        """What ended the app, as a type and a line of code; None if nothing did."""
        self._idle = IdleWatch(place.clock)
        self.animation_level = "none"
        ScrollBar.renderer = _PlainBar
        for name in list(self.available_themes):
            self.unregister_theme(name)
        for theme in themes():
            self.register_theme(theme)
        self.theme = themes()[0].name
        self.add_mode("locked", self._unlock_screen)

    # --- the way in and the way out --------------------------------------------------------

    def enter(self, journal: Journal) -> None:
        """Show the journal that was opened; it belongs to the app from now on."""
        from safelog.tui.screens.timeline import TimelineScreen  # noqa: PLC0415 - not before it is needed
        from safelog.tui.session import Session  # noqa: PLC0415

        place = self.place
        session = Session(journal, place.catalogue, place.clock, place.zone)
        self.session = session
        self._idle.touch()
        self._unlock.uncover()
        self.add_mode("journal", lambda: TimelineScreen(session))
        self.switch_mode("journal")

    def lock(self) -> None:
        """Keep unsaved words, forget the rest, and ask for the passphrase again.

        A first run that shows secrets begins anew.
        """
        session, self.session = self.session, None
        if session is None:
            self._unlock.restart()
            return
        lost = self._keep_words(session)
        with contextlib.suppress(SafelogError):
            # A head that could not be written is brought up to date by the next opening.
            session.journal.close()
        self.switch_mode("locked")
        self.remove_mode("journal")
        self._forget()
        self._unlock.say_locked(lost)

    def _keep_words(self, session: Session) -> SafelogError | None:
        """Keep every unsaved word; return why some could not be kept."""
        lost: SafelogError | None = None
        for flush in tuple(session.flushers):
            try:
                flush()
            except SafelogError as error:
                lost = error
            except Exception:  # noqa: BLE001 - whatever fails here, the journal is closed next
                lost = SafelogError()
        return lost

    def _forget(self) -> None:
        """Let go of whatever Textual still holds of the journal's screens."""
        self._clipboard = ""
        self._last_focused_on_app_blur = None
        self._mouse_down_widget = None
        self._set_mouse_over(None, None)
        self.capture_mouse(None)
        self.clear_notifications()
        if self._driver is not None:
            self._driver.write(_SCROLLBACK_AWAY)

    @property
    def _unlock(self) -> UnlockScreen:
        screen = self.get_screen_stack("locked")[0]
        if not isinstance(screen, UnlockScreen):  # unreachable: the mode begins with it
            raise TypeError
        return screen

    def _unlock_screen(self) -> UnlockScreen:
        return UnlockScreen(self.place, on_open=self.enter)

    # --- keys ------------------------------------------------------------------------------

    def action_lock(self) -> None:
        """Lock now, without a question."""
        self.lock()

    def action_leave(self) -> None:
        """Lock and end, without a question."""
        self.lock()
        self.exit(0)

    def action_help(self) -> None:
        """Say what the keys do."""
        if isinstance(self.screen, HelpScreen):
            return
        from safelog.journal.state import DEFAULT_IDLE_LOCK_MINUTES  # noqa: PLC0415 - not at the start

        session = self.session
        minutes = session.journal.state.idle_lock_minutes if session else DEFAULT_IDLE_LOCK_MINUTES
        self.push_screen(HelpScreen(self.place.catalogue, idle_lock_minutes=minutes))

    def action_suspend(self) -> None:
        """Lock, and only then go to the background."""
        self.lock()
        self.call_later(self.action_suspend_process)

    def next_theme(self) -> str:
        """Change the look and return its name."""
        names = [theme.name for theme in themes()]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        return self.theme

    # --- time and signals ------------------------------------------------------------------

    def on_mount(self) -> None:
        """Listen to the clock and to the system."""
        self.set_interval(_IDLE_CHECK_S, self.lock_if_idle)
        if sys.platform != "win32" and not self.is_headless:
            loop = asyncio.get_running_loop()
            for ending in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(ending, self._leave_soon)
            stop = signal.getsignal(signal.SIGTSTP)
            if callable(stop):
                loop.add_signal_handler(signal.SIGTSTP, self._lock_and_stop, stop)

    def _leave_soon(self) -> None:
        """Leave because the system says so; nothing that hangs may keep the process alive."""
        self.action_leave()
        last_resort = threading.Timer(_PATIENCE_S, os._exit, (0,))
        last_resort.daemon = True
        last_resort.start()

    def on_unmount(self) -> None:
        """Close the journal if the app ends in a way that locked nothing."""
        session, self.session = self.session, None
        if session is not None:
            session.journal.close()

    def _lock_and_stop(self, stop: Callable[[int, None], Any]) -> None:
        self.lock()
        self.call_later(stop, signal.SIGTSTP, None)

    def lock_if_idle(self) -> None:
        """Lock if nobody has touched the journal for as long as it says."""
        session = self.session
        if session and self._idle.idle_s() >= session.journal.state.idle_lock_minutes * 60:
            self.lock()

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there, then do what Textual does."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._idle.touch()
        await super().on_event(event)

    # --- what stock Textual would leak -----------------------------------------------------

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what was cut inside the app, until it locks: the system's clipboard is shared."""
        self._clipboard = text

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Do nothing: a picture of decrypted words would lie on the disk."""

    def export_screenshot(self, **_: object) -> NoReturn:
        """Refuse, as `action_screenshot` does.

        Raises:
            PermissionError: always.
        """
        raise PermissionError

    def action_command_palette(self) -> None:
        """Do nothing: the palette offers a screenshot."""

    def panic(self, *renderables: object) -> None:
        """End after a failure outside of the messages; what would be drawn is dropped."""
        del renderables
        self._end_badly("")

    def _fatal_error(self) -> None:
        """End after a failure, without the traceback that Textual would draw with its values."""
        error = self._exception
        trace = error.__traceback__ if error is not None else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        self._end_badly(f"{type(error).__name__} {where}".strip())

    def _end_badly(self, failure: str) -> None:
        self.failure = failure
        session, self.session = self.session, None
        if session is not None:
            self._keep_words(session)
            with contextlib.suppress(Exception):
                session.journal.close()
        self._exit_renderables.clear()
        self._close_messages_no_wait()
