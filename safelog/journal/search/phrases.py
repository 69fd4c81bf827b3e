"""Where words follow one another.

Looking into a text costs more than all else that a search does. So only texts that hold all of the
words are looked into, and none twice for the same two words while one search goes on to worse
ranks.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from operator import add

from safelog.journal.search.rows import united, upwards
from safelog.journal.search.shelf import Shelf

_PAIRED = 32
"""Most spellings of the second word for which pairs are looked for one by one."""

_MANY = 64
"""Fewest rows for which that is quicker."""

_BESIDE = tuple(f"beside {number}" for number in range(1_024))
"""Tags of rows by which two words stand side by side in them; many pairs share one."""

_Words = tuple[frozenset[str], ...]


def tags_of_pairs(text: str) -> frozenset[str]:
    """Return the tags of all pairs of marks that stand side by side in a row."""
    return frozenset(map(_tag, map(add, text, text[1:])))


def _tag(pair: str) -> str:
    return _BESIDE[hash(pair) % len(_BESIDE)]


class Phrases:
    """Looks for phrases in the rows of a shelf, for the time of one search."""

    def __init__(self, shelf: Shelf) -> None:
        """Look into the rows of `shelf`, to which none may be added meanwhile."""
        self.shelf = shelf
        self._rows: dict[str, int] = {}
        """By mark, what the shelf said."""
        self._rarest: dict[_Words, int] = {}
        """Which of several words stands in the fewest rows."""
        self._looked: dict[str, tuple[int, int]] = {}
        """By two marks, the rows that were looked into, and those in which they stand together."""

    def rows(self, words: _Words, among: int) -> int:
        """Return the rows of a set in which words follow one another, each one of its marks."""
        if words not in self._rarest:
            counts = [self.shelf.count(marks) for marks in words]
            self._rarest[words] = counts.index(min(counts))
        rarest = self._rarest[words]
        others = [(at - rarest, marks) for at, marks in enumerate(words) if at != rarest]
        found = 0
        for mark in words[rarest]:
            left = self._holding(mark) & among
            if left and len(words) == 2:  # noqa: PLR2004 - two words are a pair
                in_pairs, left = self._paired(mark, others[0], left)
                found |= in_pairs
            texts = self.shelf.texts
            found |= united(
                [row for row in upwards(left) if _follow(texts[row], mark, rarest, others)],
                len(texts),
            )
        return found

    def _paired(
        self, mark: str, other: tuple[int, AbstractSet[str]], among: int
    ) -> tuple[int, int]:
        """Return the rows in which two words stand side by side, and the rows not looked into.

        Args:
            mark: of the one.
            other: on which side the other stands, and its marks.
            among: the rows to look into.
        """
        side, marks = other
        if len(marks) > _PAIRED:
            return 0, among
        found = left = 0
        for each in marks:
            both = self._holding(each) & among
            if both.bit_count() < _MANY:
                left |= both
            else:
                found |= self._together(mark + each if side > 0 else each + mark, both)
        return found, left

    def _together(self, pair: str, among: int) -> int:
        among &= self._holding(_tag(pair))
        looked, found = self._looked.get(pair, (0, 0))
        if new := among & ~looked:
            texts = self.shelf.texts
            found |= united([row for row in upwards(new) if pair in texts[row]], len(texts))
            self._looked[pair] = looked | new, found
        return found & among

    def _holding(self, mark: str) -> int:
        if mark not in self._rows:
            self._rows[mark] = self.shelf.holding([mark])
        return self._rows[mark]


def _follow(
    text: str, mark: str, before: int, others: Sequence[tuple[int, AbstractSet[str]]]
) -> bool:
    """Tell whether somewhere `before` marks stand before `mark`, and all `others` beside it."""
    at = text.find(mark, before)
    while at >= 0:
        for distance, marks in others:
            if text[at + distance : at + distance + 1] not in marks:
                break
        else:
            return True
        at = text.find(mark, at + 1)
    return False
