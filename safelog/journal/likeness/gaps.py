"""Strings and patterns in which some characters are not known, each found by the other.

Each character of a string is filed under its place, counted from the beginning and from the end.
What a pattern fits is what is filed under all of its known characters, so that finding it does not
walk the register. A pattern is filed under the first and the last character that
it knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from safelog.journal.likeness.postings import Owned, Postings
from safelog.model.ids import EntityId

ANY = "?"
"""A character that nobody saw."""
MORE = "*"
"""Any number of them; once in a pattern."""

Row = TypeVar("Row", bound=Owned)


class Filed(Generic[Row]):
    """Rows by the characters of a string."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[int, tuple[str, Row]] = {}
        self._places: dict[tuple[str, int, str], set[int]] = {}
        self._numbers: dict[EntityId, list[int]] = {}
        self._next = 0

    def put(self, text: str, row: Row) -> None:
        """File a row under a string without gaps."""
        number = self._next
        self._next += 1
        self._rows[number] = (text, row)
        self._numbers.setdefault(row.entity, []).append(number)
        for place in _places(text):
            self._places.setdefault(place, set()).add(number)

    def drop(self, entity: EntityId) -> None:
        """Take out every row of an entity."""
        for number in self._numbers.pop(entity, ()):
            text, _ = self._rows.pop(number)
            for place in _places(text):
                self._places[place].discard(number)

    def fitting(self, pattern: str) -> Iterator[Row]:
        """Give the rows whose string a pattern fits."""
        start, more, end = pattern.partition(MORE)
        wanted = {place for place in _from_start(start) if place[2] != ANY}
        wanted |= {place for place in _from_end(end) if place[2] != ANY}
        if not more:
            wanted.add(("length", len(pattern), ""))
        if not wanted:
            return
        found = sorted((self._places.get(place, set()) for place in wanted), key=len)
        for number in set.intersection(*found):
            text, row = self._rows[number]
            if len(text) >= len(start) + len(end):
                yield row


class Gapped(Generic[Row]):
    """Rows by a pattern."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: Postings[Row] = Postings()

    def put(self, pattern: str, row: Row) -> None:
        """File a row under a pattern."""
        known = [at for at, sign in enumerate(pattern) if sign not in {ANY, MORE}]
        if MORE in pattern or not known:
            self._rows.put(_FLOATING, row)
        else:
            self._rows.put(_edges(pattern, known[0], known[-1]), row)
            self._rows.put(_FIXED, row)

    def drop(self, entity: EntityId) -> None:
        """Take out every row of an entity."""
        self._rows.drop(entity)

    def near(self, text: str) -> Iterator[Row]:
        """Give the rows whose pattern may fit a string, or agree with another pattern."""
        yield from self._rows.get(_FLOATING)
        if ANY in text or MORE in text:
            yield from self._rows.get(_FIXED)
            return
        for last in range(len(text)):
            for first in range(last + 1):
                yield from self._rows.get(_edges(text, first, last))

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._rows.get(_FLOATING) or self._rows.get(_FIXED))


_FLOATING = "floating"
"""Patterns of which nobody knows how long they are."""
_FIXED = "fixed"


def _edges(text: str, first: int, last: int) -> str:
    return f"{len(text)} {first}{text[first]}{last}{text[last]}"


def agreeing(one: str, other: str) -> int:
    """Return how many characters agree if two patterns allow one string; else 0."""
    if MORE in one and MORE in other:
        return len(one.replace(ANY, "")) - 1 if one == other else 0
    if MORE in one:
        one, other = other, one
    if MORE in other:
        start, _, end = other.partition(MORE)
        missing = len(one) - len(start) - len(end)
        if missing < 0:
            return 0
        other = start + ANY * missing + end
    if len(one) != len(other):
        return 0
    known = 0
    for a, b in zip(one, other, strict=True):
        if a == b:
            known += a != ANY
        elif ANY not in (a, b):
            return 0
    return known


def _places(text: str) -> Iterator[tuple[str, int, str]]:
    yield from _from_start(text)
    yield from _from_end(text)
    yield "length", len(text), ""


def _from_start(text: str) -> Iterator[tuple[str, int, str]]:
    return (("start", at, sign) for at, sign in enumerate(text))


def _from_end(text: str) -> Iterator[tuple[str, int, str]]:
    return (("end", at, sign) for at, sign in enumerate(reversed(text)))
