"""What is asked, what is found, and how the words of a query are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from safelog.journal.search.tokens import codes, words
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import State

QUERY_LIMIT = 200
"""Longest query, in characters; what is behind them is not looked at."""

WORDS_LIMIT = 16
"""Most words of a query that are looked for."""

RESULT_LIMIT = 1_000
"""Most incidents returned for one query."""

Rank = Literal["exact", "form", "beginning"]
"""How well an incident fits: by the words themselves, their forms, or beginnings of words."""

RANKS: tuple[Rank, ...] = get_args(Rank)

Overlap = Literal["inside", "possible"]

_STRETCH = re.compile(r'"([^"]*)("?)|([^"]+)')
"""Words in quotes, which may not be closed yet, or words without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From and to, in seconds of UTC; `end` is the first moment after it. None is open."""

    start: int | None = None
    end: int | None = None

    def overlap(self, start: int, end: int) -> Overlap | None:
        """Say how a time with these bounds lies to the period; None if surely outside."""
        begins_inside = self.start is None or start >= self.start
        ends_inside = self.end is None or end <= self.end
        if begins_inside and ends_inside:
            return "inside"
        reaches_in = self.start is None or end > self.start
        begins_before_end = self.end is None or start < self.end
        return "possible" if reaches_in and begins_before_end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: words, and what narrows them down. Nothing of it is read from words."""

    words: str = ""
    kinds: frozenset[str] = frozenset()
    """Codes; any of them."""
    states: frozenset[State] = frozenset()
    entities: tuple[EntityId, ...] = ()
    """Named by the incident, all of them; somebody who was merged counts as their group."""
    place: str = ""
    """Words of its label, or of the name of the place in the register."""
    period: Period | None = None
    has_evidence: bool | None = None
    has_open_follow_up: bool | None = None
    limit: int = RESULT_LIMIT


class Hit(NamedTuple):
    """One incident that was found."""

    incident: IncidentId
    rank: Rank
    overlap: Overlap | None = None
    """Whether its time lies surely in the period that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: the best first, then the last saved."""

    hits: tuple[Hit, ...] = ()
    is_limited: bool = False
    """Whether there may be more."""
    is_complete: bool = True
    """Whether all incidents were read already; while they are not, the newest are."""
    without_time: int = 0
    """Incidents that fit but for the period, and have no time: nobody knows whether they do."""


class Term(NamedTuple):
    """One part of a query; all parts must be found."""

    words: tuple[str, ...]
    is_phrase: bool = False
    """Whether the words must follow one another."""
    is_quoted: bool = False
    """Whether the last word must be whole: the quotes are closed."""
    code: str = ""
    """What the part is as a number or plate; it is enough to find that."""
    is_last: bool = True
    """Whether it is the last part, which somebody may still be typing."""


def terms(query: str) -> tuple[Term, ...]:
    """Read the words of a query. Nothing in it is an operator but double quotes."""
    kept: list[Term] = []
    left = WORDS_LIMIT
    for term in dict.fromkeys(_terms(query[:QUERY_LIMIT])):
        if left > 0:
            kept.append(term._replace(words=term.words[:left]))
        left -= len(term.words)
    return tuple(term._replace(is_last=at == len(kept) - 1) for at, term in enumerate(kept))


def _terms(query: str) -> Iterator[Term]:
    for match in _STRETCH.finditer(query):
        quoted, closing, open_words = match.groups()
        if open_words is not None:
            yield from _open_terms(open_words)
        elif phrase := _words(quoted):
            yield Term(phrase, is_phrase=True, is_quoted=bool(closing))


def _open_terms(text: str) -> Iterator[Term]:
    at = 0
    for code in sorted(codes(text, typed=True)):
        if code.start >= at:
            yield from _plain_terms(text[at : code.start])
            yield Term(_words(text[code.start : code.end]), code=code.text)
            at = code.end
    yield from _plain_terms(text[at:])


def _plain_terms(text: str) -> Iterator[Term]:
    for part in text.split():
        if found := _words(part):
            yield Term(found, is_phrase=len(found) > 1)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(text))
