"""Dates from the words of a form.

What is left out is filled in by one rule: the nearest past. A day without a year is the last one
that is not after today, a weekday is the last one before today. What could be two things is
refused, never guessed: a Monday on a Monday is today or a week ago, "last Tuesday" said on a
Saturday that of this week or of the week before, and 3/5/2024 in English May or March.
"""

from __future__ import annotations

from datetime import date

from safelog.errors import InvalidTimeError
from safelog.model.when import distance, spans
from safelog.model.when.phrases import Words
from safelog.model.when.reading import DAY, Now

_CENTURY = 100
_WEEK_DAYS = 7

_LEAP_GAP_YEARS = 8
"""Longest time between two 29 Februaries (1896 to 1904, for one)."""


def day(words: Words, name: str, now: Now) -> date:
    """Return the day that the slot `name` holds.

    Raises:
        InvalidTimeError: there is no such day, or it may be one of several.
    """
    first, last = day_span(words, name, now)
    if first != last:
        raise InvalidTimeError(reason="which_day")
    return first


def day_span(words: Words, name: str, now: Now) -> tuple[date, date]:
    """Return the first and the last day that the slot `name` may mean.

    They differ only where it leans on an event whose day is not known, or on a length of time that
    nobody counts in days.

    Raises:
        InvalidTimeError: there is no such day, or it may be one of several others.
    """
    if side := words.get(f"{name}.event_day"):
        first, last = now.event_days()
        return first + int(side) * DAY, last + int(side) * DAY
    if distance.has_length(words, f"{name}."):
        said = distance.length(words, f"{name}.")
        return distance.days_from((now.today, now.today), said, ahead=False)
    found = _single_day(words, name, now)
    return found, found


def days(words: Words, first: str, last: str, now: Now) -> tuple[date, date]:
    """Return two days; the first takes from the second the month and the year it leaves out.

    Raises:
        InvalidTimeError: a day does not exist or may be one of two, or the first is not before the
            last.
    """
    ended = day(words, last, now)
    number, month = words.get(f"{first}.d"), words.get(f"{first}.month")
    year = year_of(words, now, f"{first}.")
    if number is None:
        begun = day(words, first, now)
    elif year:
        begun = make_date(year, int(month or ended.month), int(number))
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


def year_of(words: Words, now: Now, prefix: str = "") -> int | None:
    """Return the year that was said under `prefix`, by its number or from now, or None.

    Raises:
        InvalidTimeError: the year cannot be written.
    """
    if said := words.get(f"{prefix}y"):
        return make_date(int(said), 1, 1).year
    if back := words.get(f"{prefix}year_rel"):
        return make_date(now.today.year + int(back), 1, 1).year
    return None


def month_of(words: Words, now: Now) -> tuple[int, int] | None:
    """Return year and month counted from this one ("last month"), or None."""
    said = words.get("month_rel")
    if said is None:
        return None
    first = distance.shift(now.today.replace(day=1), int(said), "month")
    return first.year, first.month


def monday(words: Words, now: Now, name: str = "week") -> date:
    """Return the Monday of a week counted from this one."""
    return _monday(now.today, int(words[name]))


def _monday(today: date, weeks: int) -> date:
    return today + (_WEEK_DAYS * weeks + 1 - today.isoweekday()) * DAY


def _single_day(words: Words, name: str, now: Now) -> date:
    weekday = words.get(f"{name}.weekday")
    named = _named_day(words, name, now)
    if named is not None:
        if weekday is not None and named.isoweekday() != int(weekday):
            raise InvalidTimeError(reason="no_such_date")
        return named
    if weekday is None:
        return now.today + int(words[f"{name}.relative"]) * DAY
    if week := words.get(f"{name}.week"):
        return _monday(now.today, int(week)) + (int(weekday) - 1) * DAY
    if which := words.get(f"{name}.which"):
        return _which_weekday(int(weekday), int(which), now.today)
    back = (now.today.isoweekday() - int(weekday)) % _WEEK_DAYS
    if not back:
        raise InvalidTimeError(reason="which_day")
    return now.today - back * DAY


def _which_weekday(weekday: int, which: int, today: date) -> date:
    """Return "last Tuesday" (-1), "this Tuesday" (0), "next Tuesday" (1).

    They are counted in weeks by some and in Tuesdays by others; where the two differ, it is
    refused.
    """
    counted = _monday(today, which) + (weekday - 1) * DAY
    ahead = (weekday - today.isoweekday()) % _WEEK_DAYS
    nearest = {-1: ahead - _WEEK_DAYS, 0: ahead, 1: ahead or _WEEK_DAYS}[which]
    if counted != today + nearest * DAY:
        raise InvalidTimeError(reason="which_day")
    return counted


def _named_day(words: Words, name: str, now: Now) -> date | None:
    """Return the day that is named by its number, or None."""
    if iso := words.get(f"{name}.iso"):
        year, month, number = map(int, iso.split("-"))
        return make_date(year, month, number)
    if dotted := words.get(f"{name}.dotted"):
        number, month, year = map(int, dotted.split("."))
        if year < _CENTURY and len(dotted.rpartition(".")[2]) == len("24"):
            return _of_century(year, month, number, now.today)
        return make_date(year, month, number)
    if first := words.get(f"{name}.a"):
        return _day_or_month(int(first), int(words[f"{name}.b"]), int(words[f"{name}.y"]))
    if said := words.get(f"{name}.d"):
        return _numbered_day(words, name, int(said), now)
    return None


def _numbered_day(words: Words, name: str, number: int, now: Now) -> date:
    """Return the day of a number, of the month and the year said with it."""
    month, year = words.get(f"{name}.month"), year_of(words, now, f"{name}.")
    if month is None:
        back = int(words.get(f"{name}.month_rel", "0"))
        first = distance.shift(now.today.replace(day=1), back, "month")
        if f"{name}.month_rel" not in words and number > now.today.day:
            first = distance.shift(first, -1, "month")
        return make_date(first.year, first.month, number)
    if year is None:
        return last_date(int(month), number, now.today)
    return make_date(year, int(month), number)


def _day_or_month(first: int, second: int, year: int) -> date:
    """Return a date written as two numbers and the year, if it can only be one.

    Raises:
        InvalidTimeError: it is a date either way round, or neither way.
    """
    found = set()
    for month, number in ((second, first), (first, second)):
        try:
            found.add(date(year, month, number))
        except ValueError:
            continue
    if len(found) > 1:
        raise InvalidTimeError(reason="which_day")
    if not found:
        raise InvalidTimeError(reason="no_such_date")
    only = found.pop()
    return make_date(only.year, only.month, only.day)


def _of_century(year: int, month: int, number: int, today: date) -> date:
    """Return the last day with these two digits of the year that is not after `today`."""
    full = today.year - today.year % _CENTURY + year
    made = make_date(full, month, number)
    return made if made <= today else make_date(full - _CENTURY, month, number)
