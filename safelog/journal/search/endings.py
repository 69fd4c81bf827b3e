"""Forms of one word: which endings may follow one stem.

Not a stemmer that cuts each word down to one guess, but lists of endings. Two words are forms of
one if the same stem is left of both after endings of one list: «билет» and «билета» are, «билет»
and «была» are not, although "bil" is left of either. Works on readings (`sounds`), so that a word
typed in Latin letters finds forms of a Cyrillic one. The lists are data (`endings.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import resources
from typing import NamedTuple

import msgspec

from safelog.journal.search.sounds import Sounds

_LONGEST = 14
"""Most letters that endings take together."""

_VOWELS = "aeiouy"
_BEFORE = {"vowel": _VOWELS, "voiced": "bvgdJzlmnriu", "voiceless": "pfktshcCSbvgd"}
"""The sound before a Kazakh ending. «й» and «у» count as either; Russian words end in «д» too."""

_SOFTENED = {"b": "p", "p": "b", "g": "k", "k": "g"}
"""«кітап», «кітабы»: what the last letter of a Kazakh stem turns into before a vowel, and back."""

_FLEETING = re.compile(r"[eo](?=[^aeiouy]$)")
_CLOSED_I = re.compile(r"i(?=[^aeiouy]$)")
_CLOSED = 4
"""Fewest letters of a stem in which Ukrainian «і» may stand for «о» or «е»: «вид» has no «вода»."""

_CLUSTER = re.compile(r"(?<=[^aeiouy])(?=[^aeiouy]$)")


class SlavicList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Endings of which a word takes one."""

    name: str
    shortest_stem: int
    endings: str
    drops_vowel: bool = False
    takes_reflexive: bool = False


class KazakhChain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of which a word takes one ending each, in this order."""

    name: str
    shortest_stem: int
    chain: tuple[str, ...]


class EnglishList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Endings of English words."""

    shortest_stem: int
    endings: str


class EndingTables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `endings.toml` holds."""

    slavic: tuple[SlavicList, ...]
    kazakh: tuple[KazakhChain, ...]
    kazakh_endings: dict[str, dict[str, str]]
    english: EnglishList


class Stem(NamedTuple):
    """What may be left of a word, and which words that begin with it are forms of it."""

    text: str
    fits: Callable[[str], bool]


class _Rule(NamedTuple):
    """One list of endings."""

    shortest_stem: int
    ends: Callable[[str, int], bool]
    """Whether what follows this index of a word is an ending."""
    drops_vowel: bool = False
    softens: bool = False


class Endings:
    """Which words may be forms of one."""

    def __init__(self, tables: EndingTables, sounds: Sounds) -> None:
        """Turn the lists into sounds."""
        self._heard = [
            *(_slavic(table, sounds) for table in tables.slavic),
            *(_kazakh(chain, tables.kazakh_endings, sounds) for chain in tables.kazakh),
        ]
        self._english = _listed(tables.english.endings.split(), tables.english.shortest_stem)

    def stems(self, reading: str) -> Iterator[Stem]:
        """Walk the stems of a word, given by its reading."""
        for rule in self._heard:
            yield from _stems(reading, rule)

    def english_stems(self, word: str) -> Iterator[Stem]:
        """Walk the stems of a word in Latin letters, as it is written."""
        return _stems(word, self._english)


def load_endings(sounds: Sounds) -> Endings:
    """Return the lists that come with safelog. Nothing is kept between calls: keep the result."""
    text = (resources.files("safelog.journal.search") / "endings.toml").read_text(encoding="utf-8")
    return Endings(msgspec.toml.decode(text, type=EndingTables), sounds)


def _stems(word: str, rule: _Rule) -> Iterator[Stem]:
    for size in range(max(rule.shortest_stem, len(word) - _LONGEST), len(word) + 1):
        if not rule.ends(word, size):
            continue
        stem, fits = word[:size], partial(_ends_at, rule, size)
        yield Stem(stem, fits)
        if rule.softens and stem[-1] in _SOFTENED:
            yield Stem(stem[:-1] + _SOFTENED[stem[-1]], fits)
        if rule.drops_vowel:
            yield from _with_other_vowel(stem, rule, has_ending=size < len(word))


def _ends_at(rule: _Rule, size: int, word: str) -> bool:
    return rule.ends(word, size)


def _with_other_vowel(stem: str, rule: _Rule, *, has_ending: bool) -> Iterator[Stem]:
    """Give «веток» and «Харків» for «ветк-а» and «Харков-а», and their stems for them.

    A stem without an ending has a vowel that the others drop, or another one.
    """
    if has_ending:
        bare = [_CLUSTER.sub(vowel, stem) for vowel in "eo"]
        if len(stem) >= _CLOSED:
            bare.append(_FLEETING.sub("i", stem))
        yield from (Stem(other, other.__eq__) for other in bare if other != stem)
        return
    inflected = [_FLEETING.sub("", stem)]
    if len(stem) >= _CLOSED:
        inflected += [_CLOSED_I.sub(vowel, stem) for vowel in "oe"]
    for other in inflected:
        size = len(other)
        if other != stem and size >= rule.shortest_stem:
            yield Stem(other, partial(_takes_ending, rule, size))


def _takes_ending(rule: _Rule, size: int, word: str) -> bool:
    return len(word) > size and rule.ends(word, size)


def _slavic(table: SlavicList, sounds: Sounds) -> _Rule:
    endings = table.endings.split()
    if table.takes_reflexive:
        endings += [ending + reflexive for ending in endings for reflexive in ("ся", "сь")]
    heard = [sounds.cyrillic(ending) for ending in endings]
    return _listed(heard, table.shortest_stem)._replace(drops_vowel=table.drops_vowel)


def _listed(endings: list[str], shortest_stem: int) -> _Rule:
    known = frozenset("" if ending == "-" else ending for ending in endings)
    return _Rule(shortest_stem, lambda word, at: word[at:] in known)


def _kazakh(chain: KazakhChain, lists: dict[str, dict[str, str]], sounds: Sounds) -> _Rule:
    pattern = ""
    for name in chain.chain:
        forms = [
            f"(?<=[{_BEFORE[before]}])(?:{'|'.join(map(sounds.cyrillic, endings.split()))})"
            for before, endings in lists[name.removesuffix("?")].items()
        ]
        pattern += f"(?:{'|'.join(forms)})" + ("?" if name.endswith("?") else "")
    matcher = re.compile(pattern)
    return _Rule(
        chain.shortest_stem,
        lambda word, at: matcher.fullmatch(word, at) is not None,
        softens=True,
    )
