"""It rises and falls with the protests.

Three protests at home in half a year. In the days after each, somebody follows the person or calls;
between them there is one call. The journal counts, and does not say why.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from safelog.journal.patterns import gather
from safelog.journal.patterns.context import context_pattern
from safelog.journal.patterns.gaps import gap_pattern
from safelog.journal.patterns.times import week_pattern
from tests.scenarios.story import Story

PROTESTS = (date(2026, 1, 10), date(2026, 3, 14), date(2026, 5, 9))


@pytest.fixture
def half_a_year(story: Story) -> Story:
    """Tell it."""
    for protest in PROTESTS:
        story.day(f"{protest} 21:00")
        story.tell("context", narrative="Протест.", when="сегодня", details__event_kind="protest")
        for days, kind in ((1, "threat.call"), (2, "surveillance.following"), (3, "threat.call")):
            story.day(f"{protest + timedelta(days=days)} 22:00")
            story.tell(kind, narrative="Опять.", when="сегодня вечером")
    story.day("2026-04-20 12:00")
    story.tell("threat.call", narrative="Молчали.", when="вчера")
    story.again()
    return story


def test_the_days_after_protests_hold_nine_of_ten(half_a_year: Story) -> None:
    """Within three days after an event there are nine; in days far from all events, one."""
    found = context_pattern(gather(half_a_year.journal))
    assert (found.events, found.incidents) == (3, 10)
    after = {(window.first_lag, window.last_lag): window.incidents for window in found.windows}
    assert (after[1, 3].sure, after[1, 3].possible) == (9, 9)
    assert found.elsewhere.incidents.possible == 1


def test_the_events_stand_beside_the_incidents_and_are_none(half_a_year: Story) -> None:
    """A protest is no incident: the weeks count ten."""
    assert week_pattern(gather(half_a_year.journal)).incidents == 10


def test_the_longest_silences_lie_between(half_a_year: Story) -> None:
    """The longest gap is the one between January and March."""
    longest = gap_pattern(gather(half_a_year.journal)).gaps[0]
    assert longest.days.sure > 50
