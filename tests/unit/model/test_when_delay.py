"""How long after an event it was recorded, as far as that is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from safelog.errors import InvalidTimeError
from safelog.model.when import Delay, entry_delay, parse_when, unknown

NOON = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)


def delay(said: str, recorded: datetime = NOON, zone: str = "UTC") -> Delay | None:
    """Return the delay of an entry that was recorded at noon of 6 May 2024."""
    when = parse_when(said, language="en", zone=zone, now=NOON)
    return entry_delay(when, recorded)


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("3 May 2024 12:00", {"days": 3}, {"days": 3}),
        ("6 May 2024 11:59:59", {"minutes": 1}, {"minutes": 1}),
        ("6 May 2024 12:00", {}, {}),
        ("around 11:00", {"minutes": 30}, {"minutes": 90}),
        ("around 12:00", {}, {"minutes": 30}),
        ("3 May 2024", {"days": 2, "hours": 12}, {"days": 3, "hours": 12}),
        ("today", {}, {"hours": 12}),
        ("early May 2024", {}, {"days": 5, "hours": 12}),
        ("April 2024", {"days": 5, "hours": 12}, {"days": 35, "hours": 12}),
        ("7 May 2024 12:00", {"days": -1}, {"days": -1}),
        ("7 May 2024", {"days": -1, "hours": -12}, {"hours": -12}),
    ],
)
def test_a_delay_has_two_ends(said: str, least: dict[str, int], most: dict[str, int]) -> None:
    """It reaches from the end of the bounds to their beginning; an exact minute has one delay."""
    assert delay(said) == Delay(timedelta(**least), timedelta(**most))


def test_an_hour_that_came_twice_makes_a_delay_of_two() -> None:
    """Nobody said which of the two it was, unless somebody did."""
    recorded = datetime(2024, 10, 27, 3, 30, tzinfo=UTC)
    said = "27 October 2024 3:30"
    twice = delay(said, recorded, "Europe/Vilnius")
    assert twice is not None
    assert (twice.least, twice.most) == (timedelta(minutes=119), timedelta(hours=3))
    once = delay(f"{said} winter time", recorded, "Europe/Vilnius")
    assert once == Delay(timedelta(hours=2), timedelta(hours=2))


def test_what_is_unknown_has_no_delay() -> None:
    """Words without a time say nothing about how long ago it was."""
    assert entry_delay(unknown("до суда", "UTC"), NOON) is None


def test_a_clock_without_a_zone_is_refused() -> None:
    """A moment of recording is an instant."""
    with pytest.raises(InvalidTimeError):
        delay("3 May 2024", NOON.replace(tzinfo=None))
