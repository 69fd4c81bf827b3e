"""A caller demands the equipment.

First without a number, then from one that is shown. He gives a deadline: Friday. The person sleeps
badly from then on, and says which calls did it.
"""

from __future__ import annotations

import pytest

from safelog.journal.links import links_of, save_link
from safelog.model.ids import IncidentId
from safelog.model.link import Link, LinkId, Ref
from safelog.model.when import When
from tests.scenarios.story import Story


@pytest.fixture
def told(story: Story) -> tuple[IncidentId, IncidentId, IncidentId]:
    """Tell it; return both calls and what they did."""
    story.day("2026-05-12 13:00")
    hidden = story.tell(
        "threat.call",
        narrative="Мужской голос, без приветствия.",
        when="сегодня в 12:10",
        when_basis="phone_log",
        details__channel="phone",
        details__sender_hidden="yes",
        details__words="Отдай камеры до пятницы. Ты понял, до пятницы.",
        details__demand="Отдать камеры.",
        details__deadline="в пятницу",
        details__duration="2",
        details__recording="no",
    )
    story.day("2026-05-13 09:30")
    shown = story.tell(
        "threat.call",
        narrative="Тот же голос.",
        when="вчера вечером",
        details__sender="+7 700 000 33 44",
        details__words="Я не шучу.",
    )
    story.day("2026-05-20 08:00")
    impact = story.tell(
        "impact",
        narrative="Сплю по три часа.",
        when="с 12 по 19 мая 2026",
        details__areas="sleep",
        details__scale="strong",
        details__since="12 мая 2026",
    )
    for call in (hidden, shown):
        link = Link(
            id=LinkId(story.journal.new_id()),
            relation="caused_by",
            subject=Ref("incident", impact),
            object=Ref("incident", call),
        )
        save_link(story.journal, link, base_revision=0)
    return hidden, shown, impact


def test_friday_is_the_next_friday(
    story: Story, told: tuple[IncidentId, IncidentId, IncidentId]
) -> None:
    """The deadline said on a Tuesday is the Friday of that week, and keeps the words."""
    deadline = story.read(told[0]).details["deadline"]
    assert isinstance(deadline, When)
    assert (deadline.said, deadline.start[:10]) == ("в пятницу", "2026-05-15")


def test_yesterday_evening_is_counted_from_the_entry(
    story: Story, told: tuple[IncidentId, IncidentId, IncidentId]
) -> None:
    """What was "yesterday evening" on the 13th is the evening of the 12th, also after reopening."""
    story.again()
    when = story.read(told[1]).when
    assert when is not None
    assert (when.start[:10], when.part) == ("2026-05-12", "evening")


def test_a_hidden_number_is_said_to_be_hidden(
    story: Story, told: tuple[IncidentId, IncidentId, IncidentId]
) -> None:
    """No number is invented where none was shown."""
    details = story.read(told[0]).details
    assert details["sender_hidden"] == "yes"
    assert "sender" not in details


def test_what_it_did_is_joined_to_what_caused_it(
    story: Story, told: tuple[IncidentId, IncidentId, IncidentId]
) -> None:
    """The sleepless week names both calls."""
    *calls, impact = told
    links = links_of(story.journal.state, Ref("incident", impact))
    assert {link.object.id for link in links} == set(calls)


def test_the_export_keeps_the_threat_word_for_word(
    story: Story, told: tuple[IncidentId, IncidentId, IncidentId]
) -> None:
    """The police read his words as they were said, and the number that was shown."""
    export = story.export(*told, policy="police")
    quotes = [
        export.value(each.number, "details.words")
        for each in export.paragraphs
        if each.kind == "threat.call"
    ]
    assert quotes == ["Отдай камеры до пятницы. Ты понял, до пятницы.", "Я не шучу."]
