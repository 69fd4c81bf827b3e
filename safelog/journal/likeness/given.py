"""Given names: one name in its languages, its pet forms, its doubles next door."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from safelog.journal.likeness.clue import ClueCode
from safelog.journal.likeness.wordings import SAME, Codes, Grammar, Wordings, consonants, words_of
from safelog.redact.fold import fold_word
from safelog.redact.names.lattice import plain_spelling
from safelog.redact.names.spelling import is_latin, key
from safelog.redact.names.tables import (
    GivenName,
    is_given,
    is_given_form,
    is_pet_form,
    lines_of,
)
from safelog.redact.register import Sex

_NOMINATIVE = ("", "а", "я", "й", "ь", "о", "ий", "ія", "ия")
_ENDING_LONGEST = 3
_STEM_SHORTEST = 2


class _Called(NamedTuple):
    """One of the names that a bearer of a given name is called by."""

    word: str
    code: ClueCode
    rough: str
    """Its consonants: a word that lacks them is not it."""


class GivenNames:
    """Compares given names, and remembers."""

    def __init__(self, wordings: Wordings) -> None:
        """Compare words by `wordings`."""
        self._wordings = wordings
        self._related: dict[tuple[str, str, Grammar], Codes | None] = {}
        self._names: dict[str, bool] = {}

    def relate(self, one: str, other: str, grammar: Grammar) -> Codes | None:
        """Return what makes one given name the other; None if they are different names."""
        if one == other:
            return SAME
        asked = (one, other, grammar)
        if asked not in self._related:
            if len(self._related) > self._wordings.MEMORY:
                self._related.clear()
            self._related[asked] = self._compare(one, other, grammar)
        return self._related[asked]

    def is_slip(self, one: str, other: str) -> bool:
        """Tell whether two names are one slip apart, and neither is known as another name."""
        return self._wordings.is_slip(one, other) and not (self.has(one) and self.has(other))

    def has(self, word: str) -> bool:
        """Tell whether a word, in any case form, is a given name of the table."""
        known = self._names.get(word)
        if known is None:
            known = self._names[word] = _is_given_name(word)
            if len(self._names) > self._wordings.MEMORY:
                self._names.clear()
        return known

    def _compare(self, one: str, other: str, grammar: Grammar) -> Codes | None:
        related = self._wordings.relate(one, other, grammar)
        if related is not None:
            if ClueCode.INFLECTION in related and is_given(one):
                return related | {ClueCode.OTHER_READING}
            return related
        found = self._by_table(one, other, grammar)
        if found is None:
            found = self._by_table(other, one, grammar._replace(inflected=False))
        return found

    def _by_table(self, one: str, other: str, grammar: Grammar) -> Codes | None:
        """Look for `one` among what a bearer of the name `other` is called."""
        is_pet = is_pet_form(other) and not is_given(other)
        found: list[Codes] = []
        points = self._wordings.meeting_points(one)
        for called in (each for line in lines_of(other, grammar.sex) for each in _called(line)):
            if any(point.startswith(called.rough) for point in points):
                through = self._wordings.relate(one, called.word, grammar)
                if through is not None:
                    found.append(through | {self._code(called, other, grammar, is_pet=is_pet)})
        if not found:
            return None
        codes = min(found, key=lambda each: (ClueCode.FOREIGN_NAME in each, len(each)))
        return codes | _doubts(one, other) if ClueCode.DIMINUTIVE in codes else codes

    def _code(self, called: _Called, other: str, grammar: Grammar, *, is_pet: bool) -> ClueCode:
        """Return what it means that somebody with the name `other` is called so."""
        if called.code is not ClueCode.DOUBLE:
            return called.code
        if is_pet:
            return ClueCode.DIMINUTIVE
        pair = {key(fold_word(called.word)), key(fold_word(other))}
        if any(pair <= names for names in _doubles()):
            return ClueCode.DOUBLE
        regular = self._wordings.relate(called.word, other, grammar._replace(inflected=False))
        return ClueCode.DOUBLE if regular is not None else ClueCode.FOREIGN_NAME


def meeting_names(word: str, sex: Sex) -> tuple[str, ...]:
    """Return keys under which a given name meets its pet forms and doubles."""
    latin = is_latin(fold_word(word))
    source = plain_spelling(key(fold_word(word)), "cyrillic") if latin else word
    lines = lines_of(source, sex) or lines_of(word, sex)
    return tuple(dict.fromkeys(key(fold_word(line.full[0])) for line in lines)) or (
        key(fold_word(source)),
    )


def nominatives(word: str) -> Iterator[str]:
    """Give the word and what its nominative may be, known or not."""
    yield word
    for cut in range(_ENDING_LONGEST + 1):
        stem = word[: len(word) - cut]
        if len(stem) >= _STEM_SHORTEST:
            yield from (stem + ending for ending in _NOMINATIVE)


def sex_of(word: str) -> Sex:
    """Return whose name it is, if the table has it for one sex alone."""
    found = {line.sex for line in lines_of(word, "")}
    return found.pop() if len(found) == 1 else ""


def _is_given_name(word: str) -> bool:
    folded = key(fold_word(word))
    if is_latin(folded):
        word = plain_spelling(folded, "cyrillic")
    return is_given(word) or is_pet_form(word) or is_given_form(key(fold_word(word)))


def _doubts(one: str, other: str) -> Codes:
    """Return what speaks against a pet form: others have it too, or it is a name of its own."""
    if is_given(one) and is_given(other):
        return frozenset({ClueCode.OTHER_READING})
    pets = [name for name in (one, other) if is_pet_form(name) and not is_given(name)]
    shared = any(len(lines_of(pet, "")) > 1 for pet in pets)
    return frozenset({ClueCode.SHARED_DIMINUTIVE}) if shared else SAME


@cache
def _doubles() -> tuple[frozenset[str], ...]:
    file = resources.files("safelog.journal.likeness") / "given.toml"
    table: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        frozenset(key(fold_word(name)) for name in line.split()) for line in table["doubles"]
    )


@cache
def _called(line: GivenName) -> tuple[_Called, ...]:
    return tuple(_all_called(line))


def _all_called(line: GivenName) -> Iterator[_Called]:
    for names, code in (
        (line.full, ClueCode.DOUBLE),
        (line.short, ClueCode.DIMINUTIVE),
        (line.foreign, ClueCode.FOREIGN_NAME),
    ):
        for word in (word for written in names for word in words_of(written)):
            yield _Called(word, code, consonants(word))
