"""A friend who was not seen since a visit.

A friend went to see somebody at an office and did not come back. The wife asked three bodies; one
answered. The working group on disappearances wants six things: who, when at least to the month,
where, the forces believed responsible, what was done, and who submits it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from safelog.journal.follow_ups import add_follow_ups, answer_follow_up, due
from safelog.journal.search.query import Period
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp
from tests.scenarios.story import Story


@pytest.fixture
def gone(story: Story) -> IncidentId:
    """Tell it."""
    story.register("person", "Данияр Омаров", sex="m", language="ru")
    story.register("person", "Сауле Омарова", sex="f", protected="relative_at_home")
    story.day("2026-03-20 18:00")
    key = story.tell(
        "disappearance",
        narrative="Данияр ушёл на встречу и не вернулся. Телефон выключен.",
        when="начало марта 2026",
        source="told_by_witness",
        details__missing_person="Данияр Омаров",
        details__last_seen="4 марта 2026 утром",
        details__last_seen_place="у входа в здание на площади",
        details__forces_believed="люди в форме без знаков",
        details__belief_basis="Так сказал охранник.",
        details__asked_by="Сауле Омарова",
        details__answers_given="Ничего не знаем.",
    )
    rows = [
        FollowUp(body="police", date=story.at("5 марта 2026")),
        FollowUp(body="security_service", date=story.at("6 марта 2026")),
        FollowUp(body="ngo", date=story.at("9 марта 2026")),
    ]
    add_follow_ups(story.journal, [key], rows)
    answer_follow_up(story.journal, key, 2, answer="Приняли к сведению")
    return key


def test_the_six_things_are_all_there(story: Story, gone: IncidentId) -> None:
    """Who, when, where, by whom, what was done, and who asked: none is missing."""
    story.again()
    told = story.read(gone)
    assert told.details["missing_person"] == story.entity("Данияр Омаров")
    assert told.when is not None
    assert told.details["last_seen_place"] == "у входа в здание на площади"
    assert told.details["forces_believed"] == "люди в форме без знаков"
    assert len(told.follow_ups) == 3
    assert told.details["asked_by"] == (story.entity("Сауле Омарова"),)


def test_a_month_stays_a_month(story: Story, gone: IncidentId) -> None:
    """Early March covers the first third of the month; no day is made up of it."""
    when = story.read(gone).when
    assert when is not None
    assert (when.said, when.start, when.end) == (
        "начало марта 2026",
        "2026-03-01T00:00",
        "2026-03-12T00:00",
    )


def test_two_bodies_are_silent(story: Story, gone: IncidentId) -> None:
    """The longest silence stands first."""
    waiting = due(story.journal, datetime(2026, 4, 5, 12, tzinfo=UTC))
    assert [(item.incident, item.follow_up.body, item.silent_days) for item in waiting] == [
        (gone, "police", (31, 31)),
        (gone, "security_service", (30, 30)),
    ]


def test_the_wife_at_home_is_hidden(story: Story, gone: IncidentId) -> None:
    """She shares the surname with the one who is missing; neither is named by accident."""
    export = story.export(gone)
    for trace in ("Сауле", "Омаров", "Данияр"):
        assert trace not in export.words


def test_an_uncertain_time_fits_where_it_may(story: Story, gone: IncidentId) -> None:
    """Early March is found when the first days are asked for, and not when the last are."""
    assert story.search("вернулся", period=days(story, 1, 4)) == {gone}
    assert story.search("вернулся", period=days(story, 20, 31)) == set()


def test_his_name_is_found_however_it_is_typed(story: Story, gone: IncidentId) -> None:
    """Declined and in Latin letters, and both Omarovs are offered for the surname alone."""
    assert story.search("daniyar") == {gone}
    found = story.seen("Данияру Омарову")
    assert found[story.entity("Данияр Омаров")].times == 1


def days(story: Story, first: int, behind: int) -> Period:
    """Return days of March, from the first to before the last."""
    start, end = (
        int(datetime(2026, 3, day, tzinfo=ZoneInfo(story.zone)).timestamp())
        for day in (first, behind)
    )
    return Period(start=start, end=end)
