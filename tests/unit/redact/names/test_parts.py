"""Taking a registered name apart."""

from __future__ import annotations

import pytest

from safelog.redact.names.parts import person_parts
from safelog.redact.names.patronymics import patronymics


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Глеб Аркадьевич Щеглов", "Глеб:given Аркадьевич:patronymic Щеглов:surname"),
        ("Щеглов Глеб Аркадьевич", "Щеглов:surname Глеб:given Аркадьевич:patronymic"),
        ("Щеглов Глеб", "Щеглов:surname Глеб:given"),
        ("Тарабукин, Борислав", "Тарабукин:surname Борислав:given"),
        ("Артём Станюкевич", "Артём:given Станюкевич:surname"),
        ("Глеб Аркадьевич", "Глеб:given Аркадьевич:patronymic"),
        ("Борислав Гаральдович Тут", "Борислав:given Гаральдович:patronymic Тут:surname"),
        ("Серік Нұрланұлы", "Серік:given Нұрланұлы:surname"),
        ("Серік Нұрланұлы Тут", "Серік:given Нұрланұлы:patronymic Тут:surname"),
        ("Pieter van Meersen", "Pieter:given van:particle Meersen:surname"),
        ("дядя Коля (сосед)", "Коля:given"),
        ("Mr. Ivy Thornbury Jr.", "Ivy:given Thornbury:surname"),
        ("Г. А. Щеглов", "Щеглов:surname"),
        ("сосед", "сосед:surname"),
        ("(Глеб)", "Глеб:given"),
        ("Анна Мария Тут", "Анна:given Мария:given Тут:surname"),
        ("12", ""),
    ],
)
def test_a_name_is_taken_apart_in_any_order(name: str, parts: str) -> None:
    """By patronymics, known given names and commas; titles and initials are left out."""
    found = {part.word: part.role.name.lower() for part in person_parts(name)}
    assert found == dict(part.split(":") for part in parts.split())


@pytest.mark.parametrize(
    ("word", "sex", "others"),
    [
        ("аркадьевич", "m", "аркадьич аркадийович аркадійович"),
        ("олеговна", "f", "олегівна олегқызы"),
        ("нұрланұлы", "m", "нұрланович нұрланулы"),
        ("ильич", "m", "ильич"),
    ],
)
def test_one_father_has_many_patronymics(word: str, sex: str, others: str) -> None:
    """Colloquial, Ukrainian and Kazakh ones."""
    assert set(others.split()) <= set(patronymics(word, "m" if sex == "m" else "f"))
