"""The same man at two places.

Two people who do not know one another notice a man in a grey cap, three weeks apart, at the yard
and at the market. The person asks the police twice before they open a file.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from safelog.journal.follow_ups import add_follow_ups, answer_follow_up, due
from safelog.journal.links import merge_entities, save_link
from safelog.journal.patterns import gather
from safelog.journal.patterns.returning import entity_pattern
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import FollowUp
from safelog.model.link import Link, LinkId, Ref
from tests.scenarios.story import Story

FIRST_LOOK, SECOND_LOOK = "Человек в серой кепке", "Мужчина с родинкой"


@pytest.fixture
def told(story: Story) -> tuple[IncidentId, IncidentId, EntityId]:
    """Tell it; return both sightings and the man."""
    first_look = story.register("person", FIRST_LOOK, known=False)
    second_look = story.register("person", SECOND_LOOK, known=False)
    story.register("person", "Роза Каримова", sex="f", language="ru")
    story.register("person", "Тимур Ахметов", sex="m", language="ru")
    story.day("2026-04-10 20:15")
    yard = story.tell(
        "surveillance.watch",
        narrative="Стоял напротив подъезда и смотрел на наши окна.",
        when="сегодня с 18:00 до 19:30",
        place__label="двор на Ветровой",
        place__kind="home",
        perpetrators__0__entity=FIRST_LOOK,
        witnesses__0__entity="Роза Каримова",
        witnesses__0__saw="Стоял долго, лица не прятал.",
        witnesses__0__independent="yes",
    )
    story.day("2026-05-02 14:00")
    market = story.tell(
        "surveillance.following",
        narrative="Шёл за мной от рынка до остановки.",
        when="сегодня около полудня",
        place__label="рынок",
        place__kind="shop",
        perpetrators__0__entity=SECOND_LOOK,
        witnesses__0__entity="Тимур Ахметов",
        witnesses__0__saw="Родинка на щеке.",
        witnesses__0__independent="yes",
    )
    link = Link(
        id=LinkId(story.journal.new_id()),
        relation="same_as",
        subject=Ref("entity", second_look),
        object=Ref("entity", first_look),
        confidence="probable",
        basis="Та же родинка, та же походка.",
        observer=story.entity("Тимур Ахметов"),
        independent="yes",
    )
    save_link(story.journal, link, base_revision=0)
    merge_entities(
        story.journal, first_look, [second_look], confidence="probable", basis="обе фотографии"
    )
    return yard, market, first_look


def test_he_was_seen_at_two_places_by_two_independent_observers(
    story: Story, told: tuple[IncidentId, IncidentId, EntityId]
) -> None:
    """Twice, two places, two people who came to it on their own."""
    *_, man = told
    story.again()
    (seen,) = [row for row in entity_pattern(gather(story.journal)).returning if row.entity == man]
    assert seen.incidents == 2
    assert [sighting.place for sighting in seen.sightings] == ["двор на Ветровой", "рынок"]
    assert set(seen.witnesses) == {story.entity("Роза Каримова"), story.entity("Тимур Ахметов")}
    assert seen.observers == (story.entity("Тимур Ахметов"),)


def test_two_requests_before_a_file_was_opened(
    story: Story, told: tuple[IncidentId, IncidentId, EntityId]
) -> None:
    """The silence after the first request is counted; the answer to the second closes it alone."""
    yard, market, _ = told
    story.day("2026-04-12 10:00")
    first = FollowUp(body="police", channel="in_person", date=story.at("сегодня"))
    add_follow_ups(story.journal, [yard], [first])
    story.day("2026-05-04 10:00")
    second = FollowUp(body="police", channel="form", reference="КУ-000", date=story.at("сегодня"))
    add_follow_ups(story.journal, [yard, market], [second])
    answer_follow_up(
        story.journal, market, 0, answer="Дело открыто", answered=story.at("10 мая 2026")
    )
    story.again()
    waiting = due(story.journal, datetime(2026, 5, 12, 12, tzinfo=UTC))
    assert [(item.incident, item.row, item.silent_days) for item in waiting] == [
        (yard, 0, (30, 30)),
        (yard, 1, (8, 8)),
    ]


def test_the_export_shows_one_man_and_hides_who_saw_him(
    story: Story, told: tuple[IncidentId, IncidentId, EntityId]
) -> None:
    """Both paragraphs speak of the same person; the witnesses stand under labels."""
    yard, market, _ = told
    export = story.export(yard, market)
    men = {str(export.value(number, "perpetrators.0.entity")) for number in (1, 2)}
    assert len(men) == 1
    for name in ("Карим", "Ахмет", "Роза", "Тимур", "Ветров"):
        assert name not in export.words
    assert export.value(1, "witnesses.0.saw") == "Стоял долго, лица не прятал."


def test_he_is_found_by_either_description(
    story: Story, told: tuple[IncidentId, IncidentId, EntityId]
) -> None:
    """Both sightings are his, whichever of the merged records one asks with."""
    yard, market, man = told
    story.again()
    for name in (FIRST_LOOK, SECOND_LOOK):
        assert story.search("", entities=(story.entity(name),)) == {yard, market}, name
    assert story.seen("человек в серой кепке")[man].times == 2


def test_what_waits_for_an_answer_is_found(
    story: Story, told: tuple[IncidentId, IncidentId, EntityId]
) -> None:
    """The sighting that the police did not answer is found by that, and by its place."""
    yard, market, _ = told
    add_follow_ups(story.journal, [yard], [FollowUp(body="police", date=story.at("сегодня"))])
    assert story.search("", has_open_follow_up=True) == {yard}
    assert story.search("", place="рынке") == {market}
