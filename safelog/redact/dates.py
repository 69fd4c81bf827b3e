"""Tell times less exactly, or shifted: what a recipient reads instead of what the person wrote.

A coarse time has the bounds of whole days, weeks or months around the true ones. A shifted time is
moved by a number of whole days that is secret and the same for all times of all exports to one
recipient, so that what lies between two times stays true; bounds of the calendar (a month, a
season) are told as days then, because the shifted ones are no month. Neither is proven: the log
holds the time as it was written (docs/PROOF.md, 5.5).

Times in the person's words give the same away, so days, months with their year and clock times are
found here too, and hours in words by `clock`. Limits: a day that is told by an event ("the day
after the elections") and a weekday stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache

from safelog.model.when import When, bounds_utc
from safelog.model.when.shape import Precision
from safelog.model.when.value import civil
from safelog.redact.document import Entered, ToldTime
from safelog.redact.identifiers.dates import read_days
from safelog.redact.identifiers.daywords import worded_days
from safelog.redact.identifiers.words import load_words
from safelog.redact.policy import DatePrecision, ToldPrecision

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_OF_THE_CALENDAR = frozenset({"month", "month_part", "season", "year"})
_ENTERED: tuple[tuple[int, Entered], ...] = ((1, "day"), (7, "week"), (31, "month"), (366, "year"))
_RECORDED_LENGTH: Mapping[ToldPrecision, int] = {
    "day": len("2026-05-04"),
    "week": len("2026-05"),
    "month": len("2026-05"),
    "shifted": 0,
}

_DAY_IN_FIGURES = re.compile(r"(?<![\d.])\d{1,2}\.(?:0\d|1[0-2])(?![\d])")
_CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])|(?<![\d:])\d{1,2}\s?(?:am|pm)(?!\w)")


def tell(
    when: When, precision: ToldPrecision, *, shift_days: int, recorded: str = ""
) -> ToldTime | None:
    """Return a time as such a recipient reads it; None if the calendar ends before that.

    Args:
        when: the time as the person knows it.
        precision: how it is told.
        shift_days: for a shifted time, how far.
        recorded: when it was first written down, ISO 8601 UTC; empty if that is not to be told.
    """
    entered = _entered(when, recorded) if recorded else ""
    start, end = civil(when)
    told: Precision = when.precision if when.precision in {"range", "unknown"} else "between"
    part = "day"
    if when.precision == "unknown":
        part = ""
    elif precision == "shifted":
        try:
            start, end = (at + timedelta(days=shift_days) for at in (start, end))
        except OverflowError:
            return None
        if when.precision not in _OF_THE_CALENDAR:
            told, part = when.precision, when.part
        if when.precision in {"exact", "ambiguous"}:
            told, part = "exact", ""
    else:
        try:
            start, end = _floor(start, precision), _ceiling(end, precision)
        except OverflowError:
            return None
        if precision == "month" and end == _ceiling(start + _DAY, "month"):
            told, part = "month", ""
        elif end - start == _DAY:
            told, part = "day", ""
        elif end - start == _WEEK:
            # An afternoon within one week did not last from its Monday to its Sunday.
            told = "between"
    return ToldTime(
        start=start.isoformat(timespec="minutes"),
        end=end.isoformat(timespec="minutes"),
        precision=told,
        part=part,
        zone=when.zone,
        told=precision,
        entered=entered,
    )


def tell_recorded(minute: str, precision: DatePrecision) -> str:
    """Return a time of the machine as exactly as the dates of events are told, or more coarsely.

    Most entries are written within a day, so the day of an entry would give the week away.
    """
    return minute if precision == "exact" else minute[: _RECORDED_LENGTH[precision]]


def times_in_words(text: str, precision: ToldPrecision) -> Iterator[tuple[int, int]]:
    """Walk the stretches of a text that tell a time more exactly than `precision` does."""
    yield from (match.span() for match in _CLOCK.finditer(text))
    if precision == "day":
        return
    yield from ((start, end) for start, end, _ in read_days(text, load_words().months))
    yield from ((day.start, day.end) for day in worded_days(text))
    yield from (match.span() for match in _DAY_IN_FIGURES.finditer(text))
    yield from (match.span() for match in _with_month().finditer(text))


@cache
def _with_month() -> re.Pattern[str]:
    """Return what finds a month with a day or a year beside it.

    Only months are tried as words: "was 3" would take the day away from "3 May".
    """
    month = rf"(?:{'|'.join(load_words().months)})[^\W\d_]{{0,9}}"
    day = r"\d{1,2}(?:st|nd|rd|th|-?го|-?е|-?ге)?"
    return re.compile(
        rf"(?<!\w)(?:{day}\s{{1,3}}(?:of\s)?{month}|{month}\s{{1,3}}(?:{day}|\d{{4}}))(?!\w)",
        re.IGNORECASE,
    )


def _entered(when: When, recorded: str) -> Entered:
    """Tell how long after an event it was written down, in steps that say little about the day."""
    if when.precision == "unknown":
        return ""
    begun = bounds_utc(when)[0]
    moment = datetime.fromisoformat(recorded)
    if moment < begun:
        return "before"
    # From the beginning of what is known: a vague time must not look like an entry made at once.
    days = (moment - begun) / _DAY
    return next((code for most, code in _ENTERED if days < most), "later")


def _floor(at: datetime, precision: ToldPrecision) -> datetime:
    day = at.replace(hour=0, minute=0)
    if precision == "week":
        return day - day.weekday() * _DAY
    return day.replace(day=1) if precision == "month" else day


def _ceiling(at: datetime, precision: ToldPrecision) -> datetime:
    """Return the first beginning of a day, week or month at or after `at`."""
    floor = _floor(at, precision)
    if floor == at:
        return at
    if precision == "month":
        return _floor(floor + 32 * _DAY, "month")
    return floor + (7 if precision == "week" else 1) * _DAY
