"""Identifiers that were seen, heard or written in part."""

from __future__ import annotations

from functools import cache

import pytest

from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity


@cache
def matcher() -> Matcher:
    """Return what looks for the entities of this file."""
    return Matcher(
        [
            RegisteredEntity("plate", "plate", "ru", "Е 419 ОР 163"),
            RegisteredEntity("partial", "plate", "ru", "Т 6?2 НА 63"),
            RegisteredEntity("phone", "phone", "ru", "+7 700 000 57 28"),
            RegisteredEntity("page", "url", "en", "https://people.example/id70318842"),
            RegisteredEntity("word page", "url", "en", "https://people.example/quiet.harbour"),
            RegisteredEntity("point", "coordinates", "ru", "52.4176, 61.3080"),
            RegisteredEntity("home", "address", "ru", "ул. Ольховая, д. 6, кв. 31"),
            RegisteredEntity("flat", "address", "en", "14 Marlow Crescent, Flat 2"),
        ]
    )


@pytest.mark.parametrize(
    ("written", "owner", "tier"),
    [
        ("Е 4?9 ОР", "plate", "ask"),
        ("Е41*ОР163", "plate", "ask"),
        ("е41_ор", "plate", "ask"),
        ("Е 4xx ОР 163", "plate", "ask"),
        ("Е *419* ОР 163", "plate", "sure"),
        ("T6?2HA63", "partial", "sure"),
        ("Т 652 НА 63", "partial", "sure"),
        ("Т 6?2 НА", "partial", "ask"),
        ("Т652НА", "partial", "ask"),
        ("+7 70O OOO 57 28", "phone", "sure"),
        ("+7 7OO OOO 57 28", "phone", "sure"),
        ("id70318842", "page", "sure"),
        ("m.people.example/id70318842", "page", "sure"),
        ("N52 25.056 E61 18.480", "point", "sure"),
        ("52 град. 25 мин 3 сек, 61 град. 18 мин 29 сек", "point", "sure"),
        ("52 градуса 25 минут, 61 градус 18 минут", "point", "sure"),
        ("6-м доме по Ольховой", "home", "sure"),
        ("Дом 6 по улице Ольховой", "home", "sure"),
        ("14 Marlow Cres", "flat", "sure"),
    ],
)
def test_it_is_found_whole(written: str, owner: str, tier: str) -> None:
    """Holes, letters for zeros, words for signs: what is there must fit."""
    text = f"Было так: {written} и всё."
    hits = matcher().find(text)
    assert (written, owner, tier) in [
        (text[hit.start : hit.end], hit.entity_id, hit.tier.name.lower()) for hit in hits
    ]
    assert hits == matcher().find_everywhere(text)


@pytest.mark.parametrize(
    "text",
    [
        "Номер кончается на 57-28.",
        "Номер, оканчивающийся на 57 28, звонил опять.",
        "Последние четыре цифры 5728.",
        "Номер закінчується на 5728.",
        "A number ending in 5728 called.",
        "It was the one with 5728 at the end.",
        "Соңғы төрт саны 5728 болды.",
        "5728 на конце, это он.",
    ],
)
def test_an_end_that_is_said_to_be_one_is_asked(text: str) -> None:
    """Who knows the number knows it again by its last digits."""
    (hit,) = matcher().find(text)
    assert (hit.entity_id, hit.tier.name) == ("phone", "ASK")
    assert "".join(filter(str.isdecimal, text[hit.start : hit.end])) == "5728"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Начинается на +7 700 000, дальше не видно.", "+7 700 000"),
        ("The beginning she had written down as 7700000.", "7700000"),
        ("Первые цифры 8 700 0.", "8 700 0"),
    ],
)
def test_a_beginning_that_is_said_to_be_one_is_asked(text: str, part: str) -> None:
    """The first digits with their words are as good as a number with a hole."""
    (hit,) = matcher().find(text)
    assert (text[hit.start : hit.end], hit.tier.name) == (part, "ASK")


@pytest.mark.parametrize(
    "text",
    [
        "Заплатила 5728 и ушла.",
        "Номер кончается на 5729.",
        "Номер кончается на 728.",
        "Номер кончается на 57281.",
        "Отдала 7700000 и ушла.",
        "Е ??? ОР",
        "Е 4?8 ОР 163",
        "Дом 6 на углу, Ольховая дальше",
        "52 градуса тепла, 61 процент",
        "people.example/quiet",
        "harbour 70318",
    ],
)
def test_too_little_is_nobodys(text: str) -> None:
    """Digits without the words, too few signs, other figures."""
    assert not [hit for hit in matcher().find(text) if hit.trait != "url"]
