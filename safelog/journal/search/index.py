"""Which incidents hold the words that are looked for.

The newest revisions count. Incidents are read in the background, the last saved first, so that a
search which comes early finds what is newest; what is saved meanwhile stands before them all. An
incident that names somebody of the register by reference alone is found by their names too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple

from safelog.journal.search.phrases import Phrases, tags_of_pairs
from safelog.journal.search.query import RANKS, Query, Rank, Term, terms
from safelog.journal.search.shelf import Shelf
from safelog.journal.search.tags import naming
from safelog.journal.search.tokens import codes
from safelog.journal.search.vocabulary import BREAK, Vocabulary
from safelog.model.ids import EntityId, IncidentId

Merged = Callable[[Iterable[EntityId]], AbstractSet[EntityId]]
"""Returns several entities, and all that were merged with one of them."""

_BEGINNING = 3
"""Fewest letters of a word that may be the beginning of others, unless it stands last."""


class Indexed(NamedTuple):
    """What is indexed of one incident."""

    incident: IncidentId
    texts: Iterable[str]
    """Its words."""
    tags: Iterable[str] = ()
    """What it may be narrowed down by; see `tags`."""
    bounds: tuple[int, int] = (0, 0)
    """Between which seconds of UTC it happened."""


class Sought(NamedTuple):
    """One part of a query: what fits it at one rank, and who is called so."""

    words: tuple[frozenset[str], ...]
    """For each word the marks of which its rows hold one."""
    code: frozenset[str]
    is_phrase: bool
    phrase: tuple[frozenset[str], ...] = ()
    """What must follow one another; nothing if the words need not, or one never occurs."""
    called: frozenset[EntityId] = frozenset()
    """Entities that are called so."""
    tags: frozenset[str] = frozenset()
    """Tags of the incidents that name one of them."""


class Ranked(NamedTuple):
    """An incident and how well it fits."""

    incident: IncidentId
    rank: Rank


class Selection(NamedTuple):
    """Some of the incidents: a set of rows of each shelf. Good until the next is indexed."""

    saved: int
    read: int

    def both(self, other: Selection) -> Selection:
        """Return those that are in this one and in another."""
        return Selection(self.saved & other.saved, self.read & other.read)

    def without(self, other: Selection) -> Selection:
        """Return those that are in this one and not in another."""
        return Selection(self.saved & ~other.saved, self.read & ~other.read)


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
        self._saved = Shelf(newest_last=True)
        self._read = Shelf(newest_last=False)
        self._names = Shelf(newest_last=False)
        self._places = Shelf(newest_last=False)

    def __contains__(self, incident: object) -> bool:
        """Tell whether an incident was indexed."""
        return incident in self._saved or incident in self._read

    def add(self, indexed: Indexed) -> None:
        """Index a revision that was saved now, in place of the one before."""
        self._read.drop(indexed.incident)
        self._put(self._saved, *indexed)

    def read(self, indexed: Indexed) -> None:
        """Index an incident that was saved before all that were indexed so far."""
        self._put(self._read, *indexed)

    def name(self, entity: EntityId, names: Iterable[str]) -> None:
        """Index what an entity is called, in place of what it was called before."""
        self._put(self._names, entity, names)

    def close(self) -> None:
        """Forget everything."""
        for shelf in (self._saved, self._read):
            shelf.clear()
        self._names.clear()
        self._places.clear()
        self.vocabulary = Vocabulary()

    def add_place(self, label: str) -> None:
        """Index the label of a place, if it is not yet."""
        if label not in self._places:
            self._put(self._places, label, [label])

    def _put(
        self,
        shelf: Shelf,
        owner: str,
        texts: Iterable[str],
        tags: Iterable[str] = (),
        bounds: tuple[int, int] = (0, 0),
    ) -> None:
        """Put the marks of several texts on a shelf, and behind them those of the codes."""
        words, learn = self.vocabulary.marks, self.vocabulary.learn
        whole = list(texts)
        parts = [words(text) for text in whole]
        parts += [learn(code.text) for text in whole for code in codes(text)]
        self.vocabulary.trim()
        text = BREAK.join(parts)
        shelf.put(
            owner,
            text,
            also=chain(self.vocabulary.beginnings(text), tags_of_pairs(text), tags),
            bounds=bounds,
        )

    def sought(
        self, query: str, rank: Rank, merged: Merged, *, stand_in: bool = False
    ) -> tuple[Sought, ...]:
        """Return what a query looks for at `rank`; nothing if it has no words.

        Args:
            query: the words.
            rank: how well they must fit.
            merged: who is the same as whom.
            stand_in: see `Vocabulary.matches`; good for looking up rows, not words of a text.
        """
        return tuple(self._sought(term, rank, merged, stand_in=stand_in) for term in terms(query))

    def _sought(self, term: Term, rank: Rank, merged: Merged, *, stand_in: bool) -> Sought:
        ranks = [self._rank(term, at, rank) for at in range(len(term.words))]
        asked = tuple(zip(term.words, ranks, strict=True))
        matches = self.vocabulary.matches
        words = tuple(matches(word, fit, stand_in=stand_in) for word, fit in asked)
        phrase = tuple(matches(*each) for each in asked) if term.is_phrase and all(words) else ()
        code = matches(term.code, rank, stand_in=stand_in) if term.code else frozenset()
        part = Sought(words, code, term.is_phrase, phrase)
        called = frozenset(EntityId(owner) for owner in _owners((part,), self._names))
        return part._replace(called=called, tags=frozenset(map(naming, merged(called))))

    def _rank(self, term: Term, at: int, rank: Rank) -> Rank:
        """Return how well one word of a term must fit, for the term to fit at `rank`."""
        if rank != "beginning":
            return rank
        is_whole = term.is_phrase and (at < len(term.words) - 1 or term.is_quoted)
        # A little word in the middle of a query begins half of all words and means none.
        is_little = not term.is_last and len(term.words[at]) < _BEGINNING
        return "form" if is_whole or is_little else "beginning"

    def places(self, query: str) -> tuple[frozenset[str], frozenset[EntityId]]:
        """Return the labels of places, and the entities, that hold the words of `query`."""
        parts = self.sought(query, RANKS[-1], lambda _: frozenset(), stand_in=True)
        if not parts:
            return frozenset(), frozenset()
        entities = frozenset(EntityId(owner) for owner in _owners(parts, self._names))
        return frozenset(_owners(parts, self._places)), entities

    @property
    def every(self) -> Selection:
        """All incidents."""
        return Selection(self._saved.every, self._read.every)

    def tagged(self, tags: Iterable[str]) -> Selection:
        """Return the incidents that have one of several tags."""
        wanted = list(tags)
        return Selection(self._saved.holding(wanted), self._read.holding(wanted))

    def overlapping(self, start: int | None, end: int | None) -> Selection:
        """Return the incidents that ended after `start` and began before `end`."""
        return Selection(self._saved.overlapping(start, end), self._read.overlapping(start, end))

    def find(
        self,
        query: str,
        merged: Merged,
        among: Selection | None = None,
    ) -> Iterator[Ranked]:
        """Walk the incidents that hold all words, the best first, of one rank the newest first.

        A query without words fits every incident. What a worse rank needs is looked up once the
        better ones are exhausted.

        Args:
            query: the words.
            merged: who is the same as whom.
            among: the only incidents to look at.
        """
        if among == Selection(0, 0):
            return
        left = self.every if among is None else among
        in_saved, in_read = Phrases(self._saved), Phrases(self._read)
        before: tuple[Sought, ...] | None = None
        for rank in RANKS:
            parts = self.sought(query, rank, merged, stand_in=True)
            if parts == before:
                continue
            before = parts
            saved, read = left
            for rows in _blocks(parts, in_saved, left.saved):
                saved &= ~rows
                yield from _ranked(self._saved.owners(rows), rank)
            for rows in _blocks(parts, in_read, left.read):
                read &= ~rows
                yield from _ranked(self._read.owners(rows), rank)
            left = Selection(saved, read)

    def count(self, query: str, merged: Merged, among: Selection) -> int:
        """Count the incidents among some that hold all words, at any rank."""
        parts = self.sought(query, RANKS[-1], merged, stand_in=True)
        counted = 0
        for shelf, only in ((self._saved, among.saved), (self._read, among.read)):
            blocks = _blocks(parts, Phrases(shelf), only)
            counted += sum(rows.bit_count() for rows in blocks)
        return counted


def _ranked(owners: Iterable[str], rank: Rank) -> Iterator[Ranked]:
    return (Ranked(IncidentId(owner), rank) for owner in owners)


def _owners(parts: tuple[Sought, ...], shelf: Shelf) -> Iterator[str]:
    """Walk the owners of all rows that hold all of `parts`."""
    for rows in _blocks(parts, Phrases(shelf), shelf.every):
        yield from shelf.owners(rows)


def _blocks(parts: tuple[Sought, ...], phrases: Phrases, among: int) -> Iterator[int]:
    """Walk the rows that hold all of `parts`, in sets, the newest first."""
    shelf = phrases.shelf
    rows = _holding(parts, shelf, among)
    following = [(part.phrase, shelf.holding(part.tags)) for part in parts if len(part.phrase) > 1]
    if not following:
        yield rows
        return
    # Texts are looked into block by block, so that whoever wants a few gets them before the rest.
    for block in shelf.blocks(rows):
        left = block
        for words, named in following:
            left = phrases.rows(words, left) | left & named
        yield left


def _holding(parts: tuple[Sought, ...], shelf: Shelf, among: int) -> int:
    """Return the rows that hold the words of all parts, in any order, or their codes or names."""
    rows = among
    for part in parts:
        found = rows
        for word in part.words:
            found &= shelf.holding(word) if found else 0
        rows &= found | shelf.holding(chain(part.code, part.tags))
    return rows
