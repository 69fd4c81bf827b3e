"""Readings of what is longer than a day: weeks, months, seasons, years, and their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from safelog.errors import InvalidTimeError
from safelog.model.when import calendar_words, spans
from safelog.model.when.phrases import Form, Words
from safelog.model.when.reading import DAY, Now, Reading, begun, between_days, within

_WEEK = 7 * DAY


def _read_week(words: Words, now: Now) -> Reading:
    monday = calendar_words.monday(words, now)
    return within(spans.days(monday, monday + _WEEK - DAY))


def _read_week_part(words: Words, now: Now) -> Reading:
    return within(spans.third_of_week(calendar_words.monday(words, now), words["third"]))


def _read_weekend(words: Words, now: Now) -> Reading:
    """Read "at the weekend": the last one, unless it was said which.

    Said on one, it may be that one or the one before it.
    """
    which = words["weekend"]
    monday = calendar_words.monday({"week": "0" if which == "nearest" else which}, now)
    span = _weekend(monday)
    if which != "nearest":
        return within(span)
    if span[0] <= now.local:
        raise InvalidTimeError(reason="which_day")
    return within(_weekend(monday - _WEEK))


def _read_winter(words: Words, _now: Now) -> Reading:
    """Read "winter 2023–2024"; the second year may be two digits, and must be the next one."""
    code, said = words["season"], words["yy"]
    year = calendar_words.make_date(int(words["y"]), 1, 1).year
    first, last = spans.season(year, code)
    if first.year == last.year or not str(year + 1).zfill(4).endswith(said):
        raise InvalidTimeError(reason="which_winter")
    return Reading("season", (first, last), code)


def _read_season(words: Words, now: Now) -> Reading:
    code = words["season"]
    year = calendar_words.year_of(words, now)
    if year is not None:
        span = spans.season(year, code)
        if span[0].year != span[1].year:  # "winter 2024" may begin in that year or end in it
            raise InvalidTimeError(reason="which_winter")
    else:
        span = _which(words, now, lambda year: spans.season(year, code))
    return Reading("season", span, code)


def _read_season_part(words: Words, now: Now) -> Reading:
    return within(spans.third_of_season(_read_season(words, now).span, words["third"]))


def _read_around_long(words: Words, now: Now) -> Reading:
    """Read "around May": as far beyond it as whoever counts in months rounds."""
    if "season" in words:
        reading = _read_season(words, now)
    else:
        reading = (_read_month if "month" in words else _read_year)(words, now)
    margin = spans.day_margin(reading.precision) * DAY
    return within((reading.span[0] - margin, reading.span[1] + margin))


def _read_month_part(words: Words, now: Now) -> Reading:
    third = words["third"]
    span = _month(words, now, lambda year, month: spans.third_of_month(year, month, third))
    return Reading("month_part", span, third)


def _read_month_half(words: Words, now: Now) -> Reading:
    half = words["nth_half"]
    span = _month(words, now, lambda year, month: spans.half_of_month(year, month, half))
    return within(span)


def _read_month(words: Words, now: Now) -> Reading:
    return Reading("month", _month(words, now, spans.months))


def _read_between_months(words: Words, now: Now) -> Reading:
    """Read "from May to July": it may have begun and ended at any time in them."""
    first, last = int(words["month1"]), int(words["month2"])
    ended = calendar_words.year_of(words, now, "last.")
    if ended is None:
        span = spans.months(now.today.year, last)
        ended = begun(span, spans.months(now.today.year - 1, last), now)[0].year
    start = calendar_words.year_of(words, now, "first.")
    if start is None:
        start = ended if first <= last else ended - 1
    return _stretch(spans.months(start, first), spans.months(ended, last))


def _read_between_years(words: Words, _now: Now) -> Reading:
    first, last = (calendar_words.make_date(int(words[name]), 1, 1).year for name in ("y1", "y2"))
    return _stretch(_year(first), _year(last))


def _read_since_long(words: Words, now: Now) -> Reading:
    """Read "since May": from somewhere in it until today, for nobody said on which day."""
    if "season" in words:
        reading = _read_season(words, now)
    elif "month" in words or "month_rel" in words:
        reading = (_read_month_part if "third" in words else _read_month)(words, now)
    elif "week" in words:
        reading = _read_week(words, now)
    else:
        reading = (_read_year_part if "third" in words else _read_year)(words, now)
    first = reading.span[0].date()
    if first > now.today:
        raise InvalidTimeError(reason="end_before_start")
    return between_days(first, now.today)


def _read_year_part(words: Words, now: Now) -> Reading:
    return within(spans.third_of_year(_said_year(words, now), words["third"]))


def _read_year_half(words: Words, now: Now) -> Reading:
    return within(spans.half_of_year(_said_year(words, now), words["nth_half"]))


def _read_year(words: Words, now: Now) -> Reading:
    return Reading("year", _year(_said_year(words, now)))


def _month(words: Words, now: Now, span_of: Callable[[int, int], spans.Span]) -> spans.Span:
    """Return a span in the month that was said; without a year it is the last one begun."""
    if found := calendar_words.month_of(words, now):
        return span_of(*found)
    month = int(words["month"])
    year = calendar_words.year_of(words, now)
    if year is not None:
        return span_of(year, month)
    return _which(words, now, lambda year: span_of(year, month))


def _which(words: Words, now: Now, span_of: Callable[[int], spans.Span]) -> spans.Span:
    """Choose the year of a span as "last", "this" and "next" say, or else the last one begun.

    "Last May" said in November may be the May of this year or of the year before, and "next
    December" the coming one or the one after it. A winter crosses the year, so it has no "of this
    year", and is the nearest.
    """
    before, this = (span_of(now.today.year - years) for years in (1, 0))
    if "which" not in words:
        return begun(this, before, now)
    which = int(words["which"])
    if not which:
        return before if now.local < before[1] else this
    crosses = this[0].year != (this[1] - DAY).year
    if which < 0:
        choice, is_sure = before, before[1] <= now.local < this[1]
    elif crosses and now.local < this[0]:
        choice, is_sure = this, True
    else:
        choice, is_sure = span_of(now.today.year + 1), this[0] <= now.local
    if not is_sure:
        raise InvalidTimeError(reason="which_year")
    return choice


def _weekend(monday: date) -> spans.Span:
    return spans.days(monday + 5 * DAY, monday + 6 * DAY)


def _said_year(words: Words, now: Now) -> int:
    """Return the year that a form with one holds."""
    return calendar_words.year_of(words, now) or now.today.year


def _year(year: int) -> spans.Span:
    return spans.months(year, 1, spans.MONTHS)


def _stretch(first: spans.Span, last: spans.Span) -> Reading:
    if first >= last:
        raise InvalidTimeError(reason="end_before_start")
    return within((first[0], last[1]))


CALENDAR_READERS: Mapping[Form, Callable[[Words, Now], Reading]] = {
    "week": _read_week,
    "week_part": _read_week_part,
    "weekend": _read_weekend,
    "winter": _read_winter,
    "season_part": _read_season_part,
    "season": _read_season,
    "around_long": _read_around_long,
    "month_part": _read_month_part,
    "month_half": _read_month_half,
    "month": _read_month,
    "since_long": _read_since_long,
    "between_months": _read_between_months,
    "between_years": _read_between_years,
    "year_part": _read_year_part,
    "year_half": _read_year_half,
    "year": _read_year,
}
