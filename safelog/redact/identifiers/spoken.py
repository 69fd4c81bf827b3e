"""Codes that are read aloud: «а пятьсот восемьдесят три вэ ка ноль пять», "alpha five eight three".

A stretch of speech is written down as signs, with a map back to the words, and the finder of codes
reads what comes out. Letters have names («вэ», "bravo") and spelling words («Борис»); the words are
data (`words.toml`). Outside of a code they mean nothing: only a registered code makes a hit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from safelog.redact.attention import Care
from safelog.redact.identifiers.numerals import Group, Numerals
from safelog.redact.identifiers.skeleton import Skeleton, skeleton

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_SIGN = re.compile(r"\w+|[^\w\s]+")


class Signs:
    """What was written down so far, and from which words."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._text: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, written: str, start: int, end: int) -> None:
        """Write signs for the words from `start` to `end`."""
        folded = skeleton(written).text
        self._text.append(folded)
        self._starts += [start] * len(folded)
        self._ends += [end] * len(folded)

    def skeleton(self, end: int) -> Skeleton:
        """Return all of it."""
        return Skeleton("".join(self._text), (*self._starts, end), (*self._ends, end))


class SpokenCodes:
    """Writes down what was said."""

    def __init__(self, letters: Mapping[str, str], numerals: Numerals) -> None:
        """Take the names of letters, and the words of numbers."""
        self._letters = letters
        self._numerals = numerals

    def care(self, chunk: str) -> int:
        """Tell whether `chunk` is the name of a letter."""
        words = _WORD.findall(chunk)
        named = any(self._letter(word) for word in words)
        return Care.SPOKEN if named else Care.NONE

    def write_down(self, text: str, begin: int, end: int) -> Iterator[Skeleton]:
        """Give the stretch as it would be written, once per way in which its numbers are heard."""
        said = self._numbers(text, begin, end)
        signs = Signs()
        at, heard = begin, False
        for match in _SIGN.finditer(text, begin, end):
            start, stop = match.span()
            if start < at:
                continue
            letter = self._letter(match[0])
            number = said.get(start)
            heard |= bool(letter) or number is not None
            signs.add(" " * (start - at), at, start)
            at = stop if number is None else number.end
            signs.add(letter or match[0] if number is None else number.digits, start, at)
        if heard:
            yield signs.skeleton(end)

    def _numbers(self, text: str, begin: int, end: int) -> dict[int, Group]:
        """Return the numbers that are said in words, by where they begin."""
        runs = (readings[0] for readings in self._numerals.runs(text, begin, end))
        return {
            group.start: group
            for groups in runs
            for group in groups
            if not text[group.start].isdecimal()
        }

    def _letter(self, word: str) -> str:
        return self._letters.get(word.lower(), "")
