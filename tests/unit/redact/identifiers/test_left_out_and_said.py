"""Days in every way of writing, numbers with holes, codes that are read aloud."""

from __future__ import annotations

import pytest

from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity

MATCHER = Matcher(
    [
        RegisteredEntity("day", "other", "ru", "12.03.1985"),
        RegisteredEntity("kira", "person", "ru", "Кира Лужина", ("5 мая 1990 года",), "f"),
        RegisteredEntity("phone", "phone", "ru", "+7 700 000 41 87"),
        RegisteredEntity("plate", "plate", "ru", "А583ВК05"),
        RegisteredEntity("paper", "document", "uk", "КЖ 046381"),
    ]
)


def found(text: str, matcher: Matcher = MATCHER) -> list[tuple[str, str, str]]:
    """Return what is found: the stretch, whose, its tier."""
    return [(text[h.start : h.end], h.entity_id, str(h.tier)) for h in matcher.find(text)]


@pytest.mark.parametrize(
    "written",
    [
        "12.03.1985",
        "12.3.85",
        "12/03/1985",
        "03/12/1985",
        "1985-03-12",
        "1985/3/12",
        "12 - 03 - 1985",
        "12 03 1985",
        "12031985",
        "19850312",
        "12.03.1985 г.",
        "12 марта 1985 года",
        "12-го марта 1985",
        "12 березня 1985 року",
        "12 наурыз 1985 ж.",
        "1985 жылғы 12 наурыз",
        "March 12, 1985",
        "12th of March 1985",
        "Mar 12 1985",
        "12 March '85",
    ],
)
def test_a_day_is_found_however_it_is_written(written: str) -> None:
    """It is compared by its value."""
    assert found(f"запись {written}, и всё") == [(written, "day", "sure")]


def test_a_day_may_be_an_alias() -> None:
    """A birthday belongs to somebody."""
    assert found("это 05.05.1990 было") == [("05.05.1990", "kira", "sure")]


@pytest.mark.parametrize(
    "text",
    [
        "13.03.1985",
        "12.03.1986",
        "12.13.1985",
        "99991231",
        "версия 12.03.1985.4",
        "12 марта",
        "12 слов 1985",
        "12.04.85",
        "45.67.1985",
    ],
)
def test_another_day_is_left_alone(text: str) -> None:
    """So are a month that never was, and a day without a year."""
    assert found(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "+7 700 *** 41 87",
        "+7 (700) XXX-41-87",
        "8 700 000 ** 87",
        "+7700•••4187",
        "…41-87",
        "...4187",
        "***4187",
        "*** 41 87",
        "8 (7хх) 000-41-87",
    ],
)
def test_a_number_with_a_hole_is_asked_about(written: str) -> None:
    """Who knows the number knows it again."""
    assert found(f"вижу {written}, и всё") == [(written, "phone", "ask")]


@pytest.mark.parametrize(
    "text",
    [
        "+7 700 *** 41 88",
        "***87",
        "...1985",
        "2 * 41 = 82",
        "x" * 50 + "4187",
        "+7 701 *** 41 87",
        "слово*** 4187",
    ],
)
def test_another_number_with_a_hole_is_left_alone(text: str) -> None:
    """So is one of which too little is left."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("written", "whose", "tier"),
    [
        ("а пятьсот восемьдесят три вэ ка ноль пять", "plate", "sure"),
        ("А, пять восемь три, ВЭ, КА, ноль пять", "plate", "sure"),
        ("анна 583 василий константин 05", "plate", "sure"),
        ("alpha five eight three victor kilo zero five", "plate", "sure"),
        ("пятьсот восемьдесят три вэ ка", "plate", "ask"),
        ("ка же нуль чотири шість три вісім один", "paper", "sure"),
    ],
)
def test_a_code_that_is_read_aloud_is_found(written: str, whose: str, tier: str) -> None:
    """Letters by their names, numbers in words."""
    assert found(f"сказал: {written}. Всё") == [(written, whose, tier)]


@pytest.mark.parametrize(
    "text", ["а пятьсот восемьдесят четыре вэ ка", "и пять и три и ка", "эль ка эм"]
)
def test_other_letters_and_numbers_mean_nothing(text: str) -> None:
    """Without a registered code there is nothing to find."""
    assert found(text) == []
    assert found(text, Matcher([])) == []


def test_a_code_of_questions_is_looked_for_everywhere() -> None:
    """A plate of which the first signs were not seen can begin with any word."""
    matcher = Matcher([RegisteredEntity("seen", "plate", "ru", "??583ВК05")])
    assert found("машина АА 583 ВК 05 там", matcher) == [("АА 583 ВК 05", "seen", "sure")]
