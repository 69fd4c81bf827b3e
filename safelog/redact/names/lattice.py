"""Transliteration, generated forward: every way to write a name in the other alphabet at once.

A lattice is a row of steps, each with the spellings that one letter or group of letters can take.
A word belongs to it if it can be read off from the first step to the last, followed by one of the
endings. Reading keeps a set of positions, so its work is bounded by the product of word and
lattice, whatever the word looks like.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import product
from typing import Generic, Literal, TypeVar

from safelog.redact.fold import fold_word
from safelog.redact.names.spelling import key

Alphabet = Literal["latin", "cyrillic"]
"""The alphabet that a lattice leads to."""

Value = TypeVar("Value")

_GROUP_LONGEST = 4
_DOUBLED = re.compile(r"([^\W\daeiouyаеёиоуыэюяєії])\1+")

PREFIX = 3
"""Letters by which lattices are looked up."""


class Lattice(Generic[Value]):
    """All spellings of one stem in the other alphabet, and what its endings mean."""

    def __init__(self, stem: str, to: Alphabet, endings: Mapping[str, Value]) -> None:
        """Take a stem in lower case, and endings in the alphabet that the lattice leads to."""
        self._steps = tuple(_steps(_DOUBLED.sub(r"\1", stem), to))
        self._endings = endings

    def prefixes(self) -> frozenset[str]:
        """Return the first letters of all its words, by which they are looked up."""
        found = {""}
        for step in (*self._steps, tuple(self._endings)):
            if min(map(len, found)) >= PREFIX:
                break
            found = {(a + b)[:PREFIX] for a, b in product(found, step)}
        return frozenset(found)

    def read(self, word: str) -> Value | None:
        """Return what the ending of `word` means, or None if it is none of the spellings."""
        for position in sorted(self._after(word, 0), reverse=True):
            value = self._endings.get(word[position:])
            if value is not None:
                return value
        return None

    def meanings(self) -> tuple[Value, ...]:
        """Return what its words may mean, whatever their endings."""
        return tuple(self._endings.values())[:1]

    def stands_in(self, word: str, at: int) -> int:
        """Return how many letters of `word` from `at` on are the stem in one of its spellings."""
        return max(self._after(word, at), default=at) - at

    def _after(self, word: str, at: int) -> set[int]:
        """Return where the stem may end that begins at `at`."""
        positions = {at}
        for step in self._steps:
            positions = {
                position + len(option)
                for position in positions
                for option in step
                if word.startswith(option, position)
            }
            if not positions:
                break
        return positions


def spellings(text: str, to: Alphabet) -> Iterator[str]:
    """Give every spelling of a short text, such as an ending."""
    return map("".join, product(*_steps(text, to)))


def plain_spelling(text: str, to: Alphabet) -> str:
    """Return the first spelling of each letter: the one that people type most."""
    return "".join(step[0] for step in _steps(text, to))


def _steps(text: str, to: Alphabet) -> Iterator[tuple[str, ...]]:
    table = _table(to)
    start = 0
    while start < len(text):
        for size in range(_GROUP_LONGEST, 0, -1):
            options = table.get(text[start : start + size])
            if options is not None:
                yield options
                start += size
                break
        else:
            yield (key(fold_word(text[start])),)
            start += 1


@cache
def _table(to: Alphabet) -> Mapping[str, tuple[str, ...]]:
    file = resources.files("safelog.redact") / "data" / f"{to}.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    rows: Iterable[tuple[str, str]] = (tables["letters"] | tables["groups"]).items()
    return {
        letters: tuple(
            dict.fromkeys("" if o == "-" else key(fold_word(o)) for o in options.split())
        )
        for letters, options in rows
    }
