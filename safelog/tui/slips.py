"""Compare words that were typed back with the words that were shown, without a text of them all."""

from __future__ import annotations

from collections.abc import Iterator


def first_slip(typed: bytearray | memoryview, shown: memoryview) -> int | None:
    """Return the position, from 1, of the first word that differs; None if all are the same.

    Case and white space do not count. A missing or an extra word is a slip at its position.
    """
    given, wanted = _words(typed), _words(shown)
    for position, word in enumerate(wanted, start=1):
        if next(given, None) != word:
            return position
    extra = next(given, None)
    return None if extra is None else sum(1 for _ in _words(shown)) + 1


def _words(text: bytearray | memoryview) -> Iterator[bytes]:
    word = bytearray()
    for byte in (*text, ord(" ")):
        if byte not in b" \t\r\n":
            word.append(byte)
        elif word:
            yield bytes(word.lower())
            word.clear()
