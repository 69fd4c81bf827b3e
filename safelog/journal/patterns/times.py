"""When incidents begin: over the weeks beside public events, by the hour, by the weekday."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import msgspec

from safelog.journal.patterns.happening import DAY, HOUR, Happening, Stretch
from safelog.journal.patterns.material import Material
from safelog.journal.patterns.tally import (
    LeftOut,
    Pattern,
    Range,
    Reason,
    ranges,
    ranges_in_circle,
)
from safelog.journal.patterns.units import UNITS, Unit, first_day, name, number
from safelog.model.chart import BARS_MAX

VAGUE_DAYS: dict[Unit, int] = {"week": 31, "month": 92, "year": 366, "decade": 366, "century": 366}
"""What is known less closely than this many days would perhaps be in too many pieces to be of use:
to a month for weeks, to a season for months, to a year for the rest."""

_HOURS = DAY // HOUR
_WEEKDAYS = 7


class PeriodCount(msgspec.Struct, frozen=True, kw_only=True):
    """One week, or a longer piece of the calendar."""

    period: str
    """ISO 8601: `2026-W19`, `2026-05`, `2026`; EDTF: `202X`, `20XX`."""
    first_day: date
    last_day: date
    incidents: Range
    events: Range


class WeekPattern(Pattern, frozen=True, kw_only=True, tag="pattern_week"):
    """How many incidents began in each week, and how many public events."""

    unit: Unit
    """Coarser than a week where the weeks would be too many."""
    periods: tuple[PeriodCount, ...]
    """Without a gap from the first to the last."""
    events: int
    events_left_out: int
    """Public events whose time is not known closely enough."""


class HourPattern(Pattern, frozen=True, kw_only=True, tag="pattern_hour"):
    """In which hours of the day incidents began, by the clock where it happened."""

    hours: tuple[Range, ...]
    """24 of them, from midnight on."""


class WeekdayPattern(Pattern, frozen=True, kw_only=True, tag="pattern_weekday"):
    """On which days of the week incidents began."""

    weekdays: tuple[Range, ...]
    """Seven of them, from Monday on."""


def week_pattern(
    material: Material, *, periods_max: int = BARS_MAX, finest: Unit = "week"
) -> WeekPattern:
    """Count incidents and public events over the weeks.

    Args:
        material: what is counted.
        periods_max: if the weeks are more, or most times are not known closely enough for weeks,
            months are counted, or years, and so on.
        finest: nothing shorter is counted.
    """
    unit, told, events, pieces = next(
        each
        for each in map(partial(_laid_out, material), UNITS[UNITS.index(finest) :])
        if each.unit == UNITS[-1]
        or (len(each.pieces) <= periods_max and each.told.is_most and each.events.is_most)
    )
    return WeekPattern(
        incidents=len(told.kept),
        at_edge=material.at_edge,
        left_out=(*material.left_out, *told.left_out),
        unit=unit,
        periods=tuple(_periods(unit, pieces, told.kept, events.kept)),
        events=len(events.kept),
        events_left_out=sum(left.count for left in events.left_out),
    )


def hour_pattern(material: Material) -> HourPattern:
    """Count incidents over the hours of the day; those with no time of day are left out."""
    told = _sorted_out(material.incidents, DAY - 1, "no_time_of_day")
    places = ((each.start // HOUR, (each.end - 1) // HOUR) for each in told.kept)
    return HourPattern(
        incidents=len(told.kept),
        at_edge=material.at_edge,
        left_out=(*material.left_out, *told.left_out),
        hours=tuple(ranges_in_circle(places, _HOURS)),
    )


def weekday_pattern(material: Material) -> WeekdayPattern:
    """Count incidents over the days of the week; those that may be on any of them are left out."""
    told = _sorted_out(material.incidents, _WEEKDAYS * DAY - 1, "no_weekday")
    # Day 1 was a Monday.
    places = ((each.first_day - 1, each.last_day - 1) for each in told.kept)
    return WeekdayPattern(
        incidents=len(told.kept),
        at_edge=material.at_edge,
        left_out=(*material.left_out, *told.left_out),
        weekdays=tuple(ranges_in_circle(places, _WEEKDAYS)),
    )


class _Sorted(NamedTuple):
    """The beginnings that are known closely enough, and how many are not."""

    kept: list[Stretch]
    left_out: tuple[LeftOut, ...]
    is_most: bool
    """Whether at least half of those with a time are kept."""


class _Layout(NamedTuple):
    """What is counted over pieces of one unit."""

    unit: Unit
    told: _Sorted
    events: _Sorted
    pieces: range
    """Numbers of the pieces from the first to the last that anything may be in."""


def _laid_out(material: Material, unit: Unit) -> _Layout:
    longest = VAGUE_DAYS[unit] * DAY
    told = _sorted_out(material.incidents, longest, "too_vague")
    events = _sorted_out(material.events, longest, "too_vague")
    both = [*told.kept, *events.kept]
    if not both:
        return _Layout(unit, told, events, range(0))
    first, last = min(each.first_day for each in both), max(each.last_day for each in both)
    return _Layout(unit, told, events, range(number(unit, first), number(unit, last) + 1))


def _sorted_out(entries: Iterable[Happening], longest: int, too_long: Reason) -> _Sorted:
    """Keep the beginnings that are known to `longest` minutes or closer."""
    kept, unknown, vague = [], 0, 0
    for entry in entries:
        if entry.time is None:
            unknown += 1
        elif entry.time.begun.end - entry.time.begun.start > longest:
            vague += 1
        else:
            kept.append(entry.time.begun)
    rows = (LeftOut("no_time", unknown), LeftOut(too_long, vague))
    return _Sorted(kept, tuple(row for row in rows if row.count), vague <= len(kept))


def _periods(
    unit: Unit, pieces: range, told: Sequence[Stretch], events: Sequence[Stretch]
) -> Iterator[PeriodCount]:
    """Count over pieces of the calendar in a row."""
    begins = [first_day(unit, piece) for piece in pieces]
    counts = (
        ranges(
            (
                (bisect_right(begins, each.first_day) - 1, bisect_right(begins, each.last_day) - 1)
                for each in stretches
            ),
            len(pieces),
        )
        for stretches in (told, events)
    )
    for piece, begin, *both in zip(pieces, begins, *counts, strict=True):
        yield PeriodCount(
            period=name(unit, piece),
            first_day=date.fromordinal(begin),
            last_day=date.fromordinal(first_day(unit, piece + 1) - 1),
            incidents=both[0],
            events=both[1],
        )
