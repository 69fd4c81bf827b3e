"""What one name becomes in the mouths and papers of neighbours."""

from __future__ import annotations

import pytest

from safelog.redact.names.fathers import surname_doubles
from safelog.redact.names.finder import NameFinder
from safelog.redact.register import Language, RegisteredEntity, Sex


def found(name: str, language: Language, sex: Sex, text: str) -> str:
    """Return what is found of one person in a text: stretches and tiers."""
    finder = NameFinder([RegisteredEntity("x", "person", language, name, (), sex)])
    return "; ".join(f"{text[hit.start : hit.end]} {hit.tier}" for hit in finder.find(text))


@pytest.mark.parametrize(
    ("name", "language", "sex", "text", "expected"),
    [
        # The father's name has another form in Russian papers.
        ("Асан Жүсіпов", "kk", "m", "Приходил Асан Юсупов.", "Асан Юсупов sure"),
        ("Асан Жүсіпов", "kk", "m", "Подписал Юсупов.", "Юсупов ask"),
        ("Асан Жүсіпов", "kk", "m", "Подписал Осипов.", ""),
        ("Дана Сүлейменова", "kk", "f", "Видели Дану Сулейманову.", "Дану Сулейманову sure"),
        # The soft sign that neighbours leave out.
        ("Ольга Яворська", "uk", "f", "кароч ольга яворска тут", "ольга яворска sure"),
        ("Ольга Яворська", "uk", "f", "Пишут: Яворска тут.", "Яворска ask"),
        # The breath that Russian leaves out of Armenian names.
        ("Сурен Оганян", "ru", "m", "Signed by Suren Hohanyan.", "Suren Hohanyan sure"),
        ("Сурен Авагян", "ru", "m", "Пишет Хавагян.", "Хавагян sure"),
        ("Сурен Ованисян", "ru", "m", "Signed by Suren Hovhannisyan.", "Suren Hovhannisyan sure"),
        ("Сурен Акопян", "ru", "m", "Signed by Suren Hakobyan.", "Suren Hakobyan sure"),
        # Two spellings of one sound.
        ("Инна Борецкая", "ru", "f", "Спросили Боретскую.", "Боретскую sure"),
        ("Инна Загродская", "ru", "f", "Спросили Загроцкую.", "Загроцкую sure"),
        # Initials in haste.
        ("Олег Ильич Кострыкин", "ru", "m", "ждут кострыкина о.и. в 10", "кострыкина о.и. sure"),
        ("Олег Ильич Кострыкин", "ru", "m", "ждут кострыкина т.е. его", "кострыкина sure"),
        # Given names of all the peoples of the region, with their pet forms.
        ("Ашхен Кочарян", "ru", "f", "Спросили Кочарян.", "Кочарян sure"),
        ("Геворг Кочарян", "ru", "m", "Звонил Гево.", "Гево sure"),
        ("Теймураз Гвазава", "ru", "m", "Спросили Темо.", "Темо sure"),
        ("Аграфена Кочкина", "ru", "f", "Груня открыла дверь.", "Груня sure"),
        ("Tobias Fenn", "en", "m", "It was Toby Fenn.", "Toby Fenn sure"),
        ("Toby Fenn", "en", "m", "It was Tobias Fenn.", "Tobias Fenn sure"),
        ("Eugene Yates", "en", "m", "Пришёл Юджин Йейтс.", "Юджин Йейтс sure"),
        ("Brian Walker", "en", "m", "Пришёл Брайан Уокер.", "Брайан Уокер sure"),
        ("Jack Howard", "en", "m", "Пришёл Джек Говард.", "Джек Говард sure"),
    ],
)
def test_a_name_is_found_in_the_forms_of_neighbours(
    name: str, language: Language, sex: Sex, text: str, expected: str
) -> None:
    """Certain beside another part of the name; by itself what many bear is a question."""
    assert found(name, language, sex, text) == expected


@pytest.mark.parametrize(
    ("word", "doubles"),
    [
        ("жүнісов", {"юнусов", "юнысов", "жунусов"}),
        ("данилов", set()),
        ("яворська", set()),
        ("неизвестнов", set()),
    ],
)
def test_only_the_names_of_turkic_fathers_change_within_a_surname(
    word: str, doubles: set[str]
) -> None:
    """A Slavic surname keeps its father's name; one of no known father has none."""
    assert set(surname_doubles(word)) == doubles
