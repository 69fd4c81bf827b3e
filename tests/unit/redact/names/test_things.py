"""Names of places, organisations and other things."""

from __future__ import annotations

import pytest

from safelog.redact.names.finder import NameFinder
from safelog.redact.register import EntityKind, Language, RegisteredEntity


def found(kind: EntityKind, name: str, text: str, language: Language = "ru") -> str:
    """Return what is found of one thing in a text: stretches and tiers."""
    finder = NameFinder([RegisteredEntity("x", kind, language, name)])
    return "; ".join(f"{text[hit.start : hit.end]} {hit.tier}" for hit in finder.find(text))


@pytest.mark.parametrize(
    ("name", "language", "text", "expected"),
    [
        ("Крутоярск", "ru", "Ехали из Крутоярска в Новокрутоярск.", "Крутоярска sure"),
        ("Крутоярск", "ru", "Это крутоярский говор.", "крутоярский sure"),
        (
            "Крутоярск",
            "ru",
            "Двое крутоярцев и крутоярчанка.",
            "крутоярцев sure; крутоярчанка sure",
        ),
        (
            "Очеретянка",
            "uk",
            "До Очеретянки, повз очеретянський став.",
            "Очеретянки sure; очеретянський sure",
        ),
        ("Киев", "ru", "У Києві, в Киеве, з Києва.", "Києві sure; Киеве sure; Києва sure"),
        ("Прага", "ru", "Пражский вокзал.", "Пражский sure"),
        ("Отрадное", "ru", "Жили в Отрадном.", "Отрадном sure"),
        ("Броды", "ru", "Уехали в Броды, живут в Бродах.", "Броды sure; Бродах sure"),
        (
            "Қызылтерек",
            "kk",
            "Қызылтеректегі қызылтеректік шофер.",
            "Қызылтеректегі sure; қызылтеректік sure",
        ),
        ("Қызылтерек", "kk", "Ауылдың Қызылтерегіне барма.", "Қызылтерегіне sure"),
        ("Уфа", "ru", "Были в Уфе.", "Уфе sure"),
        ("Millbrook", "en", "We met in Millbrook, near a mill by the brook.", "Millbrook sure"),
        ("Millbrook", "en", "Встреча в Миллбруке.", "Миллбруке sure"),
        ("Санкт-Немовск", "ru", "Ехали из Санкт-Немовска.", "Санкт-Немовска sure"),
        ("Нижний Крутояр", "ru", "Были в Нижнем Крутояре.", "Нижнем Крутояре sure"),
        ("Нижний Крутояр", "ru", "Были на Крутояре.", "Крутояре ask"),
        ("Нижний Крутояр", "ru", "Были на нижнем этаже. Нижний этаж.", ""),
        ("посёлок Крутояр", "ru", "Какой-то посёлок, но не Крутояр.", "Крутояр sure"),
        ("Усть-Калинка", "ru", "Врач усть-калинской больницы.", "усть-калинской sure"),
        ("Усть-Калинка", "ru", "Улица Калинская, дом новый.", ""),
        ("Белая Балка", "ru", "В белобалковском магазине.", "белобалковском sure"),
        ("Верхняя Заря", "ru", "Верхнезарянский участок.", "Верхнезарянский sure"),
        ("Тихе Поле", "uk", "Наш тихопольський лікар.", "тихопольський sure"),
        ("Мыс Надежды", "ru", "Мысонадеждинский маяк.", ""),
        ("Мост", "ru", "мост через реку", "мост ask"),
    ],
)
def test_a_place_is_found_with_its_adjectives_and_people(
    name: str, language: Language, text: str, expected: str
) -> None:
    """In all languages, in one word or in several."""
    assert found("place", name, text, language) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "фонд «Перекрёсток»",
            "Пришли в «Перекрёсток» и ждали на перекрёстке.",
            "Перекрёсток sure",
        ),
        ("«»", "Ничего.", ""),
        (
            "Комитет солдатских матерей",
            "Писали в КСМ и Комитет солдатских матерей.",
            "КСМ ask; Комитет солдатских матерей sure",
        ),
        ("Комитет солдатских матерей", "ксм, Ксм.", ""),
        ("Тихий причал", "Ночевали тут, тихий причал.", ""),
        ("Тихий причал", "ждали в тихий причал", "тихий причал ask"),
        ("Тихий чиргад", "Нас ждал тихий чиргад.", "тихий чиргад ask"),
        ("Тихий причал", "Тихий ПРИЧАЛ закрыт.", "Тихий ПРИЧАЛ sure"),
        ("Harbour Light", "The Harbour Light paid.", "Harbour Light sure"),
    ],
)
def test_an_organisation_is_found_by_the_words_that_name_it(
    name: str, text: str, expected: str
) -> None:
    """Those in quotation marks, or from the first capital on; its abbreviation is a question."""
    assert found("organisation", name, text) == expected


def test_a_name_without_letters_is_not_searched_for() -> None:
    """Digits alone are the business of identifiers."""
    assert found("other", "12", "Было 12 человек.") == ""
    assert found("person", "12", "Было 12 человек.") == ""
