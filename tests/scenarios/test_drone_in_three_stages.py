"""A drone in three stages.

It hangs over the street in the evening, then before the window, then at the balcony. Nobody saw who
flew it. The times of the stages are known to the minute, the height is not.
"""

from __future__ import annotations

import pytest

from safelog.model.ids import IncidentId
from safelog.redact.document import Time
from tests.scenarios.story import Story


@pytest.fixture
def drone(story: Story) -> IncidentId:
    """Tell it."""
    story.day("2026-05-03 23:40")
    return story.tell(
        "surveillance.drone",
        narrative="Маленький, с четырьмя винтами. Снимал или нет, не знаю.",
        when="сегодня с 21:05 до 21:40",
        when_basis="clock",
        details__appeared_at="street; home; balcony",
        details__camera="unknown",
        details__operator_seen="no",
        details__sound="жужжание, как у большой мухи",
        stages__0__what="Висел над улицей.",
        stages__0__when="сегодня в 21:05",
        stages__1__what="Подлетел к окну.",
        stages__1__when="сегодня около 21:20",
        stages__2__what="Завис у балкона и улетел.",
        stages__2__when="сегодня в 21:38",
        no_evidence_reason="Телефон был на зарядке в другой комнате.",
    )


def test_the_stages_keep_their_order_and_their_own_precision(
    story: Story, drone: IncidentId
) -> None:
    """Three stages: two known to the minute, one around a time; nothing is made more exact."""
    story.again()
    stages = story.read(drone).stages
    assert [stage.what.split()[0] for stage in stages] == ["Висел", "Подлетел", "Завис"]
    assert [stage.when.precision if stage.when else "" for stage in stages] == [
        "exact",
        "around",
        "exact",
    ]


def test_what_is_not_known_is_not_filled_in(story: Story, drone: IncidentId) -> None:
    """Height and distance were not said, so there are none; the camera is unknown and says so."""
    details = story.read(drone).details
    assert "height" not in details
    assert "distance" not in details
    assert (details["camera"], details["operator_seen"]) == ("unknown", "no")


def test_the_export_shows_three_stages_and_why_there_is_no_photo(
    story: Story, drone: IncidentId
) -> None:
    """A lawyer reads the three times and the reason that there is no evidence."""
    export = story.export(drone)
    times = [export.value(1, f"stages.{row}.when") for row in range(3)]
    assert [time.precision for time in times if isinstance(time, Time)] == [
        "exact",
        "around",
        "exact",
    ]
    assert export.value(1, "no_evidence_reason") == "Телефон был на зарядке в другой комнате."


def test_the_words_of_a_stage_are_found(story: Story, drone: IncidentId) -> None:
    """What stands in a stage alone is found, also declined."""
    assert story.search("балкону") == {drone}
    assert story.search('"висел над улицей"') == {drone}
    assert story.search("балкон", kinds=frozenset({"threat.call"})) == set()
