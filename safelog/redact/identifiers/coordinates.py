"""Coordinates, compared by value: in decimal or in degrees, minutes and seconds, in any order.

Two angles that stand near one another are a pair, whatever words or signs stand between them: map
links, "lat … lng …", «широта … долгота …». The hemisphere is not compared: a place is hidden by its
numbers, and nobody is harmed if the point opposite is hidden too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from safelog.redact.attention import Care

TOLERANCE_DEGREES = 0.02
"""About two kilometres: a rounded position still tells where somebody lives."""

LONGEST_GAP = 24
"""Most characters between the two angles of a pair."""

_DECIMAL = r"(?<!\d)(?P<v>\d{1,3}[.,]\d{1,10})(?!\d)(?:\s?°)?"
_DEGREE = r"(?:[°º]|(?:град|deg)[^\W\d_]{0,6}\.?)"
_MINUTE = r"(?:['′’]|m(?![^\W\d_])|(?:мин|хв|min)[^\W\d_]{0,5}\.?)"
_SECOND = r"(?:[\"″”]|s(?![^\W\d_])|''|’’|′′|(?:сек|sec)[^\W\d_]{0,5}\.?)"
_LETTER_FIRST = r"(?<![^\W\d_])[NSEWСЮВЗ]\s?(?P<d3>\d{1,3})\s(?P<m3>\d{1,2}[.,]\d+)(?!\d|[.,]\d)"
"""Satellite receivers: "N49 50.232"."""

_MARKED = (
    rf"(?P<d>\d{{1,3}})\s?{_DEGREE}\s?(?P<m>\d{{1,2}}(?:[.,]\d+)?)(?:\s?{_MINUTE}"
    rf"(?:\s?(?P<s>\d{{1,2}}(?:[.,]\d+)?)(?![\d.,]*\s?{_DEGREE})(?:\s?{_SECOND})?)?)?"
)
_SPACED = (
    r"(?<![\d.,])(?P<d2>\d{1,3})\s(?P<m2>\d{1,2})\s(?P<s2>\d{1,2}(?:[.,]\d+)?)"
    r"(?=\s?[NSEWСЮВЗсювз])"
)
_ANGLE = re.compile(
    rf"{_LETTER_FIRST}"
    rf"|(?:(?<![^\W\d_])[NSEWСЮВЗ]\s?)?(?:{_MARKED}|{_SPACED}|{_DECIMAL})"
    r"(?:\s?(?:[NSEWСЮВЗ](?![^\W\d_])|[сювз]\.?\s?[шд]\b\.?))?"
)
_BESIDE = re.compile(
    r"[\s,;:/|()=&?%.°]|latitude|longitude|lat|lon|lng|широта|долгота|широта|довгота|ендік|бойлық",
    re.IGNORECASE,
)

# Open Location Code: pairs of digits to the base 20, most significant first.
_PLUS_CODE = re.compile(r"(?<![A-Z\d])[2-9CFGHJMPQRVWX]{8}\+[2-9CFGHJMPQRVWX]{0,3}", re.IGNORECASE)
_PLUS_DIGITS = "23456789CFGHJMPQRVWX"


_LIKE_ANGLE = re.compile(rf"\d[.,]\d|\d\s?[°º]|{_PLUS_CODE.pattern}", re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,3}")
_HEMISPHERE = re.compile(
    r"\d*[NSEW][,;.)]?|\d+[СЮВЗ][,;.)]?|[СЮВЗ][,;]|[сю]\.|[NSEWСЮВЗ]\d{1,3}|(?:град|deg)\w*[.,]?"
)
"""In "51 17 18 N" nothing else looks like an angle. «С», «В» alone are prepositions."""


class Position(NamedTuple):
    """A point on the earth, in degrees without sign."""

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
            if not _BESIDE.sub("", text[:start] + text[end:])
        ),
        None,
    )


def care_of_angles(chunk: str, positions: Iterable[Position]) -> int:
    """Tell whether a number in `chunk` is written as an angle near one of `positions` is."""
    if _HEMISPHERE.fullmatch(chunk) or _PLUS_CODE.search(chunk):
        return Care.ANGLE
    if not _LIKE_ANGLE.search(chunk):
        return Care.NONE
    degrees = {int(whole) for whole in _WHOLE.findall(chunk)}
    near = any(
        int(angle + off) in degrees
        for position in positions
        for angle in position
        for off in (-TOLERANCE_DEGREES, 0, TOLERANCE_DEGREES)
    )
    return Care.ANGLE if near else Care.NONE


def find_pairs(
    text: str, begin: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int, Position]]:
    """Find pairs of coordinates: start, end and value of each. Pairs may overlap.

    An angle that ends one pair begins another only if no words stand between: a row of angles may
    be cut in two ways, but of two positions in a sentence the first ends where it ends.
    """
    paired = begin
    for one, other in pairwise(_ANGLE.finditer(text, begin, end)):
        gap = text[one.end() : other.start()]
        beside = not _BESIDE.sub("", gap)
        if len(gap) > LONGEST_GAP or (one.start() < paired and not beside):
            continue
        if beside:
            paired = other.end()
        yield one.start(), other.end(), Position(_degrees(one), _degrees(other))
    for match in _PLUS_CODE.finditer(text, begin, end):
        yield match.start(), match.end(), _plus_code(match.group())


def _degrees(match: re.Match[str]) -> float:
    decimal, *sexagesimal = match.group("v", "d", "m", "s", "d2", "m2", "s2")
    if match["d3"] is not None:
        return float(match["d3"]) + float(match["m3"].replace(",", ".")) / 60
    if decimal is not None:
        return float(decimal.replace(",", "."))
    marked, spaced = sexagesimal[:3], sexagesimal[3:]
    parts = marked if marked[0] is not None else spaced
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _plus_code(code: str) -> Position:
    """Return the south-west corner of the area of a full code (Open Location Code, 1.2)."""
    digits = [_PLUS_DIGITS.index(letter) for letter in code.upper().replace("+", "")[:10]]
    latitude = sum(digit * 20 / 20**place for place, digit in enumerate(digits[::2]))
    longitude = sum(digit * 20 / 20**place for place, digit in enumerate(digits[1::2]))
    return Position(abs(latitude - 90), abs(longitude - 180))
