"""When incidents begin: over the weeks beside public events, by the hour, by the weekday."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

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

VAGUE_DAYS = 366
"""What is known less closely than to a year would make every week of a life a possible one."""

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


def week_pattern(material: Material, *, periods_max: int = BARS_MAX) -> WeekPattern:
    """Count incidents and public events over the weeks.

    Args:
        material: what is counted.
        periods_max: if the weeks are more, months are counted, or years, and so on.
    """
    told = _sorted_out(material.incidents, VAGUE_DAYS * DAY, "too_vague")
    events = _sorted_out(material.events, VAGUE_DAYS * DAY, "too_vague")
    both = [*told.kept, *events.kept]
    unit: Unit = "week"
    starts: list[int] = []
    if both:
        first, last = min(each.first_day for each in both), max(each.last_day for each in both)
        unit = next(
            unit
            for unit in UNITS
            if number(unit, last) - number(unit, first) < periods_max or unit == UNITS[-1]
        )
        pieces = range(number(unit, first), number(unit, last) + 2)
        starts = [first_day(unit, piece) for piece in pieces]
    return WeekPattern(
        incidents=len(told.kept),
        at_edge=material.at_edge,
        left_out=(*material.left_out, *told.left_out),
        unit=unit,
        periods=tuple(_periods(unit, starts, told.kept, events.kept)),
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


class _Sorted(msgspec.Struct, frozen=True):
    """The beginnings that are known closely enough, and how many are not."""

    kept: list[Stretch]
    left_out: tuple[LeftOut, ...]


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
    return _Sorted(kept, tuple(row for row in rows if row.count))


def _periods(
    unit: Unit, starts: Sequence[int], told: Sequence[Stretch], events: Sequence[Stretch]
) -> Iterator[PeriodCount]:
    """Count over the pieces of the calendar that begin on `starts`; the last start is their end."""
    count = max(len(starts) - 1, 0)
    incident_counts, event_counts = (
        ranges(
            (
                (bisect_right(starts, each.first_day) - 1, bisect_right(starts, each.last_day) - 1)
                for each in stretches
            ),
            count,
        )
        for stretches in (told, events)
    )
    for place in range(count):
        yield PeriodCount(
            period=name(unit, number(unit, starts[place])),
            first_day=date.fromordinal(starts[place]),
            last_day=date.fromordinal(starts[place + 1] - 1),
            incidents=incident_counts[place],
            events=event_counts[place],
        )
