"""Texts from a mother who died.

Somebody writes as the mother, who died two years ago, from her old number: come home. The person
writes them down in Ukrainian. The number is the same in both forms in which it was typed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from safelog.model.ids import IncidentId
from tests.scenarios.story import Story


@pytest.fixture
def story() -> Iterator[Story]:
    """Return a story that is told in Ukrainian, in Kyiv."""
    told = Story(language="uk", zone="Europe/Kyiv")
    yield told
    told.journal.close()


@pytest.fixture
def texts(story: Story) -> list[IncidentId]:
    """Tell it."""
    story.register("person", "Ганна Вітренко", sex="f", language="uk")
    story.register("phone", "+7 700 000 55 66")
    story.day("2026-04-01 22:00")
    said = {"details__sender": "+7 700 000 55 66", "details__claimed_person": "Ганна Вітренко"}
    first = story.tell(
        "lure.trusted_person",
        narrative="Написали з номера мами. Вона померла два роки тому.",
        when="сьогодні о 21:40",
        details__channel="sms",
        details__words="Синку, приїжджай додому.",
        details__asks="come",
        details__disproof="Мама померла у 2024 році.",
        **said,
    )
    story.day("2026-04-02 09:00")
    second = story.tell(
        "lure.trusted_person",
        narrative="Знову з того самого номера.",
        when="вчора близько 23:30",
        details__words="Чекаю.",
        **said,
    )
    return [first, second]


def test_both_came_from_her_number(story: Story, texts: list[IncidentId]) -> None:
    """The number and the name that was claimed stand in both."""
    story.again()
    naming = story.journal.facts().naming
    assert naming[story.entity("+7 700 000 55 66")] == set(texts)
    assert naming[story.entity("Ганна Вітренко")] == set(texts)


def test_the_claim_is_not_a_sighting(story: Story, texts: list[IncidentId]) -> None:
    """Who they said they were is a field of its own: nobody is accused."""
    for key in texts:
        told = story.read(key)
        assert told.perpetrators == ()
        assert told.details["claimed_person"] == story.entity("Ганна Вітренко")


def test_ukrainian_times_are_understood(story: Story, texts: list[IncidentId]) -> None:
    """Yesterday around 23:30 keeps its words and its margin."""
    when = story.read(texts[1]).when
    assert when is not None
    assert (when.said, when.precision) == ("вчора близько 23:30", "around")
    assert when.start.startswith("2026-04-01T23")


def test_the_export_hides_her_name_in_every_case(story: Story, texts: list[IncidentId]) -> None:
    """Neither name nor number is in the files; the words are."""
    export = story.export(*texts)
    for trace in ("Ганн", "Вітренк", "Vitrenk", "000 55 66"):
        assert trace not in export.words
    assert export.value(1, "details.words") == "Синку, приїжджай додому."


@pytest.mark.usefixtures("texts")
def test_her_name_is_known_again_in_another_form(story: Story) -> None:
    """Asked in the dative, or in Latin letters, she is meant, with both messages."""
    for words in ("Ганні Вітренко", "hanna vitrenko"):
        assert story.seen(words)[story.entity("Ганна Вітренко")].times == 2, words


def test_ukrainian_words_are_found_in_any_form(story: Story, texts: list[IncidentId]) -> None:
    """«мамою» finds «мами», and the middle of a number both messages."""
    assert story.search("мамою") == {texts[0]}
    assert story.search("0005566") == set(texts)
