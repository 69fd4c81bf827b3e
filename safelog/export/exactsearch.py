"""Look for many strings of bytes at once, in time that does not grow with their number.

The ids of a journal grow with it, as its documents do: looking for each in turn would take the
square of the time.
"""

from __future__ import annotations

from collections.abc import Iterable

_BLOCK = 8
"""Bytes that are compared at once, as one number."""

_SHORTEST = 2 * _BLOCK - 1
"""From this length on a string covers a whole block, wherever it begins."""


class ExactSearch:
    """Strings of bytes, prepared once to be looked for in any number of others."""

    def __init__(self, wanted: Iterable[bytes]) -> None:
        """Note every block that one of the strings could cover."""
        self._wanted = frozenset(wanted)
        self._short = tuple(each for each in self._wanted if len(each) < _SHORTEST)
        self._blocks = frozenset(
            each[at : at + _BLOCK]
            for each in self._wanted
            if len(each) >= _SHORTEST
            for at in range(len(each) - _BLOCK + 1)
        )
        numbers = memoryview(b"".join(self._blocks)).cast("Q")
        self._numbers = frozenset(numbers)

    def stands_in(self, data: bytes) -> bool:
        """Tell whether one of the strings stands in `data`.

        A long string covers at least one whole block of `data`, counted from its beginning; where
        no block is one of theirs, none of them stands. Only otherwise is each looked for.
        """
        if any(each in data for each in self._short):
            return True
        whole = memoryview(data)[: len(data) // _BLOCK * _BLOCK]
        if self._numbers.isdisjoint(whole.cast("Q")):
            return False
        return any(each in data for each in self._wanted)
