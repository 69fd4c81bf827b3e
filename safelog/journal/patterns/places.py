"""Where incidents were: by place, by kind of place, by country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from safelog.journal.patterns.happening import Happening, Spot
from safelog.journal.patterns.material import Material
from safelog.journal.patterns.tally import LeftOut, Pattern


class DayRange(msgspec.Struct, frozen=True, kw_only=True):
    """From when to when something was: the earliest day it can have begun, the latest."""

    first_day: date
    last_day: date


class PlaceCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents were at one place."""

    key: str
    label: str
    entity: str
    """The place in the register; empty for words only."""
    incidents: int
    days: DayRange | None
    """None if no time is known."""


class CodeCount(msgspec.Struct, frozen=True):
    """How many incidents have one code: of a kind, of a kind of place, of a country."""

    code: str
    incidents: int


class PlacePattern(Pattern, frozen=True, kw_only=True, tag="pattern_place"):
    """Where incidents were; most at one place first."""

    places: tuple[PlaceCount, ...]
    place_kinds: tuple[CodeCount, ...]
    countries: tuple[CodeCount, ...]


def place_pattern(material: Material) -> PlacePattern:
    """Count incidents by place. One with neither a name nor an entity of a place is left out.

    Kinds of place and countries are counted over all incidents that say one.
    """
    there: dict[str, list[Happening]] = {}
    spots: dict[str, Spot] = {}
    for entry in material.incidents:
        if entry.spot is not None:
            there.setdefault(entry.spot.key, []).append(entry)
            spots.setdefault(entry.spot.key, entry.spot)
    counted = sum(map(len, there.values()))
    nowhere = len(material.incidents) - counted
    places = (
        PlaceCount(
            key=key,
            label=spots[key].label,
            entity=spots[key].entity,
            incidents=len(entries),
            days=day_range(entries),
        )
        for key, entries in there.items()
    )
    return PlacePattern(
        incidents=counted,
        at_edge=material.at_edge,
        left_out=(*material.left_out, *([LeftOut("no_place", nowhere)] if nowhere else [])),
        places=tuple(sorted(places, key=lambda place: (-place.incidents, place.key))),
        place_kinds=code_counts(entry.place_kind for entry in material.incidents),
        countries=code_counts(entry.country for entry in material.incidents),
    )


def code_counts(codes: Iterable[str]) -> tuple[CodeCount, ...]:
    """Count codes that are not empty, the most frequent first."""
    counts = Counter(filter(None, codes))
    return tuple(
        CodeCount(*row) for row in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    )


def day_range(entries: Iterable[Happening]) -> DayRange | None:
    """Return from when to when entries can have begun; None if no time is known."""
    begun = [entry.time.begun for entry in entries if entry.time is not None]
    if not begun:
        return None
    return DayRange(
        first_day=date.fromordinal(min(each.first_day for each in begun)),
        last_day=date.fromordinal(max(each.last_day for each in begun)),
    )
