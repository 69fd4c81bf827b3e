"""How a word is heard: one reading for a Cyrillic word, a few for a Latin one.

The tables are data (`sounds.toml`). A reading of the beginning of a word is the beginning of a
reading of the word, also where it stops in the middle of "shch": see `beginnings`.
"""

from __future__ import annotations

import re
from importlib import resources
from itertools import chain, islice, product
from operator import eq

import msgspec

from safelog.redact.fold import fold_word

READINGS_LIMIT = 16
"""Most readings of one Latin word; those that come first in the table are the likeliest."""

_SHORTEST_DRAWN = 3
"""Fewest Latin letters that may stand for Cyrillic ones: shorter words are Latin."""

_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-zß-ɏ]")


class SoundTables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `sounds.toml` holds."""

    cyrillic: dict[str, str]
    latin: dict[str, str]
    drawn_alike: dict[str, str]


class _Letters(dict[int, str]):
    """What each letter of a Cyrillic word is heard as, by its code point."""

    def __missing__(self, letter: int) -> str:
        folded = fold_word(chr(letter))
        heard = self[letter] = "".join(self.get(ord(each), each) for each in folded)
        return heard


class Sounds:
    """Readings of words in small letters, in composed form and without apostrophes."""

    def __init__(self, tables: SoundTables) -> None:
        """Prepare the tables."""
        single = {letter: heard for letter, heard in tables.cyrillic.items() if len(letter) == 1}
        drawn = {latin: single[letter] for latin, letter in tables.drawn_alike.items()}
        self._heard = _Letters(str.maketrans(drawn | single))
        groups = {group: heard for group, heard in tables.cyrillic.items() if len(group) > 1}
        self._merged = {group.translate(self._heard): heard for group, heard in groups.items()}
        self._begun = {group[0]: heard for group, heard in groups.items()}
        self._latin = {unit: tuple(heard.split()) for unit, heard in tables.latin.items()}
        longest_first = sorted(map(re.escape, tables.latin), key=len, reverse=True)
        self._unit = re.compile("|".join(longest_first) + "|.", re.DOTALL)
        self._to_cyrillic = str.maketrans(tables.drawn_alike)
        self._to_latin = str.maketrans({v: k for k, v in tables.drawn_alike.items()})

    def is_cyrillic(self, word: str) -> bool:
        """Tell whether more letters of `word` are Cyrillic than Latin."""
        cyrillic = len(_CYRILLIC.findall(word))
        return cyrillic > 0 and cyrillic >= len(_LATIN.findall(word))

    def is_latin(self, word: str) -> bool:
        """Tell whether `word` has Latin letters."""
        return _LATIN.search(word) is not None

    def drawn_as_latin(self, word: str) -> str:
        """Return `word` with Latin letters for the Cyrillic ones that look like them."""
        return word.translate(self._to_latin)

    def cyrillic(self, word: str) -> str:
        """Return the reading of a Cyrillic word; Latin letters in it were meant to be Cyrillic."""
        heard = word.translate(self._heard)
        for pair, merged in self._merged.items():
            heard = heard.replace(pair, merged)
        return _single(heard)

    def initials(self, letter: str) -> frozenset[str]:
        """Return with what readings of a word may begin of which all letters are of one alphabet.

        Args:
            letter: the first letter of the word, small, Cyrillic or ASCII.

        Returns:
            Sounds; where the letter is silent, all of them and the letter itself.
        """
        if self.is_latin(letter):
            units = (heard for unit, heard in self._latin.items() if unit.startswith(letter))
            heard = {letter, *(each[:1] for each in chain.from_iterable(units))}
            drawn = letter.translate(self._to_cyrillic)
            return frozenset(heard) | (self.initials(drawn) if drawn != letter else frozenset())
        heard = {letter.translate(self._heard)[:1]}
        heard |= {merged[:1] for pair, merged in self._merged.items() if pair[:1] in heard}
        return frozenset(heard if "" not in heard else {letter, *self._heard.values()})

    def latin(self, word: str) -> tuple[str, ...]:
        """Return the readings of a Latin word; Cyrillic letters in it were meant to be Latin.

        A word of nothing but letters that Cyrillic has too ("OMOH") is read as Cyrillic as well.
        """
        plain = self.drawn_as_latin(word)
        readings = self._combined(plain)
        as_cyrillic = plain.translate(self._to_cyrillic)
        if len(plain) >= _SHORTEST_DRAWN and not _LATIN.search(as_cyrillic):
            readings += (self.cyrillic(as_cyrillic),)
        return tuple(dict.fromkeys(readings))

    def beginnings(self, word: str) -> tuple[str, ...]:
        """Return what the readings of words that begin with `word` may begin with."""
        if self.is_cyrillic(word):
            begun = self._begun.get(word.rstrip("ьъ")[-1:])
            whole = self.cyrillic(word)
            return (whole, whole[:-1] + begun) if begun else (whole,)
        plain = self.drawn_as_latin(word)
        return tuple(dict.fromkeys((*self.latin(word), *self._continued_latin(plain))))

    def _continued_latin(self, word: str) -> tuple[str, ...]:
        """Read the last letters as the beginning of a longer unit: "shc" of "shch"."""
        found: dict[str, None] = {}
        for size in range(1, min(len(word), max(map(len, self._latin))) + 1):
            ending = word[-size:]
            heard = {
                sound
                for unit, sounds in self._latin.items()
                if len(unit) > size and unit.startswith(ending)
                for sound in sounds
            }
            if heard:
                before = self._combined(word[:-size])
                found |= {_single(b + h): None for b in before for h in sorted(heard)}
        return tuple(found)

    def _combined(self, word: str) -> tuple[str, ...]:
        units = [self._latin.get(unit) or (fold_word(unit),) for unit in self._unit.findall(word)]
        readings = ("".join(choice) for choice in islice(product(*units), READINGS_LIMIT))
        return tuple(dict.fromkeys(map(_single, readings)))


def _single(heard: str) -> str:
    """Return a reading with one sound where there are two of the same in a row."""
    # Looking first is quicker than replacing: most words have none.
    return _DOUBLED.sub(r"\1", heard) if any(map(eq, heard, heard[1:])) else heard


def load_sounds() -> Sounds:
    """Return the tables that come with safelog. Nothing is kept between calls: keep the result."""
    text = (resources.files("safelog.journal.search") / "sounds.toml").read_text(encoding="utf-8")
    return Sounds(msgspec.toml.decode(text, type=SoundTables))
