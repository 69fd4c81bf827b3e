"""Pieces of the calendar: weeks as in ISO 8601, months, years, decades, centuries.

Pieces of one unit are numbered without gaps, so that a stretch is a range of numbers. Weeks begin
on Monday; day 1 of `date.toordinal` was one.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

Unit = Literal["week", "month", "year", "decade", "century"]
UNITS: tuple[Unit, ...] = ("week", "month", "year", "decade", "century")
"""From fine to coarse."""

_YEARS: dict[Unit, int] = {"year": 1, "decade": 10, "century": 100}
_YEAR_FIGURES = 4
_MONTHS = 12
_WEEK = 7
_LAST_DAY = date.max.toordinal()


def number(unit: Unit, day: int) -> int:
    """Return the number of the piece that a day lies in, the day as `date.toordinal` counts."""
    if unit == "week":
        return (day - 1) // _WEEK
    lies = date.fromordinal(day)
    if unit == "month":
        return lies.year * _MONTHS + lies.month - 1
    return lies.year // _YEARS[unit]


def first_day(unit: Unit, piece: int) -> int:
    """Return the first day of a piece; one past the calendar, for what comes after its end."""
    if unit == "week":
        return min(piece * _WEEK + 1, _LAST_DAY + 1)
    years, month = divmod(piece, _MONTHS) if unit == "month" else (piece * _YEARS[unit], 0)
    if years > date.max.year:
        return _LAST_DAY + 1
    return date(max(years, 1), month + 1, 1).toordinal()


def name(unit: Unit, piece: int) -> str:
    """Return the name of a piece as in ISO 8601, and EDTF for what ISO has no name for."""
    match unit:
        case "week":
            year, week, _ = date.fromordinal(first_day(unit, piece)).isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "month":
            return f"{piece // _MONTHS:04d}-{piece % _MONTHS + 1:02d}"
        case _:
            # Of a decade and a century the figures that are left out are the last ones.
            unknown = len(str(_YEARS[unit])) - 1
            return f"{piece:0{_YEAR_FIGURES - unknown}d}{'X' * unknown}"
