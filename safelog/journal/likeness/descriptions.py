"""Descriptions of somebody or something unknown: how much of what tells them apart is shared.

The weakest clue there is. A word says the more, the fewer descriptions of the register have it, so
"a man in a cap" is like another man in a cap only where few men wear one.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from safelog.journal.likeness.clue import Clue, ClueCode, Likeness
from safelog.journal.likeness.postings import Postings
from safelog.journal.likeness.wordings import words_of
from safelog.model.entity import Entity, EntityKind
from safelog.model.ids import EntityId
from safelog.redact.fold import fold_word
from safelog.redact.names.spelling import key

FEWEST_SHARED = 2
"""Telling words that two descriptions must share."""
_SHARE = 0.5
"""Part of the shorter description's weight that they must share."""
_FREQUENT = 100
"""Descriptions with one word, from which on it tells nothing and is not followed."""
_SHORTEST = 3
_STEM_SHORTEST = 3

_ENDING = re.compile(
    r"(?:ими|ого|его|ому|ему|ыми|ами|ями|ои|еи|ии|ая|яя|ое|ее|ую|юю|их|им|ом|ем|ах|ях|ою|ею"
    r"|ов|ев|а|я|о|е|у|ю|и|ь|es|s|ed)$"
)


class Description(NamedTuple):
    """The telling words of a description, cut to their stems."""

    entity: EntityId
    kind: EntityKind
    stems: frozenset[str]
    has_code: bool
    """Whether a plate or a serial number stands beside it, which then decides."""


def read_description(spelling: str, entity: Entity, *, has_code: bool) -> Description | None:
    """Return the telling words of a description; None if there are too few."""
    stems = frozenset(_stem(word) for word in words_of(spelling) if _tells(word))
    if len(stems) < FEWEST_SHARED:
        return None
    return Description(entity.id, entity.kind, stems, has_code)


class Descriptions:
    """The descriptions of a register."""

    def __init__(self) -> None:
        """Start without descriptions."""
        self._by_stem: Postings[Description] = Postings()

    def put(self, description: Description) -> None:
        """Add a description."""
        for stem in description.stems:
            self._by_stem.put(stem, description)

    def drop(self, entity: EntityId) -> None:
        """Take out the descriptions of an entity."""
        self._by_stem.drop(entity)

    def like(self, description: Description) -> Iterator[Likeness]:
        """Find the descriptions that share enough of what is telling."""
        near = {
            known
            for stem in description.stems
            if len(rows := self._by_stem.get(stem)) <= _FREQUENT
            for known in rows
            if known.kind == description.kind
        }
        for known in near:
            if known.has_code and description.has_code:
                continue
            shared = known.stems & description.stems
            weight = min(self._weight(known.stems), self._weight(description.stems))
            if len(shared) >= FEWEST_SHARED and self._weight(shared) >= _SHARE * weight:
                yield Likeness(known.entity, (Clue(ClueCode.DESCRIPTION, len(shared)),))

    def _weight(self, stems: frozenset[str]) -> float:
        return sum(1 / (1 + math.log1p(len(self._by_stem.get(stem)))) for stem in stems)


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _words_of_all()


@cache
def _words_of_all() -> frozenset[str]:
    file = resources.files("safelog.journal.likeness") / "descriptions.toml"
    tables: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return frozenset(word for words in tables.values() for word in words.split())


def _stem(word: str) -> str:
    plain = key(fold_word(word))
    cut = _ENDING.sub("", plain)
    return cut if len(cut) >= _STEM_SHORTEST else plain
