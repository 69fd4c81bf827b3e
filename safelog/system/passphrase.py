"""The line on which a passphrase is typed, in a buffer that can be wiped.

Invariants: the passphrase never becomes a `str` or a `bytes`, whose memory Python cannot wipe, and
no part of it is left in memory that the line gave up. The caller zeroes the buffer that it takes.
"""

from __future__ import annotations

from enum import Enum, auto

from safelog import errors

PASSPHRASE_BYTES_MAX = 1024
"""More than any person types; bounds what a stray file on the descriptor can make us read."""

_ENTER = frozenset(b"\r\n")
_BACKSPACE = frozenset(b"\x08\x7f")
_CONTROL_C, _CONTROL_D, _CONTROL_U, _ESCAPE = 0x03, 0x04, 0x15, 0x1B
_FIRST_PRINTABLE = 0x20
_CONTINUATION_MASK, _CONTINUATION = 0b1100_0000, 0b1000_0000  # RFC 3629, section 3
_CSI, _SS3 = ord("["), ord("O")  # ECMA-48, section 5.3
_CSI_FINAL = range(0x40, 0x7F)  # ECMA-48, section 5.4


class Progress(Enum):
    """What the last key made of the line."""

    TYPING = auto()
    DONE = auto()
    CANCELLED = auto()


class _Sequence(Enum):
    """Where in an escape sequence the keyboard is."""

    NONE = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()


class PassphraseLine:
    """A line that is typed blind, byte by byte.

    Backspace takes one character back, Ctrl+U all of them. Ctrl+C gives up, and Ctrl+D on an empty
    line. Arrows, function keys and the marks around pasted text add nothing to the passphrase.
    """

    def __init__(self) -> None:
        """Begin an empty line."""
        # One buffer of the full size: a growing one would leave its smaller selves in free memory.
        self._buffer = bytearray(PASSPHRASE_BYTES_MAX)
        self._length = 0
        self._overflowed = False
        self._sequence = _Sequence.NONE

    def feed(self, byte: int) -> Progress:
        """Take one byte from the keyboard."""
        if self._swallowed(byte):
            return Progress.TYPING
        if byte in _ENTER:
            return Progress.DONE
        if byte == _CONTROL_C or (byte == _CONTROL_D and self._length == 0):
            return Progress.CANCELLED
        if byte in _BACKSPACE:
            self._take_back()
        elif byte == _CONTROL_U:
            self.wipe()
        elif byte >= _FIRST_PRINTABLE:
            self._append(byte)
        return Progress.TYPING

    def take(self) -> bytearray:
        """Return the passphrase in a buffer of its own and wipe the line.

        Raises:
            InvalidTextError: it is longer than `PASSPHRASE_BYTES_MAX`.
        """
        try:
            if self._overflowed:
                raise errors.InvalidTextError(field="passphrase", limit=PASSPHRASE_BYTES_MAX)
            with memoryview(self._buffer)[: self._length] as typed:
                return bytearray(typed)
        finally:
            self.wipe()

    def wipe(self) -> None:
        """Zero what was typed and begin anew."""
        self._buffer[:] = bytes(PASSPHRASE_BYTES_MAX)
        self._length = 0
        self._overflowed = False

    def _append(self, byte: int) -> None:
        if self._length == PASSPHRASE_BYTES_MAX:
            self._overflowed = True
            return
        self._buffer[self._length] = byte
        self._length += 1

    def _take_back(self) -> None:
        while self._length:
            self._length -= 1
            byte = self._buffer[self._length]
            self._buffer[self._length] = 0
            if byte & _CONTINUATION_MASK != _CONTINUATION:
                return

    def _swallowed(self, byte: int) -> bool:
        """Follow escape sequences; tell whether `byte` is a part of one."""
        match self._sequence:
            case _Sequence.NONE if byte == _ESCAPE:
                self._sequence = _Sequence.ESCAPE
                return True
            case _Sequence.ESCAPE if byte in {_CSI, _SS3, _ESCAPE}:
                if byte != _ESCAPE:
                    self._sequence = _Sequence.CSI if byte == _CSI else _Sequence.SS3
                return True
            case _Sequence.CSI:
                if byte in _CSI_FINAL:
                    self._sequence = _Sequence.NONE
                return True
            case _Sequence.SS3:
                self._sequence = _Sequence.NONE
                return True
        # A bare Esc and then a key: the key counts.
        self._sequence = _Sequence.NONE
        return False
