"""Names of people: which of them may be one person's.

A name is no identifier. Two people of one family share a surname, father and son may share both
names, and an Ivan Petrov lives in every town; so whatever differs in given name, patronymic or sex
rules a likeness out, and what many people share makes it no more than possible.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from safelog.journal.likeness.clue import Clue, ClueCode, clues
from safelog.journal.likeness.given import GivenNames, sex_of
from safelog.journal.likeness.wordings import SAME, Codes, Grammar, Wordings
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.redact.fold import fold_word
from safelog.redact.names.declension import orthographic
from safelog.redact.names.lattice import plain_spelling
from safelog.redact.names.parts import person_parts, pieces
from safelog.redact.names.patronymics import patronymics
from safelog.redact.names.reading import Role
from safelog.redact.names.spelling import is_latin, key
from safelog.redact.register import Language, Sex

_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])(?:\.|(?=\s|$))")
_WORDS = re.compile(r"[^\W_]+")


class PersonName(NamedTuple):
    """A name taken apart, every word in orthographic lower case."""

    entity: EntityId
    written: str
    """All of it, folded, for comparing as it stands."""
    given: str
    patronymic: str
    surname: tuple[str, ...]
    """Several pieces of a double surname."""
    initials: tuple[str, ...]
    sex: Sex
    language: Language

    @property
    def is_full(self) -> bool:
        """Whether given name and surname are both there."""
        return bool(self.given and self.surname)


def read_person(spelling: str, entity: Entity) -> PersonName | None:
    """Take a person's name apart; None if there is no name in it."""
    words: dict[Role, list[str]] = {}
    for part in person_parts(spelling):
        words.setdefault(part.role, []).append(part.word)
    given = [orthographic(word) for word in words.get(Role.GIVEN, ())]
    surname = [piece for word in words.get(Role.SURNAME, ()) for piece in pieces(word)]
    patronymic = [orthographic(word) for word in words.get(Role.PATRONYMIC, ())]
    if not given and not surname:
        return None
    initials = _INITIAL.findall(spelling) if not given else []
    return PersonName(
        entity=entity.id,
        written=fold_word(" ".join(_WORDS.findall(spelling))),
        given=given[0] if given else "",
        patronymic=patronymic[0] if patronymic else "",
        surname=tuple(surname),
        initials=tuple(orthographic(letter) for letter in initials),
        sex=entity.sex or (sex_of(given[0]) if given else ""),
        language=entity.language,
    )


class Faces:
    """Compares names taken apart."""

    def __init__(self, wordings: Wordings, names: GivenNames) -> None:
        """Compare words by `wordings`, given names by `names`."""
        self._wordings = wordings
        self._names = names

    def compare(
        self, one: PersonName, other: PersonName, *, inflected: bool = False
    ) -> tuple[Clue, ...]:
        """Return what speaks for two names being one person's; nothing if nothing does."""
        if one.sex and other.sex and one.sex != other.sex:
            return ()
        grammar = Grammar("surname", one.sex or other.sex, other.language, inflected)
        # The surname first: most names that meet differ there.
        surname = self._surname(one, other, grammar)
        if surname is None:
            return ()
        given = self._given(one, other, grammar._replace(role="given"))
        if given is None or (ClueCode.TYPO in surname and ClueCode.TYPO in given):
            return ()
        patronymic = self._patronymic(one, other, grammar._replace(role="patronymic"))
        if patronymic is None:
            return ()
        codes = surname | given | patronymic
        if ClueCode.TYPO in codes and not (one.is_full and other.is_full):
            return ()
        return clues(codes | _in_common(one, other, codes))

    def _surname(self, one: PersonName, other: PersonName, grammar: Grammar) -> Codes | None:
        if not one.surname and not other.surname:
            return SAME
        if not one.surname or not other.surname:
            # Only a patronymic makes a given name telling enough to go without the surname.
            both = one.patronymic and other.patronymic and one.given and other.given
            return frozenset({ClueCode.PATRONYMIC}) if both else None
        if len(one.surname) == len(other.surname):
            related = [
                self._word(a, b, grammar) for a, b in zip(one.surname, other.surname, strict=True)
            ]
            if all(each is not None for each in related):
                return frozenset(code for each in related for code in each or ())
        pieces = [
            found | {ClueCode.PART_OF_SURNAME}
            for a in one.surname
            for b in other.surname
            if len(one.surname) != len(other.surname)
            and (found := self._wordings.relate(a, b, grammar)) is not None
        ]
        return min(pieces, key=len, default=None)

    def _word(self, one: str, other: str, grammar: Grammar) -> Codes | None:
        found = self._wordings.relate(one, other, grammar)
        if found is None and self._wordings.is_slip(one, other):
            return frozenset({ClueCode.TYPO})
        return found

    def _given(self, one: PersonName, other: PersonName, grammar: Grammar) -> Codes | None:
        if one.given and other.given:
            found = self._names.relate(one.given, other.given, grammar)
            if found is None and self._names.is_slip(one.given, other.given):
                return frozenset({ClueCode.TYPO})
            return found
        if not one.surname or not other.surname:
            return SAME
        short, full = (one, other) if one.initials else (other, one)
        if not short.initials:
            return frozenset({ClueCode.SURNAME_ALONE})
        letters = [full.given, full.patronymic] if full.given else list(full.initials)
        fits = all(
            _begins(name, letter)
            for name, letter in zip(letters, short.initials, strict=False)
            if name
        )
        return (
            frozenset({ClueCode.INITIALS if any(letters) else ClueCode.SURNAME_ALONE})
            if fits
            else None
        )

    def _patronymic(self, one: PersonName, other: PersonName, grammar: Grammar) -> Codes | None:
        if not one.patronymic or not other.patronymic:
            left_out = bool(one.patronymic) != bool(other.patronymic) and one.given and other.given
            return frozenset({ClueCode.PATRONYMIC_LEFT_OUT}) if left_out else SAME
        found = self._wordings.relate(one.patronymic, other.patronymic, grammar)
        if found is not None:
            return found
        father = _keys(patronymics(one.patronymic, grammar.sex))
        if father & _keys(patronymics(other.patronymic, grammar.sex)):
            return frozenset({ClueCode.SPELLING})
        relations = (
            self._wordings.relate(one.patronymic, form, grammar)
            for form in patronymics(other.patronymic, grammar.sex)
        )
        return next((each for each in relations if each is not None), None)


def _in_common(one: PersonName, other: PersonName, codes: Codes) -> Codes:
    """Return what the names have in common as wholes, where the words alone do not say it."""
    if not one.surname or not other.surname:
        alone = not (one.patronymic and other.patronymic)
        return frozenset({ClueCode.GIVEN_ALONE}) if alone else frozenset({ClueCode.PATRONYMIC})
    if codes & {ClueCode.SURNAME_ALONE, ClueCode.INITIALS}:
        return SAME
    found: set[ClueCode] = set()
    if not (one.patronymic and other.patronymic) and _is_common(one, other):
        found.add(ClueCode.COMMON_NAME)
    if not codes:
        found.add(ClueCode.SAME_NAME if one.written == other.written else ClueCode.NAME_ORDER)
    if not one.given and not other.given:
        found.add(ClueCode.SURNAME_ALONE)
    return frozenset(found)


def _is_common(one: PersonName, other: PersonName) -> bool:
    return any(
        _masculine(surname) & _common_surnames()
        for name in (one, other)
        for surname in name.surname
    )


def _masculine(surname: str) -> frozenset[str]:
    """Return the keys of a surname and of the one that a man of the family has."""
    folded = fold_word(surname)
    latin = is_latin(folded)
    cyrillic = plain_spelling(key(folded), "cyrillic") if latin else surname
    return _keys((surname, cyrillic, cyrillic.removesuffix("а")))


def _keys(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key(fold_word(word)) for word in words)


def _begins(name: str, letter: str) -> bool:
    """Tell whether a name has an initial, in its own alphabet or in the other one."""
    wanted = key(fold_word(letter))[:1]
    folded = key(fold_word(name))
    across = plain_spelling(folded, "cyrillic" if is_latin(folded) else "latin")
    return wanted in {folded[:1], key(across)[:1]}


@cache
def _common_surnames() -> frozenset[str]:
    file = resources.files("safelog.journal.likeness") / "common_surnames.toml"
    tables: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return _keys(tuple(word for words in tables.values() for word in words.split()))
