"""The three inflection libraries behind one face.

They know exceptions that a table of endings does not. They are imported when the first index is
built, so a start of safelog that exports nothing does not pay for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from safelog.redact.names.declension import Role
from safelog.redact.register import Sex

_RUSSIAN_PARTS = {"given": "FIRSTNAME", "patronymic": "MIDDLENAME", "surname": "LASTNAME"}
_RUSSIAN_GENDERS = {"m": ("MALE",), "f": ("FEMALE",), "": ("MALE", "FEMALE")}

_UKRAINIAN_PARTS = {
    "given": "given_name",
    "patronymic": "patronymic_name",
    "surname": "family_name",
}
_UKRAINIAN_GENDERS = {"m": ("masculine",), "f": ("feminine",), "": ("masculine", "feminine")}


def russian_forms(word: str, role: Role, sex: Sex) -> Iterator[str]:
    """Give the Russian case forms of a name; none for what is no part of a person's name."""
    part = _RUSSIAN_PARTS.get(role)
    if part is None:
        return
    enums = import_module("pytrovich.enums")
    for gender in _RUSSIAN_GENDERS[sex]:
        for case in enums.Case:
            yield _russian().make(enums.NamePart[part], enums.Gender[gender], case, word)


def ukrainian_forms(word: str, role: Role, sex: Sex) -> Iterator[str]:
    """Give the Ukrainian case forms of a name; none for what is no part of a person's name."""
    part = _UKRAINIAN_PARTS.get(role)
    if part is None:
        return
    shevchenko = import_module("shevchenko")
    for gender in _UKRAINIAN_GENDERS[sex]:
        for case in shevchenko.CASES:
            yield shevchenko.in_case(case, gender=gender, **{part: word})[part]


def kazakh_forms(word: str) -> Iterator[str]:
    """Give the Kazakh case forms of a name or noun, and the cases of its plural."""
    inflector = _kazakh()
    for start in (word, inflector.pluralize(word)):
        for case in inflector.CASES:
            yield inflector.inflect(start, case)


@cache
def _russian() -> Any:  # noqa: ANN401 (the library has no types)
    return import_module("pytrovich.maker").PetrovichDeclinationMaker()


@cache
def _kazakh() -> Any:  # noqa: ANN401 (the library has no types)
    return import_module("qazaq_inflector").QazaqNameInflector()
