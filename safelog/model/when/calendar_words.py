"""Dates and clock times from the words of a form.

What is left out is filled in by one rule: the nearest past. A day without a year is the last one
that is not after today, a weekday is the last one before today, an hour alone was today, or
yesterday if it is still to come. What could be two things is refused, never guessed: `at 6` may be
morning or evening, and a Monday on a Monday today or a week ago.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from safelog.errors import InvalidTimeError
from safelog.model.when import spans
from safelog.model.when.phrases import Words

_DAY = timedelta(days=1)
_NOON_HOUR = 12
_CENTURY = 100
_HOUR_MINUTES = 60

_LEAP_GAP_YEARS = 8
"""Longest time between two 29 Februaries (1896 to 1904, for one)."""


class Clock(NamedTuple):
    """A time of day as said; `hour` is of 24 only if `sure`."""

    hour: int
    minute: int
    sure: bool
    half: str = ""

    def of_day(self) -> time:
        """Return the time of day.

        Raises:
            InvalidTimeError: it was not said whether it is before noon or after.
        """
        if not self.sure:
            raise InvalidTimeError(reason="half_of_day")
        return time(self.hour, self.minute)


def clock(words: Words, name: str, half: str = "") -> Clock:
    """Return the clock time that the slot `name` holds.

    Args:
        words: what the slots of a form held.
        name: name of the slot.
        half: half of the day said elsewhere, used if the slot has none of its own.

    Raises:
        InvalidTimeError: there is no such time of day.
    """
    half = words.get(f"{name}.half", half)
    said = words.get(f"{name}.clock") or words.get(name)
    minutes = words.get(f"{name}.mm")
    if said is None:
        hour, minute = int(words[f"{name}.h"]), int(minutes or 0)
    else:
        hour, minute = (int(part) for part in said.split(":")[:2])
    if half:
        return _in_half(hour, minute, half)
    try:
        time(hour, minute)
    except ValueError:
        raise InvalidTimeError(reason="no_such_time") from None
    # With minutes the clock of 24 hours is meant; a bare hour up to 12 may be either.
    bare = said is None and minutes is None
    return Clock(hour, minute, sure=not bare or not 1 <= hour <= _NOON_HOUR)


def clocks(words: Words, first: str, last: str) -> tuple[time, time]:
    """Return two clock times said together, the way people share a half of the day.

    "Between 4 and 6 pm" gives both the afternoon; "between 9 and 17" gives both the clock of 24
    hours. A share that would span more than half a day ("between 11 and 1 pm") is refused.

    Raises:
        InvalidTimeError: a time does not exist, or it is not clear which half of the day is meant.
    """
    begin, end = clock(words, first), clock(words, last)
    if begin.sure or not end.sure:
        return begin.of_day(), end.of_day() if end.sure else _on_24(begin, end)
    if not end.half:
        return _on_24(end, begin), end.of_day()
    shared = clock(words, first, end.half).of_day()
    length = datetime.combine(date.min, end.of_day()) - datetime.combine(date.min, shared)
    if length % _DAY > _DAY / 2:
        raise InvalidTimeError(reason="half_of_day")
    return shared, end.of_day()


def day(words: Words, name: str, today: date) -> date:
    """Return the day that the slot `name` holds.

    Raises:
        InvalidTimeError: there is no such day, or it may be one of two.
    """
    weekday = words.get(f"{name}.weekday")
    named = _named_day(words, name, today)
    if named is None:
        if weekday is None:
            return today + timedelta(days=int(words[f"{name}.relative"]))
        back = (today.isoweekday() - int(weekday)) % 7
        if not back:
            raise InvalidTimeError(reason="which_day")
        return today - timedelta(days=back)
    if weekday is not None and named.isoweekday() != int(weekday):
        raise InvalidTimeError(reason="no_such_date")
    return named


def days(words: Words, first: str, last: str, today: date) -> tuple[date, date]:
    """Return two days; the first takes from the second the month and the year it leaves out.

    Raises:
        InvalidTimeError: a day does not exist or may be one of two, or the first is not before the
            last.
    """
    ended = day(words, last, today)
    number, month = words.get(f"{first}.d"), words.get(f"{first}.month")
    if number is None:
        begun = day(words, first, today)
    elif year := words.get(f"{first}.y"):
        begun = make_date(int(year), int(month or ended.month), int(number))
    elif month is None:
        begun = make_date(ended.year, ended.month, int(number))
    else:
        begun = last_date(int(month), int(number), ended)
    if begun >= ended:
        raise InvalidTimeError(reason="end_before_start")
    return begun, ended


def make_date(year: int, month: int, number: int) -> date:
    """Return a date.

    Raises:
        InvalidTimeError: there is no such date, or its year cannot be written.
    """
    try:
        made = date(year, month, number)
    except ValueError:
        raise InvalidTimeError(reason="no_such_date") from None
    if not spans.FIRST_YEAR <= year <= spans.LAST_YEAR:
        raise InvalidTimeError(reason="bounds")
    return made


def last_date(month: int, number: int, today: date) -> date:
    """Return the last such day of a year that is not after `today`.

    Raises:
        InvalidTimeError: no year has that day.
    """
    for year in range(today.year, today.year - _LEAP_GAP_YEARS - 1, -1):
        try:
            made = date(year, month, number)
        except ValueError:
            continue
        if made <= today:
            return make_date(year, month, number)
    raise InvalidTimeError(reason="no_such_date")


def year_of(words: Words, name: str = "y") -> int | None:
    """Return the year that the slot `name` holds, or None.

    Raises:
        InvalidTimeError: the year cannot be written.
    """
    said = words.get(name)
    return None if said is None else make_date(int(said), 1, 1).year


def _named_day(words: Words, name: str, today: date) -> date | None:
    """Return the day that is named by its number, or None."""
    if iso := words.get(f"{name}.iso"):
        year, month, number = map(int, iso.split("-"))
        return make_date(year, month, number)
    if dotted := words.get(f"{name}.dotted"):
        number, month, year = map(int, dotted.split("."))
        if year < _CENTURY and len(dotted.rpartition(".")[2]) == len("24"):
            return _of_century(year, month, number, today)
        return make_date(year, month, number)
    if said := words.get(f"{name}.d"):
        month = int(words[f"{name}.month"])
        year_said = words.get(f"{name}.y")
        if year_said is None:
            return last_date(month, int(said), today)
        return make_date(int(year_said), month, int(said))
    return None


def _of_century(year: int, month: int, number: int, today: date) -> date:
    """Return the last day with these two digits of the year that is not after `today`."""
    full = today.year - today.year % _CENTURY + year
    made = make_date(full, month, number)
    return made if made <= today else make_date(full - _CENTURY, month, number)


def _in_half(hour: int, minute: int, half: str) -> Clock:
    of_24 = spans.hour_in_half(hour, half)
    if of_24 is None or minute >= _HOUR_MINUTES:
        raise InvalidTimeError(reason="no_such_time")
    return Clock(of_24, minute, sure=True, half=half)


def _on_24(known: Clock, bare: Clock) -> time:
    """Return a bare hour beside one on the clock of 24 hours: the same clock is meant.

    Raises:
        InvalidTimeError: the other one was said by halves of the day.
    """
    if known.half:
        raise InvalidTimeError(reason="half_of_day")
    return time(bare.hour, bare.minute)
