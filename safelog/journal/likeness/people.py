"""Names of people: which of them may be one person's.

A name is no identifier. Two people of one family share a surname, father and son may share both
names, and an Ivan Petrov lives in every town; so whatever differs in given name, patronymic or sex
rules a likeness out, and what many people share makes it no more than possible.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec

from safelog.journal.likeness.clue import Clue, ClueCode, clues
from safelog.journal.likeness.given import GivenNames, sex_of
from safelog.journal.likeness.wordings import SAME, Codes, Grammar, Wordings, words_of
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.redact.fold import fold_word
from safelog.redact.names.declension import orthographic
from safelog.redact.names.index import WORD_LONGEST
from safelog.redact.names.lattice import plain_spelling
from safelog.redact.names.lexicon import is_common
from safelog.redact.names.parts import person_parts, pieces
from safelog.redact.names.patronymics import patronymics
from safelog.redact.names.reading import Role
from safelog.redact.names.spelling import is_latin, key
from safelog.redact.names.tables import is_given
from safelog.redact.register import Language, Sex

_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])(?:\.|(?=\s|$))")
_LATIN_PATRONYMIC = re.compile(r".{2,}(?:[vw](?:ich|ych|itch|itsch|ič|na)|uly|ulı|kyzy|qyzy)")
_WORDS = re.compile(r"[^\W_]+")


class PersonName(NamedTuple):
    """A name taken apart, every word in orthographic lower case."""

    entity: EntityId
    written: str
    """All of it, folded, for comparing as it stands."""
    given: str
    more_given: tuple[str, ...]
    """What follows in a double given name."""
    patronymic: str
    surname: tuple[str, ...]
    """Several pieces of a double surname."""
    initials: tuple[str, ...]
    sex: Sex
    language: Language
    generation: str = ""
    """Whether the name says that it is the elder's or the younger's."""

    @property
    def is_full(self) -> bool:
        """Whether given name and surname are both there."""
        return bool(self.given and self.surname)


def read_person(spelling: str, entity: Entity) -> PersonName | None:
    """Take a person's name apart; None if there is no name in it."""
    words: dict[Role, list[str]] = {}
    for part in person_parts(spelling):
        words.setdefault(part.role, []).append(part.word)
    given = [piece for word in words.get(Role.GIVEN, ()) for piece in pieces(word)]
    fathers = [name for name in given[1:] if _LATIN_PATRONYMIC.fullmatch(name)]
    given = [name for name in given if name not in fathers]
    surname = [piece for word in words.get(Role.SURNAME, ()) for piece in pieces(word)]
    if any(len(word) > WORD_LONGEST for word in (*given, *surname, *fathers)):
        return None
    patronymic = [orthographic(word) for word in words.get(Role.PATRONYMIC, ())] or fathers
    if not given and not surname:
        return None
    initials = _INITIAL.findall(spelling) if not given else []
    return PersonName(
        entity=entity.id,
        written=fold_word(" ".join(_WORDS.findall(spelling))),
        given=given[0] if given else "",
        more_given=tuple(given[1:]),
        patronymic=patronymic[0] if patronymic else "",
        surname=tuple(surname),
        initials=tuple(orthographic(letter) for letter in initials),
        sex=entity.sex or (sex_of(given[0]) if given else ""),
        language=entity.language,
        generation=_generation(spelling),
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
        if _contradict(one.sex, other.sex) or _contradict(one.generation, other.generation):
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
        return self.relate_surnames(one.surname, other.surname, grammar)

    def relate_surnames(
        self, one: Sequence[str], other: Sequence[str], grammar: Grammar
    ) -> Codes | None:
        """Return what makes one surname, in its pieces, the other; None if they differ."""
        if len(one) == len(other):
            related = [self._word(a, b, grammar) for a, b in zip(one, other, strict=True)]
            if all(each is not None for each in related):
                return frozenset(code for each in related for code in each or ())
            return None
        parts = [
            found | {ClueCode.PART_OF_NAME}
            for a in one
            for b in other
            if (found := self._wordings.relate(a, b, grammar)) is not None
        ]
        return min(parts, key=len, default=None)

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
            return found if found is None else self._more(one, other, found, grammar)
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

    def _more(
        self, one: PersonName, other: PersonName, found: Codes, grammar: Grammar
    ) -> Codes | None:
        """Add what the rest of double given names says; None if they differ in it."""
        if not one.more_given or not other.more_given:
            return found | {ClueCode.PART_OF_NAME} if one.more_given != other.more_given else found
        for a, b in zip(one.more_given, other.more_given, strict=False):
            related = self._names.relate(a, b, grammar)
            if related is None:
                return None
            found |= related
        return found

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


def _contradict(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _in_common(one: PersonName, other: PersonName, codes: Codes) -> Codes:
    """Return what the names have in common as wholes, where the words alone do not say it."""
    if not one.surname or not other.surname:
        alone = not (one.patronymic and other.patronymic)
        return frozenset({ClueCode.GIVEN_ALONE}) if alone else frozenset({ClueCode.PATRONYMIC})
    if codes & {ClueCode.SURNAME_ALONE, ClueCode.INITIALS}:
        return SAME
    found: set[ClueCode] = set()
    if _is_common(one) or _is_common(other):
        found.add(ClueCode.COMMON_NAME)
    if one.generation != other.generation:
        found.add(ClueCode.GENERATION)
    if not codes and one.written == other.written:
        found.add(ClueCode.SAME_NAME)
    elif not codes:
        reordered = sorted(one.written.split()) == sorted(other.written.split())
        found.add(ClueCode.NAME_ORDER if reordered else ClueCode.NAME_CORE)
    return frozenset(found)


def _is_common(name: PersonName) -> bool:
    """Tell whether many are called so, or whether it is no name at all: «сотрудник полиции»."""
    if any(_masculine(surname) & _common_surnames() for surname in name.surname):
        return True
    return not is_given(name.given) and all(map(is_common, (name.given, *name.surname)))


def _generation(spelling: str) -> str:
    words = set(words_of(spelling))
    marks = {"elder": _table().elder.split(), "younger": _table().younger.split()}
    return next((each for each, said in marks.items() if not words.isdisjoint(said)), "")


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


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    elder: str
    younger: str
    surnames: dict[str, str]


@cache
def _table() -> _Table:
    file = resources.files("safelog.journal.likeness") / "people.toml"
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), type=_Table)


@cache
def _common_surnames() -> frozenset[str]:
    return _keys(tuple(word for words in _table().surnames.values() for word in words.split()))
