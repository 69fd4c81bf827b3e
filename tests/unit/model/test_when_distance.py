"""Distances on the calendar: shorter months end a shift, and the calendar has ends."""

from __future__ import annotations

from datetime import date

import pytest

from safelog.errors import InvalidTimeError
from safelog.model.when import When, format_when
from safelog.model.when.distance import shift
from safelog.model.when.value import PASSES


def test_a_month_that_is_too_short_ends_a_shift() -> None:
    """A month after 31 January is the last of February."""
    assert shift(date(2026, 1, 31), 1, "month") == date(2026, 2, 28)
    assert shift(date(2024, 2, 29), -1, "year") == date(2023, 2, 28)
    assert shift(date(2026, 5, 12), -2, "week") == date(2026, 4, 28)


@pytest.mark.parametrize(("by", "unit"), [(10**9, "day"), (10**6, "year"), (-(10**6), "month")])
def test_what_leaves_the_calendar_is_refused(by: int, unit: str) -> None:
    """A distance beyond the first or the last year is a clear error."""
    with pytest.raises(InvalidTimeError) as caught:
        shift(date(2026, 5, 12), by, unit)
    assert caught.value.fields == {"reason": "bounds"}


def test_a_day_around_which_it_was_is_shown_as_one() -> None:
    """Around 3 May is told by the day in its middle."""
    when = When(
        said="около 3 мая",
        zone="Asia/Almaty",
        precision="around",
        part="day",
        start="2026-05-01T00:00",
        end="2026-05-06T00:00",
    )
    assert "3" in format_when(when, "en")


def test_the_pass_of_a_time_that_was_shown_twice_is_told() -> None:
    """When the clock was put back, the first and the second time read differently."""
    shown = [
        format_when(
            When(
                said="",
                zone="Asia/Almaty",
                precision="exact",
                part=which,
                start="2024-02-29T23:30",
                end="2024-02-29T23:31",
            ),
            "en",
        )
        for which in PASSES
    ]
    assert len(set(shown)) == len(PASSES)
