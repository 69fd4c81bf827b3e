"""Read digits out of a text: written in groups, spoken in words, or both mixed.

A *run* is a stretch of digit groups and number words with little between them. A run of words can
be heard in more than one way ("сорок один" is 41, or 40 and 1), so it has several readings.
"""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import NamedTuple, TypeAlias

from safelog.redact.attention import Care

LONGEST_GAP = 4
"""Most characters between two groups of one number: ") - " or a line break with its indent."""

_TOKEN = re.compile(r"(?P<digits>\d+)|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_APOSTROPHES = str.maketrans("’ʼ`ё", "'''е")
_HOLE = re.compile("[xх]+|[oо]{2,}", re.IGNORECASE)
"""Written for digits that were left out, or for zeros."""

_ZEROS = re.compile("[oо]+", re.IGNORECASE)

_HUNDRED = 100
_FIGURES = 3
"""Digits that may end a number begun elsewhere."""
_TEN = 10


class Group(NamedTuple):
    """Some digits and the stretch of the text that says them."""

    start: int
    end: int
    digits: str


Readings: TypeAlias = list[list[Group]]
"""The ways in which one run can be heard."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What a number word can be."""

    value: int = -1
    is_hundred: bool = False
    is_zero: bool = False
    is_join: bool = False
    times: int = 0


class _Token(NamedTuple):
    start: int
    end: int
    digits: str
    word: _Word | None


@dataclass(slots=True)
class Numerals:
    """The number words of all languages; a word of one is rarely a word of another."""

    words: dict[str, _Word] = field(default_factory=dict)
    _seen: dict[str, _Word | None] = field(default_factory=dict)

    def care(self, chunk: str) -> int:
        """Tell whether `chunk` holds figures, in digits or in words, or may join them."""
        weight = joins = others = 0
        for match in _TOKEN.finditer(chunk):
            found = match.group()
            word = None if match.lastgroup else self._word(found)
            if match.lastgroup:
                weight += len(found)
            elif word is None:
                others += not _HOLE.fullmatch(found)
            elif word.is_join:
                joins += 1
            else:
                weight += _FIGURES if word.is_hundred or word.value >= _HUNDRED else 2
        if weight:
            return Care.FIGURE | Care.FIGURES if weight >= _FIGURES else Care.FIGURE
        return Care.JOIN if not others else Care.NONE

    def digits(self, chunk: str) -> list[str] | None:
        """Return the groups of digits in `chunk`; None if it says or draws figures otherwise."""
        groups: list[str] = []
        for match in _TOKEN.finditer(chunk):
            found = match.group()
            if match.lastgroup:
                groups.append(_ascii_digits(found))
            elif self._word(found) is not None or _ZEROS.fullmatch(found):
                return None
        return groups

    def runs(self, text: str, begin: int = 0, end: int = sys.maxsize) -> Iterator[Readings]:
        """Yield each run of `text` between `begin` and `end` as its readings."""
        run: list[_Token] = []
        for match in _TOKEN.finditer(text, begin, end):
            start, end = match.span()
            if run and start - run[-1].end > LONGEST_GAP:
                yield from _readings(run)
                run = []
            found = match.group()
            if match.lastgroup == "digits":
                run.append(_Token(start, end, _ascii_digits(found), None))
                continue
            word = self._word(found)
            if word is not None:
                run.append(_Token(start, end, "", word))
            elif run:
                yield from _readings(run)
                run = []
        yield from _readings(run)

    def _word(self, found: str) -> _Word | None:
        """Look a word up; the words of a language repeat, so every spelling is kept."""
        if found not in self._seen:
            self._seen[found] = self.words.get(found.lower().translate(_APOSTROPHES))
        return self._seen[found]


def _ascii_digits(found: str) -> str:
    if found.isascii():
        return found
    return "".join(str(unicodedata.decimal(character)) for character in found)


def load_numerals() -> Numerals:
    """Read the number words of the package."""
    file = resources.files("safelog.redact.identifiers") / "numerals.toml"
    words: dict[str, _Word] = {}
    for table in tomllib.loads(file.read_text(encoding="utf-8")).values():
        for name in ("units", "teens", "tens", "hundreds"):
            for word, value in table[name].items():
                words[word.replace("ё", "е")] = _Word(value=value)
        words |= dict.fromkeys(table["hundred"], _Word(is_hundred=True))
        words |= dict.fromkeys(table["zeros"], _Word(value=0, is_zero=True))
        words |= dict.fromkeys(table["joins"], _Word(is_join=True))
    for table in tomllib.loads(file.read_text(encoding="utf-8")).values():
        for word, times in table["repeats"].items():
            before = words.get(word, _Word())
            words[word] = _Word(value=before.value, times=times)
    return Numerals(words)


def _readings(run: list[_Token]) -> Iterator[Readings]:
    """Yield the readings of a run, if it holds any digit."""
    if not run:
        return
    if all(token.word is None for token in run):
        yield [[Group(token.start, token.end, token.digits) for token in run]]
        return
    spoken = [token for token in run if token.word is None or not token.word.is_join]
    readings = [
        groups
        for composed in (True, False)
        for repeated in (True, False)
        if (groups := _read(spoken, composed=composed, repeated=repeated))
    ]
    if readings:
        yield readings


def _read(run: list[_Token], *, composed: bool, repeated: bool) -> list[Group]:
    """Turn tokens into groups of digits, in one of the ways they can be heard."""
    groups: list[Group] = []
    index = 0
    while index < len(run):
        token = run[index]
        if token.word is None:
            groups.append(Group(token.start, token.end, token.digits))
            index += 1
            continue
        taken, digits = _repeat(run, index) if repeated else (0, "")
        if not taken:
            taken, digits = _number(run, index, composed=composed, repeated=repeated)
        if digits:
            groups.append(Group(token.start, run[index + taken - 1].end, digits))
        index += taken
    return groups


def _repeat(run: list[_Token], index: int) -> tuple[int, str]:
    """Read "три нуля", "double seven": a count and the digit that is said so often."""
    word = run[index].word
    following = run[index + 1].word if index + 1 < len(run) else None
    if word is None or not word.times or following is None or not 0 <= following.value < _TEN:
        return 0, ""
    # "две семь" are two digits; only a word that is no number by itself repeats one.
    if word.value >= 0 and not following.is_zero:
        return 0, ""
    return 2, str(following.value) * word.times


def _number(run: list[_Token], index: int, *, composed: bool, repeated: bool) -> tuple[int, str]:
    """Read one number below a thousand: "семьсот", "сорок один", "seven hundred"."""
    word = run[index].word
    if word is None or word.value < 0:
        hundred = word is not None and word.is_hundred
        return 1, "100" if hundred else ""
    value, taken = word.value, 1
    following = _next_word(run, index + 1)
    if following is not None and following.is_hundred and 0 < value < _TEN:
        value, taken = value * _HUNDRED, 2
    while composed:
        following = _next_word(run, index + taken)
        if following is None or not 0 < following.value < _room(value):
            break
        if repeated and _repeat(run, index + taken)[0]:
            # "seven hundred three zeros" is 700 and 000.
            break
        value, taken = value + following.value, taken + 1
    return taken, str(value)


def _room(value: int) -> int:
    """Return what a following word must stay below to be added: 700 + 41, 40 + 1, but not 8 + 1."""
    if value and value % _HUNDRED == 0:
        return _HUNDRED
    return _TEN if value and value % _TEN == 0 else 0


def _next_word(run: list[_Token], index: int) -> _Word | None:
    """Return the word at `index` if nothing but one space or hyphen stands before it."""
    if index >= len(run) or run[index].start - run[index - 1].end > 1:
        return None
    return run[index].word
