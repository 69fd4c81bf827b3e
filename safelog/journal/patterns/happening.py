"""One incident as patterns see it: when it began and ended, where it was, whom it names.

What is known of a beginning is a stretch of minutes on the clock of the place where it happened,
never a moment that nobody said: "early May" stays eleven days wide. Local clocks are what hours of
the day, weekdays and calendar weeks are about, so nothing here is turned into another zone.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from safelog.errors import InvalidTimeError
from safelog.journal.facts import Onlooker
from safelog.model.when import When
from safelog.model.when.value import civil

HOUR = 60
DAY = 24 * HOUR
"""Minutes, as stretches count them."""


class Stretch(NamedTuple):
    """Minutes by a local clock, half-open: something was at one moment in it."""

    start: int
    end: int

    @property
    def first_day(self) -> int:
        """The day that it begins on, as `date.toordinal` counts days."""
        return self.start // DAY

    @property
    def last_day(self) -> int:
        """The day of its last minute."""
        return (self.end - 1) // DAY


class Known(NamedTuple):
    """When something began and when it ended, each as far as that is known."""

    begun: Stretch
    ended: Stretch


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A place as incidents name it; spots with one key are one place."""

    key: str
    label: str
    entity: str = ""
    """The place in the register; empty for words only."""


class Happening(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An incident or a public event, without its words.

    For an export `id`, `entities` and `spot` are what the recipient may see: a paragraph's number
    and labels.
    """

    id: str
    kind: str
    time: Known | None
    """None if it is not known when it was."""
    spot: Spot | None = None
    place_kind: str = ""
    country: str = ""
    entities: frozenset[str] = frozenset()
    witnesses: tuple[Onlooker, ...] = ()
    event_kind: str = ""


def time_known(when: When | None) -> Known | None:
    """Return when something began and ended, as far as `when` says it; None if it says nothing.

    What lasted from one time to another began at the first and ended at the second of them.
    Everything else was at one moment within its bounds.
    """
    if when is None or when.precision == "unknown":
        return None
    try:
        start, end = map(_minutes, civil(when))
    except InvalidTimeError:
        # No door lets such bounds in. If one did, one entry must not take all others with it.
        return None
    if when.precision != "range":
        whole = Stretch(start, end)
        return Known(whole, whole)
    sharp = DAY if when.part == "day" else 1
    return Known(Stretch(start, start + sharp), Stretch(end - sharp, end))


def _minutes(moment: datetime) -> int:
    return moment.toordinal() * DAY + moment.hour * HOUR + moment.minute
