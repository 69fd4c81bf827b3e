"""Four messages from one account that knew the dog's name.

In a week somebody writes four times, more and more impatient. The third message names the dog.
The account is typed in four ways.
"""

from __future__ import annotations

import pytest

from safelog.journal.links import save_link
from safelog.journal.patterns import gather, hour_pattern
from safelog.journal.series import series_of
from safelog.model.ids import EntityId, IncidentId
from safelog.model.link import Link, LinkId, Ref
from tests.scenarios.story import Story

WORDS = (
    "Привет. Надо поговорить.",
    "Зря молчишь.",
    "Как там Бублик? Гуляете по вечерам?",
    "Последний раз пишу по-хорошему.",
)


@pytest.fixture
def messages(story: Story) -> list[IncidentId]:
    """Tell it; return the messages in their order."""
    account = story.register("account", "@invented_sender_00")
    series = story.register("series", "Бублик")
    told = []
    for day, words in zip((3, 4, 6, 9), WORDS, strict=True):
        story.day(f"2026-03-0{day} 21:30")
        told.append(
            story.tell(
                "threat.message" if day < 9 else "lure.direct",
                narrative="Пришло в мессенджере.",
                when="сегодня в 21:10",
                details__channel="messenger",
                details__sender="@invented_sender_00",
                details__words=words,
                **({"details__private_knowledge": "pet"} if "Бублик" in words else {}),
                **({"details__series": "Бублик"} if day == 9 else {}),
            )
        )
    assert {account, series} <= set(story.journal.state.entities)
    return told


def test_all_four_came_from_one_account(story: Story, messages: list[IncidentId]) -> None:
    """The account names all four, in whatever kind they were written down."""
    story.again()
    account = story.entity("@invented_sender_00")
    assert story.journal.facts().naming[account] == set(messages)


def test_the_message_that_knew_the_dog_is_found_by_what_it_knew(
    story: Story, messages: list[IncidentId]
) -> None:
    """Only one of them showed private knowledge, and says which."""
    knew = [key for key in messages if story.read(key).details.get("private_knowledge") == ("pet",)]
    assert knew == [messages[2]]


def test_the_series_tells_how_long_it_went_on(story: Story, messages: list[IncidentId]) -> None:
    """Messages linked to the series stand in their order, over six days."""
    series = story.entity("Бублик")
    for key in messages[:3]:
        link = Link(
            id=LinkId(story.journal.new_id()),
            relation="part_of",
            subject=Ref("incident", key),
            object=Ref("entity", series),
        )
        save_link(story.journal, link, base_revision=0)
    story.again()
    found = series_of(story.journal, EntityId(series))
    assert list(found.incidents) == messages
    assert found.days == (6, 6)
    assert found.senders == (story.entity("@invented_sender_00"),)


def test_the_export_keeps_the_words_and_not_the_account(
    story: Story, messages: list[IncidentId]
) -> None:
    """The quote stays word for word in Russian; the account is a label."""
    export = story.export(*messages)
    quote = export.value(2, "details.words")
    assert quote == WORDS[1]
    assert "invented_sender" not in export.words


def test_the_dog_is_found_in_another_alphabet(story: Story, messages: list[IncidentId]) -> None:
    """Typed "bublik", or declined, the message that named the dog is found."""
    for words in ("bublik", "Бублика"):
        assert messages[2] in story.search(words), words
    assert story.search('"гуляете бублик"') == set()


@pytest.mark.usefixtures("messages")
def test_the_account_is_known_again_as_a_link(story: Story) -> None:
    """Asked with the address of the service, the account and its four messages are told."""
    found = story.seen("t.me/invented_sender_00")
    assert found[story.entity("@invented_sender_00")].times == 4


@pytest.mark.usefixtures("messages")
def test_the_evening_is_when_they_came(story: Story) -> None:
    """All four stand in the hour after nine in the evening."""
    hours = hour_pattern(gather(story.journal))
    assert {hour: bar.sure for hour, bar in enumerate(hours.hours) if bar.possible} == {21: 4}
