"""Days that are told in words, in four languages."""

from __future__ import annotations

from functools import cache

import pytest

from safelog.redact.dates import times_in_words
from safelog.redact.identifiers.daywords import worded_days
from safelog.redact.identifiers.finder import IdentifierFinder
from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity
from safelog.redact.unregistered import Risk, Shown, unregistered

BIRTHDAY = RegisteredEntity("b", "event", "ru", "23.11.1984")


@cache
def finder() -> IdentifierFinder:
    """Return what looks for the entities of this file."""
    return IdentifierFinder([BIRTHDAY])


@pytest.mark.parametrize(
    "said",
    [
        "двадцать третьего ноября 1984 года",
        "двадцать третье ноября 1984",
        "двадцать третьего ноября восемьдесят четвёртого года",
        "двадцать третьего ноября тысяча девятьсот восемьдесят четвёртого года",
        "23-го ноября восемьдесят четвёртого",
        "двадцять третього листопада 1984 року",
        "двадцять третього листопада тисяча дев'ятсот вісімдесят четвертого року",
        "twenty-third of November 1984",
        "Twenty third of Nov. 1984",
        "November the twenty-third, 1984",
        "November twenty-third, nineteen eighty-four",
        "1984 жылғы жиырма үшінші қараша",
        "1984 жылы қарашаның жиырма үшінде",
        "мың тоғыз жүз сексен төртінші жылғы 23 қараша",
    ],
)
def test_a_registered_day_is_found_in_words(said: str) -> None:
    """Ordinals of day and year are compared by value, in any mixture with figures."""
    text = f"Так и записали: {said}, и всё."
    assert said in {text[hit.start : hit.end] for hit in finder().find(text)}
    assert Matcher([BIRTHDAY]).find(text) == Matcher([BIRTHDAY]).find_everywhere(text)


@pytest.mark.parametrize(
    "said",
    [
        "двадцать четвёртого ноября 1984 года",
        "двадцать третьего октября 1984 года",
        "двадцать третьего ноября 1985 года",
        "twenty-third of November nineteen eighty-five",
        "двадцать третьего ноября",
        "двадцать третьего этажа в 1984 году",
        "тридцать третьего ноября 1984",
        "ноября 1984 года",
        "двадцать третьего. Ноября 1984",
        "23:11:1984",
    ],
)
def test_another_day_is_not_found(said: str) -> None:
    """One word more or less is another day, and a day without its year is anybody's."""
    assert not list(finder().find(f"Так и записали: {said}, и всё."))


@pytest.mark.parametrize(
    ("said", "year", "month", "day"),
    [
        ("первого мая", "", 5, 1),
        ("тридцать первое декабря двухтысячного", "2000", 12, 31),
        ("третьего марта две тысячи пятого", "2005", 3, 3),
        ("третього липня дві тисячі п'ятого", "2005", 7, 3),
        ("the first of May two thousand and five", "2005", 5, 1),
        ("March the ninth, 2001", "2001", 3, 9),
        ("бесінші мамыр", "", 5, 5),
        ("дев\u2019ятого серпня", "", 8, 9),
        ("second February nineteen hundred", "1900", 2, 2),
        ("ninth of May five", "", 5, 9),
        ("кеше жылы қарашаның үші", "", 11, 3),
    ],
)
def test_the_parts_of_a_day_are_read(said: str, year: str, month: int, day: int) -> None:
    """Day, month and year come out as numbers; what is no day gives none."""
    found = [(each.year, each.month, each.day) for each in worded_days(said)]
    assert found == [(year, month, day)]


def test_a_letter_that_folds_to_another_is_no_month() -> None:
    """The long s counts as an s where case is ignored; no such month exists, and nothing breaks."""
    assert not list(worded_days("first of \u017fep 1984"))


def test_a_coarse_time_hides_a_day_in_words() -> None:
    """Told by the month, a day that is said in words gives away as much as one in figures."""
    text = "Это было двадцать третьего ноября, в четверг."
    assert [text[a:b] for a, b in times_in_words(text, "month")] == ["двадцать третьего ноября"]
    assert not list(times_in_words(text, "day"))


def test_a_day_in_words_is_listed_among_what_can_be_seen() -> None:
    """It has no figure, and is a date all the same."""
    found = unregistered([Shown("", "Это было двадцать третьего ноября.")])
    assert [(each.risk, each.words) for each in found] == [(Risk.DATE, "двадцать третьего ноября")]
