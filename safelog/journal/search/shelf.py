"""Rows of words, whose they are, and which of them hold a word.

A row is the text of one incident (or the names of one entity) as a string of marks. Rows are only
added, at the end; one that was superseded loses its owner and stays.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from safelog.journal.search.rows import Postings, downwards, united, upwards

_FIRST_BLOCK = 2_048
"""About how many rows the first block has."""
_GROWTH = 2


class Shelf:
    """Rows in the order in which they were added."""

    def __init__(self, *, newest_last: bool) -> None:
        """Begin without rows; `newest_last` says at which end those stand that come first."""
        self._newest_last = newest_last
        self.texts: list[str] = []
        """By row."""
        self._owners: list[str | None] = []
        self._row_of: dict[str, int] = {}
        self._dropped = 0
        """The rows without an owner."""
        self._begins, self._ends = array("q"), array("q")
        self._postings = Postings()

    def __contains__(self, owner: object) -> bool:
        """Tell whether somebody has a row."""
        return owner in self._row_of

    def put(
        self, owner: str, text: str, *, also: Iterable[str] = (), bounds: tuple[int, int] = (0, 0)
    ) -> None:
        """Add a row in place of the one that `owner` had.

        Args:
            owner: whose it is.
            text: its marks, in order.
            also: marks by which it is found as well.
            bounds: between which seconds of UTC it happened.
        """
        self.drop(owner)
        self._row_of[owner] = self._postings.add({*text, *also})
        self.texts.append(text)
        self._owners.append(owner)
        self._begins.append(bounds[0])
        self._ends.append(bounds[1])

    def drop(self, owner: str) -> None:
        """Take the row of `owner` away, if there is one."""
        row = self._row_of.pop(owner, None)
        if row is not None:
            self._owners[row] = None
            self.texts[row] = ""
            self._dropped |= 1 << row

    @property
    def every(self) -> int:
        """The set of all rows that have an owner."""
        return ((1 << len(self.texts)) - 1) & ~self._dropped

    def overlapping(self, start: int | None, end: int | None) -> int:
        """Return the rows that end after `start` and begin before `end`."""
        rows: Iterable[int] = range(len(self.texts))
        if start is not None:
            ends = self._ends
            rows = [row for row in rows if ends[row] > start]
        if end is not None:
            begins = self._begins
            rows = [row for row in rows if begins[row] < end]
        return united(rows, len(self.texts))

    def holding(self, marks: Iterable[str]) -> int:
        """Return the rows that hold, or once held, one of `marks`."""
        return self._postings.rows(marks)

    def count(self, marks: Iterable[str]) -> int:
        """Return how many rows hold each of `marks`, added up."""
        return self._postings.count(marks)

    def owners(self, rows: int) -> Iterator[str]:
        """Walk the owners of the rows of a set, the newest first; some rows have none."""
        owners = self._owners
        for row in downwards(rows) if self._newest_last else upwards(rows):
            owner = owners[row]
            if owner is not None:
                yield owner

    def blocks(self, rows: int) -> Iterator[int]:
        """Walk sets that make up `rows` together, the newest first: small ones, then larger."""
        left = count = len(self.texts)
        size = 1 + _FIRST_BLOCK * count // max(1, rows.bit_count())
        while left > 0:
            begun, end = max(0, left - size), left
            if not self._newest_last:
                begun, end = count - end, count - begun
            yield (rows >> begun & (1 << (end - begun)) - 1) << begun
            left, size = left - size, size * _GROWTH

    def clear(self) -> None:
        """Forget everything."""
        self.texts.clear()
        self._owners.clear()
        self._row_of.clear()
        self._dropped = 0
        self._begins, self._ends = array("q"), array("q")
        self._postings.clear()
