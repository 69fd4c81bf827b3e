"""The longest silences: days on which nothing happened that was written down.

A silence in the journal may be a silence of the person. So each says whether anything was recorded
on its days, and whether the journal was kept then at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate

import msgspec

from safelog.journal.patterns.happening import Known
from safelog.journal.patterns.material import Material
from safelog.journal.patterns.tally import LeftOut, Pattern, Range

GAPS_MAX = 10
VAGUE_DAYS = 31
"""What is known less closely than to a month ends no silence; it is counted beside them."""

_DAY_S = 24 * 60 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).toordinal()


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Days between two incidents on which none was."""

    first_day: date
    last_day: date
    """From `first_day` to `last_day` there surely was no incident that is known to a month."""
    days: Range
    """How long it was silent: at least those days, and at the most."""
    recorded: int
    """Entries of any kind that were first recorded on these days, by the computer's clock. With
    none, it may be a gap of writing."""
    before_journal: bool
    """Whether all of it lies before the first entry was recorded: it was written from memory."""
    may_hold: int
    """Incidents known less closely than to a month that may have been on these days."""


class GapPattern(Pattern, frozen=True, kw_only=True, tag="pattern_gaps"):
    """The longest silences between incidents, the longest first."""

    gaps: tuple[Gap, ...]


def gap_pattern(material: Material, *, gaps_max: int = GAPS_MAX) -> GapPattern:
    """Find the longest silences of at least a day between incidents."""
    times = [entry.time for entry in material.incidents if entry.time is not None]
    close = [time for time in times if _days_wide(time) <= VAGUE_DAYS]
    vague = [time for time in times if _days_wide(time) > VAGUE_DAYS]
    unknown = len(material.incidents) - len(times)
    rows = (LeftOut("no_time", unknown), LeftOut("too_vague", len(vague)))
    recorded = sorted(_EPOCH + moment // _DAY_S for moment in material.recorded)
    found = sorted(_silences(close), key=lambda gap: (gap[0] - gap[1], gap[0]))
    return GapPattern(
        incidents=len(close),
        at_edge=material.at_edge,
        left_out=(*material.left_out, *(row for row in rows if row.count)),
        gaps=tuple(_gap(each, recorded, vague) for each in found[:gaps_max]),
    )


def _silences(times: Sequence[Known]) -> Iterator[tuple[int, int, int]]:
    """Walk the silences: the first silent day, the day that ends it, and how long it may have been.

    Whatever began before a silence was over before it for certain. At the most it was silent from
    the day when the last of them may have been over, to the day when the next had surely begun.
    """
    ordered = sorted(times)
    over_for_sure = list(accumulate((time.ended.last_day for time in ordered), max))
    over_perhaps = list(accumulate((time.ended.first_day for time in ordered), max))
    begun_for_sure = list(accumulate((time.begun.last_day for time in reversed(ordered)), min))
    begun_for_sure.reverse()
    for place, following in enumerate(ordered[1:], start=1):
        first, end = over_for_sure[place - 1] + 1, following.begun.first_day
        if first < end:
            yield first, end, begun_for_sure[place] - over_perhaps[place - 1] - 1


def _gap(silence: tuple[int, int, int], recorded: Sequence[int], vague: Sequence[Known]) -> Gap:
    first, end, longest = silence
    return Gap(
        first_day=date.fromordinal(first),
        last_day=date.fromordinal(end - 1),
        days=Range(end - first, longest),
        recorded=bisect_left(recorded, end) - bisect_right(recorded, first - 1),
        before_journal=bool(recorded) and end <= recorded[0],
        may_hold=sum(time.begun.first_day < end and first <= time.ended.last_day for time in vague),
    )


def _days_wide(time: Known) -> int:
    """Return how closely a time is known, in days; how long it lasted does not matter."""
    return max(stretch.last_day - stretch.first_day + 1 for stretch in time)
