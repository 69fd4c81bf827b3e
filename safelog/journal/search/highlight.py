"""Where the words of a query stand in an incident, and one line to show of it.

The same rules that made the index find the words again in the original text, so that what is
highlighted is why it was found. Positions are code points of the text as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import contains
from typing import NamedTuple

from safelog.journal.contents import Contents
from safelog.journal.journal import Journal
from safelog.journal.search.index import Sought
from safelog.journal.search.query import RANKS, Query
from safelog.journal.search.texts import searched_texts
from safelog.journal.search.tokens import codes, words
from safelog.journal.search.vocabulary import BREAK
from safelog.model.ids import EntityId, IncidentId
from safelog.model.text import visible

_BEFORE = 30
_LENGTH = 100
"""Most characters of a line, and how many of them may stand before the first word found."""

_SPACES = re.compile(r"\s+")


class Highlight(NamedTuple):
    """One stretch that was found."""

    path: str
    item: int
    """Which of the field's texts it stands in, from 0."""
    start: int
    end: int


class Piece(NamedTuple):
    """A piece of a line, made safe to show."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlights:
    """What was found in one incident."""

    stretches: tuple[Highlight, ...]
    line: tuple[Piece, ...]
    """The text that holds most of the query, around the first word found; may be empty."""
    named: tuple[EntityId, ...]
    """Whom the incident refers to and the query names."""


class Highlighter:
    """Finds the words of one query in incidents."""

    def __init__(self, journal: Journal, query: Query, *, contents: Contents | None = None) -> None:
        """Look up the words in everything that was read so far.

        Args:
            journal: what was searched.
            query: what for.
            contents: where it was found, if not in the contents of the journal.
        """
        self._journal = journal
        self._contents = contents or journal.contents
        with journal.lock:
            index = self._contents.index
            self._vocabulary = index.vocabulary
            self._parts = index.sought(query.words, RANKS[-1], self._contents.merged)
        self._marks: dict[str, str] = {}

    def of(self, incident: IncidentId) -> Highlights:
        """Return what is found in an incident.

        Raises:
            NotFoundError: no such incident.
        """
        with self._journal.lock:
            saved = self._journal.read(incident)
            stretches: list[Highlight] = []
            line: tuple[Piece, ...] = ()
            most = 0
            for text in searched_texts(saved.incident, saved.attachments):
                found = [tuple(self._stretches(part, text.text)) for part in self._parts]
                united = _united(chain(*found))
                stretches += [Highlight(text.path, text.item, *bounds) for bounds in united]
                if sum(map(bool, found)) > most:
                    most = sum(map(bool, found))
                    line = _line(text.text, united)
            return Highlights(stretches=tuple(stretches), line=line, named=self._named(incident))

    def _stretches(self, part: Sought, text: str) -> Iterator[tuple[int, int]]:
        """Walk the bounds of what is found of one part of the query."""
        words_alone = () if part.is_phrase else part.words
        wanted = part.code.union(*words_alone)
        found = list(words(text))
        for token in chain(found, codes(text)):
            if self._mark(token.text) in wanted:
                yield token.start, token.end
        if part.phrase:
            marks = [self._mark(token.text) for token in found]
            for at in range(len(marks) - len(part.phrase) + 1):
                if all(map(contains, part.phrase, marks[at:])):
                    yield found[at].start, found[at + len(part.phrase) - 1].end

    def _mark(self, word: str) -> str:
        if word not in self._marks:
            self._marks[word] = self._vocabulary.mark(word) or BREAK
        return self._marks[word]

    def _named(self, incident: IncidentId) -> tuple[EntityId, ...]:
        """Return whom the incident names and the query calls by name."""
        same, facts = self._journal.state.sameness, self._contents.facts
        called = same.representatives(chain(*(part.called for part in self._parts)))
        entities = sorted(facts.by_incident[incident].entities)
        return tuple(each for each in entities if same.representative(each) in called)


def _united(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put stretches in order, and those that overlap together."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _line(text: str, stretches: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return one line around the first of several stretches."""
    first = stretches[0][0]
    begin = max(0, first - _BEFORE)
    if begin:
        # A word that is cut in two is none of the person's.
        begin = next((m.end() for m in _SPACES.finditer(text, begin, first)), first)
    end = max(begin + _LENGTH, stretches[0][1])
    if end < len(text):
        end = max((m.start() for m in _SPACES.finditer(text, stretches[0][1], end)), default=end)
    pieces = [Piece("…", is_found=False)] if begin else []
    at = begin
    for start, stop in stretches:
        if stop <= end:
            pieces += [
                Piece(_shown(text[at:start]), is_found=False),
                Piece(_shown(text[start:stop]), is_found=True),
            ]
            at = stop
    pieces.append(Piece(_shown(text[at:end]) + ("…" if end < len(text) else ""), is_found=False))
    return tuple(piece for piece in pieces if piece.text)


def _shown(text: str) -> str:
    return _SPACES.sub(" ", visible(text))
