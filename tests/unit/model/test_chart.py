"""A chart as a value."""

from __future__ import annotations

import pytest

from safelog.model.chart import BARS_MAX, Bar, Chart


def bar(sure: int, possible: int) -> Bar:
    """Make a bar of two numbers."""
    return Bar(label="a", sure=sure, possible=possible, said="")


def chart(*bars: Bar) -> Chart:
    """Make a chart of bars."""
    return Chart(
        language="en", title="t", shape="rows", bars=bars, sure_label="s", possible_label="p"
    )


@pytest.mark.parametrize(("sure", "possible"), [(-1, 0), (2, 1)])
def test_a_bar_counts_a_range(sure: int, possible: int) -> None:
    """What is sure is never more than what is possible, and nothing is less than nothing."""
    with pytest.raises(ValueError, match="counts"):
        bar(sure, possible)


def test_a_chart_has_an_end() -> None:
    """More bars than fit a page are a defect of whoever makes the chart."""
    assert len(chart(*[bar(0, 0)] * BARS_MAX).bars) == BARS_MAX
    with pytest.raises(ValueError, match="too many"):
        chart(*[bar(0, 0)] * (BARS_MAX + 1))


def test_figures_say_a_range_in_little_room() -> None:
    """One number where it is certain, both where it is not."""
    assert bar(3, 3).figures == "3"
    assert bar(2, 5).figures == "2\u20135"


def test_a_chart_knows_its_largest_number_and_whether_it_is_sure() -> None:
    """Of no bars the largest is nothing, and nothing is uncertain."""
    assert (chart().largest, chart().is_uncertain) == (0, False)
    assert (chart(bar(1, 4), bar(2, 2)).largest, chart(bar(1, 4)).is_uncertain) == (4, True)
    assert chart(bar(2, 2)).is_uncertain is False


@pytest.mark.parametrize(
    ("count", "largest", "longest", "expected"),
    [(0, 0, 10, 0), (0, 4, 10, 0), (4, 4, 10, 10), (1, 4, 10, 3), (1, 3, 10, 3), (1, 9999, 10, 1)],
)
def test_lengths_are_whole_and_rounded_half_up(
    count: int, largest: int, longest: int, expected: int
) -> None:
    """The same on every computer, and never nothing for something."""
    assert chart(bar(0, largest)).length(count, longest=longest) == expected
