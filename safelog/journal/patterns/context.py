"""Do incidents follow public events? Counts in windows around them, beside all other days.

A window is all days that lie so many days after any of the events; days on which two events reach
one window are counted once. What happened on days far from every event says how many incidents as
many days usually hold. Nothing here says why: somebody who writes more in weeks of protest has more
incidents written down in them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate

import msgspec

from safelog.journal.patterns.happening import Stretch
from safelog.journal.patterns.material import Material
from safelog.journal.patterns.tally import LeftOut, Pattern, Range

LAGS = ((-14, -8), (-7, -1), (0, 0), (1, 3), (4, 7), (8, 14))
"""Days after an event, from and to; negative ones are days before it."""

SHIFT_LAG = (0, 7)
"""The window that is compared with itself at other times."""

VAGUE_DAYS = 31
"""What is known less closely than to a month would perhaps be in every window."""

SHORTEST_DAYS, LONGEST_DAYS = 30, 20_000
"""Between these the same events are compared at other times: a month, and about fifty years."""

_STEPS_MAX = 2_000_000
"""Most steps of work for that: about a second on an old laptop."""

Days = tuple[int, int]
"""From the first to the last of some days, both included."""


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Days that lie so many days after any event."""

    first_lag: int
    last_lag: int
    days: int
    """How many days lie in the window, within the time that the journal covers."""
    incidents: Range
    usual_low: float | None
    """How many incidents as many days hold far from every event; None if there are no such days."""
    usual_high: float | None


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """The days that no window reaches."""

    days: int
    incidents: Range


class Shifts(msgspec.Struct, frozen=True, kw_only=True):
    """The same events at other times: all moved together by every number of days.

    What leaves the end of the time covered comes in at its beginning. Incidents known to the day
    are counted from the day of an event to seven days after it. How many of the ways give as many
    shows how easily chance does; it does not show that the events were a cause.
    """

    incidents: int
    """At the real time of the events."""
    ways: int
    as_many: int
    """Ways that give as many incidents or more, the real time included."""


class ContextPattern(Pattern, frozen=True, kw_only=True, tag="pattern_context"):
    """Incidents around public events."""

    events: int
    events_left_out: int
    """Events that are not known to the day."""
    covered: tuple[date, date] | None
    """From the first to the last day of any incident or event; None if there is none."""
    windows: tuple[Window, ...]
    is_overlapping: bool
    """Whether a day, and what was on it, stands in several windows, of different events."""
    elsewhere: Elsewhere
    shifts: Shifts | None
    """None where there are no events, nothing known to the day, or too few or too many days."""


def context_pattern(material: Material) -> ContextPattern:
    """Count incidents in windows around public events that are known to the day."""
    known = [entry.time.begun for entry in material.events if entry.time is not None]
    events = [each.first_day for each in known if _width(each) == 1]
    told = [entry.time.begun for entry in material.incidents if entry.time is not None]
    close = [(each.first_day, each.last_day) for each in told if _width(each) <= VAGUE_DAYS]
    rows = (
        LeftOut("no_time", len(material.incidents) - len(told)),
        LeftOut("too_vague", len(told) - len(close)),
    )
    around = _Around(events, close)
    elsewhere = around.elsewhere()
    windows = tuple(around.window(*lag, elsewhere) for lag in LAGS)
    return ContextPattern(
        incidents=len(close),
        at_edge=material.at_edge,
        left_out=(*material.left_out, *(row for row in rows if row.count)),
        events=len(events),
        events_left_out=len(material.events) - len(events),
        covered=around.covered_dates,
        windows=windows,
        is_overlapping=sum(each.days for each in windows) > around.days - elsewhere.days,
        elsewhere=elsewhere,
        shifts=around.shifts(),
    )


class _Around:
    """Days around events, and the incidents on them."""

    def __init__(self, events: Sequence[int], incidents: Sequence[Days]) -> None:
        self._events = sorted(events)
        self._incidents = incidents
        days = [*events, *(day for both in incidents for day in both)]
        # An empty time covers nothing: its last day comes before its first.
        self._covered = (min(days), max(days)) if days else (1, 0)

    @property
    def covered_dates(self) -> tuple[date, date] | None:
        first, last = self._covered
        if last < first:
            return None
        return date.fromordinal(first), date.fromordinal(last)

    @property
    def days(self) -> int:
        return self._covered[1] - self._covered[0] + 1

    def window(self, first_lag: int, last_lag: int, elsewhere: Elsewhere) -> Window:
        near = self._near(first_lag, last_lag)
        days = sum(last - first + 1 for first, last in near)
        low = high = None
        if elsewhere.days:
            low = round(elsewhere.incidents.sure * days / elsewhere.days, 1)
            high = round(elsewhere.incidents.possible * days / elsewhere.days, 1)
        return Window(
            first_lag=first_lag,
            last_lag=last_lag,
            days=days,
            incidents=self._counted(near),
            usual_low=low,
            usual_high=high,
        )

    def elsewhere(self) -> Elsewhere:
        far = list(_between(self._near(LAGS[0][0], LAGS[-1][1]), self._covered))
        return Elsewhere(
            days=sum(last - first + 1 for first, last in far), incidents=self._counted(far)
        )

    def shifts(self) -> Shifts | None:
        first, days = self._covered[0], self.days
        sharp = [start - first for start, end in self._incidents if start == end]
        lags = range(SHIFT_LAG[0], SHIFT_LAG[1] + 1)
        marked = {(event - first + lag) % days for event in self._events for lag in lags}
        runs = list(_runs(sorted(marked)))
        is_bounded = SHORTEST_DAYS <= days <= LONGEST_DAYS and days * len(runs) <= _STEPS_MAX
        if not (sharp and runs and is_bounded):
            return None
        counts = [0] * days
        for day in sharp:
            counts[day] += 1
        # Twice around, so that a window which leaves the end goes on at the beginning.
        before = [0, *accumulate(counts * 2)]
        ways = [
            sum(
                before[(start + way) % days + length] - before[(start + way) % days]
                for start, length in runs
            )
            for way in range(days)
        ]
        as_many = sum(count >= ways[0] for count in ways)
        return Shifts(incidents=ways[0], ways=days, as_many=as_many)

    def _near(self, first_lag: int, last_lag: int) -> list[Days]:
        """Return the days that lie so long after any event, joined and within the time covered."""
        joined: list[Days] = []
        for event in self._events:
            first = max(event + first_lag, self._covered[0])
            last = min(event + last_lag, self._covered[1])
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            elif first <= last:
                joined.append((first, last))
        return joined

    def _counted(self, pieces: Sequence[Days]) -> Range:
        """Count the incidents in pieces of time that lie apart, in order."""
        ends = [last for _, last in pieces]
        sure = possible = 0
        for first, last in self._incidents:
            place = bisect_left(ends, first)
            if place < len(pieces) and pieces[place][0] <= last:
                possible += 1
                sure += pieces[place][0] <= first and last <= pieces[place][1]
        return Range(sure, possible)


def _between(pieces: Iterable[Days], covered: Days) -> Iterator[Days]:
    """Walk what the pieces leave free of the time covered."""
    free = covered[0]
    for first, last in pieces:
        if free < first:
            yield free, first - 1
        free = last + 1
    if free <= covered[1]:
        yield free, covered[1]


def _runs(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Walk days in a row: the first of them, and how many they are."""
    start = length = 0
    for day in days:
        if length and day == start + length:
            length += 1
            continue
        if length:
            yield start, length
        start, length = day, 1
    if length:
        yield start, length


def _width(stretch: Stretch) -> int:
    return stretch.last_day - stretch.first_day + 1
