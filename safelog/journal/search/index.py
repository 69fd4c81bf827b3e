"""Which incidents hold the words that are looked for.

The newest revisions count. Incidents are read in the background, the last saved first, so that a
search which comes early finds what is newest; what is saved meanwhile stands before them all. An
incident that names somebody of the register by reference alone is found by their names too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple, TypeVar

from safelog.journal.search.query import Rank, Term, terms
from safelog.journal.search.shelf import Shelf
from safelog.journal.search.tokens import WORD, codes
from safelog.journal.search.vocabulary import BREAK, NOTHING, Vocabulary
from safelog.model.ids import EntityId, IncidentId

Naming = Callable[[Iterable[EntityId]], AbstractSet[IncidentId]]
"""Return the incidents that name one of several entities."""

RANKS: tuple[Rank, ...] = ("exact", "form", "beginning")
"""In the order of the fields of `Matches`."""

_FORM = 1
"""Index of the widest rank in which a word is whole."""

K = TypeVar("K", bound=str)


class Ranked(NamedTuple):
    """An incident and how well it fits."""

    incident: IncidentId
    rank: Rank


class Sought(NamedTuple):
    """One part of a query: the marks that fit it at one rank, and who is called so."""

    words: tuple[frozenset[str], ...]
    code: frozenset[str]
    is_phrase: bool
    named: frozenset[IncidentId] = frozenset()
    """Incidents that name whom the part is a name of."""


class SearchIndex:
    """The words of all incidents read so far, and the names of all entities."""

    def __init__(self) -> None:
        """Begin without words."""
        self.vocabulary = Vocabulary()
        self._saved: Shelf[IncidentId] = Shelf(newest_last=True)
        self._read: Shelf[IncidentId] = Shelf(newest_last=False)
        self._names: Shelf[EntityId] = Shelf(newest_last=False)

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

    def drop(self, incident: IncidentId) -> None:
        """Forget an incident."""
        self._saved.drop(incident)
        self._read.drop(incident)

    def close(self) -> None:
        """Forget everything."""
        for shelf in (self._saved, self._read):
            shelf.clear()
        self._names.clear()
        self.vocabulary = Vocabulary()

    def _text(self, texts: Iterable[str]) -> str:
        """Return the marks of several texts, and behind them those of the codes."""
        mark = self.vocabulary.recalled.__getitem__
        whole = list(texts)
        parts = ["".join(map(mark, WORD.findall(text))) for text in whole]
        parts += [mark(code.text) for text in whole for code in codes(text)]
        self.vocabulary.trim()
        return BREAK.join(parts)

    def sought(self, query: str, naming: Naming) -> dict[Rank, tuple[Sought, ...]]:
        """Return what a query looks for, by rank; nothing if it has no words."""
        parts = [self._ranks(term, naming) for term in terms(query)]
        return {rank: tuple(part[rank] for part in parts) for rank in RANKS if parts}

    def _ranks(self, term: Term, naming: Naming) -> dict[Rank, Sought]:
        matches = [self.vocabulary.matches(word) for word in term.words]
        code = self.vocabulary.matches(term.code) if term.code else NOTHING
        ranks: dict[Rank, Sought] = {}
        for at, rank in enumerate(RANKS):
            words = [found[at] for found in matches]
            if term.is_phrase:
                whole = len(words) if term.is_quoted else len(words) - 1
                words[:whole] = [found[min(at, _FORM)] for found in matches[:whole]]
            part = Sought(tuple(words), code[at], term.is_phrase)
            called = _fitting(part, self._names, range(len(self._names)), None)
            entities = {owner for row in called if (owner := self._names.owners[row])}
            ranks[rank] = part._replace(named=frozenset(naming(entities))) if entities else part
        return ranks

    def fits(self, ranks: dict[Rank, tuple[Sought, ...]], texts: Iterable[str]) -> bool:
        """Tell whether a few texts, taken together, hold all parts at some rank."""
        shelf: Shelf[str] = Shelf(newest_last=False)
        shelf.put("", self._text(texts))
        parts = ranks.get(RANKS[-1], ())
        return all(_fitting(part, shelf, range(1), None) for part in parts)

    def find(
        self,
        ranks: dict[Rank, tuple[Sought, ...]],
        select: Callable[[Sequence[IncidentId]], Sequence[IncidentId]],
        *,
        among: Collection[IncidentId] | None = None,
    ) -> Iterator[Ranked]:
        """Walk the incidents that hold all parts, the best first, of one rank the newest first.

        Args:
            ranks: what is looked for; nothing fits every incident.
            select: returns those of several that pass, in their order.
            among: the only ones to look at.
        """
        taken: set[IncidentId] = set()
        before: tuple[Sought, ...] | None = None
        for rank, parts in (ranks or {RANKS[0]: ()}).items():
            if parts != before:
                for found in chain(*(_walk(parts, s, among) for s in (self._saved, self._read))):
                    passed = select([each for each in found if each not in taken])
                    yield from (Ranked(each, rank) for each in passed)
                    taken.update(passed)
            before = parts


def _walk(
    parts: tuple[Sought, ...], shelf: Shelf[IncidentId], among: Collection[IncidentId] | None
) -> Iterator[list[IncidentId]]:
    """Walk the incidents of a shelf that hold all of `parts`, in blocks, the newest first."""
    only = None if among is None else _rows_of(shelf, among)
    named = [_rows_of(shelf, part.named) for part in parts]
    for block in shelf.blocks():
        rows: AbstractSet[int] | None = None
        if only is not None:
            rows = {row for row in only if row in block}
        for part, rows_named in zip(parts, named, strict=True):
            if rows is None or rows:
                found = _fitting(part, shelf, block, rows)
                within = block if rows is None else rows
                rows = found | {row for row in rows_named if row in within}
        ordered = shelf.newest_first(block if rows is None else rows)
        yield [owner for row in ordered if (owner := shelf.owners[row]) is not None]


def _rows_of(shelf: Shelf[IncidentId], incidents: Collection[IncidentId]) -> set[int]:
    return {row for each in incidents if (row := shelf.row_of.get(each)) is not None}


def _fitting(
    part: Sought, shelf: Shelf[K], block: range, among: AbstractSet[int] | None
) -> AbstractSet[int]:
    """Return the rows of a block that hold one part, of those in `among`."""
    rows = among
    for word in part.words:
        rows = shelf.holding(word, block, rows)
        if not rows:
            break
    found: AbstractSet[int] = rows or frozenset()
    if part.is_phrase and found:
        found = shelf.following(part.words, found)
    return found | shelf.holding(part.code, block, among) if part.code else found
