"""Which incidents hold the words that are looked for.

The newest revisions count. Incidents are read in the background, the last saved first, so that a
search which comes early finds what is newest; what is saved meanwhile stands before them all. An
incident that names somebody of the register by reference alone is found by their names too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeVar

from safelog.journal.search.query import RANKS, Query, Rank, Term, terms
from safelog.journal.search.shelf import Shelf, Word, following, inside
from safelog.journal.search.tokens import codes
from safelog.journal.search.vocabulary import BREAK, Vocabulary
from safelog.model.ids import EntityId, IncidentId

Naming = Callable[[Iterable[EntityId]], AbstractSet[IncidentId]]
"""Returns the incidents that name one of several entities."""

_BEGINNING = 3
"""Fewest letters of a word that may be the beginning of others, unless it stands last."""

K = TypeVar("K", bound=str)


class Sought(NamedTuple):
    """One part of a query: what fits it at one rank, and who is called so."""

    words: tuple[Word, ...]
    code: Word
    is_phrase: bool
    phrase: re.Pattern[str] | None
    """Finds the words one after the other; None if they need not be, or one never occurs."""
    called: frozenset[EntityId] = frozenset()
    """Entities that are called so."""
    named: frozenset[IncidentId] = frozenset()
    """Incidents that name one of them."""

    @property
    def mass(self) -> int:
        """How common the rarest word is."""
        return min(word.mass for word in self.words)


class Ranked(NamedTuple):
    """An incident and how well it fits."""

    incident: IncidentId
    rank: Rank


class Selection(NamedTuple):
    """Some of the incidents, by the numbers of their rows."""

    saved: list[int]
    read: list[int]


class Narrowed(NamedTuple):
    """The incidents that fulfil the conditions of a query."""

    conditions: Query
    passing: Selection | None
    """None if there are no conditions."""
    without_time: Selection | None
    """Those that would but for the period, and have no time; None if there is no period."""


class SearchIndex:
    """The words of all incidents read so far, and the names of all entities."""

    def __init__(self) -> None:
        """Begin without words."""
        self.vocabulary = Vocabulary()
        self._saved: Shelf[IncidentId] = Shelf(newest_last=True)
        self._read: Shelf[IncidentId] = Shelf(newest_last=False)
        self._names: Shelf[EntityId] = Shelf(newest_last=False)
        self._places: Shelf[str] = Shelf(newest_last=False)

    def __contains__(self, incident: object) -> bool:
        """Tell whether an incident was indexed."""
        return incident in self._saved.row_of or incident in self._read.row_of

    def add(self, incident: IncidentId, texts: Iterable[str]) -> None:
        """Index a revision that was saved now, in place of the one before."""
        self._read.drop(incident)
        self._saved.put(incident, self._text(texts))

    def read(self, incident: IncidentId, texts: Iterable[str]) -> None:
        """Index an incident that was saved before all that were indexed so far."""
        self._read.put(incident, self._text(texts))

    def name(self, entity: EntityId, names: Iterable[str]) -> None:
        """Index what an entity is called, in place of what it was called before."""
        self._names.put(entity, self._text(names))

    def close(self) -> None:
        """Forget everything."""
        for shelf in (self._saved, self._read):
            shelf.clear()
        self._names.clear()
        self._places.clear()
        self.vocabulary = Vocabulary()

    def add_place(self, label: str) -> None:
        """Index the label of a place."""
        self._places.put(label, self._text([label]))

    def _text(self, texts: Iterable[str]) -> str:
        """Return the marks of several texts, and behind them those of the codes."""
        words, learn = self.vocabulary.marks, self.vocabulary.learn
        whole = list(texts)
        parts = [words(text) for text in whole]
        parts += [learn(code.text) for text in whole for code in codes(text)]
        self.vocabulary.trim()
        return BREAK.join(parts)

    def sought(self, query: str, rank: Rank, naming: Naming) -> tuple[Sought, ...]:
        """Return what a query looks for at `rank`; nothing if it has no words."""
        return tuple(self._sought(term, rank, naming) for term in terms(query))

    def _sought(self, term: Term, rank: Rank, naming: Naming) -> Sought:
        last = len(term.words) - 1
        words = []
        for at, word in enumerate(term.words):
            is_whole = term.is_phrase and (at < last or term.is_quoted)
            # A little word in the middle of a query begins half of all words and means none.
            is_little = not term.is_last and len(word) < _BEGINNING
            is_begun = rank == "beginning" and not is_whole and not is_little
            words.append(self._word(word, "form" if rank == "beginning" and not is_begun else rank))
        code = self._word(term.code, rank) if term.code else _NOTHING
        is_phrase = term.is_phrase and all(word.marks for word in words)
        phrase = following(words) if is_phrase else None
        part = Sought(tuple(words), code, term.is_phrase, phrase)
        called = frozenset(_owners((part,), self._names))
        return part._replace(called=called, named=frozenset(naming(called))) if called else part

    def _word(self, word: str, rank: Rank) -> Word:
        marks = self.vocabulary.matches(word, rank)
        return Word(marks, self._read.mass(marks) + self._saved.mass(marks))

    def places(self, query: str) -> tuple[frozenset[str], frozenset[EntityId]]:
        """Return the labels of places, and the entities, that hold the words of `query`."""
        parts = self.sought(query, RANKS[-1], lambda _: frozenset())
        if not parts:
            return frozenset(), frozenset()
        return frozenset(_owners(parts, self._places)), frozenset(_owners(parts, self._names))

    def selection(self, incidents: Iterable[IncidentId]) -> Selection:
        """Return some of the incidents as `find` takes them; good until the next is indexed."""
        chosen = list(incidents)
        return Selection(self._saved.rows_of(chosen), self._read.rows_of(chosen))

    def find(
        self,
        query: str,
        naming: Naming,
        among: Selection | None = None,
    ) -> Iterator[Ranked]:
        """Walk the incidents that hold all words, the best first, of one rank the newest first.

        A query without words fits every incident. What a worse rank needs is looked up once the
        better ones are exhausted.

        Args:
            query: the words.
            naming: which incidents name an entity.
            among: the only incidents to look at.
        """
        if among is not None and not (among.saved or among.read):
            return
        taken: set[IncidentId] = set()
        before: tuple[Sought, ...] | None = None
        for rank in RANKS:
            parts = self.sought(query, rank, naming)
            if parts == before:
                continue
            before = parts
            for shelf, only in (
                (self._saved, among.saved if among else None),
                (self._read, among.read if among else None),
            ):
                for incident in _walk(parts, shelf, only):
                    if incident not in taken:
                        taken.add(incident)
                        yield Ranked(incident, rank)

    def count(self, query: str, naming: Naming, among: Selection) -> int:
        """Count the incidents among some that hold all words, at any rank."""
        parts = self.sought(query, RANKS[-1], naming)
        counted = 0
        for shelf, only in ((self._saved, among.saved), (self._read, among.read)):
            if any(part.phrase for part in parts):
                counted += sum(1 for _ in _walk(parts, shelf, only))
            else:
                counted += sum(map(len, _rows(parts, shelf, only)))
        return counted


_NOTHING = Word(frozenset(), 0)


def _walk(
    parts: tuple[Sought, ...], shelf: Shelf[IncidentId], only: list[int] | None
) -> Iterator[IncidentId]:
    """Walk the owners of the rows that hold all of `parts`, the newest first."""
    # To look for a phrase in the text costs more than all else, so it comes last.
    phrases = [(part.phrase, part.named) for part in parts if part.phrase]
    for rows in _rows(parts, shelf, only):
        for row in shelf.newest_first(rows):
            owner = shelf.owners[row]
            if owner is not None and (
                not phrases
                or all(shelf.has(row, phrase) or owner in named for phrase, named in phrases)
            ):
                yield owner


def _rows(
    parts: tuple[Sought, ...], shelf: Shelf[IncidentId], only: list[int] | None
) -> Iterator[AbstractSet[int] | range]:
    """Walk the rows that hold the words of all of `parts`, block by block."""
    rarest_first = sorted(parts, key=lambda part: part.mass)
    for block in shelf.blocks():
        rows: AbstractSet[int] | None = None if only is None else set(inside(only, block))
        for part in rarest_first:
            if rows is None or rows:
                also = _naming(part, shelf, block, rows)
                found = _holding(part, shelf, block, rows)
                rows = found | also if also else found
        yield block if rows is None else rows


def _naming(
    part: Sought, shelf: Shelf[IncidentId], block: range, among: AbstractSet[int] | None
) -> AbstractSet[int]:
    """Return the rows of a block, of those in `among`, whose owners name whom the part calls."""
    candidates = block if among is None else among
    if len(candidates) < len(part.named):
        return {row for row in candidates if shelf.owners[row] in part.named}
    rows = map(shelf.row_of.get, part.named)
    return {row for row in rows if row is not None and row in candidates}


def _owners(parts: tuple[Sought, ...], shelf: Shelf[K]) -> Iterator[K]:
    """Walk the owners of the rows that hold all of `parts`, by their words alone."""
    block = range(len(shelf))
    rows: AbstractSet[int] | None = None
    for part in parts:
        rows = _holding(part, shelf, block, rows)
    for row in rows or ():
        owner = shelf.owners[row]
        if owner is not None and all(p.phrase is None or shelf.has(row, p.phrase) for p in parts):
            yield owner


def _holding(
    part: Sought, shelf: Shelf[K], block: range, among: AbstractSet[int] | None
) -> AbstractSet[int]:
    """Return the rows of a block that hold the words of one part, in any order, or its code."""
    rows = among
    for word in sorted(part.words, key=lambda word: word.mass):
        rows = shelf.holding(word, block, rows)
        if not rows:
            break
    found: AbstractSet[int] = rows or frozenset()
    return found | shelf.holding(part.code, block, among) if part.code.marks else found
