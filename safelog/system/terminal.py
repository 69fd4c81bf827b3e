"""Ask for a passphrase without showing it, and leave nothing on the screen.

The buffer of a passphrase that is not handed over is zeroed, also when an error or a signal ends
the reading; the caller zeroes the buffer that it gets.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from safelog import errors
from safelog.system.passphrase import PASSPHRASE_BYTES_MAX, PassphraseLine, Progress

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLEAR_SCREEN_AND_SCROLLBACK = "\x1b[2J\x1b[3J\x1b[H"
"""Erase the screen (ECMA-48 ED 2) and the lines above it (ED 3 of xterm), and go to the top."""

_TERMINAL = "/dev/tty"
_EXTENDED_KEY, _EXTENDED_KEY_OR_LETTER = "\x00", "\xe0"


def clear_screen(output: TextIO) -> bool:
    """Clear a terminal and its scrollback; tell whether `output` is a terminal at all."""
    if not output.isatty():
        return False
    output.write(CLEAR_SCREEN_AND_SCROLLBACK)
    output.flush()
    return True


def read_passphrase(prompt: str, *, terminal: str = _TERMINAL) -> bytearray:
    """Ask at the terminal, show nothing of what is typed, and return it; it may be empty.

    Asks the terminal itself, so that redirected input and output do not matter.

    Args:
        prompt: what to show.
        terminal: the device to ask at (not on Windows, where it is always the console).

    Raises:
        NoTerminalError: there is no terminal.
        CancelledError: the person pressed Ctrl+C, or Ctrl+D on an empty line, or the terminal went.
        InvalidTextError: it is longer than `PASSPHRASE_BYTES_MAX`.
    """
    line = PassphraseLine()
    try:
        with _open_keyboard(prompt, terminal) as keys:
            for byte in keys:
                match line.feed(byte):
                    case Progress.DONE:
                        return line.take()
                    case Progress.CANCELLED:
                        break
            raise errors.CancelledError
    finally:
        line.wipe()


def read_passphrase_from_descriptor(descriptor: int) -> bytearray:
    """Return the first line of a descriptor, without its line ending; it may be empty.

    Reads byte by byte, so that what follows the line stays there for whoever reads it next.

    Raises:
        InputError: the descriptor cannot be read, or is at its end.
        InvalidTextError: the line is longer than `PASSPHRASE_BYTES_MAX`.
    """
    buffer = bytearray(PASSPHRASE_BYTES_MAX + len("\r\n"))
    try:
        with io.FileIO(descriptor, closefd=False) as file, memoryview(buffer) as view:
            length, ended = _read_line(file, view)
        if not ended and length == 0:
            raise errors.InputError(field="passphrase-fd")
        if ended and length and buffer[length - 1] == ord("\r"):
            length -= 1
        if length > PASSPHRASE_BYTES_MAX:
            raise errors.InvalidTextError(field="passphrase", limit=PASSPHRASE_BYTES_MAX)
        with memoryview(buffer)[:length] as line:
            return bytearray(line)
    except (OSError, ValueError):
        raise errors.InputError(field="passphrase-fd") from None
    finally:
        buffer[:] = bytes(len(buffer))


def _read_line(file: io.FileIO, view: memoryview) -> tuple[int, bool]:
    """Fill `view` up to a line end; return the line's length and whether its end was seen."""
    for length in range(len(view)):
        if not file.readinto(view[length : length + 1]):
            return length, False
        if view[length] == ord("\n"):
            return length, True
    return len(view), False


def console_bytes(
    read_character: Callable[[], str], is_waiting: Callable[[], bool]
) -> Iterator[int]:
    """Turn the characters of a Windows console into the bytes that a POSIX terminal would give.

    Args:
        read_character: waits for the next UTF-16 unit.
        is_waiting: tells whether another unit is there already.
    """
    high_surrogate = ""
    while True:
        unit = read_character()
        # Arrows and function keys are two units; the first may also be the letter "à", alone.
        if unit == _EXTENDED_KEY or (unit == _EXTENDED_KEY_OR_LETTER and is_waiting()):
            read_character()
        elif "\ud800" <= unit <= "\udbff":
            high_surrogate = unit
        else:
            pair = (high_surrogate + unit).encode("utf-16-le", "surrogatepass")
            high_surrogate = ""
            yield from pair.decode("utf-16-le", "replace").encode()


if sys.platform == "win32":

    @contextmanager
    def _open_keyboard(prompt: str, terminal: str) -> Iterator[Iterator[int]]:
        """Show the prompt and give the bytes of the keys pressed at the console."""
        del terminal
        if sys.stdin is None or not sys.stdin.isatty():
            raise errors.NoTerminalError
        for character in prompt:
            msvcrt.putwch(character)
        try:
            yield console_bytes(msvcrt.getwch, msvcrt.kbhit)
        finally:
            msvcrt.putwch("\r")
            msvcrt.putwch("\n")

else:

    @contextmanager
    def _open_keyboard(prompt: str, terminal: str) -> Iterator[Iterator[int]]:
        """Show the prompt and give the bytes of the keys pressed at the terminal."""
        try:
            descriptor = os.open(terminal, os.O_RDWR | os.O_NOCTTY)
        except OSError:
            raise errors.NoTerminalError from None
        try:
            saved = _silence(descriptor)
            try:
                os.write(descriptor, prompt.encode())
                yield _terminal_bytes(descriptor)
            finally:
                termios.tcsetattr(descriptor, termios.TCSADRAIN, saved)
                os.write(descriptor, b"\n")
        except (OSError, termios.error):
            # The window was closed while we asked.
            raise errors.CancelledError from None
        finally:
            os.close(descriptor)

    def _terminal_bytes(descriptor: int) -> Iterator[int]:
        key = bytearray(1)
        while os.readv(descriptor, [key]):
            yield key[0]

    def _silence(descriptor: int) -> list[Any]:
        """Echo nothing, hand each key over at once, and return the attributes to go back to.

        Signals are off: Ctrl+Z would leave a half-typed passphrase in a suspended process.
        """
        if not os.isatty(descriptor):
            raise errors.NoTerminalError
        saved = termios.tcgetattr(descriptor)
        attributes = termios.tcgetattr(descriptor)
        attributes[tty.LFLAG] &= ~(
            termios.ECHO | termios.ECHONL | termios.ICANON | termios.ISIG | termios.IEXTEN
        )
        attributes[tty.CC][termios.VMIN] = 1
        attributes[tty.CC][termios.VTIME] = 0
        # What was typed ahead is kept: a person who knows the prompt does not wait for it.
        termios.tcsetattr(descriptor, termios.TCSADRAIN, attributes)
        return saved
