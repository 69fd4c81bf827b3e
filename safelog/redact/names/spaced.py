"""Names written letter by letter: «Щ е г л о в», «Щ.Е.Г.Л.О.В.», one letter on a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from safelog.redact.attention import Care, Stretch
from safelog.redact.names.index import Index
from safelog.redact.names.reading import Reading
from safelog.redact.tokens import UNSEEN

_GAP = r"[\s.,'’ʼ\-_*·•|/~+=–—]{1,3}"
_LETTER = rf"[^\W\d_][{UNSEEN}]*"
_RUN = re.compile(rf"(?<![^\W_]){_LETTER}(?:{_GAP}{_LETTER}(?![^\W_])){{2,}}")
_ONE = re.compile(_LETTER)

_SHORTEST = 3
_LONGEST = 40

_ALONE = re.compile(rf"(?<![^\W_]){_LETTER}(?![^\W_])")
_ENOUGH = 3

_SpacedName = tuple[int, int, str, tuple[Reading, ...]]


def spaced_names(text: str, bounds: Stretch, index: Index) -> Iterator[_SpacedName]:
    """Give start, end, letters and readings of the names within `bounds` that were pulled apart.

    A run of single letters is read as a whole first, in every way a word can be read; then, from
    each letter on, for the longest generated form.
    """
    for run in _RUN.finditer(text, *bounds):
        letters = list(_ONE.finditer(text, run.start(), run.end()))
        is_one = _name_at(letters, 0, index)[0] == len(letters)
        for listed in [letters] if is_one else _listed(text, letters):
            yield from _names_in(listed, index)


def _listed(text: str, letters: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Give the letters between commas, if commas stand between some letters only."""
    begun = 0
    for at, (one, other) in enumerate(pairwise(letters), 1):
        gap = text[one.end() : other.start()]
        if "," in gap:
            yield letters[begun:at]
            begun = at
    yield letters[begun:]


def _names_in(letters: list[re.Match[str]], index: Index) -> Iterator[_SpacedName]:
    position = 0
    while position < len(letters):
        size, readings = _name_at(letters, position, index)
        if size:
            part = letters[position : position + size]
            raw = "".join(letter[0] for letter in part)
            yield part[0].start(), part[-1].end(), raw, readings
        position += size or 1


def care_of_letters(chunk: str) -> int:
    """Tell whether `chunk` holds letters that stand alone."""
    alone = sum(1 for _ in islice(_ALONE.finditer(chunk), _ENOUGH))
    if alone == _ENOUGH:
        return Care.LETTER | Care.SPELT
    return Care.LETTER if alone else Care.NONE


def _name_at(
    letters: list[re.Match[str]], position: int, index: Index
) -> tuple[int, tuple[Reading, ...]]:
    rest = [letter[0] for letter in letters[position : position + _LONGEST]]
    sizes = [index.longest(rest, _SHORTEST)]
    if position == 0 and len(letters) <= _LONGEST:
        sizes.insert(0, len(letters))
    for size in sizes:
        readings = tuple(
            reading._replace(trait="spacing")
            for reading in index.read("".join(rest[:size]))
            if reading.sure
        )
        if readings:
            return size, readings
    return 0, ()
