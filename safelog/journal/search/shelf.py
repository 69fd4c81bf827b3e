"""Rows of words, and the rows that hold a word.

A row is the text of one incident (or the names of one entity) as a string of marks. Rows are only
added, at the end; one that was superseded loses its owner and stays.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

_FEW = 64
"""So few rows are read rather than looked up."""

_READ_PER_LOOK_UP = 8
"""Reading one row costs about as much as looking up this many words."""

_FIRST_BLOCK = 1_024
_GROWTH = 4

K = TypeVar("K", bound=str)


class Shelf(Generic[K]):
    """Rows in the order in which they were added."""

    def __init__(self, *, newest_last: bool) -> None:
        """Begin without rows; `newest_last` says at which end those stand that come first."""
        self._newest_last = newest_last
        self._texts: list[str] = []
        self.owners: list[K | None] = []
        self.row_of: dict[K, int] = {}
        self._holding: dict[str, int | array[int]] = {}
        """The rows that hold a word, in order; a bare number for one row."""

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
        holding = self._holding
        for mark in set(text):
            rows = holding.get(mark)
            if rows is None:
                holding[mark] = row
            elif isinstance(rows, int):
                holding[mark] = array("I", (rows, row))
            else:
                rows.append(row)

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

    def holding(
        self, marks: AbstractSet[str], block: range, among: AbstractSet[int] | None
    ) -> AbstractSet[int]:
        """Return the rows of `block` that hold one of `marks`, of those in `among`."""
        candidates = block if among is None else among
        if len(candidates) < _FEW or len(candidates) * _READ_PER_LOOK_UP < len(marks):
            texts = self._texts
            return {row for row in candidates if not marks.isdisjoint(texts[row])}
        found: set[int] = set()
        for mark in marks:
            rows = self._holding.get(mark)
            if rows is None:
                continue
            if isinstance(rows, int):
                if rows in block:
                    found.add(rows)
            else:
                found.update(_within(rows, block))
        return found if among is None else found & among

    def following(
        self, words: Sequence[AbstractSet[str]], rows: AbstractSet[int]
    ) -> AbstractSet[int]:
        """Return those of `rows` in which the words stand one after the other."""
        pattern = re.compile("".join(f"[{''.join(sorted(word))}]" for word in words))
        return {row for row in rows if pattern.search(self._texts[row])}

    def clear(self) -> None:
        """Forget everything."""
        self._texts.clear()
        self.owners.clear()
        self.row_of.clear()
        self._holding.clear()


def _within(rows: array[int], block: range) -> array[int]:
    low = bisect_left(rows, block.start)
    high = bisect_left(rows, block.stop, low)
    return rows if high - low == len(rows) else rows[low:high]
