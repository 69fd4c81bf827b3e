"""A nurse and a fire that never was.

A woman calls: a nurse, she says, there was a fire at the mother's house, come at once. The person
calls the hospital and the neighbour: no fire, no such nurse. Two days later the number calls again.
"""

from __future__ import annotations

import pytest

from safelog.journal.likeness import ClueCode, SeenBefore
from safelog.journal.links import merge_entities
from safelog.journal.patterns import entity_pattern, gather
from safelog.journal.series import series_of
from safelog.model.ids import IncidentId
from tests.scenarios.story import Story


@pytest.fixture
def calls(story: Story) -> tuple[IncidentId, IncidentId]:
    """Tell it."""
    story.register("phone", "+7 700 000 11 22")
    story.register("series", "пожар")
    story.register("person", "Зоя Петровна Лужина", sex="f", protected="relative_at_home")
    story.day("2026-02-17 16:30")
    first = story.tell(
        "lure.trusted_person",
        narrative="Позвонила женщина, назвалась медсестрой. У мамы, Зои Петровны, будто бы пожар.",
        when="сегодня в 15:50",
        when_basis="phone_log",
        details__channel="call",
        details__sender="8 700 000-11-22",
        details__claimed_identity="медсестра районной больницы",
        details__words="Приезжайте немедленно, она без сознания.",
        details__asks="come",
        details__pressure_or_reward="Торопила, не давала спросить.",
        details__verification="В 16:05 позвонил в больницу, в 16:20 соседке.",
        details__verification_result="Пожара не было, такой медсестры нет.",
        details__disproof="Мама была дома.",
        details__series="пожар",
        details__outcome="Не поехал.",
    )
    story.day("2026-02-19 10:00")
    second = story.tell(
        "lure.trusted_person",
        narrative="Тот же номер. Молчали.",
        when="сегодня утром",
        details__sender="+7 700 000 11 22",
        details__series="пожар",
    )
    return first, second


def test_what_it_asked_and_what_disproved_it_can_be_told(
    story: Story, calls: tuple[IncidentId, IncidentId]
) -> None:
    """The verification and its result stand beside the words that were said."""
    details = story.read(calls[0]).details
    assert details["asks"] == ("come",)
    assert details["verification_result"] == "Пожара не было, такой медсестры нет."


def test_both_calls_belong_to_one_lure(story: Story, calls: tuple[IncidentId, IncidentId]) -> None:
    """One series, two calls, two days."""
    story.again()
    found = series_of(story.journal, story.entity("пожар"))
    assert found.incidents == calls
    assert found.days == (2, 2)


def test_the_mother_at_home_is_hidden_from_everybody(
    story: Story, calls: tuple[IncidentId, IncidentId]
) -> None:
    """Her name and patronymic are in no export, in any form; the call and its proof are."""
    for policy in ("lawyer", "police", "journalist", "ngo"):
        export = story.export(*calls, policy=policy)
        for trace in ("Зо", "Петровн", "Лужин", "000 11 22", "0001122"):
            assert trace not in export.words, (policy, trace)
    assert export.paragraphs[0].kind == "lure.trusted_person"


@pytest.mark.usefixtures("calls")
def test_the_number_dialled_otherwise_is_the_same_number(story: Story) -> None:
    """One call has "8 700 …", the register "+7 700 …": told with its reason, and not merged."""
    story.again()
    registered, typed = story.entity("+7 700 000 11 22"), story.entity("8 700 000-11-22")
    (pair,) = SeenBefore(story.journal).pairs()
    assert {pair.first, pair.second} == {registered, typed}
    assert {clue.code for clue in pair.clues} == {ClueCode.NUMBER_PREFIX}
    assert story.journal.state.representative(typed) == typed


@pytest.mark.usefixtures("calls")
def test_once_merged_the_number_came_back_twice(story: Story) -> None:
    """After the person says that it is one number, both calls are its, and it is told only once."""
    registered, typed = story.entity("+7 700 000 11 22"), story.entity("8 700 000-11-22")
    merge_entities(story.journal, registered, [typed])
    story.again()
    assert {key: row.times for key, row in story.seen("87000001122").items()} == {registered: 2}
    (row,) = [
        each
        for each in entity_pattern(gather(story.journal)).returning
        if each.entity == registered
    ]
    assert row.incidents == 2


def test_the_fire_is_found_in_any_form(story: Story, calls: tuple[IncidentId, IncidentId]) -> None:
    """Typed in Latin letters or another case, the words of the first call are found."""
    for words in ("medsestra", "пожаром", '"районной больницы"'):
        assert calls[0] in story.search(words), words
    assert story.search("больница пожарная") == set()
