"""Rows of words, whose they are, and which of them hold words that follow one another.

A row is the text of one incident (or the names of one entity) as a string of marks. Rows are only
added, at the end; one that was superseded loses its owner and stays.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple

from safelog.journal.search.rows import Postings, downwards, united, upwards

_FIRST_BLOCK = 2_048
"""About how many rows the first block has."""
_GROWTH = 2


class Sequel(NamedTuple):
    """Words that follow one another, looked for around the rarest of them."""

    before: int
    """How many words stand before that one."""
    rows: tuple[tuple[str, int], ...]
    """Its marks, each with the rows that hold it."""
    others: tuple[tuple[int, AbstractSet[str]], ...]
    """How far from it each of the others stands, and the marks that it may be."""
    exact: str
    """All of them in a row, where each has one mark only."""


class Shelf:
    """Rows in the order in which they were added."""

    def __init__(self, *, newest_last: bool) -> None:
        """Begin without rows; `newest_last` says at which end those stand that come first."""
        self._newest_last = newest_last
        self._texts: list[str] = []
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
        self._texts.append(text)
        self._owners.append(owner)
        self._begins.append(bounds[0])
        self._ends.append(bounds[1])

    def drop(self, owner: str) -> None:
        """Take the row of `owner` away, if there is one."""
        row = self._row_of.pop(owner, None)
        if row is not None:
            self._owners[row] = None
            self._texts[row] = ""
            self._dropped |= 1 << row

    @property
    def every(self) -> int:
        """The set of all rows that have an owner."""
        return ((1 << len(self._texts)) - 1) & ~self._dropped

    def overlapping(self, start: int | None, end: int | None) -> int:
        """Return the rows that end after `start` and begin before `end`."""
        rows: Iterable[int] = range(len(self._texts))
        if start is not None:
            ends = self._ends
            rows = [row for row in rows if ends[row] > start]
        if end is not None:
            begins = self._begins
            rows = [row for row in rows if begins[row] < end]
        return united(rows, len(self._texts))

    def holding(self, marks: Iterable[str]) -> int:
        """Return the rows that hold, or once held, one of `marks`."""
        return self._postings.rows(marks)

    def owners(self, rows: int) -> Iterator[str]:
        """Walk the owners of the rows of a set, the newest first; some rows have none."""
        owners = self._owners
        for row in downwards(rows) if self._newest_last else upwards(rows):
            owner = owners[row]
            if owner is not None:
                yield owner

    def blocks(self, rows: int) -> Iterator[int]:
        """Walk sets that make up `rows` together, the newest first: small ones, then larger."""
        left = count = len(self._texts)
        size = 1 + _FIRST_BLOCK * count // max(1, rows.bit_count())
        while left > 0:
            begun, end = max(0, left - size), left
            if not self._newest_last:
                begun, end = count - end, count - begun
            yield (rows >> begun & (1 << (end - begun)) - 1) << begun
            left, size = left - size, size * _GROWTH

    def sequel(self, words: Sequence[AbstractSet[str]]) -> Sequel:
        """Prepare to look for words that follow one another, each one of its marks."""
        rarest = min(range(len(words)), key=lambda at: self.holding(words[at]).bit_count())
        return Sequel(
            rarest,
            tuple((mark, self.holding([mark])) for mark in words[rarest]),
            tuple((at - rarest, marks) for at, marks in enumerate(words) if at != rarest),
            "".join(chain(*words)) if all(len(marks) == 1 for marks in words) else "",
        )

    def following(self, sequel: Sequel, among: int) -> int:
        """Return the rows of a set in which the words follow one another."""
        texts, exact = self._texts, sequel.exact
        if exact:
            return united([row for row in upwards(among) if exact in texts[row]], len(texts))
        found: set[int] = set()
        for mark, rows in sequel.rows:
            found.update(row for row in upwards(rows & among) if _follow(texts[row], mark, sequel))
        return united(found, len(texts))

    def clear(self) -> None:
        """Forget everything."""
        self._texts.clear()
        self._owners.clear()
        self._row_of.clear()
        self._dropped = 0
        self._begins, self._ends = array("q"), array("q")
        self._postings.clear()


def _follow(text: str, mark: str, sequel: Sequel) -> bool:
    """Tell whether the words follow one another in a text, `mark` among them."""
    at = text.find(mark, sequel.before)
    while at >= 0:
        for distance, marks in sequel.others:
            if text[at + distance : at + distance + 1] not in marks:
                break
        else:
            return True
        at = text.find(mark, at + 1)
    return False
