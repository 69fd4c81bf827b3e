"""Numbers with what they count or measure."""

from __future__ import annotations

from typing import get_args

import pytest

from safelog.i18n import DOCUMENT_LANGUAGES, Catalogue
from safelog.i18n.units import measure, quantity
from safelog.model.kind import Unit

UNITS = sorted(set(get_args(Unit)) - {""})


@pytest.mark.parametrize(
    ("language", "number", "unit", "said"),
    [
        ("en", 1, "people", "1 person"),
        ("en", 2, "people", "2 people"),
        ("en", 1.5, "minutes", "1.5 min"),
        ("en", 1, "times", "1 time"),
        ("ru", 1, "times", "1 раз"),
        ("ru", 2, "times", "2 раза"),
        ("ru", 5, "times", "5 раз"),
        ("ru", 21, "calls", "21 звонок"),
        ("ru", 1.5, "people", "1.5 человека"),
        ("uk", 2, "times", "2 рази"),
        ("uk", 1.5, "times", "1.5 раза"),
        ("uk", 11, "people", "11 осіб"),
        ("kk", 1, "people", "1 адам"),
        ("kk", 7, "people", "7 адам"),
    ],
)
def test_a_unit_agrees_with_its_number(language: str, number: float, unit: str, said: str) -> None:
    """One person is no people, and each language counts in its own way."""
    assert quantity(Catalogue(language), number, unit) == said


def test_a_number_of_something_unknown_stands_alone() -> None:
    """Where nothing is known of what was counted, nothing is said of it."""
    assert quantity(Catalogue("en"), 3, "") == "3"


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_its_words(language: str, unit: str) -> None:
    """A unit that a kind may name can be said in every language of documents."""
    number, _, words = quantity(Catalogue(language), 3, unit).partition(" ")
    assert number == "3"
    assert words


def test_a_question_says_only_what_it_must() -> None:
    """Metres or minutes are asked for by name; "number of people" says it all."""
    catalogue = Catalogue("en")
    asked = {unit: measure(catalogue, unit) for unit in (*UNITS, "")}
    assert {unit for unit, said in asked.items() if said} == {"metres", "minutes"}
