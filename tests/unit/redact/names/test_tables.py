"""The tables of names and words, and the libraries that check them."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from safelog.redact.names.generators import kazakh_forms, russian_forms, ukrainian_forms
from safelog.redact.names.index import Index
from safelog.redact.names.lexicon import is_common, is_dictionary_form
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.tables import is_given, is_given_form, is_pet_form, lines_of
from safelog.redact.names.wordforms import add_word
from safelog.redact.register import Sex

DATA = resources.files("safelog.redact") / "data"
TABLE: dict[str, list[str]] = tomllib.loads((DATA / "given_names.toml").read_text(encoding="utf-8"))
SAMPLE = [
    (name.lower(), sex)
    for sex in ("m", "f")
    for line in TABLE[sex][::11]
    for name in line.split("|")[0].split()
    if re.match("[А-Яа-яЁІЇЄҐӘҒҚҢӨҰҮҺ]", name)
]


@pytest.mark.parametrize(("name", "sex"), SAMPLE)
def test_the_table_of_endings_gives_what_the_libraries_give(name: str, sex: str) -> None:
    """Without their help, every case form that they make of a given name is read as that name."""
    index = Index()
    whose: Sex = "m" if sex == "m" else "f"
    add_word(index, name, "given", whose, Reading("x", Role.GIVEN, sure=True, trait="double"))
    forms = {*russian_forms(name, "given", whose), *ukrainian_forms(name, "given", whose)}
    for form in forms | set(kazakh_forms(name)):
        assert any(reading.trait != "typo" for reading in index.read(form)), form


def test_the_libraries_decline_people_only() -> None:
    """A place is not given to them as if it were a surname."""
    assert list(russian_forms("крутоярск", "place", "")) == []
    assert list(ukrainian_forms("крутоярск", "place", "")) == []


def test_the_table_of_given_names_is_as_broad_as_promised() -> None:
    """At least 250 pet names and 150 doubles; no word mixes alphabets."""
    lines = [[part.split() for part in line.split("|")] for line in TABLE["m"] + TABLE["f"]]
    short = {name for line in lines for name in line[1]}
    doubles = sum(len(set(line[0])) - 1 + len(line[2] if len(line) > 2 else []) for line in lines)
    assert len(short) >= 250
    assert doubles >= 150
    for line in lines:
        for name in (name for part in line for name in part):
            assert re.fullmatch(r"[A-Za-zÀ-ÿ]+|[\u0400-\u052f']+", name), name


def test_names_are_known_with_their_relatives() -> None:
    """Full names before pet names; sex narrows the choice."""
    assert is_given("Олена")
    assert is_pet_form("Лёша")
    assert is_given_form("олени")
    assert [line.sex for line in lines_of("Саша", "")] == ["m", "f"]
    assert [line.sex for line in lines_of("Саша", "f")] == ["f"]
    assert lines_of("Борислава", "f") == ()


@pytest.mark.parametrize(
    ("word", "common"),
    [
        ("Тихому", True),
        ("щеглов", True),
        ("Тёма", False),
        ("тема", True),
        ("арманға", True),
        ("poppies", True),
        ("кувалдой", True),
        ("хорунжого", True),
        ("құланға", True),
        ("wheelwrights", True),
        ("Тарабукин", False),
    ],
)
def test_common_words_are_known_in_their_forms(word: str, *, common: bool) -> None:
    """In four languages; a letter that tells them apart is heard."""
    assert is_common(word) is common


def test_the_dictionary_form_is_told_from_the_others() -> None:
    """«Мороз» opens a sentence, «Морозу» rarely does."""
    assert is_dictionary_form("Мороз")
    assert not is_dictionary_form("Морозу")
