"""What a reading of words starts from, and what it comes to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from safelog.errors import InvalidTimeError
from safelog.model.when import spans
from safelog.model.when.shape import Precision
from safelog.model.when.zone import instants, load_zone

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class Now(NamedTuple):
    """The moment of typing, as the clock in the zone shows it, and the event that is leaned on."""

    moment: datetime
    """With a zone of its own."""
    local: datetime
    zone: str
    event: tuple[datetime, datetime]
    """The first and the last minute of the event, as instants; of typing, where there is none."""

    @property
    def today(self) -> date:
        """The day of typing."""
        return self.local.date()

    def event_days(self) -> tuple[date, date]:
        """Return the first and the last day of the event in this zone."""
        first, last = (self.civil(moment).date() for moment in self.event)
        return first, last

    def civil(self, moment: datetime) -> datetime:
        """Return what the clock of the zone shows at an instant."""
        return moment.astimezone(load_zone(self.zone)).replace(tzinfo=None, fold=0)


class Reading(NamedTuple):
    """What words come to."""

    precision: Precision
    span: spans.Span
    part: str = ""


def between_days(first: date, last: date) -> Reading:
    """Return the reading of one moment somewhere on these days, which may be one day."""
    if first == last:
        return Reading("day", spans.days(first, first))
    return Reading("between", spans.days(first, last), "day")


def within(span: spans.Span) -> Reading:
    """Return the reading of one moment somewhere in a span of whole days."""
    return Reading("between", span, "day")


def begun(span: spans.Span, before: spans.Span, now: Now) -> spans.Span:
    """Return the first of two spans if it has begun, otherwise the one before it."""
    return span if span[0] <= now.local else before


def shown(moment: datetime, now: Now) -> tuple[datetime, ...]:
    """Return the instants at which the clock showed `moment`.

    Raises:
        InvalidTimeError: it never did, because the clock was put forward past it.
    """
    found = instants(moment, load_zone(now.zone))
    if not found:
        raise InvalidTimeError(reason="never_existed", at=moment.strftime("%H:%M"))
    return found
