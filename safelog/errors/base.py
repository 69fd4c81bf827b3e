"""The root of the error tree, and what concerns a command as a whole."""

from __future__ import annotations

import re
from typing import ClassVar

_WORD_BEGIN = re.compile(r"(?<!^)(?=[A-Z])")
_SAFE_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:#+\[\]-]{0,79}")


class SafelogError(Exception):
    """Something went wrong that safelog did not foresee."""

    exit_code: ClassVar[int] = 1
    key: ClassVar[str] = "unexpected"

    def __init_subclass__(cls) -> None:
        """Name the key after the class: `WrongSecretError` has `wrong_secret`."""
        super().__init_subclass__()
        cls.key = _WORD_BEGIN.sub("_", cls.__name__.removesuffix("Error")).lower()

    def __init__(self, **fields: int | str) -> None:
        """Keep `fields` for the catalogue's sentence.

        Raises:
            ValueError: a text field is more than a short ASCII token; it might be the person's.
        """
        for name, value in fields.items():
            if isinstance(value, str) and not _SAFE_TOKEN.fullmatch(value):
                message = f"unsafe text in error field {name!r}"
                raise ValueError(message)
        super().__init__(self.key)
        self.fields = fields

    def __str__(self) -> str:
        """Return the key and the safe fields; people read the catalogue's sentence instead."""
        shown = ", ".join(f"{name}={value}" for name, value in self.fields.items())
        return f"{self.key}({shown})"


class UsageError(SafelogError):
    """The command was called with words that it does not know."""

    exit_code = 2


class CancelledError(SafelogError):
    """The person stopped the command before it changed anything."""

    exit_code = 3


class NoTerminalError(SafelogError):
    """A passphrase is needed, and there is no terminal to ask for it."""

    exit_code = 4


class KeptAsDraftError(SafelogError):
    """The person stopped while writing; the words wait in the vault as a draft."""

    exit_code = 5


class OutputError(SafelogError):
    """The output could not be written to its end: its reader went away, or its disk is full.

    Fields: errno.
    """

    exit_code = 6
