"""The words that occur, each numbered, and which of them a typed word finds.

A word's number is a character, its mark, so that a text is a string of marks: short, and searched
by Python itself. What is costly to find out about a word (its spellings, its forms) is found out
once for each word that occurs or is typed, not once for each place where it stands.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from safelog.journal.search.endings import load_endings
from safelog.journal.search.query import Rank
from safelog.journal.search.sounds import load_sounds
from safelog.journal.search.spelling import Spelling, spell
from safelog.journal.search.tokens import WORD
from safelog.journal.search.wanted import Wanted

BREAK = "\x00"
"""Stands between texts: no phrase reaches over it."""

FIRST_MARK = 0x100
"""Above all characters that mean something in a regular expression."""

LAST_MARK = 0x10FFFF

_RECALLED_LIMIT = 250_000
"""How much is recalled without looking closely; a bound on memory."""

_RECALLED_LENGTH = 64

_SHORT = 2
"""So few letters begin so many words that the rows of all of them are kept together."""


class _Recalled(dict[str, str]):
    """Marks of what stands between spaces: usually one word and a comma."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Learn new words through `vocabulary`."""
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, spaced: str) -> str:
        marks = "".join(map(self._vocabulary.learn, WORD.findall(spaced)))
        if len(spaced) <= _RECALLED_LENGTH:
            self[spaced] = marks
        return marks


class Vocabulary:
    """All words of an index."""

    def __init__(self, *, last_mark: int = LAST_MARK) -> None:
        """Begin without words; after the one numbered `last_mark` new ones share numbers."""
        self.sounds = load_sounds()
        self._endings = load_endings(self.sounds)
        self._last = last_mark
        self._marks: dict[str, str] = {}
        """By identity."""
        self._keys: dict[str, str] = {}
        """Marks of the words with a key."""
        self._short: dict[str, str] = {}
        """Marks that stand for all words of which a key begins with the same two letters."""
        self._begun: dict[str, str] = {BREAK: ""}
        """Those marks, by the mark of a word."""
        self._sorted = SortedWords()
        self._codes: list[str] = []
        self._codes_joined = ""
        self._recalled = _Recalled(self)

    def __len__(self) -> int:
        """Count the words."""
        return len(self._marks)

    def trim(self, *, limit: int = _RECALLED_LIMIT) -> None:
        """Forget what is quickly found out again, if it is more than `limit` words."""
        if len(self._recalled) > limit:
            self._recalled.clear()

    def marks(self, text: str) -> str:
        """Return the marks of the words of a text, in order; new words are learnt."""
        return "".join(map(self._recalled.__getitem__, text.split()))

    def learn(self, word: str) -> str:
        """Return the mark of a word of a text."""
        spelling = spell(word, self.sounds)
        known = self._marks.get(spelling.identity)
        if known is None:
            known = self._marks[spelling.identity] = self._new_mark(spelling.identity)
            self._enter(spelling, known)
        return known

    def mark(self, word: str) -> str:
        """Return the mark of a word, or nothing for one that never occurred."""
        return self._marks.get(spell(word, self.sounds).identity, "")

    def beginnings(self, marks: Iterable[str]) -> set[str]:
        """Return the marks that stand for short beginnings of words."""
        return set("".join(map(self._begun.__getitem__, marks)))

    def _new_mark(self, identity: str) -> str:
        number = FIRST_MARK + len(self._marks) + len(self._short)
        if number > self._last:
            # Only a text that was made to have no word twice gets here. A shared number finds too
            # much; it never finds too little.
            number = FIRST_MARK + zlib.crc32(identity.encode()) % (self._last - FIRST_MARK + 1)
        return chr(number)

    def _enter(self, spelling: Spelling, mark: str) -> None:
        begun = self._begun.get(mark, "")
        for key in spelling.keys:
            if key in self._keys:
                self._keys[key] += mark
            else:
                self._keys[key] = mark
                self._sorted.add(key)
            short = self._short.get(key[:_SHORT]) or self._new_short(key[:_SHORT])
            if short not in begun:
                begun += short
        self._begun[mark] = begun
        if spelling.is_code:
            self._codes.append(f"{spelling.keys[0]}\t{mark}\n")
            self._codes_joined = ""

    def _new_short(self, start: str) -> str:
        short = self._short[start] = self._new_mark(start)
        return short

    def wanted(self, word: str) -> Wanted:
        """Return what a typed word finds."""
        return Wanted(word, self.sounds, self._endings)

    def matches(self, word: str, rank: Rank, *, stand_in: bool = False) -> frozenset[str]:
        """Return the marks of what a typed word finds at `rank`, and at the better ones.

        Args:
            word: as it was typed.
            rank: how well.
            stand_in: whether a mark may stand for all words that begin with two letters; see
                `beginnings`.
        """
        wanted = self.wanted(word)
        found = self._of_keys(wanted.keys)
        if rank == "exact":
            return found
        found |= self._of_keys(
            key
            for stem in wanted.stems
            for key in self._sorted.beginning(stem.text)
            if stem.fits(key)
        )
        if rank == "form":
            return found
        begun = (self._beginning(start, stand_in=stand_in) for start in wanted.starts)
        return found.union(*begun, *map(self._codes_with, wanted.parts))

    def _of_keys(self, keys: Iterable[str]) -> frozenset[str]:
        return frozenset("".join(self._keys.get(key, "") for key in keys))

    def _beginning(self, start: str, *, stand_in: bool) -> frozenset[str]:
        if stand_in and len(start) <= _SHORT:
            return frozenset(mark for key, mark in self._short.items() if key.startswith(start))
        return self._of_keys(self._sorted.beginning(start))

    def _codes_with(self, part: str) -> Iterator[str]:
        """Walk the marks of the codes that hold `part`."""
        if not self._codes_joined:
            self._codes_joined = "".join(self._codes)
        joined = self._codes_joined
        at = joined.find(part)
        while at >= 0:
            end = joined.index("\n", at + 1)
            yield joined[end - 1]
            at = joined.find(part, end)


class SortedWords:
    """Words in order, to be found by how they begin; adding one is cheap."""

    def __init__(self) -> None:
        """Begin without words."""
        self._sorted: list[str] = []
        self._new: list[str] = []

    def add(self, word: str) -> None:
        """Take a word that is not there yet."""
        self._new.append(word)

    def beginning(self, start: str) -> list[str]:
        """Return the words that begin with `start`."""
        # Sorting again costs little while few are new, and little per word when many are.
        if len(self._new) * 16 > len(self._sorted):
            self._sorted += self._new
            self._sorted.sort()
            self._new.clear()
        low = bisect_left(self._sorted, start)
        high = bisect_left(self._sorted, start + chr(LAST_MARK), low)
        found = self._sorted[low:high]
        return found + [word for word in self._new if word.startswith(start)]
