"""What a reader can still see when everything in the register is hidden, the riskiest first.

The engine finds what it was told to look for. Whoever knows the people concerned reads more: a name
that nobody registered, a number, a sentence in somebody's own words, a village with one doctor.
This points at such places before an export. It is help for the eye and no promise: where it is
silent, somebody may still be named.

Invariants: nothing that is hidden is pointed at; each finding lists all its places; the order
depends on the texts alone; the work grows with the length of the texts.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from safelog.model.segments import segments
from safelog.model.text import searchable
from safelog.redact.fold import fold_word
from safelog.redact.identifiers.coordinates import find_pairs
from safelog.redact.identifiers.dates import read_days
from safelog.redact.identifiers.daywords import worded_days
from safelog.redact.identifiers.words import load_words
from safelog.redact.names import surroundings
from safelog.redact.names.lexicon import is_common
from safelog.redact.names.parts import is_always_patronymic
from safelog.redact.names.spelling import key
from safelog.redact.names.tables import is_given_form
from safelog.redact.scripts import unknown_scripts


class Risk(IntEnum):
    """What a finding is, the most telling first."""

    SCRIPT = 1
    """Letters of a script without rules: nothing in them was looked at."""
    POSITION = 2
    """A pair of coordinates."""
    CONTACT = 3
    """An address of the net, an account, or a number that can be dialled."""
    CODE = 4
    """Letters and digits as on plates and documents, or a row of five digits and more."""
    FULL_NAME = 5
    """Words with capitals in a row, or a name with initials."""
    NAME = 6
    """A given name or patronymic, or a capital letter where no sentence begins."""
    COMBINATION = 7
    """A sentence that says several things about somebody, rare together."""
    DATE = 8
    """A day with its year, or one that is said in words."""
    QUOTE = 9
    """Somebody's own words: who said or heard them knows them again."""
    NUMBER = 10
    """Another number of three digits and more."""


class Shown(NamedTuple):
    """A text as the recipient gets it."""

    place: str
    """Names the text for whoever asked; is given back as it came."""
    text: str
    """The original words."""
    hidden: Sequence[tuple[int, int]] = ()
    """The stretches that are not shown."""


class Place(NamedTuple):
    """Where something stands."""

    place: str
    start: int
    end: int


class Finding(NamedTuple):
    """Words that may tell a reader more than they should."""

    risk: Risk
    words: str
    """As they stand in their first place."""
    places: tuple[Place, ...]


def unregistered(texts: Iterable[Shown]) -> tuple[Finding, ...]:
    """Point at what can still be seen in `texts`, the riskiest first, each thing once."""
    found: dict[tuple[Risk, str], list[tuple[str, Place]]] = {}
    for shown in texts:
        visible = _visible(shown)
        # One octet per character: asking about a stretch costs the same however many were taken.
        taken = bytearray(len(visible))
        for risk, start, end in sorted(_suspects(visible)):
            if risk not in _WHOLE_SENTENCES:
                if any(taken[start:end]):
                    continue
                taken[start:end] = _TAKEN * (end - start)
            words = shown.text[start:end]
            place = Place(shown.place, start, end)
            found.setdefault((risk, searchable(words)), []).append((words, place))
    findings = (
        Finding(risk, rows[0][0], tuple(place for _, place in rows))
        for (risk, _), rows in found.items()
    )
    return tuple(sorted(findings, key=lambda finding: finding.risk))


_WHOLE_SENTENCES = frozenset({Risk.COMBINATION, Risk.QUOTE})
"""These are pointed at although something else in them is, too."""

_TAKEN = b"\1"
_FIGURE = re.compile(r"[\d+]")
"""A code of a place on a map may be all letters, but for its plus."""

_HIDDEN = "\u2588"
"""A full block: no letter, no digit, no white space, and of one length with what it covers."""

_CONTACT = re.compile(
    r"[^\s@<>()\u2588]+@[^\s@<>()\u2588]+\.\w+|(?<!\w)@\w{3,}|[a-z][a-z0-9+.-]*://[^\s\u2588]+"
    r"|(?<![\w.])(?:[\w-]+\.)+[a-z]{2,}/[^\s\u2588]+",
    re.IGNORECASE,
)
_DIALLED = re.compile(r"(?<!\w)\+?(?:\(\d{1,5}\)|\d)(?:[ \u00a0().\-–]{0,3}\d)*(?!\w)")
_CODE = re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[^\W\d_])[^\W_]{5,}(?!\w)")
_GROUPED_CODE = re.compile(
    r"(?<![\w-])[^\W\d_]{1,3}[ -]?\d{3,8}(?:[ -]?[^\W\d_]{1,3}(?:[ -]?\d{2,3})?)?(?![\w-])"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_NAME_GAP = re.compile(r"[^\S\n]+\n?")
_AFTER_INITIAL = re.compile(r"[^\S\n]*\.?[^\S\n]*")
_QUOTE = re.compile(r"«([^»]+)»|“([^”]+)”|„([^“”]+)[“”]|\"([^\"]+)\"")

_DIALLED_DIGITS = 7
_CODE_DIGITS = 5
_NUMBER_DIGITS = 3
_QUOTE_WORDS = 4
"""Fewer words in quotation marks are a name or a term, not speech."""
_GIVEN_SHORTEST = 4
_COMBINED_FEWEST = 3
_COMBINED_RARE = 2
"""Kinds of traits in a sentence that make it telling: fewer, if one of them is rare by itself."""

_RARE = frozenset({"unique", "mark"})

_CALENDAR = re.compile(
    r"i|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|january|february|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber",
    re.IGNORECASE,
)
"""Written with a capital in English wherever they stand."""

_Suspect = tuple[Risk, int, int]


def _visible(shown: Shown) -> str:
    """Return the text with what is hidden blotted out, offset for offset."""
    if not shown.hidden:
        return shown.text
    letters = list(shown.text)
    for start, end in shown.hidden:
        letters[start:end] = _HIDDEN * (min(end, len(letters)) - start)
    return "".join(letters)


def _suspects(text: str) -> Iterator[_Suspect]:
    """Walk what tells something; findings overlap, and the riskier one of two holds."""
    for run in unknown_scripts(text):
        yield Risk.SCRIPT, run.start, run.end
    for match in _CONTACT.finditer(text):
        yield Risk.CONTACT, match.start(), match.end()
    if _FIGURE.search(text):
        yield from _figures(text)
    yield from ((Risk.DATE, day.start, day.end) for day in worded_days(text))
    yield from _names(text)
    at = 0
    for segment in segments(text):
        yield from ((risk, at + start, at + end) for risk, start, end in _sentence(segment))
        at += len(segment)


def _figures(text: str) -> Iterator[_Suspect]:
    """Walk what is told by digits: positions, days, numbers."""
    for start, end, _ in find_pairs(text):
        yield Risk.POSITION, start, end
    days = bytearray(len(text))
    for start, end, _ in read_days(text, load_words().months):
        days[start:end] = _TAKEN * (end - start)
        yield Risk.DATE, start, end
    # "May 2026" is made like a plate, and is the end of a day.
    for risk, start, end in _numbers(text):
        if not all(days[start:end]):
            yield risk, start, end


def _numbers(text: str) -> Iterator[_Suspect]:
    for pattern in (_CODE, _GROUPED_CODE):
        for match in pattern.finditer(text):
            yield Risk.CODE, match.start(), match.end()
    for match in _DIALLED.finditer(text):
        digits = sum(letter.isdecimal() for letter in match[0])
        if digits >= _DIALLED_DIGITS:
            yield Risk.CONTACT, match.start(), match.end()
        elif digits >= _CODE_DIGITS:
            yield Risk.CODE, match.start(), match.end()
        elif digits >= _NUMBER_DIGITS:
            yield Risk.NUMBER, match.start(), match.end()


def _names(text: str) -> Iterator[_Suspect]:
    """Walk the words of a text that may be names."""
    alone: list[re.Match[str]] = []
    for run in _runs(text):
        if len(run) > 1:
            yield Risk.FULL_NAME, run[0].start(), run[-1].end()
        elif not run[0][0][0].isupper() or _is_known_name(run[0][0]):
            yield Risk.NAME, run[0].start(), run[0].end()
        elif len(run[0][0]) > 1:
            alone.append(run[0])
    opens = {word.start(): surroundings.starts_sentence(text, word.start()) for word in alone}
    capitals = {word[0] for word in alone if not opens[word.start()]}
    for word in alone:
        if word[0] in capitals:
            yield Risk.NAME, word.start(), word.end()


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Give the capitalised words of a text in runs, and known names in small letters alone."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        capital = word[0][0].isupper() and not _CALENDAR.fullmatch(word[0])
        if run and not (capital and _joined(text, run[-1], word)):
            yield run
            run = []
        if capital:
            run.append(word)
        elif _is_known_name(word[0]):
            yield [word]
    if run:
        yield run


def _joined(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether two words stand together; a full stop ends a sentence, but for an initial."""
    gap = _AFTER_INITIAL if len(one[0]) == 1 else _NAME_GAP
    return gap.fullmatch(text, one.end(), other.start()) is not None


@lru_cache(maxsize=16384)
def _is_known_name(word: str) -> bool:
    """Tell whether a word is a given name or a patronymic wherever it stands."""
    if len(word) < _GIVEN_SHORTEST or is_common(word):
        return False
    return is_given_form(key(fold_word(word))) or is_always_patronymic(word)


def _sentence(segment: str) -> Iterator[_Suspect]:
    """Walk what a sentence tells as a whole: somebody's words, or several traits of one person."""
    for match in _QUOTE.finditer(segment):
        if len(_WORD.findall(match[0])) >= _QUOTE_WORDS:
            yield Risk.QUOTE, match.start(), match.end()
    traits = Counter(trait for word in segment.split() for trait in _traits(word))
    fewest = _COMBINED_RARE if _RARE & traits.keys() else _COMBINED_FEWEST
    if len(traits) >= fewest:
        start = len(segment) - len(segment.lstrip())
        yield Risk.COMBINATION, start, len(segment.rstrip())


@lru_cache(maxsize=16384)
def _traits(word: str) -> tuple[str, ...]:
    """Return what a word tells about somebody."""
    folded = fold_word(word.strip('.,!?:;«»„“”"()'))
    return tuple(
        trait
        for trait, (whole, beginnings) in _telling().items()
        if folded in whole or folded.startswith(beginnings)
    )


@cache
def _telling() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return, per trait, the words that tell it: whole ones, and beginnings."""
    file = resources.files("safelog.redact") / "data" / "telling.toml"
    tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    told = {}
    for trait, languages in tables.items():
        words = [word for row in languages.values() for word in row.split()]
        whole = frozenset(fold_word(word[:-1]) for word in words if word.endswith("."))
        told[trait] = (whole, tuple(fold_word(word) for word in words if not word.endswith(".")))
    return told
