"""The bounds that a way of saying a time stands for, as data of `spans.toml`.

Every function takes and returns local civil times without a zone; a span is half-open. Dates lie in
the years 2 to 9998, so that a margin or a zone's offset never leaves what a `datetime` can hold.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources

import msgspec

Span = tuple[datetime, datetime]

FIRST_YEAR = 2
LAST_YEAR = 9998

EARLIEST = datetime.combine(date(FIRST_YEAR, 1, 1), time())
LATEST = datetime.combine(date(LAST_YEAR + 1, 1, 1), time())

MONTHS = 12

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class _Stretch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: int
    end: int


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: int
    last: int
    add: int


class _Lengths(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    clock_minutes: int
    share: int
    days: dict[str, int]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    around_minutes: int
    around_days: int
    parts: dict[str, _Stretch]
    thirds: dict[str, _Stretch]
    month_halves: dict[str, _Stretch]
    week_thirds: dict[str, _Stretch]
    year_thirds: dict[str, _Stretch]
    year_halves: dict[str, _Stretch]
    lengths: _Lengths
    seasons: dict[str, int]
    season_thirds: dict[str, _Stretch]
    halves: dict[str, tuple[_Row, ...]]


@lru_cache(maxsize=1)
def _data() -> _Data:
    text = (resources.files("safelog.model.when") / "spans.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Data)


def minute(moment: datetime) -> Span:
    """Return the minute that `moment` lies in."""
    start = moment.replace(second=0, microsecond=0)
    return start, start + _MINUTE


def around_time(moment: datetime) -> Span:
    """Return what "around 18:00" stands for."""
    margin = timedelta(minutes=_data().around_minutes)
    return moment - margin, moment + margin


def around_time_centre(start: datetime) -> datetime:
    """Return the time that `around_time` widened to begin at `start`."""
    return start + timedelta(minutes=_data().around_minutes)


def days(first: date, last: date) -> Span:
    """Return the whole days from `first` to `last`, both included."""
    return _midnight(first), _midnight(last) + _DAY


def around_day(day: date) -> Span:
    """Return what "around 3 May" stands for."""
    margin = timedelta(days=_data().around_days)
    return days(day - margin, day + margin)


def around_day_centre(start: datetime) -> date:
    """Return the day that `around_day` widened to begin at `start`."""
    return start.date() + timedelta(days=_data().around_days)


def part_of_day(day: date, part: str) -> Span:
    """Return what "evening of 3 May" stands for; `part` is a code of the data."""
    stretch = _data().parts[part]
    midnight = _midnight(day)
    return midnight + timedelta(hours=stretch.first), midnight + timedelta(hours=stretch.end)


def crosses_midnight(part: str) -> bool:
    """Tell whether a part of the day runs into the following day."""
    return timedelta(hours=_data().parts[part].end) > _DAY


def third_of_month(year: int, month: int, third: str) -> Span:
    """Return what "early May 2024" stands for; `third` is a code of the data."""
    return _days_of_month(year, month, _data().thirds[third])


def half_of_month(year: int, month: int, half: str) -> Span:
    """Return what "the first half of May 2024" stands for; `half` is "first" or "second"."""
    return _days_of_month(year, month, _data().month_halves[half])


def third_of_year(year: int, third: str) -> Span:
    """Return what "late 2024" stands for; `third` is a code of the data."""
    return _months_of_year(year, _data().year_thirds[third])


def half_of_year(year: int, half: str) -> Span:
    """Return what "the first half of 2024" stands for; `half` is "first" or "second"."""
    return _months_of_year(year, _data().year_halves[half])


def third_of_week(monday: date, third: str) -> Span:
    """Return what "early that week" stands for; `third` is a code of the data."""
    stretch = _data().week_thirds[third]
    return days(monday + (stretch.first - 1) * _DAY, monday + (stretch.end - 2) * _DAY)


def third_of_season(span: Span, third: str) -> Span:
    """Return what "early that spring" stands for; `span` is the season's."""
    stretch = _data().season_thirds[third]
    start, end = span
    return start + (stretch.first - 1) * _DAY, (
        start + (stretch.end - 1) * _DAY
    ) if stretch.end else end


def clock_margin(length: timedelta) -> timedelta:
    """Return how far "three hours before" reaches either way."""
    lengths = _data().lengths
    return max(timedelta(minutes=lengths.clock_minutes), length / lengths.share)


def day_margin(unit: str, length_days: int = 0) -> int:
    """Return how many days "two weeks before" reaches either way, and "around May"."""
    lengths = _data().lengths
    tenth = (2 * length_days + lengths.share) // (2 * lengths.share)
    return max(lengths.days[unit], tenth)


def around_margin_days() -> int:
    """Return how many days "around" reaches either way."""
    return _data().around_days


def _months_of_year(year: int, stretch: _Stretch) -> Span:
    return months(year, stretch.first, stretch.end - stretch.first)


def _days_of_month(year: int, month: int, stretch: _Stretch) -> Span:
    start = _midnight(date(year, month, stretch.first))
    if not stretch.end:
        return start, months(year, month)[1]
    return start, start.replace(day=stretch.end)


def months(year: int, month: int, count: int = 1) -> Span:
    """Return `count` whole months from `month` of `year` on."""
    years, index = divmod(month - 1 + count, MONTHS)
    return _midnight(date(year, month, 1)), _midnight(date(year + years, index + 1, 1))


def season(year: int, code: str) -> Span:
    """Return the season that begins in `year`; winter ends in the year after it."""
    return months(year, _data().seasons[code], 3)


def has_part(code: str) -> bool:
    """Tell whether `code` is a part of the day."""
    return code in _data().parts


def has_third(code: str) -> bool:
    """Tell whether `code` is a part of a month."""
    return code in _data().thirds


def has_season(code: str) -> bool:
    """Tell whether `code` is a season."""
    return code in _data().seasons


def hour_in_half(hour: int, half: str) -> int | None:
    """Return the hour of 24 that `hour` "in the evening" is, or None if that cannot be said."""
    for row in _data().halves[half]:
        if row.first <= hour <= row.last:
            return hour + row.add
    return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
