"""Coordinates, compared by value: in decimal or in degrees, minutes and seconds, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

TOLERANCE_DEGREES = 0.02
"""About two kilometres: a rounded position still tells where somebody lives."""

_NUMBER = r"[+-]?\d{1,3}[.,]\d{1,10}"
_LETTER = r"[NSEWСЮВЗ]"
# In the two forms `#` stands for the number of the coordinate, 1 or 2.
_DECIMAL = rf"(?:(?P<h#>{_LETTER})\s?)?(?P<v#>{_NUMBER})\s?°?(?:\s?(?P<t#>{_LETTER})(?![^\W\d_]))?"
_SEXAGESIMAL = (
    rf"(?:(?P<h#>{_LETTER})\s?)?(?P<d#>\d{{1,3}})\s?[°ºd]\s?(?P<m#>\d{{1,2}}(?:[.,]\d+)?)"
    r"(?:\s?['′’m]\s?(?:(?P<s#>\d{1,2}(?:[.,]\d+)?)\s?(?:[\"″”s]|''|’’))?)?"
    rf"(?:\s?(?P<t#>{_LETTER})(?![^\W\d_]))?"
)
_BETWEEN = r"(?:\s?[;,/|]\s?|\s{1,3})"


def _pair(form: str) -> re.Pattern[str]:
    one, two = form.replace("#", "1"), form.replace("#", "2")
    return re.compile(rf"(?<![\w.,])(?:{one}){_BETWEEN}(?:{two})(?!\w)")


_PAIRS = (_pair(_DECIMAL), _pair(_SEXAGESIMAL))


class Position(NamedTuple):
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float

    def near(self, other: Position) -> bool:
        """Tell whether both are the same place, also with the two numbers exchanged."""
        straight = (self.latitude - other.latitude, self.longitude - other.longitude)
        crossed = (self.latitude - other.longitude, self.longitude - other.latitude)
        return any(
            max(abs(first), abs(second)) <= TOLERANCE_DEGREES
            for first, second in (straight, crossed)
        )


def parse_pair(text: str) -> Position | None:
    """Read a text that is one pair of coordinates and nothing else."""
    return next(
        (
            position
            for start, end, position in find_pairs(text)
            if not (text[:start] + text[end:]).strip(" ()")
        ),
        None,
    )


def find_pairs(text: str) -> Iterator[tuple[int, int, Position]]:
    """Find pairs of coordinates: start, end and value of each."""
    for pattern in _PAIRS:
        for match in pattern.finditer(text):
            first, second = _value(match, 1), _value(match, 2)
            yield match.start(), match.end(), Position(first, second)


def _value(match: re.Match[str], number: int) -> float:
    groups = match.groupdict()
    if f"v{number}" in groups:
        degrees = float(groups[f"v{number}"].replace(",", "."))
    else:
        parts = (groups[f"{unit}{number}"] for unit in "dms")
        whole = [float(part.replace(",", ".")) if part else 0.0 for part in parts]
        degrees = whole[0] + whole[1] / 60 + whole[2] / 3600
    letter = groups[f"h{number}"] or groups[f"t{number}"] or ""
    return -degrees if letter in set("SWЮЗ") else degrees
