"""Read words again whose bytes were once taken for another character set.

«Щеглов» in UTF-8 that is read as Latin text is "Ð©ÐµÐ³Ð»Ð¾Ð²", in Windows-1251 "Ùåãëîâ". Somebody
who knows the language reads the latter almost at sight, and a program undoes either.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from safelog.export.encodings import Decoded, in_utf8, other_charsets
from safelog.redact.tokens import WORD

MISREAD_DEPTH = 2
"""How often words may have been misread one after the other."""

_MISREAD_AS = (
    *("cp1252", "latin-1", "cp1251", "koi8-r", "cp866", "iso8859-5", "mac-roman", "cp437"),
)
_LATIN = ("cp1252", "latin-1", "mac-roman", "cp437")
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")

# Letters of UTF-8 become two each, or three. These bytes begin letters of Latin and Cyrillic, and
# the signs that those become when they are misread.
_FIRST = (0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xCB, 0xD0, 0xD1, 0xD2, 0xD3, 0xE2)
_SECOND = range(0x80, 0xC0)

_SHORTEST_SWAPPED = 5
"""Least length of a word of a name that is looked for in one alphabet taken for another."""
_PREFIX = 4
_SHORTEST_INFLECTED = 6
"""From this length on, the last letter of a word may be another one."""


class _Misread(NamedTuple):
    """How bytes look in a character set that they are not in."""

    pairs: re.Pattern[str]
    """Two letters or more of UTF-8."""
    singles: re.Pattern[str]
    """Three letters or more of a one-byte set."""
    octets: Mapping[str, int]


def _misread_as(charset: str) -> _Misread:
    letters = [_letter(octet, charset) for octet in range(256)]
    first = re.escape("".join(letters[octet] for octet in _FIRST))
    second = re.escape("".join(letters[octet] for octet in _SECOND))
    high = re.escape("".join(letters[0x80:]))
    pair = f"[{first}][{second}]{{1,2}}"
    # Written out, the first of them tells the matcher where it need not look.
    return _Misread(
        pairs=re.compile(f"{pair}(?:{pair})+"),
        singles=re.compile(f"[{high}]{{3,}}(?:[ .-]+[{high}]+)*"),
        octets={letter: octet for octet, letter in enumerate(letters)},
    )


def _letter(octet: int, charset: str) -> str:
    """Read an octet as browsers do, which read what is no letter as a control character."""
    try:
        return bytes([octet]).decode(charset)
    except UnicodeDecodeError:
        return chr(octet)


_MISREAD = {charset: _misread_as(charset) for charset in _MISREAD_AS}


def from_misread(text: str, depth: int = MISREAD_DEPTH) -> Iterator[Decoded]:
    """Read words again: of UTF-8 taken for a one-byte set, and of one of those taken for Latin."""
    for charset, misread in _MISREAD.items():
        if runs := misread.pairs.findall(text):
            data = _octets(runs, misread)
            yield in_utf8(data)
            again = data.decode("utf-8", "replace")
            if depth > 1:
                yield from from_misread(again, depth - 1)
        if charset in _LATIN and (runs := misread.singles.findall(text)):
            yield from other_charsets(_octets(runs, misread))


def _octets(runs: Iterable[str], misread: _Misread) -> bytes:
    return bytes(misread.octets[letter] for letter in "\n".join(runs))


class Swapped:
    """Words of names as they look when one Cyrillic character set is taken for another."""

    def __init__(self, names: Iterable[str]) -> None:
        """Prepare every form of every word."""
        self._forms: dict[str, set[str]] = {}
        for form in map(str.casefold, _forms(names)):
            self._forms.setdefault(form[:_PREFIX], set()).add(form)

    def stand_in(self, text: str) -> bool:
        """Tell whether a word of the text begins with one of the forms."""
        words = {word.lstrip("«„“\"'([{").casefold() for word in text.split()}
        return any(
            word.startswith(form) for word in words for form in self._forms.get(word[:_PREFIX], ())
        )


def _forms(names: Iterable[str]) -> Iterator[str]:
    for word in {word for name in names for word in WORD.findall(name)}:
        stem = word[:-1] if len(word) >= _SHORTEST_INFLECTED else word
        if len(stem) < _SHORTEST_SWAPPED or stem.isascii():
            continue
        for right, wrong in itertools.permutations(_CYRILLIC, 2):
            for written in {stem, stem.lower(), stem.upper()}:
                octets = written.encode(right, "replace")
                form = "".join(_letter(octet, wrong) for octet in octets)
                # Two sets may have the same small letters.
                if form.casefold() != stem.casefold():
                    yield form
