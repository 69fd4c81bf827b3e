"""Count what may lie in several places: for certain in none of them, perhaps in each.

Every pattern says how many incidents it is made of, how many were left out and why. A count of a
place is a range: `sure` began there for certain, `possible` is the most that can have.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Literal

import msgspec

Reason = Literal[
    "corrected",
    "dismissed",
    "no_act",
    "no_time",
    "too_vague",
    "no_time_of_day",
    "no_weekday",
    "no_place",
]
"""Why an incident is not in a pattern."""


class LeftOut(msgspec.Struct, frozen=True):
    """How many incidents are not in a pattern, for one reason."""

    reason: Reason
    count: int


class Pattern(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What every pattern says of itself."""

    incidents: int
    """How many incidents it is made of."""
    at_edge: int
    """How many of them may have begun before or after the period that was asked for."""
    left_out: tuple[LeftOut, ...]


class Range(msgspec.Struct, frozen=True):
    """How many began somewhere: for certain, and at the most."""

    sure: int
    possible: int


def ranges(places: Iterable[tuple[int, int]], count: int) -> list[Range]:
    """Count over `count` places in a row.

    Args:
        places: for each incident the first and the last place that it may be in.
        count: how many places there are.
    """
    sure = [0] * count
    # Only where a count changes, so that an incident known to a year costs as much as any other.
    steps = [0] * (count + 1)
    for first, last in places:
        if first == last:
            sure[first] += 1
        steps[first] += 1
        steps[last + 1] -= 1
    return [Range(*both) for both in zip(sure, accumulate(steps[:-1]), strict=True)]


def ranges_in_circle(places: Iterable[tuple[int, int]], count: int) -> list[Range]:
    """Count over `count` places in a circle, such as hours and weekdays.

    Args:
        places: for each incident the first and the last place, the last perhaps in later rounds.
        count: how many places a round has.
    """
    sure, possible = [0] * count, [0] * count
    for first, last in places:
        if first == last:
            sure[first % count] += 1
        for place in range(first, min(last, first + count - 1) + 1):
            possible[place % count] += 1
    return [Range(*both) for both in zip(sure, possible, strict=True)]
