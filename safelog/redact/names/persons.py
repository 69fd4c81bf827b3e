"""A person's name in the index: every part, every habit of writing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from safelog.redact.fold import fold_word
from safelog.redact.names import kazakh
from safelog.redact.names.declension import decline, orthographic
from safelog.redact.names.derivation import (
    endings,
    has_possessive,
    pet_endings,
    respelled,
    shortened,
    stem_of,
)
from safelog.redact.names.fathers import surname_doubles
from safelog.redact.names.index import Index
from safelog.redact.names.lattice import Lattice, plain_spelling
from safelog.redact.names.parts import Part, person_parts, pieces
from safelog.redact.names.patronymics import patronymics
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.spelling import key
from safelog.redact.names.tables import GivenName, is_pet_form, lines_of
from safelog.redact.names.wordforms import add_word, is_latin_word
from safelog.redact.register import RegisteredEntity, Sex

_ENDING_LONGEST = 16
_SYLLABLE = 3
_ADJECTIVE = re.compile(r".*(?<![сцз])(?<![сцз][кь])(?<![сцз]ьк)(?:ый|ий|ой|ая|яя|их|ых)")
"""Surnames that are ordinary adjectives; those in -ский are rarely taken for one."""


_HARDENED = re.compile(r"(?<=[сцз])ь(?=к)")

_OPEN_SYLLABLE = re.compile(r"[^аеёиоуыэюяәөүұі][аеёиоуыэюяәөүұі]")
_CALLED_BY_STEM = re.compile(r".+[^аеёиіїоуыэюяєьй][ая]")
"""Names that lose their last vowel when somebody is called: «Лёш», «тёть Юль»."""


class FullName:
    """What one full name of a person says about the words around a part of it."""

    def __init__(self, sex: Sex) -> None:
        """Start without parts."""
        self.sex = sex
        self.given: set[str] = set()
        """First letters, as keys."""
        self.patronymic: set[str] = set()
        """The same."""
        self.given_names: set[str] = set()
        """Keys of the whole words."""
        self.surnames: set[str] = set()
        """Keys of the whole words, each part of a double surname by itself."""

    def fit(self, letters: list[str]) -> bool:
        """Tell whether initials, as keys in their order, may be this person's."""
        if not letters or letters[0] not in self.given:
            return False
        return len(letters) == 1 or not self.patronymic or letters[1] in self.patronymic


def add_person(index: Index, entity: RegisteredEntity, name: str) -> FullName:
    """Add a full name, registered or an alias; return what stands for it."""
    full = FullName(entity.sex)
    parts = person_parts(name)
    for part in parts:
        reading = Reading(entity.id, part.role, sure=True, trait="base")
        match part.role:
            case Role.SURNAME:
                _add_surname(index, entity, part.word, reading, alone=len(parts) == 1)
                full.surnames.update(key(fold_word(half)) for half in pieces(part.word))
            case Role.GIVEN:
                full.given.update(_add_given(index, entity, part.word, reading))
                full.given_names.update(key(fold_word(piece)) for piece in pieces(part.word))
            case Role.PATRONYMIC:
                _add_patronymic(index, entity, part.word, reading._replace(sure=False))
                full.patronymic.update(_letters(orthographic(part.word)))
            case _:
                index.add_form(orthographic(part.word), reading._replace(sure=False))
    _add_joined(index, entity, parts)
    return full


def add_nick(index: Index, entity: RegisteredEntity, word: str) -> None:
    """Add a one-word alias, which may be any word of the language."""
    for piece in pieces(word):
        for spelling in respelled(piece, entity.language):
            reading = Reading(entity.id, Role.NICK, sure=True, trait="base", common=True)
            add_word(index, spelling, "word", "", reading)


def _add_surname(
    index: Index, entity: RegisteredEntity, word: str, reading: Reading, *, alone: bool
) -> None:
    halves = pieces(word)
    for half in halves:
        for spelling in respelled(half, entity.language):
            trait = "base" if spelling == half else "transliteration"
            one = reading._replace(
                sure=len(halves) == 1, trait=trait, common=_ADJECTIVE.fullmatch(half) is not None
            )
            add_word(index, spelling, "surname", entity.sex, one)
            if alone:
                add_word(index, spelling, "word", entity.sex, one)
            adjective = one._replace(sure=False, trait="adjective", lower=True)
            index.add_stem(stem_of(spelling), endings("surname"), _ENDING_LONGEST, adjective)
        for double in surname_doubles(half):
            add_word(
                index, double, "surname", entity.sex, reading._replace(sure=False, trait="double")
            )
        for form in decline(half, "surname", entity.sex) if _HARDENED.search(half) else ():
            # «левицка», as neighbours say it; by itself it may be of a town like «Загорск».
            index.add_form(_HARDENED.sub("", form), reading._replace(sure=False, trait="typo"))


def _add_given(
    index: Index, entity: RegisteredEntity, word: str, reading: Reading
) -> Iterator[str]:
    """Add a given name with its doubles and pet forms; give the initials that may stand for it."""
    for piece in pieces(word):
        names = _relatives(piece, entity)
        if not is_latin_word(piece) and not lines_of(piece, ""):
            for short in shortened(piece, entity.language):
                names.setdefault(short, ("diminutive", False))
        for name, (trait, sure) in names.items():
            related = reading._replace(trait=trait, sure=sure)
            if is_latin_word(name) and not is_latin_word(piece):
                # "Leo" for «Лев»: nobody writes that in Cyrillic again.
                index.add_form(name, related)
                index.add_form(name + "s", related)
                continue
            add_word(index, name, "given", entity.sex, related)
            if not is_latin_word(name):
                _add_derived(index, entity, name, related)
            if _CALLED_BY_STEM.fullmatch(name):
                index.add_form(name[:-1], related._replace(sure=False, trait="vocative"))
            if trait != "diminutive":
                yield from _letters(name)


def _relatives(word: str, entity: RegisteredEntity) -> dict[str, tuple[str, bool]]:
    """Return what else a given name is called, each with its trait and whether it is certain.

    A pet name that was added for Вадим may be that of Дмитрий as well: of another name than the
    registered one it makes no more than a question.
    """
    found = {word: ("base", True)}
    own = _own_lines(entity)
    for spelling in respelled(word, entity.language, given=True):
        found.setdefault(spelling, ("transliteration", True))
    full = "diminutive" if is_pet_form(word) else "double"
    for line in lines_of(word, entity.sex):
        for names, trait, sure in (
            (line.full, full, True),
            (line.short, "diminutive", True),
            (line.foreign, "double", False),
        ):
            for name in map(orthographic, names):
                found.setdefault(name, (trait, sure and (not own or line in own)))
    return found


def _own_lines(entity: RegisteredEntity) -> set[GivenName]:
    """Return the lines of the table that the registered given name stands in."""
    given = (part.word for part in person_parts(entity.canonical) if part.role is Role.GIVEN)
    return {line for name in given for word in pieces(name) for line in lines_of(word, entity.sex)}


def _add_derived(index: Index, entity: RegisteredEntity, name: str, reading: Reading) -> None:
    """Add the regular pet forms and the possessives of a Cyrillic given name."""
    if reading.trait != "diminutive":
        pet = reading._replace(trait="diminutive")
        pets = pet_endings(entity.sex, entity.language)
        index.add_stem(stem_of(name), pets, _ENDING_LONGEST, pet)
        if entity.language == "kk" and len(name) > _SYLLABLE:
            index.add_stem(name[:_SYLLABLE], kazakh.RESPECTFUL, _ENDING_LONGEST, pet)
            if _OPEN_SYLLABLE.fullmatch(name[: _SYLLABLE - 1]):
                guess = pet._replace(sure=False)
                index.add_stem(name[: _SYLLABLE - 1], kazakh.ENDEARING, _ENDING_LONGEST, guess)
    if has_possessive(name):
        on_vowel = name.endswith(("а", "я"))
        kind = "possessive_of_vowel" if on_vowel else "possessive_of_consonant"
        his = reading._replace(trait="possessive", sure=reading.sure and on_vowel)
        stem = stem_of(name) if on_vowel else name.removesuffix("ь").removesuffix("й")
        index.add_stem(stem, endings(kind), _ENDING_LONGEST, his)


def _add_patronymic(index: Index, entity: RegisteredEntity, word: str, reading: Reading) -> None:
    for piece in pieces(word):
        add_word(index, piece, "patronymic", entity.sex, reading)
        for other in patronymics(piece, entity.sex):
            for form in decline(other, "given", entity.sex):
                index.add_form(form, reading._replace(trait="patronymic"))


def _add_joined(index: Index, entity: RegisteredEntity, parts: tuple[Part, ...]) -> None:
    """Add given name and surname written as one word, as in tags and account names."""
    given = ["".join(pieces(part.word)) for part in parts if part.role is Role.GIVEN]
    surname = ["".join(pieces(part.word)) for part in parts if part.role is Role.SURNAME]
    reading = Reading(entity.id, Role.SURNAME, sure=True, trait="joined")
    for one, other in (*product(given, surname), *product(surname, given)):
        index.add_form(one + other, reading)
        if not is_latin_word(one + other):
            index.add_lattice(Lattice(one + other, "latin", {"": reading}))


def _letters(name: str) -> set[str]:
    """Return the keys of the initials that may stand for a name, in both alphabets."""
    first = key(fold_word(name[0]))
    if is_latin_word(name):
        return {first, *(p[:1] for p in Lattice(name, "cyrillic", {"": 1}).prefixes())}
    latin = {p[:1] for p in Lattice(name, "latin", {"": 1}).prefixes()}
    return {first, *latin, plain_spelling(name[0], "latin")}
