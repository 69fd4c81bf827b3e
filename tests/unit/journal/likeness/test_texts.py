"""What of a register stands in a text, written as people write."""

from __future__ import annotations

from functools import cache

import pytest

from safelog.journal.likeness import Likeness, LikenessIndex
from safelog.model.ids import EntityId
from tests.unit.journal.likeness.corpus import entity, strength

REGISTER = [
    ("person", "Глеб Аркадьевич Щеглов"),
    ("person", "Анна Щеглова"),
    ("person", "Света"),
    ("person", "Марат Жұмабай"),
    ("person", "Анна Дубровина-Тульчина"),
    ("phone", "+7 700 000 00 11"),
    ("phone", "+7 700 *** 00 22"),
    ("vehicle", "Белая Лада, К 417 ОР 799"),
    ("vehicle", "2?? KZA 02"),
    ("account", "t.me/crow_77"),
    ("email", "crow@example.org"),
    ("url", "https://example.org/news/1"),
    ("organisation", "фонд «Рассветный берег»"),
    ("place", "Крутоярск"),
    ("coordinates", "43.2380, 76.9450"),
    ("description", "мужчина в серой кепке"),
]

Row = tuple[str, str, str]


@cache
def register() -> tuple[LikenessIndex, dict[EntityId, str]]:
    """Return the index of the register, and the names in it."""
    entities = [entity(kind, name, n) for n, (kind, name) in enumerate(REGISTER, start=1)]
    return LikenessIndex(entities), {each.id: each.name for each in entities}


def found(text: str) -> set[Row]:
    """Return name, strength and words of the best likeness of each entity."""
    index, names = register()
    best: dict[EntityId, Likeness] = {}
    for each in index.in_text(text):
        if each.entity not in best or each.rank > best[each.entity].rank:
            best[each.entity] = each
    return {(names[each.entity], strength(each), each.said) for each in best.values()}


GLEB, ANNA, LADA = "Глеб Аркадьевич Щеглов", "Анна Щеглова", "Белая Лада, К 417 ОР 799"
PHONE, CROW = "+7 700 000 00 11", "t.me/crow_77"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Звонили с 8 700 000 00 11 дважды", {(PHONE, "rule", "8 700 000 00 11")}),
        ("с +7(700)000-00-11.", {(PHONE, "exact", "+7(700)000-00-11")}),
        ("в 18 00 с 8 700 000-00-11", {(PHONE, "rule", "8 700 000-00-11")}),
        ("номер +1 700 000 0011", set()),
        ("номер +7 700 ??? 00 11", {(PHONE, "possible", "+7 700 ??? 00 11")}),
        ("потом 8 700 123 00 22", {("+7 700 *** 00 22", "possible", "8 700 123 00 22")}),
        (
            "восемь семьсот ноль ноль ноль ноль ноль одиннадцать",
            {(PHONE, "rule", "восемь семьсот ноль ноль ноль ноль ноль одиннадцать")},
        ),
        ("написал wa.me/77000000011", {(PHONE, "exact", "77000000011")}),
        ("Лада к417ор", {(LADA, "possible", "к417ор")}),
        ("стояла K 417 OP 799!", {(LADA, "rule", "K 417 OP 799")}),
        ("стояла К 4?7 ОР 799", {(LADA, "possible", "К 4?7 ОР 799")}),
        ("стояла 217 KZA 02", {("2?? KZA 02", "possible", "217 KZA 02")}),
        ("это был 417?", set()),
        ("дом 417, кв. 799", set()),
        ("Писал @crow_77.", {(CROW, "rule", "@crow_77")}),
        ("аккаунт crow_77 снова", {(CROW, "rule", "crow_77")}),
        ("https://t.me/crow_77/", {(CROW, "exact", "https://t.me/crow_77/")}),
        ("письмо с Crow@example.org", {("crow@example.org", "exact", "Crow@example.org")}),
        (
            "см. www.example.org/news/1",
            {("https://example.org/news/1", "exact", "www.example.org/news/1")},
        ),
        ("точка 43.2381 76.9451", {("43.2380, 76.9450", "possible", "43.2381 76.9451")}),
        ("Видел Глеба Щеглова.", {(GLEB, "rule", "Глеба Щеглова")}),
        ("Видел Щеглова Глеба Аркадьевича", {(GLEB, "rule", "Щеглова Глеба Аркадьевича")}),
        ("Видел Глеба Борисовича Щеглова", set()),
        ("Пришла Анна Щеглова", {(ANNA, "exact", "Анна Щеглова")}),
        ("Сказали Щегловой", {(ANNA, "possible", "Щегловой")}),
        ("У Щеглова Г. А. спросили", {(GLEB, "possible", "Щеглова Г. А.")}),
        ("Пришёл Борис Щеглов", set()),
        ("Gleb Shcheglov called", {(GLEB, "rule", "Gleb Shcheglov")}),
        ("Видел Светы", {("Света", "possible", "Светы")}),
        ("Жұмабайға айтты", {("Марат Жұмабай", "possible", "Жұмабайға")}),
        (
            "говорили с Анной Дубровиной-Тульчиной",
            {("Анна Дубровина-Тульчина", "rule", "Анной Дубровиной-Тульчиной")},
        ),
        (
            "в «Рассветном береге» знают",
            {("фонд «Рассветный берег»", "rule", "Рассветном береге")},
        ),
        ("поехал в Крутоярск", {("Крутоярск", "exact", "Крутоярск")}),
        ("мужчина в серой кепке", set()),
        ("", set()),
        ("щеглов", set()),
    ],
)
def test_text_is_read(text: str, expected: set[Row]) -> None:
    """What stands in a text is found with its words; what only looks near is not."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "?" * 5_000,
        "7 " * 2_000,
        "А" * 20_000,
        "@" * 5_000,
        "К 4?7 " * 1_000,
        "\u202e\ud800\x00" * 50,
        "Аа Бб " * 2_000,
        "a." * 5_000,
    ],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    """No text makes reading stop or take long."""
    assert isinstance(found(text), set)
