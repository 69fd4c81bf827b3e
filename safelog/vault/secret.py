"""Secrets that can be wiped.

Python cannot erase `str` or `bytes`: their memory is given back as it is and may be read from a
core dump or a swap file later. Passphrases and keys therefore live in pages of their own (see
`pages`) until `wipe`, and the classes here give no way to turn one into text, a log line, a pickle
or a second copy by accident.
"""

from __future__ import annotations

import codecs
import hmac
import unicodedata
from typing import TYPE_CHECKING, NoReturn

from safelog.errors import InvalidTextError, VaultClosedError
from safelog.vault.pages import SecretPages
from safelog.vault.scope import Scoped

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_BYTES = 32
SHARE_SECRET_BYTES = 16
_NFKC_GROWTH = 11
"""U+FDFA has three bytes of UTF-8 and becomes 33: nothing grows more (UAX 15, section 9)."""


class Wipeable(Scoped):
    """Bytes that can be zeroed, and cannot be shown, copied or pickled."""

    __slots__ = ("_pages", "_wiped")

    def __init__(self, buffer: bytearray) -> None:
        """Take over what is in `buffer`, which is zeroed: the bytes live in locked pages now."""
        self._pages = SecretPages(len(buffer))
        self._pages.view[:] = buffer
        buffer[:] = bytes(len(buffer))
        self._wiped = False

    @property
    def view(self) -> memoryview:
        """The bytes, without a copy; valid until `wipe`.

        Raises:
            VaultClosedError: they were wiped. A key of zeros must never be used in silence.
        """
        if self._wiped:
            raise VaultClosedError
        return self._pages.view

    def matches(self, other: Wipeable) -> bool:
        """Compare in constant time, for lengths that are equal."""
        return hmac.compare_digest(self.view, other.view)

    def wipe(self) -> None:
        """Overwrite the bytes with zeros."""
        self._pages.wipe()
        self._wiped = True

    def __len__(self) -> int:
        """Return the number of bytes."""
        return self._pages.size

    def _leave(self) -> None:
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

        It is made letter by letter: the whole never becomes a `str`, which nobody could wipe.

        Raises:
            InvalidTextError: the bytes are not UTF-8.
        """
        normal = bytearray(_NFKC_GROWTH * len(self))
        size = 0
        try:
            for cluster in _clusters(self.view):
                letters = unicodedata.normalize("NFKC", cluster).encode()
                normal[size : size + len(letters)] = letters
                size += len(letters)
            with memoryview(normal)[:size] as used:
                return Secret(bytearray(used))
        except UnicodeDecodeError:
            raise InvalidTextError(field="passphrase") from None
        finally:
            normal[:] = bytes(len(normal))


def _clusters(utf8: memoryview) -> Iterator[str]:
    """Cut a text into the shortest parts that can be normalized one by one.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    cluster = ""
    for byte in utf8:
        letter = decoder.decode(bytes((byte,)))
        if cluster and letter and _stands_alone(letter, behind=cluster):
            yield cluster
            cluster = ""
        cluster += letter
    decoder.decode(b"", final=True)
    if cluster:
        yield cluster


def _stands_alone(letter: str, *, behind: str) -> bool:
    """Tell whether `letter` normalizes as if nothing stood before it.

    Marks move and join up to the last letter that is none (Unicode Standard, section 3.11), so
    nothing that follows `letter` changes this.
    """
    alone = unicodedata.normalize("NFKC", letter)
    if unicodedata.combining(alone[0]):
        return False
    before = unicodedata.normalize("NFKC", behind)
    return unicodedata.normalize("NFKC", behind + letter) == before + alone
