"""Secrets that can be wiped.

Python cannot erase `str` or `bytes`: their memory is given back as it is and may be read from a
core dump or a swap file later. Passphrases and keys therefore live in a `bytearray` from the moment
they enter until `wipe`, and the classes here give no way to turn one into text, a log line, a
pickle or a second copy by accident.
"""

from __future__ import annotations

import hmac
import unicodedata
from typing import TYPE_CHECKING, NoReturn, Self

from safelog.errors import InvalidTextError, VaultClosedError

if TYPE_CHECKING:
    from types import TracebackType

KEY_BYTES = 32
SHARE_SECRET_BYTES = 16
_ASCII = range(0x80)
_CYRILLIC_LEADS = range(0xD0, 0xD4)
"""UTF-8 lead bytes of U+0400 to U+04FF."""
_CONTINUATIONS = range(0x80, 0xC0)


class Wipeable:
    """Bytes that can be zeroed, and cannot be shown, copied or pickled."""

    __slots__ = ("_buffer", "_wiped")

    def __init__(self, buffer: bytearray) -> None:
        """Take over `buffer`: whoever passes it uses it no more, `wipe` zeroes it in place."""
        self._buffer = buffer
        self._wiped = False

    @property
    def view(self) -> memoryview:
        """The bytes, without a copy; valid until `wipe`.

        Raises:
            VaultClosedError: they were wiped. A key of zeros must never be used in silence.
        """
        if self._wiped:
            raise VaultClosedError
        return memoryview(self._buffer)

    def matches(self, other: Wipeable) -> bool:
        """Compare in constant time, for lengths that are equal."""
        return hmac.compare_digest(self.view, other.view)

    def wipe(self) -> None:
        """Overwrite the bytes with zeros."""
        self._buffer[:] = bytes(len(self._buffer))
        self._wiped = True

    def __len__(self) -> int:
        """Return the number of bytes."""
        return len(self._buffer)

    def __enter__(self) -> Self:
        """Return itself; leaving the block wipes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wipe, also after an error."""
        self.wipe()

    def __repr__(self) -> str:
        """Return the class name only: this may end in a log."""
        return f"<{type(self).__name__}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        """Refuse pickle, copy and deepcopy, which all come through here.

        Raises:
            TypeError: always.
        """
        message = f"{type(self).__name__} is never copied"
        raise TypeError(message)


class Key(Wipeable):
    """A 32-byte symmetric key."""

    __slots__ = ()

    def __init__(self, buffer: bytearray) -> None:
        """Take over `buffer`.

        Raises:
            ValueError: it does not hold 32 bytes.
        """
        if len(buffer) != KEY_BYTES:
            message = "a key has 32 bytes"
            raise ValueError(message)
        super().__init__(buffer)


class ShareSecret(Wipeable):
    """The 16 bytes that a set of shares gives together."""

    __slots__ = ()

    def __init__(self, buffer: bytearray) -> None:
        """Take over `buffer`.

        Raises:
            ValueError: it does not hold 16 bytes.
        """
        if len(buffer) != SHARE_SECRET_BYTES:
            message = "a set of shares gives 16 bytes"
            raise ValueError(message)
        super().__init__(buffer)


class Secret(Wipeable):
    """A passphrase or recovery words, as typed, in UTF-8."""

    __slots__ = ()

    @classmethod
    def from_text(cls, text: str) -> Secret:
        """Encode `text`, which itself stays in memory; prefer a buffer filled key by key."""
        return cls(bytearray(text, "utf-8"))

    def normalized(self) -> Secret:
        """Return a new secret in form NFKC, so that every keyboard gives the same key.

        ASCII and Cyrillic pass without ever becoming a `str`. Other scripts need one for a moment.

        Raises:
            InvalidTextError: the bytes are not UTF-8.
        """
        view = self.view
        if _is_normalized_by_letter(view):
            return Secret(bytearray(view))
        try:
            text = str(view, "utf-8")
        except UnicodeDecodeError:
            raise InvalidTextError(field="passphrase") from None
        return Secret.from_text(unicodedata.normalize("NFKC", text))


def _is_normalized_by_letter(utf8: memoryview) -> bool:
    """Tell whether all is ASCII or Cyrillic letters that NFKC leaves as they are.

    False may also mean "look closer". In these two blocks only marks join with what stands before
    them (Unicode Standard Annex 15, section 9), and marks are not let through.
    """
    at = 0
    while at < len(utf8):
        if utf8[at] in _ASCII:
            at += 1
            continue
        tail = utf8[at + 1 : at + 2]
        if utf8[at] not in _CYRILLIC_LEADS or not tail or tail[0] not in _CONTINUATIONS:
            return False
        letter = chr((utf8[at] & 0x1F) << 6 | tail[0] & 0x3F)
        if not letter.isalpha() or not unicodedata.is_normalized("NFKC", letter):
            return False
        at += 2
    return True
