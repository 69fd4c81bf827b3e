"""An asylum decision that was served late.

It is dated in March and came in May; the deadline counts from service. The envelope, the date on
the paper and the day on which it was read are three dates, and none takes the place of another.
"""

from __future__ import annotations

import pytest

from safelog.model.ids import IncidentId
from safelog.model.when import bounds_utc
from tests.scenarios.story import Story


@pytest.fixture
def decision(story: Story) -> IncidentId:
    """Tell it."""
    story.day("2026-05-14 19:00")
    return story.tell(
        "status",
        narrative="Отказ пришёл по почте через два месяца.",
        when="12 мая 2026",
        noticed="13 мая 2026 вечером",
        as_printed="9 марта 2026",
        reported="14 мая 2026",
        details__procedure="asylum",
        details__decision="refused",
        details__body="миграционная служба",
        details__reference="УБ-000/26",
        details__decision_date="9 марта 2026",
        details__served_date="12 мая 2026",
        details__deadline="11 июня 2026",
        details__reasoning="Опасность не подтверждена.",
    )


def test_six_dates_stand_side_by_side(story: Story, decision: IncidentId) -> None:
    """Happened, noticed, printed, reported, recorded and edited: each keeps its own."""
    story.again()
    saved = story.journal.read(decision)
    told = saved.incident
    days = [
        when.start[:10]
        for when in (told.when, told.noticed, told.as_printed, told.reported)
        if when
    ]
    assert days == ["2026-05-12", "2026-05-13", "2026-03-09", "2026-05-14"]
    assert saved.recorded == saved.first_recorded > 0


def test_an_edit_moves_no_other_date(story: Story, decision: IncidentId) -> None:
    """A later revision has its own clock; the first record and the dates of the matter stay."""
    before = story.journal.read(decision)
    story.day("2026-05-20 08:00")
    changed = type(before.incident)(
        **{
            name: getattr(before.incident, name)
            for name in before.incident.__struct_fields__
            if name != "effect"
        },
        effect="Не спал всю ночь.",
    )
    after = story.journal.save(changed, base_revision=1)
    assert after.first_recorded == before.first_recorded
    assert after.recorded > before.recorded
    assert after.incident.as_printed == before.incident.as_printed


def test_the_deadline_counts_from_service(story: Story, decision: IncidentId) -> None:
    """Thirty days lie between service and deadline, and sixty-four between date and service."""
    details = story.read(decision).details
    days = {
        name: bounds_utc(when)[0]
        for name in ("decision_date", "served_date", "deadline")
        if (when := details[name]) and not isinstance(when, str | int | float | tuple)
    }
    assert (days["deadline"] - days["served_date"]).days == 30
    assert (days["served_date"] - days["decision_date"]).days == 64


def test_the_export_shows_when_it_was_written_down(story: Story, decision: IncidentId) -> None:
    """The lawyer sees the day of the record beside the day of the event."""
    export = story.export(decision)
    assert export.paragraphs[0].first_recorded.startswith("2026-05-14")
    assert export.value(1, "details.reasoning") == "Опасность не подтверждена."
