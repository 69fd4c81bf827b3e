"""Readings of clock times: a moment, about a moment, between two of them, from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from safelog.errors import InvalidTimeError
from safelog.model.when import calendar_words, clock_words, spans
from safelog.model.when.day_readings import DAY_READERS
from safelog.model.when.phrases import Form, Words
from safelog.model.when.reading import DAY, Now, Reading, shown

_HOUR = timedelta(hours=1)

_NIGHTS: Mapping[str, Callable[[Words, Now], Reading]] = {
    key: DAY_READERS[key] for key in ("past_night", "this_night", "tonight")
}


def _read_exact(words: Words, now: Now) -> Reading:
    moment = _moment(words, now)
    twice = len(shown(moment, now)) > 1
    return Reading("ambiguous" if twice else "exact", spans.minute(moment))


def _read_ambiguous(words: Words, now: Now) -> Reading:
    reading = _read_exact(words, now)
    if reading.precision != "ambiguous":
        raise InvalidTimeError(reason="no_such_time")
    return reading


def _read_which_pass(words: Words, now: Now) -> Reading:
    """Read a time with the word which of the two it was, when the clock showed it twice."""
    reading = _read_ambiguous(words, now)
    return Reading("exact", reading.span, words["pass"])


def _read_around(words: Words, now: Now) -> Reading:
    name = "noon" if "noon" in words else "time"
    if "midnight" in words:
        return _read_midnight(words, now)
    moment = _moment(words, now, name=name, ahead=spans.around_time)
    shown(moment, now)
    return Reading("around", spans.around_time(moment))


def _read_midnight(words: Words, now: Now) -> Reading:
    """Read "at midnight": the last one, or that between two days; of one day it may be either."""
    last = now.today
    if _is_dated(words):
        raise InvalidTimeError(reason="which_night")
    if any(name.startswith("first.") for name in words):
        first, last = calendar_words.days(words, "first", "last", now)
        if last - first != DAY:
            raise InvalidTimeError(reason="which_night")
    return Reading("around", spans.around_time(datetime.combine(last, time())))


def _read_between(words: Words, now: Now) -> Reading:
    return Reading("between", _clock_span(words, now))


def _read_range(words: Words, now: Now) -> Reading:
    return Reading("range", _clock_span(words, now))


def _read_within_hour(words: Words, now: Now) -> Reading:
    """Read "в шестом часу": the hour that ends at six."""
    end = _moment(words, now, ahead=lambda moment: (moment - _HOUR, moment))
    return Reading("between", _held(end - _HOUR, end, now))


def _read_after_time(words: Words, now: Now) -> Reading:
    """Read "after six": until the day ends, or until now."""
    start = _moment(words, now)
    end = datetime.combine(start.date() + DAY, time())
    if start.date() == now.today:
        end = min(end, max(spans.minute(now.local)[1], spans.minute(start)[1]))
    return Reading("between", _held(start, end, now))


def _read_before_time(words: Words, now: Now) -> Reading:
    """Read "before six": from the beginning of the day."""
    start = datetime.combine((end := _moment(words, now)).date(), time())
    return Reading("between", _held(start, end, now))


def _moment(
    words: Words,
    now: Now,
    *,
    name: str = "time",
    ahead: Callable[[datetime], spans.Span] = spans.minute,
) -> datetime:
    """Return the date and time of a form with one of each.

    Without a date it is the last such time whose span, as `ahead` gives it, has begun.
    """
    if not words.keys().isdisjoint(_NIGHTS):
        return _moment_of_night(words, now, name)
    half = words.get("half", "")
    said = clock_words.clock(words, name, half).of_day()
    if not _is_dated(words):
        moment = datetime.combine(now.today, said)
        return moment if ahead(moment)[0] <= now.local else moment - DAY
    # "Yesterday at night at 2" may be the night before that day or the one after it.
    if half == "night" and said.hour < spans.part_of_day(date.min, "night")[0].hour:
        raise InvalidTimeError(reason="which_night")
    return datetime.combine(calendar_words.day(words, "date", now), said)


def _moment_of_night(words: Words, now: Now, name: str) -> datetime:
    """Return the moment of "last night at two", which is in the day that followed the evening.

    English counts the evening as the night, so seven is an hour of it too.
    """
    evening = _NIGHTS[next(key for key in _NIGHTS if key in words)](words, now).span[0].date()
    try:
        said = clock_words.clock(words, name, "night").of_day()
    except InvalidTimeError:
        said = clock_words.clock(words, name, "evening").of_day()
    is_morning = said < spans.part_of_day(evening, "night")[1].time()
    return datetime.combine(evening + DAY if is_morning else evening, said)


def _clock_span(words: Words, now: Now) -> spans.Span:
    """Return the span between two clock times, with no date, one, or one for each.

    With one date or none, an end that is not after the start is on the following day.
    """
    names = ("clock1", "clock2") if "clock1" in words else ("time1", "time2")
    first, last = clock_words.clocks(words, *names)
    if any(key.startswith("date1.") for key in words):
        start = datetime.combine(calendar_words.day(words, "date1", now), first)
        end = datetime.combine(calendar_words.day(words, "date2", now), last)
    else:
        dated = _is_dated(words)
        day = calendar_words.day(words, "date", now) if dated else now.today
        start, end = datetime.combine(day, first), datetime.combine(day, last)
        end += DAY if end < start else timedelta()
        if not dated and start > now.local:
            start, end = start - DAY, end - DAY
    return _held(start, end, now)


def _held(start: datetime, end: datetime, now: Now) -> spans.Span:
    """Hold that an end comes after its start, and that the clock showed both."""
    if start >= end:
        raise InvalidTimeError(reason="end_before_start")
    shown(start, now)
    shown(end, now)
    return start, end


def _is_dated(words: Words) -> bool:
    return any(key.startswith("date.") for key in words)


CLOCK_READERS: Mapping[Form, Callable[[Words, Now], Reading]] = {
    "ambiguous": _read_ambiguous,
    "which_pass": _read_which_pass,
    "exact": _read_exact,
    "around": _read_around,
    "between": _read_between,
    "within_hour": _read_within_hour,
    "range": _read_range,
    "after_time": _read_after_time,
    "before_time": _read_before_time,
}
