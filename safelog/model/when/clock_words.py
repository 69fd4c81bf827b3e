"""Clock times from the words of a form.

What could be two things is refused, never guessed: `at 6` may be morning or evening.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from safelog.errors import InvalidTimeError
from safelog.model.when import spans
from safelog.model.when.phrases import Words

_DAY = timedelta(days=1)
_NOON_HOUR = 12
_HOUR_MINUTES = 60


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
        hour, minute = _hour_and_minute(words, name)
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
    hours. A share that would span more than half a day ("between 11 and 1 pm") is refused. A half
    said for the whole form, under the name `half`, is that of both.

    Raises:
        InvalidTimeError: a time does not exist, or it is not clear which half of the day is meant.
    """
    half = words.get("half", "")
    begin, end = clock(words, first, half), clock(words, last, half)
    if begin.sure or not end.sure:
        return begin.of_day(), end.of_day() if end.sure else _on_24(begin, end)
    if not end.half:
        return _on_24(end, begin), end.of_day()
    shared = clock(words, first, end.half).of_day()
    length = datetime.combine(date.min, end.of_day()) - datetime.combine(date.min, shared)
    if length % _DAY > _DAY / 2:
        raise InvalidTimeError(reason="half_of_day")
    return shared, end.of_day()


def _hour_and_minute(words: Words, name: str) -> tuple[int, int]:
    """Return an hour said with its minutes, or counted from: half past five, ten to six.

    Russian and Ukrainian count the minutes of the sixth hour, which begins at five.
    """
    hour = int(words.get(f"{name}.halved") or words[f"{name}.h"])
    before = hour - 1 or _NOON_HOUR
    if minutes := words.get(f"{name}.to"):
        return before, _HOUR_MINUTES - int(minutes)
    if f"{name}.halved" in words:
        return before, _HOUR_MINUTES // 2
    if minutes := words.get(f"{name}.of"):
        return before, int(minutes)
    return hour, int(words.get(f"{name}.past") or words.get(f"{name}.mm") or 0)


def _in_half(hour: int, minute: int, half: str) -> Clock:
    of_24 = spans.hour_in_half(hour, half)
    if of_24 is None or not 0 <= minute < _HOUR_MINUTES:
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
