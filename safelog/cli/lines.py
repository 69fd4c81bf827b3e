"""Where the answers of a person come from, line by line.

A terminal in its plain mode cuts a line at 4,095 bytes (1,023 on macOS) without a word, which is
two thousand Cyrillic letters: a pasted paragraph would lose its end. So where the standard library
has `readline`, the terminal is read through it: no such limit, and the arrow keys work. Its history
is off, so that no answer can be called up again or written to a file.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import BinaryIO, Protocol, TextIO

from safelog.errors import InvalidTextError
from safelog.model.text import TEXT_LIMIT

LINE_BYTES_MAX = 4 * TEXT_LIMIT
"""Longest line that is read: a text at its limit, in UTF-8."""


class Lines(Protocol):
    """A source of lines."""

    def read(self, prompt: str) -> str | None:
        """Show `prompt` and return one line without its end; None at the end of input.

        Raises:
            InvalidTextError: the line is too long or not UTF-8.
        """


class StreamLines:
    """Lines of a stream: a pipe, a file, or a terminal without `readline`."""

    def __init__(self, stream: BinaryIO, prompts: TextIO) -> None:
        """Read from `stream` and show prompts on `prompts`."""
        self._stream = stream
        self._prompts = prompts

    def read(self, prompt: str) -> str | None:
        """Show `prompt` and return one line; None at the end of input."""
        self._prompts.write(prompt)
        self._prompts.flush()
        line = self._stream.readline(LINE_BYTES_MAX + 1)
        if len(line) > LINE_BYTES_MAX:
            raise InvalidTextError(field="input", limit=TEXT_LIMIT)
        if not line:
            return None
        try:
            return line.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise InvalidTextError(field="input") from None


class TerminalLines:
    """Lines typed at a terminal, with `readline`."""

    def __init__(self, ask: Callable[[str], str] = input) -> None:
        """Read with `ask`; Python's own `input` is the only way to `readline`."""
        self._ask = ask

    def read(self, prompt: str) -> str | None:
        """Show `prompt` and return one line; None when the person pressed Ctrl+D."""
        try:
            return self._ask(prompt)
        except EOFError:
            return None
        except UnicodeDecodeError:
            raise InvalidTextError(field="input") from None


def terminal_lines() -> Lines | None:
    """Return lines read through `readline`, or None if this cannot be done here."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        readline = importlib.import_module("readline")
    except ImportError:
        return None
    readline.set_auto_history(False)
    readline.clear_history()
    # A pasted text then arrives as one answer, instead of line by line through the plain mode.
    readline.parse_and_bind("set enable-bracketed-paste on")
    # Without a completer Tab would offer the names of files.
    readline.set_completer(_complete_nothing)
    return TerminalLines()


def _complete_nothing(text: str, state: int) -> None:
    """Offer nothing."""
    del text, state
