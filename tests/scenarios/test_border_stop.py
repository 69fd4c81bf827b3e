"""A stop at the border.

An alert of Interpol from the state that was fled. Four hours of questions, no lawyer; the passport
is kept; a hearing in twelve days. "Two weeks before the hearing" somebody had called.
"""

from __future__ import annotations

import pytest

from safelog.model.ids import IncidentId
from safelog.model.when import When
from tests.scenarios.story import Story


@pytest.fixture
def stop(story: Story) -> IncidentId:
    """Tell it."""
    story.day("2026-07-01 16:00")
    return story.tell(
        "border_stop",
        narrative="На паспортном контроле увели в комнату. Спрашивали про поездки.",
        when="сегодня с 8:30 до 12:30",
        details__ground="interpol",
        details__requesting_state="страна, из которой я уехал",
        details__duration="240",
        details__devices_searched="yes",
        details__result="papers_taken",
        details__lawyer_access="refused",
        details__interpreter="no",
        details__next_hearing="13 июля 2026 в 10:00",
    )


def test_the_next_hearing_is_a_date_to_come(story: Story, stop: IncidentId) -> None:
    """Its time is exact; it does not become the time of what happened."""
    story.again()
    told = story.read(stop)
    hearing = told.details["next_hearing"]
    assert isinstance(hearing, When)
    assert (hearing.start, hearing.precision) == ("2026-07-13T10:00", "exact")
    assert told.when is not None
    assert told.when.start == "2026-07-01T08:30"


def test_four_hours_are_told_twice_and_agree(story: Story, stop: IncidentId) -> None:
    """The bounds of the time and the minutes that were counted say the same."""
    told = story.read(stop)
    assert told.when is not None
    minutes = (int(told.when.end[11:13]) - int(told.when.start[11:13])) * 60
    assert abs(minutes - int(str(told.details["duration"]))) <= 30


def test_the_lawyer_in_kazakh_times_and_english_labels(story: Story, stop: IncidentId) -> None:
    """Codes are put into the recipient's language; the person's words stay theirs."""
    export = story.export(stop, language="en")
    assert "Спрашивали про поездки." in str(export.value(1, "narrative"))
    assert export.share.document.language == "en"
