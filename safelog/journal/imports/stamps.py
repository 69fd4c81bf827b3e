"""Times as files write them, and what they mean on a clock.

A file knows an instant, or it shows what a clock showed and says neither the zone nor, often,
whether the day or the month comes first. What it does not say is never guessed: the order of a
date follows from the dates of the whole file or is asked for, and so is the zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from safelog.errors import ImportFormatError, InvalidTimeError
from safelog.journal.imports.columns import DateOrder
from safelog.journal.moment import iso_utc
from safelog.model.when import When, at_minute
from safelog.model.when.spans import FIRST_YEAR, LAST_YEAR, minute
from safelog.model.when.value import make
from safelog.model.when.zone import instants, load_zone

_CENTURY = 2000
"""Years of two digits are of this century: no telephone wrote such a file in the last one."""
_MOST_MONTHS = 12
_FOUR_DIGITS = 1000
_NOON = 12
_LAST_HOUR, _LAST_MINUTE, _LEAP_SECOND = 23, 59, 60

_AFTER_NOON = frozenset({"pm", "пп"})
"""The Latin letters of most languages, and the Cyrillic ones of Ukrainian."""
_CLOCK = re.compile(
    r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?:\s?([AaPp]\.?\s?[Mm]\.?|[дпДП][пП]))?"
)
_DATE = re.compile(r"([0-9]{1,4})([./-])\s?([0-9]{1,2})\2\s?([0-9]{1,4})\.?")


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment that the file names without doubt."""

    seconds: int
    """Of UTC, since 1970."""

    @property
    def said(self) -> str:
        """The moment to the second, which a `When` does not go down to."""
        return iso_utc(self.seconds)

    def when(self, zone: str, order: DateOrder) -> When:
        """Return the minute that a clock in `zone` showed.

        Raises:
            InvalidTimeError: no clock shows that year, or there is no such zone.
        """
        del order
        try:
            moment = datetime.fromtimestamp(self.seconds, UTC)
        except (ValueError, OverflowError, OSError):
            raise InvalidTimeError(reason="bounds") from None
        return at_minute(moment, zone=zone, said=self.said)


@dataclass(frozen=True, slots=True)
class Written:
    """What a clock showed: three numbers of a date in some order, and a time of day."""

    said: str
    """Date and time as they stand in the file."""
    numbers: tuple[int, int, int]
    separator: str
    clock: tuple[int, int]

    def when(self, zone: str, order: DateOrder) -> When:
        """Return the minute, read in `order`, on a clock in `zone`.

        Raises:
            InvalidTimeError: there is no such date, or the clock was put forward past it.
        """
        year, month, day = self._date(order)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise InvalidTimeError(reason="bounds")
        try:
            local = datetime(year, month, day, *self.clock)  # noqa: DTZ001 (a wall clock's time)
        except ValueError:
            raise InvalidTimeError(reason="no_such_date") from None
        precision: Literal["ambiguous", "exact"] = (
            "ambiguous" if len(instants(local, load_zone(zone))) > 1 else "exact"
        )
        return make(said=self.said, zone=zone, precision=precision, span=minute(local))

    def _date(self, order: DateOrder) -> tuple[int, int, int]:
        first, second, third = self.numbers
        if first >= _FOUR_DIGITS or order == "ymd":
            year, month, day = first, second, third
        elif order == "dmy":
            day, month, year = first, second, third
        else:
            month, day, year = first, second, third
        return (year if year >= _FOUR_DIGITS else _CENTURY + year), month, day


Stamp = Instant | Written


def read_written(date: str, time: str) -> Written | None:
    """Read a date of three numbers and a time of day; None if they are written otherwise."""
    found = _DATE.fullmatch(date.strip())
    clock = read_clock(time)
    if found is None or clock is None:
        return None
    numbers = (int(found[1]), int(found[3]), int(found[4]))
    # Two years, or three digits: 1-234-5.
    widths = tuple(map(len, (found[1], found[4])))
    if widths not in {(1, 2), (2, 2), (1, 4), (2, 4), (4, 1), (4, 2)}:
        return None
    return Written(f"{date.strip()} {time.strip()}", numbers, found[2], clock)


def read_clock(time: str) -> tuple[int, int] | None:
    """Read hour and minute of 24 hours; None if it is no time of day."""
    found = _CLOCK.fullmatch(time.strip())
    if found is None:
        return None
    hour, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    half = re.sub(r"[.\s]", "", found[4] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half in _AFTER_NOON else 0)
    fits = hour <= _LAST_HOUR and minutes <= _LAST_MINUTE and seconds <= _LEAP_SECOND
    return (hour, minutes) if fits else None


def order_of(stamps: Iterable[Stamp]) -> DateOrder | None:
    """Return the order of all dates of a file; None if both readings fit every one of them.

    Where the numbers of a date stand between dots the day comes first, in every locale of CLDR 46.

    Raises:
        ImportFormatError: no one order fits all dates.
    """
    day_first = month_first = undecided = False
    for stamp in stamps:
        if isinstance(stamp, Instant) or stamp.numbers[0] >= _FOUR_DIGITS:
            continue
        first, second, _ = stamp.numbers
        day_first = day_first or first > _MOST_MONTHS or stamp.separator == "."
        month_first = month_first or second > _MOST_MONTHS
        undecided = True
    if day_first and month_first:
        raise ImportFormatError(reason="dates")
    if undecided and not (day_first or month_first):
        return None
    return "mdy" if month_first else "dmy"
