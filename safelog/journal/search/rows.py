"""Sets of rows, and the rows that hold a mark.

A set of rows is one long number: bit n stands for row n. To intersect two sets, to unite them or
to count what is in one is then a single step of the interpreter, however many rows there are.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator

_SETTLED_EVERY = 2_048
"""After how many rows marks of which a list takes more than bits are settled."""

_ROW = struct.Struct("I")
_SET = re.compile("1")


def united(rows: Iterable[int], count: int) -> int:
    """Return the set of several rows, all of them below `count`."""
    bits = bytearray(count // 8 + 1)
    for row in rows:
        bits[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(bits, "little")


def upwards(rows: int) -> Iterator[int]:
    """Walk the rows of a set, the lowest number first."""
    lowest = max(0, (rows & -rows).bit_length() - 1)
    for match in _SET.finditer(f"{rows >> lowest:b}"[::-1]):
        yield lowest + match.start()


def downwards(rows: int) -> Iterator[int]:
    """Walk the rows of a set, the highest number first."""
    lowest = max(0, (rows & -rows).bit_length() - 1)
    written = f"{rows >> lowest:b}"
    highest = lowest + len(written) - 1
    for match in _SET.finditer(written):
        yield highest - match.start()


class Postings:
    """The rows that hold a mark, for every mark."""

    def __init__(self) -> None:
        """Begin without rows."""
        self._count = 0
        self._listed: dict[str, int | bytearray] = {}
        """In order: a bare number for one row, four bytes each for several.

        Bytes rather than an array, which the garbage collector would visit: there are many."""
        self._common: dict[str, bytearray] = {}
        """As bits, the lowest row in the lowest bit: what was listed of common marks before."""

    def add(self, marks: Iterable[str]) -> int:
        """Add a row that holds `marks`, each given once, and return its number."""
        row = self._count
        self._count += 1
        listed, packed = self._listed, _ROW.pack(row)
        for mark in marks:
            rows = listed.get(mark)
            if rows is None:
                listed[mark] = row
            elif isinstance(rows, int):
                listed[mark] = bytearray(_ROW.pack(rows) + packed)
            else:
                rows += packed
        if self._count % _SETTLED_EVERY == 0:
            self._settle()
        return row

    def _settle(self) -> None:
        """Turn the lists of common marks into bits."""
        for mark, rows in self._listed.items():
            if isinstance(rows, bytearray) and rows:
                bits = self._common.get(mark)
                if bits is not None or len(rows) * 8 > self._count:
                    whole = int.from_bytes(bits or b"", "little") | self._united(rows)
                    self._common[mark] = bytearray(whole.to_bytes(self._count // 8 + 1, "little"))
                    rows.clear()

    def rows(self, marks: Iterable[str]) -> int:
        """Return the rows that hold one of `marks`."""
        found, packed = 0, bytearray()
        for mark in marks:
            rows = self._listed.get(mark, b"")
            packed += _ROW.pack(rows) if isinstance(rows, int) else rows
            if mark in self._common:
                found |= int.from_bytes(self._common[mark], "little")
        return found | self._united(packed) if packed else found

    def count(self, marks: Iterable[str]) -> int:
        """Return how many rows hold each of `marks`, added up."""
        counted = 0
        for mark in marks:
            rows = self._listed.get(mark, b"")
            counted += 1 if isinstance(rows, int) else len(rows) // _ROW.size
            counted += int.from_bytes(self._common.get(mark, b""), "little").bit_count()
        return counted

    def _united(self, packed: bytearray) -> int:
        return united(memoryview(packed).cast("I"), self._count)

    def clear(self) -> None:
        """Forget everything."""
        self._count = 0
        self._listed.clear()
        self._common.clear()
