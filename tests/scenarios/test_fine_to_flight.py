"""From a petty fine to a removal flight in forty hours.

A fine for a missing address registration in the morning, a court without a lawyer the same day, and
a flight the night after the next. Every hour is noted from papers and from the phone.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from safelog.model.ids import IncidentId
from safelog.model.when import bounds_utc
from tests.scenarios.story import Story


@pytest.fixture
def hours(story: Story) -> list[IncidentId]:
    """Tell it; return the steps in the order in which they were written down."""
    story.day("2026-06-05 20:00")
    flight = story.tell(
        "summary_removal",
        narrative="Посадили в самолёт. Адвоката так и не пустили.",
        when="4 июня 2026 в 2:40",
        when_basis="document",
        details__requesting_state="не назвали",
        details__stated_ground="нарушение правил регистрации",
        details__lawyer_access="refused",
        details__asylum_asked="yes",
        details__removed_at="4 июня 2026 в 2:40",
        details__escort="двое в форме",
    )
    fine = story.tell(
        "detention",
        narrative="Остановили у дома и оштрафовали: нет регистрации по адресу.",
        when="2 июня 2026 в 10:40",
        when_basis="document",
        details__authority="участковый",
        details__lawyer_access="not_told",
    )
    court = story.tell(
        "detention",
        narrative="Суд шёл десять минут, без адвоката и переводчика.",
        when="2 июня 2026 около 17:00",
        details__lawyer_access="refused",
        details__interpreter="no",
    )
    return [flight, fine, court]


def test_the_journal_puts_the_hours_in_order(story: Story, hours: list[IncidentId]) -> None:
    """Written down afterwards and out of order, they stand in the order of what happened."""
    story.again()
    flight, fine, court = hours
    assert [thread.heading.id for thread in story.journal.threads()] == [fine, court, flight]


def test_forty_hours_from_the_fine_to_the_flight(story: Story, hours: list[IncidentId]) -> None:
    """The times that papers give are known to the minute."""
    flight, fine, _ = hours
    fined, flown = story.read(fine).when, story.read(flight).when
    assert fined is not None
    assert flown is not None
    assert bounds_utc(flown)[0] - bounds_utc(fined)[0] == timedelta(hours=40)


def test_the_lawyer_reads_that_protection_was_asked_for(
    story: Story, hours: list[IncidentId]
) -> None:
    """That asylum was asked for and the lawyer kept out stand in the export as codes."""
    export = story.export(*hours)
    assert [paragraph.kind for paragraph in export.paragraphs] == [
        "detention",
        "detention",
        "summary_removal",
    ]
    shown = {item.path for item in export.paragraphs[2].fields}
    assert {"details.asylum_asked", "details.lawyer_access", "details.removed_at"} <= shown
