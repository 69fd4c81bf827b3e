"""People's names: forms, pet forms, spellings, full names."""

from __future__ import annotations

import pytest

from safelog.redact.hit import Tier
from safelog.redact.names.finder import NameFinder
from safelog.redact.register import Language, RegisteredEntity, Sex


def hidden(text: str, *entities: RegisteredEntity) -> list[tuple[str, str, str]]:
    """Return what is found in a text: the stretch, its tier and its trait."""
    hits = NameFinder(entities).find(text)
    return [(text[hit.start : hit.end], str(hit.tier), hit.trait) for hit in hits]


def person(
    name: str, sex: Sex = "m", language: Language = "ru", aliases: tuple[str, ...] = ()
) -> RegisteredEntity:
    """Return a registered person."""
    return RegisteredEntity(name, "person", language, name, aliases, sex)


@pytest.mark.parametrize(
    ("name", "sex", "forms"),
    [
        ("Щеглов", "m", "Щеглова Щеглову Щегловым Щеглове Щегловы Щегловых Щегловыми Щегловові"),
        ("Щеглова", "f", "Щегловой Щеглову Щегловою Щеглової Щегловій"),
        ("Загорский", "m", "Загорского Загорскому Загорским Загорском Загорські Загорського"),
        ("Загорская", "f", "Загорской Загорскую Загорскою Загорська Загорській Загорську"),
        ("Седых", "f", "Седых"),
        ("Рябченко", "f", "Рябченко Рябченки Рябченків"),
        ("Рябченко", "m", "Рябченка Рябченкові Рябченком Рябченку"),
        ("Гребінець", "m", "Гребінця Гребінцеві Гребінцем Гребінцю Гребінці"),
        ("Швець", "m", "Шевця Шевцеві Шевцем Шевці"),
        ("Сокіл", "m", "Сокола Соколові Соколом Соколи"),
        ("Воробей", "m", "Воробья Воробью Воробьём Воробье Воробьи"),
        ("Орёл", "m", "Орла Орлу Орлом Орле"),
        ("Песок", "m", "Песка Песку Песком Песке"),
        ("Коваль", "m", "Коваля Ковалю Ковалём Ковалем Ковалеві"),
        ("Палій", "m", "Палія Палію Палієм Палієві"),
        ("Пчілка", "f", "Пчілки Пчілці Пчілку Пчілкою"),
        ("Чиргадзе", "m", "Чиргадзе"),
        ("Тертерян", "m", "Тертеряна Тертеряну Тертеряном Тертеряны Тертерянам"),
        ("Штольц", "f", "Штольц Штольцам"),
        ("Станюкевич", "m", "Станюкевича Станюкевичу Станюкевичем"),
    ],
)
def test_a_surname_is_found_in_all_its_forms(name: str, sex: Sex, forms: str) -> None:
    """Every case, both neighbouring languages, and the family."""
    entity = person(f"Борислав {name}" if sex == "m" else f"Борислава {name}", sex)
    for form in forms.split():
        assert hidden(f"Вчера снова {form} видели.", entity)[0][:2] == (form, "sure")


@pytest.mark.parametrize(
    ("name", "sex", "language", "forms"),
    [
        ("Полина", "f", "ru", "Полинка Полиночке Поля Поле Полюшку Поліною Полиной"),
        ("Глеб", "m", "ru", "Глебушка Глебу Гліб Глебчиком"),
        ("Олена", "f", "uk", "Олено Оленкою Елена Еленой Лена Алёна"),
        ("Гордій", "m", "uk", "Гордей Гордея Гордійка Гордію"),
        ("Соломія", "f", "uk", "Соломійко Соломіє Соломия Соля"),
        ("Ғалымжан", "m", "kk", "Галымжан Ғалымжанның Ғалымжандар Ғалеке Ғалекеңе Галымжана"),
        ("Пётр", "m", "ru", "Петра Петру Петро Петька"),
        ("Лев", "m", "ru", "Льва Льву Львом Лёва"),
        ("Илья", "m", "ru", "Илью Ильёй Ілля Іллі Илюша"),
        ("Саша", "m", "ru", "Александр Саши Сашке"),
    ],
)
def test_a_given_name_is_found_under_all_it_is_called(
    name: str, sex: Sex, language: Language, forms: str
) -> None:
    """Case forms, pet forms from the table and by rule, and the same name in other languages."""
    entity = person(f"{name} Тарабукин", sex, language)
    for form in forms.split():
        assert hidden(f"Там был(а) не {form} ли?", entity)[0][0] == form


@pytest.mark.parametrize(
    "text",
    [
        "Глеб Аркадьевич",
        "Глеб Аркадьевич Щеглов",
        "Щеглов Глеб Аркадьевич",
        "ЩЕГЛОВ ГЛЕБ АРКАДЬЕВИЧ",
        "щеглов глеб",
        "Глебу Аркадьичу Щеглову",
        "Щеглов,\nГлеб",
        "Глеб А. Щеглов",
        "Щеглов Г. А.",
        "Щеглов Г.",
        "Щеглов ГА",
        "Г. А. Щеглов",
        "Г.А.Щеглов",
        "G. Shcheglov",
        "Shcheglov G. A.",
        "Gleb A. Shcheglov",
        "Глеб Щеголов",
    ],
)
def test_the_parts_of_a_name_are_one_hit(text: str) -> None:
    """A full name in any order, with initials, small letters or a slip, is certain and whole."""
    found = hidden(f"Видела: {text}, вечером.", person("Глеб Аркадьевич Щеглов"))
    assert [stretch[:2] for stretch in found] == [(text, "sure")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ждал Аркадьич.", [("Аркадьич", "ask", "patronymic")]),
        ("Ждал Василий Аркадьевич.", []),
        ("Ждал Щеглов П. С.", [("Щеглов П. С.", "ask", "namesake")]),
        ("Ждал П. С. Щеглов.", [("П. С. Щеглов", "ask", "namesake")]),
        ("Ждал Глеб Мартынюк.", []),
        ("Ждал Мартынюк Глеб.", [("Глеб", "ask", "base")]),
        ("Ждал Щеголов.", [("Щеголов", "ask", "typo")]),
        ("Глебова машина.", [("Глебова", "ask", "possessive")]),
        ("Видел щегловскую банду.", [("щегловскую", "ask", "adjective")]),
        ("Пришла Щегловой мать.", [("Щегловой", "ask", "other_sex")]),
    ],
)
def test_what_others_may_be_called_is_asked(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    """A patronymic, a namesake, a slip or a derived word alone is a question, or nobody."""
    assert hidden(text, person("Глеб Аркадьевич Щеглов")) == expected


def test_a_name_of_two_people_is_a_question() -> None:
    """Which of the two is meant, only the person knows."""
    two = (person("Назар Тихий"), person("Назар Гребінець"))
    assert hidden("Знову дзвонив Назар.", *two) == [("Назар", "ask", "base")]
    found = list(NameFinder(two).find("Дзвонив Назар Гребінець."))
    assert [(hit.entity_id, hit.tier) for hit in found] == [("Назар Гребінець", Tier.SURE)]


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Дубровина-Левченко", "sure"),
        ("Дубровиной-Левченко", "sure"),
        ("Дубровина-\nЛевченко", "sure"),
        ("Дубровиной", "ask"),
        ("Левченко", "ask"),
    ],
)
def test_a_double_surname_is_certain_only_whole(text: str, tier: str) -> None:
    """Half of it is also somebody else's."""
    found = hidden(f"Принесли от {text} пакет.", person("Римма Дубровина-Левченко", "f"))
    assert [stretch[:2] for stretch in found] == [(text, tier)]


def test_small_words_inside_a_name_join_it_and_mean_nothing_alone() -> None:
    """The particle of "van der Meer" is found between its name only."""
    entity = person("Pieter van Meersen", "m", "en")
    assert hidden("A van stood by.", entity) == []
    assert [found[0] for found in hidden("Saw Pieter van Meersen.", entity)] == [
        "Pieter van Meersen"
    ]
    assert hidden("Van stood by.", entity) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Кардан", "Опять звонил Кардан."),
        ("Кардан", "Видела Кардана вчера."),
        ("Лёха сварщик", "Это был Лёха сварщик."),
        ("Гоша Щегол", "Это был Гоша Щегол."),
    ],
)
def test_an_alias_is_found_like_a_name(name: str, text: str) -> None:
    """One word, a full name or a phrase."""
    found = hidden(text, person("Борис Мартынюк", aliases=(name,)))
    assert [stretch[1] for stretch in found] == ["sure"]


def test_a_name_in_a_script_without_rules_is_found_as_it_was_written() -> None:
    """The engine cannot decline it, and still knows it."""
    assert hidden("Там был გიორგი.", person("გიორგი")) == [("გიორგი", "ask", "base")]
