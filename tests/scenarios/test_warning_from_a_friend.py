"""A warning, and what came after.

Somebody inside says: they plan to take you on Thursday. On Thursday two cars wait at the house. The
one who warned must be found in no file, by no form of the name, by no nickname.
"""

from __future__ import annotations

import pytest

from safelog.journal.links import links_of, save_link
from safelog.model.ids import IncidentId
from safelog.model.link import Link, LinkId, Ref
from tests.scenarios.story import Story


@pytest.fixture
def told(story: Story) -> tuple[IncidentId, IncidentId]:
    """Tell it."""
    story.register(
        "person",
        "Ержан Токтаров",
        sex="m",
        language="ru",
        aliases=("Ержик", "наш человек в отделе"),
        protected="source",
        reason="R4",
    )
    story.day("2026-05-12 22:00")
    warning = story.tell(
        "warning",
        narrative="Звонил Ержик. Токтарову можно верить: он ошибся только раз.",
        when="сегодня в 21:15",
        details__warner="Ержан Токтаров",
        details__warner_channel="messenger",
        details__warner_words="В четверг не ночуй дома.",
        details__warner_knowledge="Видел бумагу у начальника.",
        details__planned="задержание дома",
        details__planned_for="в четверг",
    )
    story.day("2026-05-15 08:00")
    watch = story.tell(
        "surveillance.watch",
        narrative="Две машины у дома всю ночь. Ержан оказался прав.",
        when="в ночь на 15 мая 2026",
        perpetrators__0__role="люди в двух машинах",
    )
    link = Link(
        id=LinkId(story.journal.new_id()),
        relation="follows",
        subject=Ref("incident", watch),
        object=Ref("incident", warning),
    )
    save_link(story.journal, link, base_revision=0)
    return warning, watch


def test_what_was_planned_has_its_own_time(
    story: Story, told: tuple[IncidentId, IncidentId]
) -> None:
    """The Thursday that was named is a time of the plan, beside the time of the warning."""
    planned = story.read(told[0]).details["planned_for"]
    assert str(planned).count("2026-05-14")
    (link,) = links_of(story.journal.state, Ref("incident", told[1]))
    assert link.object.id == told[0]


@pytest.mark.parametrize("policy", ["lawyer", "police", "journalist", "ngo"])
def test_the_one_who_warned_is_in_no_file(
    story: Story, told: tuple[IncidentId, IncidentId], policy: str
) -> None:
    """No form of the name and no nickname is left, in any file for anybody."""
    export = story.export(*told, policy=policy)
    for trace in ("Ержан", "Ержик", "Токтар", "наш человек", "Toktar", "Yerzhan"):
        assert trace not in export.words


def test_the_warning_can_be_told_without_its_source(
    story: Story, told: tuple[IncidentId, IncidentId]
) -> None:
    """The lawyer reads that there was a warning and that what it foretold happened."""
    export = story.export(*told)
    assert [paragraph.kind for paragraph in export.paragraphs] == ["warning", "surveillance.watch"]


def test_the_friend_is_known_by_any_of_his_names(
    story: Story, told: tuple[IncidentId, IncidentId]
) -> None:
    """Declined, in Latin letters or by the nickname, he is meant, and his warning is found."""
    for words in ("Ержану Токтарову", "yerzhan toktarov", "Ержик"):
        assert story.entity("Ержан Токтаров") in story.seen(words), words
    assert told[0] in story.search("токтаров", entities=(story.entity("Ержан Токтаров"),))
