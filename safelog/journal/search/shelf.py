"""Rows of words, and the rows that hold a word.

A row is the text of one incident (or the names of one entity) as a string of marks. Rows are only
added, at the end; one that was superseded loses its owner and stays.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

_READING = 60
_LOOKING_UP = 20
"""What reading one row and looking up one word cost, as measured, in the cost of taking one row
from what was looked up."""

_SAMPLE = 500

_FIRST_BLOCK = 1_024
_GROWTH = 4

_ROW = struct.Struct("I")

K = TypeVar("K", bound=str)


class Word(NamedTuple):
    """What a word is looked up by."""

    marks: frozenset[str]
    mass: int
    """See `Shelf.mass`; how common the word is."""


class Shelf(Generic[K]):
    """Rows in the order in which they were added."""

    def __init__(self, *, newest_last: bool) -> None:
        """Begin without rows; `newest_last` says at which end those stand that come first."""
        self._newest_last = newest_last
        self._texts: list[str] = []
        self.owners: list[K | None] = []
        self.row_of: dict[K, int] = {}
        self._holding: dict[str, int | bytearray] = {}
        """The rows that hold a word, in order: a bare number for one, four bytes each for several.

        Bytes rather than an array, which the garbage collector would visit: there are many."""

    def __len__(self) -> int:
        """Count the rows, those without an owner too."""
        return len(self._texts)

    def put(self, owner: K, text: str) -> None:
        """Add a row in place of the one that `owner` had."""
        self.drop(owner)
        row = len(self._texts)
        self._texts.append(text)
        self.owners.append(owner)
        self.row_of[owner] = row
        holding, packed = self._holding, _ROW.pack(row)
        for mark in set(text):
            rows = holding.get(mark)
            if rows is None:
                holding[mark] = row
            elif isinstance(rows, bytearray):
                rows += packed
            else:
                holding[mark] = bytearray(_ROW.pack(rows) + packed)

    def drop(self, owner: K) -> None:
        """Take the row of `owner` away, if there is one."""
        row = self.row_of.pop(owner, None)
        if row is not None:
            self.owners[row] = None
            self._texts[row] = ""

    def blocks(self) -> Iterator[range]:
        """Walk all rows in ranges, the newest first: short ones, then longer ones."""
        count, begun, size = len(self._texts), 0, _FIRST_BLOCK
        while begun < count:
            end = min(count, begun + size)
            yield range(count - end, count - begun) if self._newest_last else range(begun, end)
            begun, size = end, size * _GROWTH

    def newest_first(self, rows: Iterable[int]) -> list[int]:
        """Put rows in order."""
        return sorted(rows, reverse=self._newest_last)

    def rows_of(self, owners: Iterable[K]) -> list[int]:
        """Return the rows of several owners, in the order of their numbers."""
        return sorted(row for each in owners if (row := self.row_of.get(each)) is not None)

    def mass(self, marks: AbstractSet[str]) -> int:
        """Return about how many rows would be looked up for `marks`, each counted for each."""
        rows = [self._holding.get(mark) for mark in islice(marks, _SAMPLE)]
        sampled = sum(len(each) // _ROW.size if isinstance(each, bytearray) else 1 for each in rows)
        return sampled * len(marks) // max(1, len(rows))

    def holding(self, word: Word, block: range, among: AbstractSet[int] | None) -> AbstractSet[int]:
        """Return the rows of `block` that hold one of the marks, of those in `among`."""
        candidates = block if among is None else among
        looked_up = (
            word.mass * len(block) // max(1, len(self._texts)) + len(word.marks) * _LOOKING_UP
        )
        if len(candidates) * _READING < looked_up:
            texts, marks = self._texts, word.marks
            return {row for row in candidates if not marks.isdisjoint(texts[row])}
        found: set[int] = set()
        for mark in word.marks:
            rows = self._holding.get(mark)
            if isinstance(rows, bytearray):
                found.update(_within(rows, block))
            elif rows is not None and rows in block:
                found.add(rows)
        return found if among is None else found & among

    def has(self, row: int, pattern: re.Pattern[str]) -> bool:
        """Tell whether a pattern of marks is in a row."""
        return pattern.search(self._texts[row]) is not None

    def clear(self) -> None:
        """Forget everything."""
        self._texts.clear()
        self.owners.clear()
        self.row_of.clear()
        self._holding.clear()


def inside(rows: Sequence[int], block: range) -> Sequence[int]:
    """Return those of sorted `rows` that stand in `block`."""
    low = bisect_left(rows, block.start)
    return rows[low : bisect_left(rows, block.stop, low)]


def _within(packed: bytearray, block: range) -> Sequence[int]:
    return inside(memoryview(packed).cast("I"), block)


def following(words: Iterable[Word]) -> re.Pattern[str]:
    """Return a pattern of marks that finds words which follow one another; each must occur."""
    return re.compile("".join(f"[{''.join(sorted(word.marks))}]" for word in words))
