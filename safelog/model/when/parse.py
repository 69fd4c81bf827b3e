"""From words to a time: one reading for each form that a language's file has.

The reading decides bounds and precision and nothing else; what the words of a language are, its
file says, and how far a word reaches, `spans.toml` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from safelog.errors import InvalidTimeError
from safelog.model.when import calendar_words, spans
from safelog.model.when.phrases import Form, Words, load_language
from safelog.model.when.shape import Precision
from safelog.model.when.value import When, at_minute, local_now, make, unknown
from safelog.model.when.zone import instants, load_zone

_DAY = timedelta(days=1)


class _Now(NamedTuple):
    """The moment of typing, as the clock in the zone shows it."""

    local: datetime
    zone: str

    @property
    def today(self) -> date:
        return self.local.date()


class _Reading(NamedTuple):
    precision: Precision
    span: spans.Span
    part: str = ""


def parse_when(said: str, *, language: str, zone: str, now: datetime) -> When:
    """Read a time as people say it.

    Nothing is made more precise than it was said, and nothing that could be two things is guessed.
    What is left out is the nearest past: see `calendar_words`. A clock time that was shown twice,
    because the clock was put back, gives `ambiguous`.

    Args:
        said: the words as typed; they are kept untouched.
        language: code of the language of the words, one of `languages()`.
        zone: IANA name of the zone whose clock is meant.
        now: the moment of typing, with a zone of its own.

    Raises:
        InvalidTimeError: the words are no time. The field `reason` is one of: `unknown_words`,
            `too_long`, `characters`, `unknown_zone`, `bounds`, `no_such_date`, `no_such_time`,
            `never_existed` (with `at`: the clock was put forward past it), `half_of_day` (morning
            or evening?), `which_day`, `which_night`, `which_winter`, `end_before_start`. The caller
            can keep the words with `unknown`.
    """
    local = _Now(local_now(now, zone), zone)
    form, words = load_language(language).read(said)
    if form == "now":
        return at_minute(now, zone=zone, said=said)
    if form == "unknown":
        return unknown(said, zone)
    reading = _READERS[form](words, local)
    return make(
        said=said, zone=zone, precision=reading.precision, span=reading.span, part=reading.part
    )


def _read_exact(words: Words, now: _Now) -> _Reading:
    moment = _moment(words, now)
    twice = len(_shown(moment, now)) > 1
    return _Reading("ambiguous" if twice else "exact", spans.minute(moment))


def _read_ambiguous(words: Words, now: _Now) -> _Reading:
    reading = _read_exact(words, now)
    if reading.precision != "ambiguous":
        raise InvalidTimeError(reason="no_such_time")
    return reading


def _read_around(words: Words, now: _Now) -> _Reading:
    name = "noon" if "noon" in words else "time"
    moment = _moment(words, now, name=name, ahead=spans.around_time)
    _shown(moment, now)
    return _Reading("around", spans.around_time(moment))


def _read_between(words: Words, now: _Now) -> _Reading:
    return _Reading("between", _clock_span(words, now))


def _read_range(words: Words, now: _Now) -> _Reading:
    return _Reading("range", _clock_span(words, now))


def _read_nights(words: Words, now: _Now) -> _Reading:
    part = words["part"]
    last = calendar_words.day(words, "date", now.today)
    first = last - _DAY
    if any(name.startswith("first.") for name in words):
        first, last = calendar_words.days(words, "first", "date", now.today)
    if last - first != _DAY or not spans.crosses_midnight(part):
        raise InvalidTimeError(reason="which_night")
    return _Reading("part_of_day", spans.part_of_day(first, part), part)


def _read_past_night(words: Words, now: _Now) -> _Reading:
    """Read "last night": said during a night, it may be that one or the one before it."""
    part, yesterday = words["past_night"], now.today - _DAY
    if now.local < spans.part_of_day(yesterday, "night")[1]:
        raise InvalidTimeError(reason="which_night")
    return _Reading("part_of_day", spans.part_of_day(yesterday, part), part)


def _read_this_night(words: Words, now: _Now) -> _Reading:
    """Read "tonight" of what is past: said when the next night has begun, it may be either."""
    return _this_night(words["this_night"], now)


def _read_part(words: Words, now: _Now) -> _Reading:
    part = words["part"]
    dated = any(name.startswith("date.") for name in words)
    if spans.crosses_midnight(part):
        if dated:  # "night of 3 May" may be the one before that day or the one after it
            raise InvalidTimeError(reason="which_night")
        return _this_night(part, now)
    if dated:
        span = spans.part_of_day(calendar_words.day(words, "date", now.today), part)
    else:
        span = _begun(lambda back: spans.part_of_day(now.today - back * _DAY, part), now)
    return _Reading("part_of_day", span, part)


def _read_around_day(words: Words, now: _Now) -> _Reading:
    return _Reading("around", spans.around_day(calendar_words.day(words, "date", now.today)), "day")


def _read_between_days(words: Words, now: _Now) -> _Reading:
    days = calendar_words.days(words, "first", "date", now.today)
    return _Reading("between", spans.days(*days), "day")


def _read_range_days(words: Words, now: _Now) -> _Reading:
    days = calendar_words.days(words, "first", "date", now.today)
    return _Reading("range", spans.days(*days), "day")


def _read_day(words: Words, now: _Now) -> _Reading:
    day = calendar_words.day(words, "date", now.today)
    return _Reading("day", spans.days(day, day))


def _read_winter(words: Words, _now: _Now) -> _Reading:
    """Read "winter 2023–2024"; the second year may be two digits, and must be the next one."""
    code, said = words["season"], words["yy"]
    year = calendar_words.make_date(int(words["y"]), 1, 1).year
    begun, ended = spans.season(year, code)
    if begun.year == ended.year or not str(year + 1).zfill(4).endswith(said):
        raise InvalidTimeError(reason="which_winter")
    return _Reading("season", (begun, ended), code)


def _read_season(words: Words, now: _Now) -> _Reading:
    code = words["season"]
    year = calendar_words.year_of(words)
    if year is None:
        span = _begun(lambda back: spans.season(now.today.year - back, code), now)
        return _Reading("season", span, code)
    span = spans.season(year, code)
    if span[0].year != span[1].year:  # "winter 2024" may begin in that year or end in it
        raise InvalidTimeError(reason="which_winter")
    return _Reading("season", span, code)


def _read_month_part(words: Words, now: _Now) -> _Reading:
    third, month = words["third"], int(words["month"])
    year = calendar_words.year_of(words)
    if year is None:
        span = _begun(lambda back: spans.third_of_month(now.today.year - back, month, third), now)
    else:
        span = spans.third_of_month(year, month, third)
    return _Reading("month_part", span, third)


def _read_month(words: Words, now: _Now) -> _Reading:
    month = int(words["month"])
    year = calendar_words.year_of(words)
    if year is None:
        return _Reading(
            "month", _begun(lambda back: spans.months(now.today.year - back, month), now)
        )
    return _Reading("month", spans.months(year, month))


def _read_year(words: Words, _now: _Now) -> _Reading:
    year = calendar_words.make_date(int(words["y"]), 1, 1).year
    return _Reading("year", spans.months(year, 1, spans.MONTHS))


_READERS: Mapping[Form, Callable[[Words, _Now], _Reading]] = {
    "ambiguous": _read_ambiguous,
    "exact": _read_exact,
    "around": _read_around,
    "between": _read_between,
    "range": _read_range,
    "nights": _read_nights,
    "past_night": _read_past_night,
    "this_night": _read_this_night,
    "part": _read_part,
    "around_day": _read_around_day,
    "between_days": _read_between_days,
    "range_days": _read_range_days,
    "day": _read_day,
    "winter": _read_winter,
    "season": _read_season,
    "month_part": _read_month_part,
    "month": _read_month,
    "year": _read_year,
}


def _moment(
    words: Words,
    now: _Now,
    *,
    name: str = "time",
    ahead: Callable[[datetime], spans.Span] = spans.minute,
) -> datetime:
    """Return the date and time of a form with one of each.

    Without a date it is the last such time whose span, as `ahead` gives it, has begun.
    """
    half = words.get("half", "")
    said = calendar_words.clock(words, name, half).of_day()
    if not any(key.startswith("date.") for key in words):
        moment = datetime.combine(now.today, said)
        return moment if ahead(moment)[0] <= now.local else moment - _DAY
    # "Yesterday at night at 2" may be the night before that day or the one after it.
    if half == "night" and said.hour < spans.part_of_day(date.min, "night")[0].hour:
        raise InvalidTimeError(reason="which_night")
    return datetime.combine(calendar_words.day(words, "date", now.today), said)


def _clock_span(words: Words, now: _Now) -> spans.Span:
    """Return the span between two clock times, with no date, one, or one for each.

    With one date or none, an end that is not after the start is on the following day.
    """
    names = ("clock1", "clock2") if "clock1" in words else ("time1", "time2")
    first, last = calendar_words.clocks(words, *names)
    if any(key.startswith("date1.") for key in words):
        start = datetime.combine(calendar_words.day(words, "date1", now.today), first)
        end = datetime.combine(calendar_words.day(words, "date2", now.today), last)
    else:
        dated = any(key.startswith("date.") for key in words)
        day = calendar_words.day(words, "date", now.today) if dated else now.today
        start, end = datetime.combine(day, first), datetime.combine(day, last)
        end += _DAY if end < start else timedelta()
        if not dated and start > now.local:
            start, end = start - _DAY, end - _DAY
    if start >= end:
        raise InvalidTimeError(reason="end_before_start")
    _shown(start, now)
    _shown(end, now)
    return start, end


def _this_night(part: str, now: _Now) -> _Reading:
    if now.local >= spans.part_of_day(now.today, "night")[0]:
        raise InvalidTimeError(reason="which_night")
    return _Reading("part_of_day", spans.part_of_day(now.today - _DAY, part), part)


def _begun(span_of: Callable[[int], spans.Span], now: _Now) -> spans.Span:
    """Return this year's or day's span if it has begun, otherwise the one before it."""
    span = span_of(0)
    return span if span[0] <= now.local else span_of(1)


def _shown(moment: datetime, now: _Now) -> tuple[datetime, ...]:
    """Return the instants at which the clock showed `moment`.

    Raises:
        InvalidTimeError: it never did, because the clock was put forward past it.
    """
    found = instants(moment, load_zone(now.zone))
    if not found:
        raise InvalidTimeError(reason="never_existed", at=moment.strftime("%H:%M"))
    return found
