"""Readings of days, parts of a day and stretches of days, and of what leans on an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from safelog.errors import InvalidTimeError
from safelog.model.when import calendar_words, clock_words, distance, spans
from safelog.model.when.phrases import Form, Words
from safelog.model.when.reading import DAY, MINUTE, Now, Reading, begun, between_days, shown


def _read_nights(words: Words, now: Now) -> Reading:
    part = words["part"]
    last = calendar_words.day(words, "date", now)
    first = _day_before(last)
    if any(name.startswith("first.") for name in words):
        first, last = calendar_words.days(words, "first", "date", now)
    if last - first != DAY or not spans.crosses_midnight(part):
        raise InvalidTimeError(reason="which_night")
    return Reading("part_of_day", spans.part_of_day(first, part), part)


def _read_past_night(words: Words, now: Now) -> Reading:
    """Read "last night": said during a night, it may be that one or the one before it."""
    part, yesterday = words["past_night"], now.today - DAY
    if now.local < spans.part_of_day(yesterday, "night")[1]:
        raise InvalidTimeError(reason="which_night")
    return Reading("part_of_day", spans.part_of_day(yesterday, part), part)


def _read_this_night(words: Words, now: Now) -> Reading:
    """Read "tonight" of what is past: said when the next night has begun, it may be either."""
    return _this_night(words["this_night"], now)


def _read_tonight(words: Words, now: Now) -> Reading:
    """Read the English "tonight": the evening and night of today, until they are over."""
    part, day = words["tonight"], now.today
    if now.local < spans.part_of_day(_day_before(day), part)[1]:
        day = _day_before(day)
    return Reading("part_of_day", spans.part_of_day(day, part), part)


def _read_part(words: Words, now: Now) -> Reading:
    part = words.get("part") or words["lone_part"]
    dated = any(name.startswith("date.") for name in words)
    if spans.crosses_midnight(part):
        if dated:
            return _read_event_night(words, part, now)
        return _this_night(part, now)
    if dated:
        first, last = (
            spans.part_of_day(day, part) for day in calendar_words.day_span(words, "date", now)
        )
        if first != last:  # counted from an event whose day is not known, or in weeks
            return Reading("between", (first[0], last[1]))
        span = first
    else:
        today, yesterday = (spans.part_of_day(now.today - back * DAY, part) for back in (0, 1))
        span = begun(today, yesterday, now)
    return Reading("part_of_day", span, part)


def _read_event_night(words: Words, part: str, now: Now) -> Reading:
    """Read "the night before the hearing", and the night after it.

    "Night of 3 May" may be the one before that day or the one after it, and so is refused.
    """
    side = words.get("date.event_day", "0")
    if side == "0":
        raise InvalidTimeError(reason="which_night")
    days = calendar_words.day_span(words, "date", now)
    first, last = (
        spans.part_of_day(day if side.startswith("-") else day - DAY, part) for day in days
    )
    if first != last:
        return Reading("between", (first[0], last[1]))
    return Reading("part_of_day", first, part)


def _read_around_day(words: Words, now: Now) -> Reading:
    return Reading("around", spans.around_day(calendar_words.day(words, "date", now)), "day")


def _read_between_days(words: Words, now: Now) -> Reading:
    days = calendar_words.days(words, "first", "date", now)
    return Reading("between", spans.days(*days), "day")


def _read_range_days(words: Words, now: Now) -> Reading:
    days = calendar_words.days(words, "first", "date", now)
    return Reading("range", spans.days(*days), "day")


def _read_day(words: Words, now: Now) -> Reading:
    return between_days(*calendar_words.day_span(words, "date", now))


def _read_since(words: Words, now: Now) -> Reading:
    """Read "since": until today, or of a clock time until now.

    What lasts since a month began at some time in it, so only a day makes a stretch of it.
    """
    if any(name.startswith("time.") for name in words):
        start = datetime.combine(now.today, clock_words.clock(words, "time").of_day())
        start = start if start <= now.local else start - DAY
        shown(start, now)
        return Reading("range", (start, spans.minute(now.local)[1]))
    first, last = calendar_words.day_span(words, "date", now)
    if first > now.today:
        raise InvalidTimeError(reason="end_before_start")
    if first == last < now.today:
        return Reading("range", spans.days(first, now.today), "day")
    return between_days(first, now.today)


def _read_after_day(words: Words, now: Now) -> Reading:
    """Read "after 3 May": from the day that follows it until today."""
    first, _ = calendar_words.day_span(words, "date", now)
    if first >= now.today:
        raise InvalidTimeError(reason="end_before_start")
    return between_days(first + DAY, now.today)


def _read_ago(words: Words, now: Now) -> Reading:
    return distance.read_from_now(distance.length(words), now, ahead=False)


def _read_ahead(words: Words, now: Now) -> Reading:
    return distance.read_from_now(distance.length(words), now, ahead=True)


def _read_before_event(words: Words, now: Now) -> Reading:
    return distance.read_from_event(distance.length(words), now, ahead=False)


def _read_after_event(words: Words, now: Now) -> Reading:
    return distance.read_from_event(distance.length(words), now, ahead=True)


def _read_since_event(_words: Words, now: Now) -> Reading:
    """Read "after the search": from its first minute until now."""
    first, last = now.event
    if first >= now.moment:
        raise InvalidTimeError(reason="end_before_start")
    if last - first >= DAY - MINUTE:
        return between_days(now.event_days()[0], now.today)
    return Reading("between", distance.civil_cover(first, now.moment + MINUTE, now))


def _read_unbounded(_words: Words, _now: Now) -> Reading:
    """Refuse "before the hearing": a beginning that nobody said cannot be kept."""
    raise InvalidTimeError(reason="how_long")


def _day_before(day: date) -> date:
    return day - DAY


def _this_night(part: str, now: Now) -> Reading:
    if now.local >= spans.part_of_day(now.today, "night")[0]:
        raise InvalidTimeError(reason="which_night")
    return Reading("part_of_day", spans.part_of_day(now.today - DAY, part), part)


DAY_READERS: Mapping[Form, Callable[[Words, Now], Reading]] = {
    "nights": _read_nights,
    "past_night": _read_past_night,
    "this_night": _read_this_night,
    "tonight": _read_tonight,
    "part": _read_part,
    "around_day": _read_around_day,
    "between_days": _read_between_days,
    "range_days": _read_range_days,
    "day": _read_day,
    "since": _read_since,
    "after_day": _read_after_day,
    "ago": _read_ago,
    "ahead": _read_ahead,
    "before_event": _read_before_event,
    "after_event": _read_after_event,
    "since_event": _read_since_event,
    "unbounded": _read_unbounded,
}
