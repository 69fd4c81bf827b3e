"""Days that are told in words: «двадцать третьего ноября», "the twenty-third of November 1984".

A month leads to them: beside it stands an ordinal (or a figure), and beside both may stand a year,
in figures or in words («восемьдесят четвёртого», "nineteen eighty-four", «1984 жылғы»). The words
are data (`calendar.toml`). Each look is bounded by a window, so the work grows with the text.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import product
from typing import NamedTuple

import msgspec

from safelog.redact.identifiers.numerals import load_numerals

_WINDOW = 96
"""Code points on either side of a month; no day and year are said in more."""

_TOKEN = re.compile(
    r"(?P<figures>\d+)(?:-?(?:го|ого|е|ое|й|ге|ға|ші|шы|і|ы|st|nd|rd|th)(?![^\W\d_]))?"
    r"|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*"
)
"""A number, with what is written on the figures of a day («23-го», "23rd"), or a word."""

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s,\-‐‑–'’]{1,4}")
_APOSTROPHES = str.maketrans("’ʼ`ё", "'''е")
_MONTH_LONGEST = 9
"""Letters of a month's name after its beginning."""

_DAYS = 31
_TENS = (10, 20, 30)
_UNITS = 9
_TEEN = 20
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_DAY_DIGITS, _YEAR_DIGITS = 2, 4
_PAIR = 2
"""Words of a day: «двадцать третьего»."""
_YEAR_LONGEST = 7
"""Words of a year and "of that year"."""


class WordedDay(NamedTuple):
    """A day in a text; the year as far as it is told, empty if it is not."""

    start: int
    end: int
    year: str
    month: int
    day: int


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    thousand: frozenset[str]
    join: frozenset[str]
    between: frozenset[str]
    year_before: str


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    """Lower case; apostrophes and «ё» are plain."""


def worded_days(text: str, begin: int = 0, end: int = sys.maxsize) -> Iterator[WordedDay]:
    """Give the days in a stretch of `text` of which the day or the year is told in words."""
    for match in _WORD.finditer(text, begin, end):
        month = _months().get(match[0].lower())
        if month is None:
            continue
        # A month that is abbreviated has a full stop, which ends no sentence.
        rest = match.end() + (text[match.end() : match.end() + 1] == ".")
        before = _before(text, max(begin, match.start() - _WINDOW), match.start())
        after = _after(text, rest, min(end, rest + _WINDOW))
        found = _day_before(before, after, match, month) or _day_after(before, after, match, month)
        if found is not None:
            yield found


def names_month(chunk: str, months: Collection[int]) -> bool:
    """Tell whether the name of one of `months` is in `chunk`."""
    return any(_months().get(match[0].lower()) in months for match in _WORD.finditer(chunk))


def _day_before(
    before: Sequence[_Token], after: Sequence[_Token], name: re.Match[str], month: int
) -> WordedDay | None:
    """Read «двадцать третьего ноября …» and «1984 жылғы жиырма үшінші қараша»."""
    rest = list(before)
    while rest and rest[-1].word in _small().between:
        rest.pop()
    size, day = _day_at_end(rest)
    if not size:
        return None
    taken, year = _year(after)
    earlier, year_before = _year_before(rest[:-size]) if not taken else (0, "")
    said = [*rest[-size - earlier :], *after[:taken]]
    end = after[taken - 1].end if taken else name.end()
    return _worded(said, WordedDay(said[0].start, end, year or year_before, month, day))


def _day_after(
    before: Sequence[_Token], after: Sequence[_Token], name: re.Match[str], month: int
) -> WordedDay | None:
    """Read "November the twenty-third, 1984" and «қарашаның жиырма үші»."""
    rest = list(after)
    while rest and rest[0].word in _small().between:
        rest.pop(0)
    size, day = _day_at_start(rest)
    if not size:
        return None
    taken, year = _year(rest[size:])
    earlier, year_before = _year_before(before) if not taken else (0, "")
    said = [*before[len(before) - earlier :], *rest[: size + taken]]
    start = said[0].start if earlier else name.start()
    return _worded(said, WordedDay(start, said[-1].end, year or year_before, month, day))


def _worded(said: Sequence[_Token], day: WordedDay) -> WordedDay | None:
    """Return a day if any of it is said in words: figures alone are read elsewhere."""
    figures = (
        token.word.isdecimal() or token.word.startswith(_small().year_before) for token in said
    )
    return None if all(figures) else day


def _day_at_end(tokens: Sequence[_Token]) -> tuple[int, int]:
    """Return how many of the last tokens are a day, and the day; 0 for none."""
    if not tokens:
        return 0, 0
    last = tokens[-1].word
    figures = last.isdecimal() and len(last) <= _DAY_DIGITS
    day = int(last) if figures else _ordinals().get(last, 0)
    if not 1 <= day <= _DAYS:
        return 0, 0
    tens = _cardinal(tokens[-2].word) if len(tokens) > 1 and day <= _UNITS and not figures else 0
    return (2, tens + day) if tens in _TENS and tens + day <= _DAYS else (1, day)


def _day_at_start(tokens: Sequence[_Token]) -> tuple[int, int]:
    """Return the same for the first tokens."""
    size, day = _day_at_end(tokens[:_PAIR])
    return (size, day) if size == len(tokens[:_PAIR]) else _day_at_end(tokens[:1])


def _year(tokens: Sequence[_Token]) -> tuple[int, str]:
    """Return how many of the first tokens are a year, and the year in figures; 0 and nothing."""
    if tokens and tokens[0].word.isdecimal():
        figures = tokens[0].word
        return (1, figures) if len(figures) in {_DAY_DIGITS, _YEAR_DIGITS} else (0, "")
    total = value = taken = 0
    for count, token in enumerate(tokens, 1):
        if token.word in _small().join and taken:
            continue
        if token.word in _small().thousand:
            total, value = total + (value or 1) * _THOUSAND, 0
        elif _is_hundred(token.word):
            value = (value or 1) * _HUNDRED
        else:
            ordinal = _ordinals().get(token.word, 0)
            said = ordinal or _cardinal(token.word)
            if said >= _TEN and _TEN <= value <= _TEEN:
                # "nineteen eighty-four"
                total, value = total + value * _HUNDRED, said
            elif said and said < _room(value):
                value += said
            else:
                break
            if ordinal:
                taken = count
                break
        taken = count
    year = total + value
    if taken and (year >= _THOUSAND or _TEN <= year < _HUNDRED):
        return taken, str(year)
    return 0, ""


def _year_before(tokens: Sequence[_Token]) -> tuple[int, str]:
    """Return how many of the last tokens are «1984 жылғы», and the year."""
    if not tokens or not tokens[-1].word.startswith(_small().year_before):
        return 0, ""
    for first in range(max(0, len(tokens) - _YEAR_LONGEST), len(tokens) - 1):
        taken, year = _year(tokens[first:-1])
        if taken == len(tokens) - 1 - first:
            return taken + 1, year
    return 0, ""


def _room(value: int) -> int:
    """Return what a following number must stay below to be added: 900 + 84, 80 + 4."""
    if not value:
        return sys.maxsize
    if value % _HUNDRED == 0:
        return _HUNDRED
    return _TEN if value % _TEN == 0 else 0


def _tokens(text: str, begin: int, end: int) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text, begin, end):
        figures = match["figures"]
        word = "".join(str(int(f)) for f in figures) if figures else match[0].lower()
        yield _Token(match.start(), match.end(), word.translate(_APOSTROPHES))


def _before(text: str, begin: int, end: int) -> list[_Token]:
    """Return the tokens before `end` with nothing but gaps between them and it."""
    found: list[_Token] = []
    for token in reversed(list(_tokens(text, begin, end))):
        if not _GAP.fullmatch(text, token.end, found[-1].start if found else end):
            break
        found.append(token)
    return found[::-1]


def _after(text: str, begin: int, end: int) -> list[_Token]:
    """Return the tokens after `begin` with nothing but gaps between them and it."""
    found: list[_Token] = []
    for token in _tokens(text, begin, end):
        if not _GAP.fullmatch(text, found[-1].end if found else begin, token.start):
            break
        found.append(token)
    return found


def _cardinal(word: str) -> int:
    return _cardinals().get(word, 0)


def _is_hundred(word: str) -> bool:
    return word in _hundreds()


@cache
def _cardinals() -> Mapping[str, int]:
    """Return the cardinal numbers of all languages."""
    return {word: each.value for word, each in load_numerals().words.items() if each.value > 0}


@cache
def _hundreds() -> frozenset[str]:
    return frozenset(word for word, each in load_numerals().words.items() if each.is_hundred)


@cache
def _table() -> Mapping[str, object]:
    file = resources.files("safelog.redact.identifiers") / "calendar.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stems: dict[str, int]
    endings: str


@cache
def _small() -> _Words:
    return msgspec.convert(_table()["words"], type=_Words)


@cache
def _ordinals() -> Mapping[str, int]:
    return _forms("ordinals")


@cache
def _months() -> Mapping[str, int]:
    return _forms("months")


def _forms(table: str) -> Mapping[str, int]:
    return {
        stem + ("" if ending == "-" else ending): row.stems[stem]
        for row in msgspec.convert(_table()[table], type=list[_Row])
        for stem, ending in product(row.stems, row.endings.split())
    }
