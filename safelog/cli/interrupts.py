"""What Ctrl+C, a closed window and a shutdown do: end the command, but never in half a sentence.

A signal raises `KeyboardInterrupt` where the command is, so that every `finally` closes the vault.
While something is being stored a signal waits: otherwise "nothing was changed" might be printed
over a change that had just become durable. A signal that waited is dropped when the change is
stored: the command then ends by itself and says what it did, or the next signal ends it.

Ctrl+C is the person's own and leaves the screen as it is. Every other signal means that nobody may
look at it any more: `is_leaving` has the screen cleared at the end. SIGQUIT, which terminals send
for Ctrl and the backslash, is the quick exit from a prompt.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
"""SIGHUP and SIGQUIT are POSIX's, SIGBREAK is Windows's."""


class Interrupts:
    """Whether a signal may end the command right now."""

    def __init__(self) -> None:
        """Let signals through; handlers are not set yet."""
        self._held = False
        self._waiting = False
        self.is_leaving = False
        """Whether a signal came that means to leave at once, and to leave nothing on the screen."""

    def install(self) -> None:
        """Handle the signals of this process from now on; only its main thread may call this."""
        for name in _NAMES:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self.receive)

    def receive(self, signal_number: int, frame: FrameType | None) -> None:
        """Take a signal.

        Raises:
            KeyboardInterrupt: the command may end here.
        """
        del frame
        self.is_leaving = self.is_leaving or signal_number != signal.SIGINT
        if self._held:
            self._waiting = True
            return
        # The vault is closed once, and a second Ctrl+C must not stop that.
        self._held = True
        raise KeyboardInterrupt

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Let signals wait until what is inside is stored."""
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held, self._waiting = before, False

    @contextmanager
    def finish(self) -> Iterator[None]:
        """Let signals wait while the command stores what it was called for, and until its end.

        After that it only says what it did: a signal then must not make it say anything else.
        """
        before, self._held = self._held, True
        try:
            yield
        except BaseException:
            self._held, self._waiting = before, False
            raise

    @contextmanager
    def allow(self) -> Iterator[None]:
        """Let signals through again inside a `hold`, as while waiting for input.

        Raises:
            KeyboardInterrupt: a signal came before this.
        """
        if self._waiting:
            raise KeyboardInterrupt
        before, self._held = self._held, False
        try:
            yield
        finally:
            self._held = before
