"""How one word may be another: the same letters, a case form, the other alphabet, a slip.

A word comes in orthographic lower case. What was compared once is remembered, for the same names
meet again and again; the memory belongs to one index and goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from safelog.journal.likeness.clue import ClueCode
from safelog.redact.fold import fold_word
from safelog.redact.names import kazakh
from safelog.redact.names.declension import Kinship, Role, decline, orthographic
from safelog.redact.names.derivation import respelled
from safelog.redact.names.lattice import Lattice, plain_spelling
from safelog.redact.names.spelling import (
    as_cyrillic,
    as_latin,
    is_latin,
    is_mixed,
    key,
    shared_beginning,
)
from safelog.redact.register import Language, Sex

Codes = frozenset[ClueCode]
"""What it takes to get from one word to the other; nothing if they are the same."""

SAME: Codes = frozenset()

_SLIP_SHORTEST = 5
_SUFFIX_SHORTEST = 2

_SIBILANTS = re.compile(r"(?:t?[szc]h?)+")
_FOREIGN = (("x", "ks"), ("ph", "f"), ("ng", "n"))
_SOUNDS = str.maketrans("gqhwf", "kkkvv", "aeiouyj'-")
_ADJECTIVE = (("ська", "ская"), ("цька", "цкая"), ("зька", "зкая"))
"""Ukrainian and Russian surnames of women; those of men the comparison key makes one."""
_REPEATED = re.compile(r"(.)\1+")


class Grammar(NamedTuple):
    """What the case forms of a word depend on."""

    role: Role
    sex: Sex = ""
    language: Language = "ru"
    inflected: bool = False
    """Whether the first word may stand in any case, as in a text."""


def consonants(word: str) -> str:
    """Return the consonants of a word, roughly, the same for every alphabet and spelling.

    By it words meet that are worth comparing; alone it says nothing.
    """
    folded = fold_word(word)
    latin = key(folded if is_latin(folded) else plain_spelling(word, "latin"))
    for written, sound in _FOREIGN:
        latin = latin.replace(written, sound)
    return _REPEATED.sub(r"\1", _SIBILANTS.sub("s", latin).translate(_SOUNDS))


def _rough_readings(word: str) -> Iterator[str]:
    yield consonants(word)
    folded = fold_word(word)
    if folded.startswith("j"):
        yield "s" + consonants(word)
    if "ch" in folded:
        # As Germans and Poles write the sound that others write kh.
        yield consonants(re.sub(r"(?<![st])ch", "kh", folded))


def slip_points(word: str) -> frozenset[str]:
    """Return what is left of a word without any one letter: words one slip apart share some."""
    plain = key(fold_word(word))
    if len(plain) < _SLIP_SHORTEST - 1:
        return frozenset()
    return frozenset((plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))))


class Wordings:
    """Compares words, and remembers."""

    MEMORY: ClassVar = 100_000
    """Comparisons that are remembered before all are forgotten."""

    def __init__(self) -> None:
        """Start without memories."""
        self._related: dict[tuple[str, str, Grammar], Codes | None] = {}
        self._forms: dict[tuple[str, Grammar], frozenset[str]] = {}
        self._points: dict[str, tuple[str, ...]] = {}

    def relate(self, one: str, other: str, grammar: Grammar) -> Codes | None:
        """Return what makes `one` a spelling of `other`; None if it is another word."""
        if one == other:
            return SAME
        asked = (one, other, grammar)
        if asked not in self._related:
            if len(self._related) > self.MEMORY:
                self._related.clear()
                self._forms.clear()
                self._points.clear()
            self._related[asked] = self._compare(one, other, grammar)
        return self._related[asked]

    def meeting_points(self, word: str) -> tuple[str, ...]:
        """Return the keys under which a word is found; some letters are two different sounds."""
        points = self._points.get(word)
        if points is None:
            points = self._points[word] = tuple(dict.fromkeys(_rough_readings(word)))
        return points

    def is_slip(self, one: str, other: str) -> bool:
        """Tell whether two words are one slip of the finger apart."""
        return _is_slip(key(fold_word(one)), key(fold_word(other)))

    def _compare(self, one: str, other: str, grammar: Grammar) -> Codes | None:
        folded, known = fold_word(one), fold_word(other)
        if key(folded) == key(known):
            return frozenset({ClueCode.SPELLING})
        if _looks_like(folded, known):
            return frozenset({ClueCode.LOOK_ALIKE})
        if is_latin(folded) or is_latin(known):
            meets = not set(self.meeting_points(one)).isdisjoint(self.meeting_points(other))
            return _across(one, other) if meets else None
        if _are_doubles(one, other, grammar):
            return frozenset({ClueCode.DOUBLE})
        if grammar.inflected and self._is_form(key(folded), other, grammar):
            return frozenset({ClueCode.INFLECTION})
        return None

    def _is_form(self, word: str, other: str, grammar: Grammar) -> bool:
        asked = (other, grammar)
        if asked not in self._forms:
            own = decline(other, grammar.role, grammar.sex)
            self._forms[asked] = frozenset(
                key(fold_word(form)) for form, kinship in own.items() if kinship is Kinship.OWN
            )
        if word in self._forms[asked]:
            return True
        for stem in kazakh.stems(key(fold_word(other))):
            ending = word.removeprefix(stem)
            if _SUFFIX_SHORTEST <= len(ending) < len(word) and ending in kazakh.SUFFIXES:
                return True
        return False


def _looks_like(one: str, other: str) -> bool:
    """Tell whether a word in another or in mixed alphabets is drawn like the other one."""
    if not (is_mixed(one) or is_mixed(other) or is_latin(one) != is_latin(other)):
        return False
    seen = {key(word) for word in (as_cyrillic(one), as_latin(one), one) if word}
    return not seen.isdisjoint(
        key(word) for word in (as_cyrillic(other), as_latin(other), other) if word
    )


def _across(one: str, other: str) -> Codes | None:
    """Compare words of which at least one is in Latin letters."""
    if _is_spelling(one, other) or _is_spelling(other, one):
        return frozenset({ClueCode.TRANSLITERATION})
    for word, double in ((one, _double(one)), (other, _double(other))):
        second = other if word is one else one
        if double != word and _is_spelling(double, second):
            return frozenset({ClueCode.TRANSLITERATION, ClueCode.DOUBLE})
    return None


def _is_spelling(one: str, other: str) -> bool:
    """Tell whether `one`, in its most usual Cyrillic letters, can be spelled as `other`."""
    latin = fold_word(other)
    if not is_latin(latin):
        return False
    folded = fold_word(one)
    source = plain_spelling(key(folded), "cyrillic") if is_latin(folded) else one
    return _reads(Lattice(source, "latin", {"": True}), key(latin)) or _reads(
        Lattice(key(latin), "cyrillic", {"": True}), key(fold_word(source))
    )


def _reads(lattice: Lattice[bool], word: str) -> bool:
    return lattice.read(word) is not None


def _are_doubles(one: str, other: str, grammar: Grammar) -> bool:
    given = grammar.role == "given"
    mine = {key(fold_word(form)) for form in _neighbours(one, grammar.language, given=given)}
    return not mine.isdisjoint(
        key(fold_word(form)) for form in _neighbours(other, grammar.language, given=given)
    )


def _double(word: str) -> str:
    """Return a woman's Ukrainian surname as Russian puts it, any other word as it is."""
    for end, double in _ADJECTIVE:
        if word.endswith(end):
            return word.removesuffix(end) + double
    return word


def _neighbours(word: str, language: Language, *, given: bool) -> Iterator[str]:
    """Give how the neighbouring languages spell a word; the letters tell which is its own."""
    yield word
    yield _double(word)
    if any(letter in word for letter in "іїєґ"):
        yield from respelled(word, "uk", given=given)
    elif any(letter in word for letter in "әғқңөұүһ") or language == "kk":
        yield from respelled(word, "kk", given=given)


def _is_slip(one: str, other: str) -> bool:
    """Tell whether one letter is missing, added, mistaken or swapped with its neighbour.

    Not the first letter and not the last: what differs there is another name or another case.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SLIP_SHORTEST or len(longer) - len(shorter) > 1 or one == other:
        return False
    start = len(shared_beginning((shorter, longer)))
    if not start or shorter[-1] != longer[-1]:
        return False
    a, b = shorter[start:], longer[start:]
    if len(a) < len(b):
        return a == b[1:]
    return a[1:] == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


def words_of(text: str) -> list[str]:
    """Return the words of a text in orthographic lower case."""
    return [orthographic(word) for word in re.findall(r"[^\W\d_]+", text)]
