"""The one door of the engine."""

from __future__ import annotations

import pytest

from safelog.redact.hit import Hit, Tier
from safelog.redact.matcher import Matcher, settle
from safelog.redact.register import RegisteredEntity
from safelog.redact.tokens import words


def test_names_and_identifiers_come_in_one_row() -> None:
    """Both finders work on one register, and an address with a name in it is one hit."""
    matcher = Matcher(
        [
            RegisteredEntity("p", "person", "ru", "Полина Загорская", (), "f"),
            RegisteredEntity("e", "email", "ru", "zagorskaya.p@pochta.example"),
        ]
    )
    text = "Загорская пишет с zagorskaya.p@pochta.example Полине."
    found = [(text[hit.start : hit.end], hit.entity_id) for hit in matcher.find(text)]
    assert found == [("Загорская", "p"), ("zagorskaya.p@pochta.example", "e"), ("Полине", "p")]


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ([(5, 9, "a", "sure"), (0, 4, "b", "ask")], [(0, 4, "b", "ask"), (5, 9, "a", "sure")]),
        ([(0, 4, "a", "ask"), (4, 6, "b", "ask")], [(0, 4, "a", "ask"), (4, 6, "b", "ask")]),
        ([(0, 4, "a", "ask"), (0, 9, "b", "ask")], [(0, 9, "b", "ask")]),
        ([(0, 4, "a", "ask"), (0, 4, "b", "sure")], [(0, 4, "b", "sure")]),
        ([(0, 4, "a", "sure"), (2, 9, "b", "ask")], [(0, 9, "b", "sure")]),
        ([(0, 4, "a", "sure"), (2, 5, "b", "ask")], [(0, 5, "a", "sure")]),
        ([(0, 9, "a", "ask"), (2, 5, "b", "sure")], [(0, 9, "a", "sure")]),
    ],
)
def test_overlapping_hits_become_one_that_covers_all(
    hits: list[tuple[int, int, str, str]], expected: list[tuple[int, int, str, str]]
) -> None:
    """The longest names it, any sure part makes it sure; no covered letter is lost."""
    settled = settle(Hit(start, end, owner, Tier(tier), "") for start, end, owner, tier in hits)
    assert [(h.start, h.end, h.entity_id, str(h.tier)) for h in settled] == expected


def test_words_carry_their_invisible_letters() -> None:
    """A word ends after the marks and invisible characters of its last letter."""
    text = "Ще\u200bглов\u0301, да-да"
    assert [text[start:end] for start, end in words(text)] == ["Ще\u200bглов\u0301", "да", "да"]


@pytest.mark.parametrize(
    "text",
    ["Тут Загор-\nская жила.", "Тут Загор\u00ad\nская жила.", "Тут &#1055;олина жила.", "Тут."],
)
def test_looking_everywhere_finds_the_same(text: str) -> None:
    """A word that goes on in the next line, or is encoded, is shown to whoever reads it."""
    matcher = Matcher([RegisteredEntity("p", "person", "ru", "Полина Загорская", (), "f")])
    assert matcher.find(text) == matcher.find_everywhere(text)
    assert len(matcher.find(text)) == (len(text) > len("Тут."))
