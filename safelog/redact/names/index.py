"""The spellings of a register, and what a single word may be.

Four ways lead from a word to its readings: a dictionary of generated forms; stems with a closed
set of endings; lattices for the other alphabet; and, if all fail, forms one slip away. Set-up
fills them once. Reading a word costs the same however many texts were read before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from safelog.redact.fold import fold_word
from safelog.redact.names.lattice import PREFIX, Lattice, plain_spelling
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.slips import Slips
from safelog.redact.names.spelling import (
    HAS_NO_TWIN,
    as_cyrillic,
    as_latin,
    is_latin,
    is_mixed,
    key,
    letters,
    mistyped,
    single,
)

WORD_LONGEST = 64
"""Longer words are no names; the work on one word stays bounded."""


_GLUED = re.compile(r"([a-z]{3,})[\u0400-\u052f]{1,7}")
"""A Latin name with the ending of a Cyrillic language: "Grantом"."""

_ACROSS_SHORTEST = 3
"""Letters of a word below which it is no name's spelling in the other alphabet."""

_MISTYPED_SHORTEST = 4

_OWN_NAMES = frozenset({Role.GIVEN, Role.SURNAME, Role.NICK, Role.TITLE})

_VOWELS = re.compile("[aeiouyаеиоуюя]")

_START = 3
"""First letters of a stem by which most words are ruled out at once."""


_Name: TypeAlias = tuple[object, ...]
"""What makes two readings of one spelling the same name."""


class _Stem(NamedTuple):
    endings: Container[str]
    reading: Reading


class Index:
    """All spellings of all names of a register."""

    def __init__(self) -> None:
        """Start empty."""
        self._forms: dict[str, dict[_Name, Reading]] = {}
        self._stems: dict[str, list[_Stem]] = {}
        self._stem_starts: set[str] = set()
        self._longest_ending = 0
        self._lattices: dict[str, list[Lattice[Reading]]] = {}
        self._slips = Slips()
        self._beginnings: set[str] = set()
        self._sorted: list[str] = []
        self._consonants: dict[str, list[str]] = {}
        """Forms by their consonants."""
        self._mistyped: dict[str, str] = {}
        """Forms by what comes out of the other keyboard layout."""

    def add_form(self, form: str, reading: Reading) -> None:
        """Add one spelling, exactly as it is written apart from habits."""
        folded, written, mistaken = _spelt(form)
        self._mistyped.setdefault(mistaken, form)
        entries = self._forms.setdefault(written, {})
        name = (folded, *reading[:2], *reading[4:6])
        before = entries.get(name)
        if before is None or _rank(reading) < _rank(before):
            entries[name] = reading

    def add_stem(self, stem: str, endings: Container[str], longest: int, reading: Reading) -> None:
        """Add a stem that becomes a word with any of `endings` (keys of at most `longest`)."""
        plain = key(fold_word(stem))
        self._stems.setdefault(plain, []).append(_Stem(endings, reading))
        self._stem_starts.add(plain[:_START])
        self._longest_ending = max(self._longest_ending, longest)

    def add_lattice(self, lattice: Lattice[Reading]) -> None:
        """Add the spellings of a stem in the other alphabet."""
        for prefix in lattice.prefixes():
            self._lattices.setdefault(prefix, []).append(lattice)

    def add_slips(self, form: str, reading: Reading) -> None:
        """Let a form be found with one slip of the finger in it."""
        self._slips.add(letters(fold_word(form)), reading)

    def begins(self, word: str) -> bool:
        """Tell whether a generated form begins with `word`."""
        return key(fold_word(word)) in self._starts()

    def longest(self, letters: Sequence[str], shortest: int) -> int:
        """Return how many of the first letters make the longest generated form; 0 if none do.

        Letters that look like others count as those, too.
        """
        found = 0
        for size in range(2, len(letters) + 1):
            folded = fold_word("".join(letters[:size]))
            seen = [key(word) for word in (folded, as_cyrillic(folded), as_latin(folded))]
            if size >= shortest and any(word in self._forms for word in seen):
                found = size
            if not any(word in self._starts() for word in seen):
                break
        return found

    def _starts(self) -> set[str]:
        if not self._beginnings:
            forms = self._forms
            self._beginnings.update(form[:size] for form in forms for size in range(1, len(form)))
        return self._beginnings

    def has(self, word: str) -> bool:
        """Tell whether `word` is a generated form."""
        return key(fold_word(word)) in self._forms

    def typed_by_mistake(self, word: str) -> str:
        """Return the form that `word` is in the other keyboard layout, or nothing."""
        form = self._mistyped.get(word.lower(), "")
        return form if len(form) >= _MISTYPED_SHORTEST else ""

    def between(self, start: str, end: str) -> tuple[Reading, ...]:
        """Return the readings of all forms that begin and end like this, and are longer."""
        first, last = key(fold_word(start)), key(fold_word(end))
        if not self._sorted:
            self._sorted = sorted(self._forms)
        found: dict[Reading, None] = {}
        for form in self._sorted[bisect_left(self._sorted, first) :]:
            if not form.startswith(first):
                break
            if form.endswith(last) and len(form) > len(first) + len(last):
                found |= dict.fromkeys(self._forms[form].values())
        return tuple(r for r in found if r.sure and r.role in _OWN_NAMES)

    def without_vowels(self, consonants: str) -> tuple[Reading, ...]:
        """Return the readings of the forms of which these are the consonants."""
        if not self._consonants:
            for form in self._forms:
                self._consonants.setdefault(_VOWELS.sub("", form), []).append(form)
        forms = self._consonants.get(key(fold_word(consonants)), ())
        found = dict.fromkeys(reading for form in forms for reading in self._forms[form].values())
        return tuple(r for r in found if r.sure and r.role in _OWN_NAMES)

    def inside(self, word: str, shortest: int) -> Iterator[Reading]:
        """Give the surnames of at least `shortest` letters that stand inside a Latin word."""
        plain = key(fold_word(word))
        for at in range(len(plain) - shortest + 1):
            for lattice in self._lattices.get(plain[at : at + PREFIX], ()):
                if lattice.stands_in(plain, at) >= shortest:
                    yield from (r for r in lattice.meanings() if r.role is Role.SURNAME)
            for end in range(at + shortest, len(plain) + 1):
                forms = self._forms.get(plain[at:end], {})
                yield from (r for r in forms.values() if r.role is Role.SURNAME)

    def spells(self, word: str) -> tuple[Reading, ...]:
        """Return what `word` is, letter for letter: no look-alikes, no slips."""
        return _best(self._read_key(key(fold_word(word).replace("'", ""))))

    def read(self, word: str) -> tuple[Reading, ...]:
        """Return what `word` may be: best first, one reading per part of a name."""
        folded = fold_word(word).replace("'", "")
        if not 1 < len(folded) <= WORD_LONGEST:
            return ()
        plain = letters(folded)
        readings = self._read_key(single(plain))
        if not readings and is_mixed(folded):
            readings = list(self._read_mixed(folded))
        if not readings and not HAS_NO_TWIN.search(folded):
            readings = list(self._read_disguised(folded))
        if not readings:
            readings = list(self._slips.read(plain))
        return _best(readings)

    def _read_plain(self, folded: str) -> list[Reading]:
        return self._read_key(key(folded))

    def _read_key(self, word: str) -> list[Reading]:
        readings = list(self._forms.get(word, {}).values())
        if not readings and not self._stem_starts.isdisjoint((word[:_START], word[: _START - 1])):
            readings = list(self._read_stems(word))
        if len(word) >= _ACROSS_SHORTEST and word[:PREFIX] in self._lattices:
            # «Марк» may be Марко, and Mark Holloway as well: one form must not hide the other.
            owners = {reading.entity_id for reading in readings}
            across = self._read_lattices(word)
            readings += [reading for reading in across if reading.entity_id not in owners]
        return readings

    def _read_stems(self, word: str) -> Iterator[Reading]:
        for cut in range(1, min(self._longest_ending, len(word) - 2) + 1):
            stem, ending = word[:-cut], word[-cut:]
            for entry in self._stems.get(stem, ()):
                if ending in entry.endings or stem[-1] + ending in entry.endings:
                    yield entry.reading

    def _read_lattices(self, word: str) -> Iterator[Reading]:
        for lattice in self._lattices.get(word[:PREFIX], ()):
            reading = lattice.read(word)
            if reading is not None:
                sure = reading.sure and len(word) > _ACROSS_SHORTEST
                yield reading._replace(sure=sure)

    def _read_mixed(self, folded: str) -> Iterator[Reading]:
        for seen in (as_cyrillic(folded), as_latin(folded)):
            for reading in self._read_plain(seen) if seen else ():
                yield reading._replace(trait="homoglyph")
        for reading in self._read_lattices(key(plain_spelling(folded, "latin"))):
            yield reading._replace(trait="mixed_script")
        glued = _GLUED.fullmatch(folded)
        for reading in self._read_plain(glued[1]) if glued else ():
            yield reading._replace(trait="mixed_script")

    def _read_disguised(self, folded: str) -> Iterator[Reading]:
        """Read a word that is written in one alphabet and looks like the other throughout."""
        seen = as_cyrillic(folded) if is_latin(folded) else as_latin(folded)
        for reading in self._read_plain(seen) if seen and seen != folded else ():
            yield reading._replace(trait="homoglyph")


def _best(readings: list[Reading]) -> tuple[Reading, ...]:
    """Return one reading per part of a name, the best first."""
    best: dict[Reading, Reading] = {}
    for reading in sorted(readings, key=_rank):
        best.setdefault(reading._replace(sure=True, trait=""), reading)
    return tuple(best.values())


@lru_cache(maxsize=16384)
def _spelt(form: str) -> tuple[str, str, str]:
    """Return a form folded, its key, and what it is on the other keyboard; names share forms."""
    folded = fold_word(form)
    return folded, key(folded), mistyped(form)


def _rank(reading: Reading) -> tuple[bool, bool]:
    """Put certain readings first, and suffixes of another language last."""
    return not reading.sure, reading.trait == "kazakh_suffix"
