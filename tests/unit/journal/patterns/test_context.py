"""Incidents around public events: plain counts, beside what other days hold."""

from __future__ import annotations

from safelog.journal.patterns import ContextPattern, LeftOut, Material, Range, context_pattern
from safelog.journal.patterns.context import Elsewhere, Shifts, Window
from tests.unit.journal.patterns.told import day, material


def window(pattern: ContextPattern, first_lag: int) -> Window:
    """Return the window that begins so many days after an event."""
    return next(each for each in pattern.windows if each.first_lag == first_lag)


def test_incidents_are_counted_by_their_days_after_an_event() -> None:
    """Each incident stands in the window that its day lies in, before or after the event."""
    pattern = context_pattern(
        material(
            "28 April 2026", "3 May 2026", "5 May 2026", "20 July 2026", events=("3 May 2026",)
        )
    )
    counts = {each.first_lag: each.incidents for each in pattern.windows}
    assert counts == {
        -14: Range(0, 0),
        -7: Range(1, 1),
        0: Range(1, 1),
        1: Range(1, 1),
        4: Range(0, 0),
        8: Range(0, 0),
    }
    assert pattern.covered == (day("2026-04-28"), day("2026-07-20"))
    assert (window(pattern, -14).days, window(pattern, -7).days, window(pattern, 1).days) == (
        0,
        5,
        3,
    )


def test_other_days_say_what_is_usual() -> None:
    """As many days far from every event hold so many incidents, in proportion."""
    pattern = context_pattern(
        material("1 January 2026", "20 January 2026", "5 May 2026", events=("3 May 2026",))
    )
    assert pattern.elsewhere == Elsewhere(days=108, incidents=Range(2, 2))
    after = window(pattern, 1)
    assert (after.incidents, after.days, after.usual_low, after.usual_high) == (
        Range(1, 1),
        2,
        0,
        0,
    )
    before = window(pattern, -7)
    assert (before.days, before.usual_low) == (7, 0.1)


def test_days_that_two_events_reach_count_once() -> None:
    """Two protests in one week make one longer window, and one incident stays one."""
    pattern = context_pattern(
        material("6 May 2026", "30 May 2026", events=("3 May 2026", "5 May 2026", "5 May 2026"))
    )
    after = window(pattern, 1)
    assert (after.days, after.incidents) == (5, Range(1, 1))
    assert (pattern.events, pattern.is_overlapping) == (3, True)
    alone = context_pattern(material("6 May 2026", "30 July 2026", events=("3 May 2026",)))
    assert alone.is_overlapping is False


def test_a_time_that_reaches_over_the_edge_is_only_possible() -> None:
    """Between the 5th and the 8th lies in two windows: for certain in neither."""
    pattern = context_pattern(
        material("between 5 and 8 May 2026", "between 5 and 6 May 2026", events=("3 May 2026",))
    )
    assert window(pattern, 1).incidents == Range(1, 2)
    assert window(pattern, 4).incidents == Range(0, 1)


def test_what_is_not_known_closely_is_left_out() -> None:
    """An event needs its day, an incident its month."""
    pattern = context_pattern(
        material("2026", "", "3 May 2026", events=("May 2026", "", "1 May 2026"))
    )
    assert (pattern.incidents, pattern.events, pattern.events_left_out) == (1, 1, 2)
    assert pattern.left_out == (LeftOut("no_time", 1), LeftOut("too_vague", 1))


def test_without_events_there_is_nothing_to_compare() -> None:
    """All days are then far from every event; an empty journal covers none."""
    alone = context_pattern(material("3 May 2026", "5 May 2026"))
    assert {each.incidents for each in alone.windows} == {Range(0, 0)}
    assert alone.elsewhere == Elsewhere(days=3, incidents=Range(2, 2))
    assert alone.shifts is None
    empty = context_pattern(Material(incidents=()))
    assert (empty.covered, empty.elsewhere.days, empty.shifts) == (None, 0, None)
    assert empty.windows[0].usual_low is None


def test_the_same_events_at_other_times_are_compared() -> None:
    """Of a hundred days that the event could be on, thirteen have an incident within a week."""
    one = context_pattern(material("5 January 2026", "10 April 2026", events=("1 January 2026",)))
    assert one.shifts == Shifts(incidents=1, ways=100, as_many=13)
    far = context_pattern(material("25 January 2026", "10 April 2026", events=("1 January 2026",)))
    assert far.shifts is not None
    assert (far.shifts.incidents, far.shifts.as_many) == (0, far.shifts.ways)


def test_windows_that_leave_the_end_go_on_at_the_beginning() -> None:
    """An event on the last day has its week at the beginning of the time covered."""
    pattern = context_pattern(
        material("1 January 2026", "2 January 2026", events=("10 April 2026",))
    )
    assert pattern.shifts == Shifts(incidents=2, ways=100, as_many=7)


def test_no_comparison_where_it_would_say_or_cost_the_wrong_thing() -> None:
    """Too few days say nothing, ten thousand years would take too long, months are no days."""
    short = context_pattern(material("3 May 2026", events=("1 May 2026",)))
    assert short.shifts is None
    long = context_pattern(material("3 May 0002", "3 May 9998", events=("1 May 2026",)))
    assert long.shifts is None
    vague = context_pattern(material("early April 2026", "early June 2026", events=("1 May 2026",)))
    assert vague.shifts is None
