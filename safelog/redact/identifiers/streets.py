"""Cut a text into the tokens that an address is made of, each with its role and its sound."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from typing import Literal, NamedTuple

from safelog.redact.identifiers.numerals import Group, Numerals
from safelog.redact.identifiers.words import Words

Role = Literal["number", "street", "unit", "town", "word"]
"""A number; a kind of street; "house" or "flat"; "town"; any other word."""

LONGEST_GAP = 4
"""Most characters between two tokens of one address."""

_TOKEN = re.compile(r"\d+(?:[^\W\d_](?![^\W\d_]))?|[^\W\d_]+")
_PIECES = re.compile(r"shch|sch|zh|kh|ts|tz|ch|sh|ya|yu|ye|yo|ja|ju|je|jo|ia|iu|.", re.DOTALL)


_DOUBLED = re.compile(r"(.)\1+")
_PIECE_LONGEST = 4
_LONGEST_ENDING = 8
"""Letters of a case ending, Kazakh ones included."""


class Token(NamedTuple):
    """A word or number of a text."""

    start: int
    end: int
    text: str
    """Lower case."""
    role: Role
    key: str
    """How it sounds, roughly; the same for both alphabets."""


class StreetReader:
    """Reads tokens. The words of a language repeat, so role and key are kept for each."""

    def __init__(self, words: Words, numerals: Numerals) -> None:
        """Read with the words of addresses and of numbers."""
        self._words = words
        self._numerals = numerals
        self._known: dict[str, tuple[Role, str]] = {}

    def has_beginning(self, text: str, beginnings: Collection[str], length: int) -> bool:
        """Tell whether a word of `text` sounds like one of `beginnings`, all `length` long."""
        return any(
            self._sound(word[: length * _PIECE_LONGEST])[:length] in beginnings
            for word in _TOKEN.findall(text.lower())
        )

    def tokens(self, text: str, begin: int = 0, end: int = sys.maxsize) -> list[Token]:
        """Cut `text` into its words and numbers; a spoken number is one number."""
        found: list[Token] = []
        known = self._known
        spoken = self._spoken(text, begin, end)
        for match in _TOKEN.finditer(text, begin, end):
            word = match.group().lower()
            said = spoken.get(match.start())
            if said is not None:
                found.append(Token(match.start(), said.end, said.digits, "number", ""))
            elif not found or match.start() >= found[-1].end:
                if word not in known:
                    known[word] = (self._role(word), self._sound(word))
                found.append(Token(match.start(), match.end(), word, *known[word]))
        return found

    def stands_after(self, word: str) -> bool:
        """Tell whether a unit has its number before it: «7 пәтер», «7-пәтерге»."""
        return _declines(word, self._words.unit_after)

    def _spoken(self, text: str, begin: int, end: int) -> dict[int, Group]:
        """Return the numbers said in words, by where they begin."""
        runs = (readings[0] for readings in self._numerals.runs(text, begin, end))
        return {
            group.start: group
            for groups in runs
            for group in groups
            if not text[group.start].isdecimal()
        }

    def _role(self, word: str) -> Role:
        if word[0].isdecimal():
            return "number"
        if word in self._words.street or _declines(word, self._words.street_beginning):
            return "street"
        if word in self._words.house or word in self._words.flat:
            return "unit"
        if _declines(word, (*self._words.unit_beginning, *self._words.unit_after)):
            return "unit"
        return "town" if word in self._words.town else "word"

    def _sound(self, word: str) -> str:
        sounds = self._words.sound
        heard = "".join(sounds.get(piece, piece) for piece in _PIECES.findall(word))
        return _DOUBLED.sub(r"\1", heard)


def _declines(word: str, beginnings: tuple[str, ...]) -> bool:
    """Tell whether a word is one of those that begin so, with an ending."""
    return word.startswith(beginnings) and any(
        word.startswith(begun) and len(word) - len(begun) <= _LONGEST_ENDING for begun in beginnings
    )


def near(tokens: list[Token], index: int) -> bool:
    """Tell whether there is a token after `index`, and close to it."""
    if not 0 <= index < len(tokens) - 1:
        return False
    return tokens[index + 1].start - tokens[index].end <= LONGEST_GAP
