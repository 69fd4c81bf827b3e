"""A part of a name beside a word that is like its other part, and pet names no table has."""

from __future__ import annotations

from functools import cache

import pytest

from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity
from tests.unit.redact.world import told


@cache
def matcher() -> Matcher:
    """Return what looks for the entities of this file."""
    return Matcher(
        [
            RegisteredEntity("p1", "person", "kk", "Ерасыл Ыдырысов", (), "m"),
            RegisteredEntity("p2", "person", "ru", "Тевадрос Оганесян", (), "m"),
            RegisteredEntity("p3", "person", "en", "Hugh McElroy", (), "m"),
            RegisteredEntity("p4", "person", "uk", "Дарина Грабовецька", (), "f"),
            RegisteredEntity("p5", "person", "ru", "Ян Корж", (), "m"),
            RegisteredEntity("p6", "person", "ru", "Мзевинар Лолуа", (), "f"),
            RegisteredEntity("p7", "person", "ru", "Прохор Калугин", (), "m"),
            RegisteredEntity("pl1", "place", "ru", "Усть-Лемва"),
            RegisteredEntity("pl2", "place", "uk", "Кругле Урочище"),
            RegisteredEntity("pl3", "place", "en", "Great Barrow"),
            RegisteredEntity("doc", "document", "ru", "СК 640218"),
        ]
    )


def found(text: str) -> str:
    """Say what is found in a text, and how surely."""
    return told(text, matcher().find(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the clerk, the border and the phone spell the other half in their own ways
        ("Приехал Ерасыл Идрисов.", "Ерасыл Идрисов sure"),
        ("Statement of Tevadros Hovhannisyan, baker.", "Tevadros Hovhannisyan ask"),
        ("Звонил Хью Макилрой.", "Хью Макилрой sure"),
        ("кароч дарина грабовєцка тіпа здала всіх", "дарина грабовєцка sure"),
        ("Пришёл Тевидрос Оганесян.", "Тевидрос Оганесян sure"),
        ("Пришёл Тевадорс Оганесян.", "Тевадорс Оганесян sure"),
        ("Приходил Cтенька Kорж.", "Kорж sure"),
        # who is not like either half stays outside
        ("Лейтенант Корж кивнул.", "Корж sure"),
        ("Ян Ким кивнул.", "Ян ask"),
        ("Hugh Monday was there.", "Hugh ask"),
        # what a name that is in no table is shortened to
        ("Мзевик не звонила.", "Мзевик ask"),
        ("Тевик не звонил.", "Тевик ask"),
        ("Тева не звонил.", "Тева ask"),
        ("Ераш келді, үйде.", "Ераш sure"),
        # consonants alone, tags inside a name, letters pulled apart in a list, another vowel
        ("Дверь открыла Грбвцк.", "Грбвцк ask"),
        ("Дверь открыла Крбвцк.", ""),
        ("Оганес<b>ян</b> кивнул.", "Оганес<b>ян</b sure"),
        ("Список: О Г А Н Е С Я Н, К И М, дальше.", "О Г А Н Е С Я Н sure"),
        ("Mr McElrey called.", "McElrey ask"),
        ("Пришёл Калуген.", "Калуген ask"),
        # adjectives and people of a place of two words
        ("Главврач усть-лемвинской больницы.", "усть-лемвинской sure"),
        ("круглоурочищенський фельдшер", "круглоурочищенський sure"),
        # a small word between the halves of a document
        ("Серия СК, а номер 640218.", "СК, а номер 640218 sure"),
        ("Серия СК, а цена 640218.", "640218 ask"),
    ],
)
def test_the_other_half_is_hidden_too(text: str, expected: str) -> None:
    """Half a name beside its other half hides nothing."""
    assert found(text) == expected
