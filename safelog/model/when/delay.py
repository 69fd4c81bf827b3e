"""How long after an event it was written down.

Courts ask for it: what was recorded the same evening weighs more than what was recorded years
later. A delay is as uncertain as the time that it is counted from.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from safelog.errors import InvalidTimeError
from safelog.model.when.value import When, bounds_utc

_ZERO = timedelta()


class Delay(NamedTuple):
    """How long after an event it was recorded: at least and at most, both included.

    Both are negative if it was recorded before the event had begun.
    """

    least: timedelta
    most: timedelta


def entry_delay(when: When, recorded: datetime) -> Delay | None:
    """Return how long after `when` it was `recorded`; None if nothing is known of the time.

    Of an exact minute both ends are the same: counted from its beginning. Inside the bounds the
    event may have been at the very moment of recording.

    Raises:
        InvalidTimeError: `recorded` has no zone.
    """
    if recorded.utcoffset() is None:
        raise InvalidTimeError(reason="bounds")
    if when.precision == "unknown":
        return None
    begun, ended = bounds_utc(when)
    most = recorded - begun
    if when.precision == "exact":
        return Delay(most, most)
    if most < _ZERO:
        return Delay(recorded - ended, most)
    return Delay(max(recorded - ended, _ZERO), most)
