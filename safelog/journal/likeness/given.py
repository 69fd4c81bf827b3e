"""Given names: one name in its languages, its pet forms, its doubles next door."""

from __future__ import annotations

from collections.abc import Iterator

from safelog.journal.likeness.clue import ClueCode
from safelog.journal.likeness.wordings import SAME, Codes, Grammar, Wordings, words_of
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


def relate_given(wordings: Wordings, one: str, other: str, grammar: Grammar) -> Codes | None:
    """Return what makes one given name the other; None if they are different names."""
    related = wordings.relate(one, other, grammar)
    if related is not None:
        if ClueCode.INFLECTION in related and is_given(one):
            return related | {ClueCode.OTHER_READING}
        return related
    return _by_table(wordings, one, other, grammar) or _by_table(
        wordings, other, one, grammar._replace(inflected=False)
    )


def is_given_name(word: str) -> bool:
    """Tell whether a word, in any case form, is a given name of the table."""
    if is_latin(fold_word(word)):
        word = plain_spelling(key(fold_word(word)), "cyrillic")
    return is_given(word) or is_pet_form(word) or is_given_form(key(fold_word(word)))


def meeting_names(word: str, sex: Sex) -> tuple[str, ...]:
    """Return keys under which a given name meets its pet forms and doubles."""
    latin = is_latin(fold_word(word))
    source = plain_spelling(key(fold_word(word)), "cyrillic") if latin else word
    lines = lines_of(source, sex) or lines_of(word, sex)
    return tuple(dict.fromkeys(key(fold_word(line.full[0])) for line in lines)) or (
        key(fold_word(source)),
    )


def sex_of(word: str) -> Sex:
    """Return whose name it is, if the table has it for one sex alone."""
    found = {line.sex for line in lines_of(word, "")}
    return found.pop() if len(found) == 1 else ""


def _by_table(wordings: Wordings, one: str, other: str, grammar: Grammar) -> Codes | None:
    """Look for `one` among what a bearer of the name `other` is called."""
    lines = lines_of(other, grammar.sex)
    found = [
        (line, relation | through)
        for line in lines
        for relation, through in _in_line(wordings, one, other, line, grammar)
    ]
    if not found:
        return None
    codes = min((codes for _, codes in found), key=len)
    if ClueCode.DIMINUTIVE in codes and _is_shared(one, other):
        codes |= {ClueCode.SHARED_DIMINUTIVE}
    return codes


def _in_line(
    wordings: Wordings, one: str, other: str, line: GivenName, grammar: Grammar
) -> Iterator[tuple[Codes, Codes]]:
    """Give how `one` stands in a line of the table, and by what spelling it is found there."""
    pet = is_pet_form(other) and not is_given(other)
    for names, code in (
        (line.full, ClueCode.DIMINUTIVE if pet else ClueCode.DOUBLE),
        (line.short, ClueCode.DIMINUTIVE),
        (line.foreign, ClueCode.FOREIGN_NAME),
    ):
        for name in (word for written in names for word in words_of(written)):
            through = SAME if name == one else wordings.relate(one, name, grammar)
            if through is not None:
                yield frozenset({code}), through


def _is_shared(one: str, other: str) -> bool:
    """Tell whether a pet form belongs to several names."""
    pets = [name for name in (one, other) if is_pet_form(name) and not is_given(name)]
    return any(len(lines_of(pet, "")) > 1 for pet in pets)
