"""Whatever is told, no pattern claims more than was said, and nothing is counted twice or lost."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.export.chart import svg
from safelog.i18n import Catalogue
from safelog.journal.patterns import (
    Charts,
    Happening,
    Material,
    Range,
    context_pattern,
    gap_pattern,
    hour_pattern,
    text_chart,
    week_pattern,
    weekday_pattern,
)
from safelog.journal.patterns.happening import DAY, Known, Stretch
from safelog.model.chart import BARS_MAX

EARLIEST = date(2, 1, 1).toordinal() * DAY
LATEST = date(9999, 1, 1).toordinal() * DAY


@st.composite
def times(draw: st.DrawFn) -> Known | None:
    """Draw a time from all that can be written, near others more often than far away."""
    if draw(st.integers(0, 9)) == 0:
        return None
    near = date(2026, 5, 1).toordinal() * DAY
    start = draw(st.one_of(st.integers(near, near + 90 * DAY), st.integers(EARLIEST, LATEST - 1)))
    wide = draw(st.sampled_from((1, 60, 360, DAY, 5 * DAY, 11 * DAY, 92 * DAY, 900 * DAY)))
    begun = Stretch(start, min(start + wide, LATEST))
    if wide > DAY and draw(st.booleans()):
        return Known(Stretch(start, start + DAY), Stretch(begun.end - DAY, begun.end))
    return Known(begun, begun)


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """Draw a journal of some incidents and events."""
    incidents, events = (
        tuple(
            Happening(id=f"{name}{number}", kind="unsure", time=time)
            for number, time in enumerate(draw(st.lists(times(), max_size=8)))
        )
        for name in ("i", "e")
    )
    return Material(incidents=incidents, events=events)


def holds(rows: list[Range], incidents: int) -> bool:
    """Tell whether the counts of a row can be those of so many incidents."""
    sure, possible = sum(row.sure for row in rows), sum(row.possible for row in rows)
    return sure <= incidents <= possible and all(0 <= row.sure <= row.possible for row in rows)


@settings(max_examples=30, deadline=None)
@given(materials())
def test_counts_can_be_true_and_nothing_is_lost(material: Material) -> None:
    """What is certain is at most all, what is possible at least all; the rest is left out."""
    week, hour, weekday = (
        week_pattern(material),
        hour_pattern(material),
        weekday_pattern(material),
    )
    assert holds([each.incidents for each in week.periods], week.incidents)
    assert holds(list(hour.hours), hour.incidents)
    assert holds(list(weekday.weekdays), weekday.incidents)
    for each in (week, hour, weekday, gap_pattern(material), context_pattern(material)):
        missing = sum(left.count for left in each.left_out)
        assert each.incidents + missing == len(material.incidents)
    assert week.events + week.events_left_out == len(material.events)


@settings(max_examples=30, deadline=None)
@given(materials(), st.randoms(use_true_random=False))
def test_the_order_of_entries_decides_nothing(material: Material, chance: object) -> None:
    """Two copies of a vault that took the events in another order show the same patterns."""
    mixed = list(material.incidents)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a Random, as Hypothesis makes it
    other = Material(incidents=tuple(mixed), events=material.events)
    for pattern in (week_pattern, hour_pattern, weekday_pattern, gap_pattern, context_pattern):
        assert pattern(material) == pattern(other)


@settings(max_examples=30, deadline=None)
@given(materials())
def test_silences_are_silent(material: Material) -> None:
    """No incident known to a month was on any of the days, whenever it really began and ended."""
    for gap in gap_pattern(material).gaps:
        first, last = gap.first_day.toordinal(), gap.last_day.toordinal()
        assert gap.days.sure == last - first + 1 <= gap.days.possible
        for entry in material.incidents:
            if entry.time is not None and entry.time.begun.first_day <= last:
                wide = max(each.last_day - each.first_day for each in entry.time)
                assert entry.time.ended.last_day < first or wide >= 31


@settings(max_examples=30, deadline=None)
@given(materials())
def test_every_chart_can_be_drawn(material: Material) -> None:
    """Bounded in bars, lines and bytes, whatever the times are."""
    charts = Charts(Catalogue("ru"))
    for chart in (
        charts.week(week_pattern(material)),
        charts.hour(hour_pattern(material)),
        charts.weekday(weekday_pattern(material)),
        charts.gaps(gap_pattern(material)),
        charts.context(context_pattern(material)),
    ):
        assert len(chart.bars) <= BARS_MAX
        assert max(map(len, text_chart(chart, 60))) <= 60
        assert len(svg(chart)) < 100_000
