"""When incidents begin, told no more closely than it is known."""

from __future__ import annotations

import msgspec
import pytest

from safelog.journal.patterns import (
    LeftOut,
    Material,
    Range,
    WeekPattern,
    hour_pattern,
    time_known,
    week_pattern,
    weekday_pattern,
)
from safelog.journal.patterns.happening import DAY, Known, Stretch
from safelog.model.chart import BARS_MAX
from safelog.model.when import When, unknown
from tests.unit.journal.patterns.told import day, material, told, when

NOTHING = Range(0, 0)


def weeks(pattern: WeekPattern) -> dict[str, Range]:
    """Return the counts of the periods that are not empty."""
    return {each.period: each.incidents for each in pattern.periods if each.incidents.possible}


def test_a_range_began_at_its_start_and_ended_at_its_end() -> None:
    """What lasted began within its first minute, or its first day; all else is one moment."""
    clock = time_known(when("3 May 2026 from 18:00 to 20:00"))
    assert clock is not None
    assert clock.begun.end - clock.begun.start == 1
    assert clock.ended.end - clock.begun.start == 2 * 60
    days = time_known(when("from 3 to 5 May 2026"))
    assert days is not None
    assert days.begun == Stretch(days.begun.start, days.begun.start + DAY)
    assert days.ended == Stretch(days.begun.start + 2 * DAY, days.begun.start + 3 * DAY)
    evening = time_known(when("evening of 3 May 2026"))
    assert evening == Known(evening.begun, evening.begun) if evening else False


def test_what_says_no_time_has_none() -> None:
    """No time, words that are none, and bounds that no door lets in are all unknown."""
    assert time_known(None) is None
    assert time_known(unknown("when the snow melted", "Asia/Almaty")) is None
    broken = When(said="", zone="UTC", precision="day", start="2026-02-30T00:00", end="")
    assert time_known(broken) is None


def test_a_time_that_touches_two_weeks_is_sure_in_neither() -> None:
    """Early April lies in three weeks: perhaps in each, for certain in none; a day lies in one."""
    pattern = week_pattern(material("early April 2026", "7 April 2026", ""))
    assert weeks(pattern) == {
        "2026-W14": Range(0, 1),
        "2026-W15": Range(1, 2),
    }
    assert pattern.periods[0].first_day == day("2026-03-30")
    assert pattern.periods[0].last_day == day("2026-04-05")
    assert (pattern.unit, pattern.incidents) == ("week", 2)
    assert pattern.left_out == (LeftOut("no_time", 1),)


def test_weeks_without_incidents_stand_between_and_events_beside() -> None:
    """The row of weeks has no gaps, and public events are counted apart."""
    pattern = week_pattern(material("3 May 2026", "20 May 2026", events=("13 May 2026", "")))
    assert [each.incidents for each in pattern.periods] == [
        Range(1, 1),
        NOTHING,
        NOTHING,
        Range(1, 1),
    ]
    assert [each.events.sure for each in pattern.periods] == [0, 0, 1, 0]
    assert (pattern.incidents, pattern.events, pattern.events_left_out) == (2, 1, 1)


def test_weeks_are_those_of_iso_8601() -> None:
    """The first days of a year may belong to the last week of the one before."""
    assert weeks(week_pattern(material("1 January 2027"))) == {"2026-W53": Range(1, 1)}


@pytest.mark.parametrize(
    ("last", "unit", "name"),
    [
        ("1 May 2028", "week", "2028-W18"),
        ("1 May 2030", "month", "2030-05"),
        ("1 May 2100", "year", "2100"),
        ("1 May 2900", "decade", "290X"),
        ("1 May 9998", "century", "99XX"),
    ],
)
def test_too_many_weeks_become_something_coarser(last: str, unit: str, name: str) -> None:
    """A chart never has more than so many periods, whatever times were entered."""
    pattern = week_pattern(material("3 May 2026", last))
    assert pattern.unit == unit
    assert len(pattern.periods) <= BARS_MAX
    assert pattern.periods[-1].period == name
    assert sum(each.incidents.sure for each in pattern.periods) == 2


def test_the_first_and_the_last_year_that_can_be_written() -> None:
    """Periods at both ends of the calendar stay inside of it."""
    pattern = week_pattern(material("1 January 0002", "31 December 9998"))
    assert pattern.unit == "century"
    assert pattern.periods[0].first_day == day("0001-01-01")
    assert pattern.periods[-1].last_day == day("9999-12-31")
    only = week_pattern(material("31 December 9998"))
    assert only.periods[-1].last_day == day("9999-01-03")


def test_a_year_has_no_week() -> None:
    """What is known to a year is left out beside days, and where it is the rule, years count."""
    few = week_pattern(material("2025", "3 May 2026", "20 May 2026"))
    assert (few.unit, few.left_out) == ("week", (LeftOut("too_vague", 1),))
    most = week_pattern(material("2024", "2025", "3 May 2026"))
    assert weeks(most) == {"2024": Range(1, 1), "2025": Range(1, 1), "2026": Range(1, 1)}
    events = week_pattern(material("3 May 2026", events=("2025",)))
    assert (events.unit, events.events) == ("year", 1)


def test_what_is_vaguer_than_a_year_is_in_no_period() -> None:
    """Between two years far apart says nothing that a chart could show."""
    pattern = week_pattern(material("from 3 May 2020 to 5 May 2026", "between 1 and 3 May 2026"))
    assert pattern.incidents == 2
    vague = Stretch(0, 400 * DAY)
    only = Material(incidents=(told(time=Known(vague, vague)),))
    assert week_pattern(only).periods == ()
    assert week_pattern(only).left_out == (LeftOut("too_vague", 1),)


def test_nothing_makes_no_periods() -> None:
    """An empty journal has patterns too."""
    assert week_pattern(Material(incidents=())).periods == ()
    assert set(hour_pattern(Material(incidents=())).hours) == {NOTHING}
    assert set(weekday_pattern(Material(incidents=())).weekdays) == {NOTHING}


def test_hours_are_those_of_the_clock_where_it_happened() -> None:
    """A time of day counts as it was shown there, in winter and in summer."""
    there = [told(time=time_known(when(said, "Europe/Vilnius"))) for said in ("3 May 2026 18:05",)]
    here = [told("3 December 2026 18:50"), told("25 October 2026 at 02:30")]
    hours = hour_pattern(Material(incidents=(*there, *here))).hours
    assert (hours[18], hours[2]) == (Range(2, 2), Range(1, 1))


def test_an_evening_is_perhaps_in_each_of_its_hours() -> None:
    """A part of the day is a stretch; a night goes round midnight; a day has no hour."""
    pattern = hour_pattern(
        material("evening of 3 May 2026", "around 18:00 on 4 May 2026", "5 May 2026", "")
    )
    assert pattern.hours[17:23] == (
        Range(0, 2),
        Range(0, 2),
        *[Range(0, 1)] * 4,
    )
    assert pattern.incidents == 2
    assert pattern.left_out == (LeftOut("no_time", 1), LeftOut("no_time_of_day", 1))
    night = hour_pattern(material("night of 3-4 May 2026")).hours
    assert [hour for hour, count in enumerate(night) if count.possible] == [
        0,
        1,
        2,
        3,
        4,
        5,
        22,
        23,
    ]


def test_almost_a_day_counts_each_hour_once() -> None:
    """A stretch that ends in the hour in which it began the day before is one incident there."""
    long = Stretch(18 * 60 + 30, 18 * 60 + 29 + DAY)
    assert set(hour_pattern(Material(incidents=(told(time=Known(long, long)),))).hours) == {
        Range(0, 1)
    }


def test_weekdays_count_what_may_be_on_them() -> None:
    """A night has two weekdays, a week has none."""
    pattern = weekday_pattern(
        material("night of 3-4 May 2026", "5 May 2026 10:00", "early April 2026", "")
    )
    monday, tuesday, *_, sunday = pattern.weekdays
    assert (monday, tuesday, sunday) == (Range(0, 1), Range(1, 1), Range(0, 1))
    assert pattern.left_out == (LeftOut("no_time", 1), LeftOut("no_weekday", 1))


def test_a_pattern_is_its_json_form() -> None:
    """What a program reads is what the struct holds, with its type."""
    pattern = week_pattern(material("3 May 2026"))
    text = msgspec.json.encode(pattern)
    assert msgspec.json.decode(text)["type"] == "pattern_week"
    assert msgspec.json.decode(text, type=WeekPattern) == pattern
