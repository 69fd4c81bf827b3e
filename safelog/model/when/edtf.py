"""A time in EDTF, for machines: ISO 8601-2:2019, the Extended Date/Time Format.

Written and read are these forms, by the levels of the Library of Congress's specification:

| level | form | stands for |
|---|---|---|
| 0 | `2024-05-03`, `2024-05`, `2024` | a day, a month, a year |
| 0 | `2024-05-03/2024-05-05` | it lasted over these days |
| 1 | `2024-05-03~` | around that day |
| 1 | `2024-21` to `2024-23` | spring, summer, autumn of that year |
| 1 | `XXXX-XX-XX` | unknown |
| 2 | `[2024-05-03..2024-05-05]` | one moment on one of these days |
| 2 | `[2023-12..2024-02]` | a winter, which EDTF would number by one year without saying which |

EDTF writes a time of day to the second or not at all, and nobody said a second: a time is told to
the day at the finest, and the clock times stand beside it. So what is read back is never narrower
than what was written, and is written as the same text again.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from safelog.errors import InvalidTimeError
from safelog.model.when import spans
from safelog.model.when.reading import Reading, between_days
from safelog.model.when.value import When, civil, make, unknown

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23}
_SEASON_CODES = {number: code for code, number in _SEASONS.items()}
_REDUCED = {"year": len("2024"), "month": len("2024-05")}
_UNKNOWN = "XXXX-XX-XX"

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTH = r"([0-9]{4})-([0-9]{2})"
_SPAN = re.compile(rf"(\[?)({_DAY})(\.\.|/)({_DAY})(\]?)")
_WINTER = re.compile(rf"\[{_MONTH}\.\.{_MONTH}\]")
_SINGLE = re.compile(rf"({_DAY})(~?)|{_MONTH}|([0-9]{{4}})")
_WINTER_MONTHS = (12, 2)


def to_edtf(when: When) -> str:
    """Return the time in EDTF, to the day at the finest."""
    start, end = civil(when)
    first, last = (day.date().isoformat() for day in (start, end - timedelta(minutes=1)))
    if when.precision == "unknown":
        return _UNKNOWN
    if when.precision == "around" and when.part:
        return f"{spans.around_day_centre(start).isoformat()}~"
    if when.precision == "season":
        if when.part in _SEASONS:
            return f"{first[:4]}-{_SEASONS[when.part]}"
        return f"[{first[:7]}..{last[:7]}]"
    first, last = (day[: _REDUCED.get(when.precision, len(day))] for day in (first, last))
    if first != last:
        return f"{first}/{last}" if when.precision == "range" else f"[{first}..{last}]"
    return first


def from_edtf(text: str, *, zone: str) -> When:
    """Read one of the forms that `to_edtf` writes; the text is kept as the words.

    Raises:
        InvalidTimeError: `reason` is `unknown_words` (another form, or none), `no_such_date`,
            `end_before_start`, `bounds`, `which_winter`, or what `make` gives.
    """
    if text == _UNKNOWN:
        return unknown(text, zone)
    if found := _SPAN.fullmatch(text):
        opened, first, sign, last, closed = found.groups()
        if (opened, sign, closed) not in {("[", "..", "]"), ("", "/", "")}:
            raise InvalidTimeError(reason="unknown_words")
        reading = _stretch(_date(first), _date(last), lasted=sign == "/")
    elif found := _WINTER.fullmatch(text):
        reading = _winter(*map(int, found.groups()))
    elif found := _SINGLE.fullmatch(text):
        reading = _single(found)
    else:
        raise InvalidTimeError(reason="unknown_words")
    return make(
        said=text, zone=zone, precision=reading.precision, span=reading.span, part=reading.part
    )


def _single(found: re.Match[str]) -> Reading:
    day, roughly, year, part, alone = found.groups()
    if day and roughly:
        return Reading("around", spans.around_day(_date(day)), "day")
    if day:
        return between_days(_date(day), _date(day))
    number = int(part or 1)
    if number in _SEASON_CODES:
        code = _SEASON_CODES[number]
        return Reading("season", spans.season(_date(f"{year}-01-01").year, code), code)
    first = _date(f"{year or alone}-{number:02d}-01")
    if alone:
        return Reading("year", spans.months(first.year, 1, spans.MONTHS))
    return Reading("month", spans.months(first.year, first.month))


def _stretch(first: date, last: date, *, lasted: bool) -> Reading:
    if first >= last:
        raise InvalidTimeError(reason="end_before_start")
    return Reading("range" if lasted else "between", spans.days(first, last), "day")


def _winter(first_year: int, first_month: int, last_year: int, last_month: int) -> Reading:
    if (first_month, last_month) != _WINTER_MONTHS or last_year != first_year + 1:
        raise InvalidTimeError(reason="which_winter")
    return Reading(
        "season", spans.season(_date(f"{first_year:04d}-12-01").year, "winter"), "winter"
    )


def _date(text: str) -> date:
    """Return a date whose year a time can hold.

    Raises:
        InvalidTimeError: there is no such date, or its year cannot be written.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise InvalidTimeError(reason="no_such_date") from None
    if not spans.FIRST_YEAR <= found.year <= spans.LAST_YEAR:
        raise InvalidTimeError(reason="bounds")
    return found
