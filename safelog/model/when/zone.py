"""Time zones, and what a wall clock in one of them shows.

Zones come from the `tzdata` package, never from the operating system: an old laptop does not know
that Kazakhstan has had one time since March 2024, and two people must read one entry alike.

A local time is read by three cases of PEP 495: it was shown once, never (the clock was put
forward), or twice (it was put back). Nothing here chooses between two readings.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from safelog.errors import InvalidTimeError

_TICK = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)
_NO_OFFSET = timedelta()

_PLACEHOLDERS = frozenset({"Factory"})
"""Names in the list that stand for "nobody has set a zone yet"."""


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return the names of all zones of the IANA database."""
    listed = (resources.files("tzdata") / "zones").read_text(encoding="utf-8").split()
    return frozenset(listed) - _PLACEHOLDERS


# Loading a zone costs more than all else that sorting a journal does, and a zone never changes.
@lru_cache(maxsize=32)
def load_zone(name: str) -> ZoneInfo:
    """Return the zone called `name`.

    Raises:
        InvalidTimeError: no zone has that name. The name is looked up in the list before it
            becomes part of a path, so that it cannot point outside the database.
    """
    if name not in zone_names():
        raise InvalidTimeError(reason="unknown_zone")
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def instants(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants (UTC, in order) at which a clock in `zone` showed `local`.

    There is one; none, where the clock was put forward past it; or two, where it was put back.
    """
    first, second = _readings(local, zone)
    if first == second:
        return (first,)
    return tuple(
        instant
        for instant in (first, second)
        if instant.astimezone(zone).replace(tzinfo=None, fold=0) == local
    )


def span_utc(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the narrowest [start, end) in UTC with every instant that reads in [start, end).

    A time that the clock showed twice counts both times, so the span may be longer than the clock
    says; a part that the clock never showed is left out, so it may be shorter, or empty.
    """
    begun = instants(start, zone) or (_jump(start, zone),)
    # The last reading before `end`, not `end` itself: where the clock is put back, the second
    # reading of `end` comes an hour after the last reading that is still before it.
    last = end - _TICK
    ended = instants(last, zone)
    return begun[0], ended[-1] + _TICK if ended else _jump(last, zone)


def _readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants of `local` under the rule before a change of the clock and after it."""
    aware = local.replace(tzinfo=UTC)
    before = zone.utcoffset(local) or _NO_OFFSET
    after = zone.utcoffset(local.replace(fold=1)) or _NO_OFFSET
    return aware - before, aware - after


def _jump(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clock was put forward past `local`, by bisection."""
    after, before = _readings(local, zone)
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
