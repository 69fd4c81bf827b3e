"""Symptoms, and the seventy-two hours before.

Two days after a dinner the hands go numb. What was eaten and touched is written down from memory
and from receipts; the samples are with a laboratory; a doctor is named and protected.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from safelog.model.ids import IncidentId
from safelog.model.when import bounds_utc
from tests.scenarios.story import Story


@pytest.fixture
def ill(story: Story) -> IncidentId:
    """Tell it."""
    story.register("person", "доктор Валерия Ким", sex="f", protected="helper")
    story.day("2026-05-08 11:00")
    return story.tell(
        "poisoning",
        narrative="Онемели руки, тошнота. Раньше такого не было.",
        when="7 мая 2026 вечером",
        certainty="suspicion",
        details__symptoms="онемение рук, тошнота",
        details__onset="7 мая 2026 около 20:00",
        details__eaten_before="5 мая ужин в кафе; 6 мая обед дома; 7 мая чай из термоса",
        details__touched_before="ручка двери была липкой",
        details__others_ill="no",
        details__doctor="доктор Валерия Ким",
        details__samples="кровь, 8 мая",
        details__samples_holder="доктор Валерия Ким",
        details__why_suspected="Ручка двери и совпадение с угрозой.",
    )


def test_the_time_before_is_covered_and_marked_as_suspicion(story: Story, ill: IncidentId) -> None:
    """What was eaten is kept word for word, the onset has its margin, the cause is a suspicion."""
    story.again()
    told = story.read(ill)
    assert told.certainty == "suspicion"
    assert str(told.details["eaten_before"]).startswith("5 мая ужин")
    onset = story.at("7 мая 2026 около 20:00")
    begun, ended = bounds_utc(onset)
    assert ended - begun >= timedelta(minutes=30)
    assert told.details["onset"] == onset


def test_one_doctor_has_one_label(story: Story, ill: IncidentId) -> None:
    """Who treated and who holds the samples is one person, and no export names her."""
    export = story.export(ill)
    paths = ("details.doctor", "details.samples_holder")
    assert len({str(export.value(1, path)) for path in paths}) == 1
    for trace in ("Валери", "Ким"):
        assert trace not in export.words


def test_health_is_not_told_to_a_journalist(story: Story, ill: IncidentId) -> None:
    """Symptoms stand in the export for a lawyer, and nowhere in the files for a journalist."""
    assert "онемение" in str(story.export(ill).value(1, "details.symptoms"))
    journalist = story.export(ill, policy="journalist").words
    for words in ("онемение", "кровь", "термос"):
        assert words not in journalist
