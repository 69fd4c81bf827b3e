"""Places by their numbers: coordinates near one another, and the same house in the same street."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from safelog.journal.likeness.clue import NOBODY, Clue, ClueCode, Likeness
from safelog.journal.likeness.postings import Postings
from safelog.model.ids import EntityId
from safelog.redact.identifiers.coordinates import Position, find_pairs, parse_pair
from safelog.redact.identifiers.streets import StreetReader

_NEAR_DEGREES = 0.002
"""About two hundred metres: whoever was seen here was seen there."""
_SAME_DEGREES = 0.00005
"""About five metres: the last digits of a map program."""
_STEM = 3
_ENDING = re.compile(r"(?:[aeiou]+[mh]?|o[hgv]o)\Z")
"""What case forms change in the sound of a street's name."""
_CELLS_PER_DEGREE = 500


class Spot(NamedTuple):
    """A point on the earth that belongs to an entity."""

    entity: EntityId
    position: Position


class House(NamedTuple):
    """A street address by its sound."""

    entity: EntityId
    street: frozenset[str]
    """The words that name street and town, without their endings."""
    numbers: tuple[str, ...]
    """House, then flat if there is one."""


class Positions:
    """The coordinates and street addresses of a register."""

    def __init__(self, streets: StreetReader) -> None:
        """Start without places, and read addresses with `streets`."""
        self._streets = streets
        self._spots: Postings[Spot] = Postings()
        self._houses: Postings[House] = Postings()

    def read(self, spelling: str, entity: EntityId = NOBODY) -> Iterator[Spot | House]:
        """Read coordinates or a street address, if it is one."""
        position = parse_pair(spelling)
        if position is not None:
            yield Spot(entity, position)
            return
        tokens = self._streets.tokens(spelling)
        words = frozenset(
            _stem(token.key) for token in tokens if token.role == "word" and len(token.key) >= _STEM
        )
        numbers = tuple(token.text for token in tokens if token.role == "number")
        if words and numbers:
            yield House(entity, words, numbers)

    def put(self, place: Spot | House) -> None:
        """Add coordinates or a street address."""
        if isinstance(place, Spot):
            self._spots.put(_cell(*_grid(place.position)), place)
        else:
            self._houses.put(place.numbers[0], place)

    def drop(self, entity: EntityId) -> None:
        """Take out the places of an entity."""
        self._spots.drop(entity)
        self._houses.drop(entity)

    def like(self, place: Spot | House) -> Iterator[Likeness]:
        """Find the places that may be meant by coordinates or an address."""
        if isinstance(place, Spot):
            yield from self._near(place.position, "")
            return
        for known in self._houses.get(place.numbers[0]):
            if _is_same(place, known):
                whole = place[1:] == known[1:]
                code = ClueCode.SAME_ADDRESS if whole else ClueCode.PART_OF_ADDRESS
                yield Likeness(known.entity, (Clue(code),))

    def in_text(self, text: str) -> Iterator[Likeness]:
        """Find the coordinates that stand in a text."""
        for start, end, position in find_pairs(text):
            yield from self._near(position, text[start:end])

    def _near(self, position: Position, said: str) -> Iterator[Likeness]:
        row, column = _grid(position)
        for down in (-1, 0, 1):
            for across in (-1, 0, 1):
                for spot in self._spots.get(_cell(row + down, column + across)):
                    apart = max(abs(a - b) for a, b in zip(position, spot.position, strict=True))
                    if apart <= _NEAR_DEGREES:
                        same = apart <= _SAME_DEGREES
                        code = ClueCode.SAME_POSITION if same else ClueCode.NEAR
                        yield Likeness(spot.entity, (Clue(code),), said)


def _stem(sound: str) -> str:
    """Take the ending off; a short word keeps it."""
    cut = _ENDING.sub("", sound)
    return cut if len(cut) >= _STEM else sound


def _is_same(one: House, other: House) -> bool:
    """Tell whether two addresses are one: a flat may be left out, and so may the town."""
    if not (one.street <= other.street or other.street <= one.street):
        return False
    return all(a == b for a, b in zip(one.numbers, other.numbers, strict=False))


def _grid(position: Position) -> tuple[int, int]:
    latitude, longitude = position
    return int(latitude * _CELLS_PER_DEGREE), int(longitude * _CELLS_PER_DEGREE)


def _cell(row: int, column: int) -> str:
    return f"{row} {column}"
