"""Which incidents may hold the words of one query, told without an index of them.

Whoever asks once need not index everything. Each text is read once, each word that occurs is
compared with the query once, and only what passes is indexed and searched. What passes may be too
much, because the index decides; it is never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import chain, count

from safelog.journal.search.query import Term
from safelog.journal.search.spelling import spell
from safelog.journal.search.tokens import WORD, codes
from safelog.journal.search.vocabulary import Vocabulary
from safelog.journal.search.wanted import Wanted
from safelog.model.ids import EntityId

_Met = frozenset[int]
"""Which of the things looked for were found, by their numbers."""

_NOTHING: _Met = frozenset()

_ALPHABETS = ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґәғқңөұүһ", "abcdefghijklmnopqrstuvwxyz")
_BEFORE, _AFTER = r"[«„“\"(]*", r"[»“”\"),.;:!?…]*"
"""What people put around a word, and nothing that is a word itself."""


class Sieve:
    """Looks for the words of one query."""

    def __init__(
        self, vocabulary: Vocabulary, parts: Iterable[tuple[Term, AbstractSet[EntityId]]]
    ) -> None:
        """Look for the parts of a query, or for those who are called so."""
        self._sounds = vocabulary.sounds
        self._wanted: dict[int, Wanted] = {}
        self._called: dict[str, _Met] = {}
        """By the id of an entity, the parts of the query that may be its name."""
        self._parts: list[tuple[_Met, _Met]] = []
        """What meets each part of the query: all of the first, or any of the second."""
        numbers = count()
        for term, called in parts:
            words = {next(numbers): vocabulary.wanted(word) for word in term.words}
            code = {next(numbers): vocabulary.wanted(term.code)} if term.code else {}
            named = next(numbers)
            for entity in called:
                self._called[entity] = self._called.get(entity, _NOTHING) | {named}
            self._wanted |= words | code
            self._parts.append((frozenset(words), frozenset({named, *code})))
        self._is_other = self._beginning_otherwise()
        self._holding: dict[str, _Met] = {}
        """By what stands between spaces, the words that it holds."""
        self._others: set[str] = set()
        """What stands between spaces and holds none."""

    def passes(self, texts: Iterable[str]) -> bool:
        """Tell whether an incident may be found of which these are all texts, codes and ids."""
        whole = list(texts)
        spaced = set(chain.from_iterable(map(str.split, whole)))
        # What is in one piece has no gaps: most such texts are ids.
        gapped = (text for text in whole if not text.isalnum())
        spaced.update(code.text for text in gapped for code in codes(text))
        for new in spaced.difference(self._holding, self._others):
            met = _NOTHING if self._is_other.fullmatch(new) else self._read(new)
            if met:
                self._holding[new] = met
            else:
                self._others.add(new)
        found = (self._holding[each] for each in spaced & self._holding.keys())
        named = (self._called[each] for each in spaced & self._called.keys())
        met = _NOTHING.union(*found, *named)
        return all(words <= met or not instead.isdisjoint(met) for words, instead in self._parts)

    def _read(self, spaced: str) -> _Met:
        spellings = [spell(word, self._sounds) for word in WORD.findall(spaced)]
        wanted = self._wanted.items()
        return frozenset(number for number, each in wanted if any(map(each.finds, spellings)))

    def _beginning_otherwise(self) -> re.Pattern[str]:
        """Return a pattern for single words that hold nothing, as their first letters tell.

        Most words are such, and to find out what a word counts as takes long.
        """
        begun = frozenset(chain.from_iterable(each.initials for each in self._wanted.values()))
        words = []
        for alphabet in _ALPHABETS:
            others = "".join(
                letter for letter in alphabet if begun.isdisjoint(self._sounds.initials(letter))
            )
            if others:
                words.append(f"[{others}{others.upper()}][{alphabet}{alphabet.upper()}]*")
        return re.compile(f"{_BEFORE}(?:{'|'.join(words)}){_AFTER}")
