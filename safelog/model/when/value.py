"""A time as somebody knows it: the words, and honest bounds for them.

A `When` never claims more than was said. Its bounds are local civil times, half-open; `precision`
and `part` say what kind of knowledge they are, and together with the bounds they are enough to
print the time again in another language. The words as typed stay beside it, untouched.

| precision | part | bounds |
|---|---|---|
| exact | | the minute |
| exact | first_pass, second_pass | the same, on a day when the clock showed it twice: which one |
| ambiguous | | the minute, on a day when the clock showed it twice; nobody said which of the two |
| around | | half an hour either way, so the time said is the middle |
| around | day | two days either way, so the day said is the middle |
| between | | one moment somewhere between two clock times |
| between | day | one moment somewhere on these days |
| range | | it lasted from one clock time to the other |
| range | day | it lasted from the first day to the last, both included |
| part_of_day | evening, night… | as in `spans.toml`; a night belongs to two dates |
| day, month, year | | the whole day, month, year |
| month_part | early, mid, late | as in `spans.toml` |
| season | spring… | three months; a winter crosses the year |
| unknown | | everything |
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from safelog.errors import InvalidTextError, InvalidTimeError
from safelog.model.ids import IncidentId, is_id
from safelog.model.text import LINE_LIMIT, check_text
from safelog.model.when import shape, spans
from safelog.model.when.shape import Precision
from safelog.model.when.zone import instants, load_zone, span_utc

PASSES = ("first_pass", "second_pass")
"""Parts of an exact minute that the clock showed twice."""

_CIVIL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


class When(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A time as said: the words, the zone of the clock, and bounds. See the module's table."""

    said: str
    """The words as typed; empty where the machine took the time."""
    zone: str
    """A name of the IANA database."""
    precision: Precision
    part: str = ""
    start: str
    """Local civil time, `2024-05-03T18:00`."""
    end: str
    """The first minute that is no longer meant."""
    anchor: IncidentId | Literal[""] = ""
    """The incident that the words lean on ("two weeks before the hearing"), for the person alone:
    the bounds are what was known of it when the words were read, and no export shows it."""


def make(
    *,
    said: str,
    zone: str,
    precision: Precision,
    span: spans.Span,
    part: str = "",
    anchor: IncidentId | Literal[""] = "",
) -> When:
    """Return a `When` that passes `check_when`.

    Raises:
        InvalidTimeError: the zone, the words or the bounds are refused by `check_when`, or no
            clock in the zone ever showed a time within the bounds.
    """
    start, end = span
    when = When(
        said=said,
        zone=zone,
        precision=precision,
        part=part,
        start=start.isoformat(timespec="minutes"),
        end=end.isoformat(timespec="minutes"),
        anchor=anchor,
    )
    check_when(when)
    begun, ended = span_utc(start, end, load_zone(zone))
    if begun >= ended:
        raise InvalidTimeError(reason="never_existed", at=start.strftime("%H:%M"))
    return when


def unknown(said: str, zone: str) -> When:
    """Keep words that cannot be understood as a time: nothing is known but the words.

    Raises:
        InvalidTimeError: the zone is unknown, or the words are too long or cannot be stored.
    """
    return make(said=said, zone=zone, precision="unknown", span=(spans.EARLIEST, spans.LATEST))


def at_minute(moment: datetime, *, zone: str, said: str = "") -> When:
    """Return the minute of an aware `moment` as a clock in `zone` shows it.

    Raises:
        InvalidTimeError: the zone is unknown, the moment is naive, or its year cannot be written.
    """
    span = spans.minute(local_now(moment, zone))
    shown = instants(span[0], load_zone(zone))
    part = "" if len(shown) == 1 else PASSES[moment >= shown[1]]
    return make(said=said, zone=zone, precision="exact", part=part, span=span)


def local_now(now: datetime, zone: str) -> datetime:
    """Return what a clock in `zone` shows at `now`.

    Raises:
        InvalidTimeError: the zone is unknown, or `now` is naive or outside the years of `spans`.
    """
    if now.utcoffset() is None or not spans.FIRST_YEAR <= now.year <= spans.LAST_YEAR:
        raise InvalidTimeError(reason="bounds")
    return now.astimezone(load_zone(zone)).replace(tzinfo=None, fold=0)


def check_when(when: When) -> None:
    """Hold that a decoded `When` is one that safelog could have written.

    Whether the clock was changed at that time is not asked again: the rules of a zone are corrected
    now and then, and an entry made under the older ones must stay readable.

    Raises:
        InvalidTimeError: an unknown zone, unstorable words, or bounds that contradict the
            precision. The field `reason` says which.
    """
    try:
        check_text(when.said, field="said", limit=LINE_LIMIT)
    except InvalidTextError:
        raise InvalidTimeError(reason="words") from None
    load_zone(when.zone)
    if when.anchor and not is_id(when.anchor):
        raise InvalidTimeError(reason="anchor")
    start, end = civil(when)
    if not spans.EARLIEST <= start < end <= spans.LATEST:
        raise InvalidTimeError(reason="bounds")
    if not shape.is_canonical(when.precision, when.part, (start, end)):
        raise InvalidTimeError(reason="precision")


def civil(when: When) -> spans.Span:
    """Return the bounds as datetimes without a zone.

    Raises:
        InvalidTimeError: a bound is not written as `2024-05-03T18:00`.
    """
    if not _CIVIL.fullmatch(when.start) or not _CIVIL.fullmatch(when.end):
        raise InvalidTimeError(reason="bounds")
    try:
        return datetime.fromisoformat(when.start), datetime.fromisoformat(when.end)
    except ValueError:
        raise InvalidTimeError(reason="bounds") from None


def bounds_utc(when: When) -> tuple[datetime, datetime]:
    """Return the bounds as instants.

    Where the clock showed a time twice, both are inside, unless it was said which one it was.
    """
    start, end = civil(when)
    begun, ended = span_utc(start, end, load_zone(when.zone))
    if when.precision == "exact" and when.part:
        begun = begun if when.part == PASSES[0] else ended - timedelta(minutes=1)
        return begun, begun + timedelta(minutes=1)
    # Rules corrected since the entry was made can say that no clock showed these times.
    return begun, max(ended, begun + timedelta(minutes=1))


def sort_key(when: When) -> tuple[bool, datetime, datetime, str, str, str, str, str, str, str]:
    """Return a key of a total order: unknown last, then by start, by end, by what was said.

    Start and end are instants, so times in different zones order as they happened: one that is over
    before another begins comes before it. Of two times with the same start the shorter comes first.
    Where two overlap, nobody knows which was earlier, and the order claims nothing about it. Keys
    are equal only for equal times.
    """
    begun, ended = bounds_utc(when)
    return (
        when.precision == "unknown",
        begun,
        ended,
        when.precision,
        when.part,
        when.zone,
        when.start,
        when.end,
        when.said,
        when.anchor,
    )
