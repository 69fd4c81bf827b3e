"""Lengths of time said as a distance: two weeks ago, an hour before the call.

People round to the unit that they say. How far that reaches is data of `spans.toml`; here it is
laid around the place that it is counted from. That place may itself be uncertain, and then the
result is wider by as much.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import NamedTuple

from safelog.errors import InvalidTimeError
from safelog.model.when import spans
from safelog.model.when.phrases import Words
from safelog.model.when.reading import MINUTE, Now, Reading, between_days

_CLOCK_UNITS = {"minute": MINUTE, "hour": timedelta(hours=1)}
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_YEAR_MONTHS = 12


class Length(NamedTuple):
    """A length as said: from `low` to `high` units."""

    low: int
    high: int
    unit: str
    roughly: bool
    """Whether it was said to be about so long."""


def length(words: Words, prefix: str = "") -> Length:
    """Return the length that the slot `distance` holds, or `roughly`: one said to be about so long.

    It is a phrase of its own (`half an hour`), or a number, which may be two ("a few"), and a unit.
    """
    roughly = has_length(words, prefix, names=("roughly",))
    key = f"{prefix}{'roughly' if roughly else 'distance'}"
    whole = words.get(f"{key}.length") or f"{words.get(f'{key}.n', '1')} {words[f'{key}.unit']}"
    count, _, unit = whole.partition(" ")
    low, _, high = count.partition("-")
    return Length(int(low), int(high or low), unit, roughly)


def has_length(
    words: Words, prefix: str, *, names: tuple[str, ...] = ("distance", "roughly")
) -> bool:
    """Tell whether a slot under `prefix` holds a length."""
    return any(key.startswith(tuple(f"{prefix}{name}." for name in names)) for key in words)


def shift(day: date, by: int, unit: str) -> date:
    """Return the day that lies `by` units after `day`; a month that is too short ends it.

    Raises:
        InvalidTimeError: it is outside the calendar.
    """
    try:
        if unit in {"day", "week"}:
            return day + timedelta(days=by * _UNIT_DAYS[unit])
        months = by * (_YEAR_MONTHS if unit == "year" else 1)
        year, index = divmod(day.year * _YEAR_MONTHS + day.month - 1 + months, _YEAR_MONTHS)
        return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))
    except (OverflowError, ValueError):
        raise InvalidTimeError(reason="bounds") from None


def days_from(origin: tuple[date, date], said: Length, *, ahead: bool) -> tuple[date, date]:
    """Return the first and the last day at that distance from somewhere between two days.

    Raises:
        InvalidTimeError: it is outside the calendar, or is counted in hours, which give no day.
    """
    if said.unit in _CLOCK_UNITS:
        raise InvalidTimeError(reason="which_day")
    near, far = (said.low, said.high) if ahead else (-said.high, -said.low)
    margin = spans.day_margin(said.unit, said.high * _UNIT_DAYS[said.unit])
    if said.roughly:
        margin = max(margin, spans.around_margin_days())
    first = shift(shift(origin[0], near, said.unit), -margin, "day")
    return first, shift(shift(origin[1], far, said.unit), margin, "day")


def read_from_now(said: Length, now: Now, *, ahead: bool) -> Reading:
    """Read a length counted from the moment of typing."""
    if said.unit in _CLOCK_UNITS:
        return _read_clock(said, (now.moment, now.moment), now, ahead=ahead)
    return _read_days(said, (now.today, now.today), ahead=ahead)


def read_from_event(said: Length, now: Now, *, ahead: bool) -> Reading:
    """Read a length counted from the event that is leaned on.

    What was after an event was not before it, however roughly the length was said.
    """
    if said.unit in _CLOCK_UNITS:
        reading = _read_clock(said, now.event, now, ahead=ahead)
        event = civil_cover(now.event[0], now.event[1] + MINUTE, now)
    else:
        reading = _read_days(said, now.event_days(), ahead=ahead)
        event = spans.days(*now.event_days())
    start, end = reading.span
    clipped = (max(start, event[0]), end) if ahead else (start, min(end, event[1]))
    if clipped == reading.span:
        return reading
    if said.unit in _CLOCK_UNITS:
        return Reading("between", clipped)
    return between_days(clipped[0].date(), clipped[1].date() - timedelta(days=1))


def _read_days(said: Length, origin: tuple[date, date], *, ahead: bool) -> Reading:
    first, last = days_from(origin, said, ahead=ahead)
    one_day = origin[0] == origin[1] and said.low == said.high
    margin = spans.around_margin_days()
    if one_day and last - first == timedelta(days=2 * margin):
        return Reading("around", spans.around_day(first + timedelta(days=margin)), "day")
    return between_days(first, last)


def _read_clock(
    said: Length, origin: tuple[datetime, datetime], now: Now, *, ahead: bool
) -> Reading:
    """Read hours and minutes; in instants, so that a change of the clock is counted right."""
    unit = _CLOCK_UNITS[said.unit]
    near, far = (said.low, said.high) if ahead else (-said.high, -said.low)
    margin = spans.clock_margin(said.high * unit)
    start, last = origin[0] + near * unit, origin[1] + far * unit
    if start == last and margin == spans.clock_margin(timedelta()):
        centre = now.civil(start).replace(second=0, microsecond=0)
        return Reading("around", spans.around_time(centre))
    return Reading("between", civil_cover(start - margin, last + margin + MINUTE, now))


def civil_cover(start: datetime, end: datetime, now: Now) -> spans.Span:
    """Return civil bounds, to the minute, that hold every instant from `start` to before `end`.

    Where the clock was put back in between, it may show the end before the beginning; then they are
    as far apart as the instants.
    """
    first = now.civil(start).replace(second=0, microsecond=0)
    last = now.civil(end - MINUTE).replace(second=0, microsecond=0) + MINUTE
    return first, last if last > first else first + (end - start)
