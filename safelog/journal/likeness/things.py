"""Names of organisations, places and whatever else is called by words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from safelog.journal.likeness.clue import Clue, ClueCode, Likeness, clues
from safelog.journal.likeness.postings import Postings
from safelog.journal.likeness.wordings import Codes, Grammar, Wordings
from safelog.model.entity import Entity, EntityKind
from safelog.model.ids import EntityId
from safelog.redact.fold import fold_word
from safelog.redact.names.declension import Role, orthographic
from safelog.redact.names.index import WORD_LONGEST
from safelog.redact.names.lexicon import is_common
from safelog.redact.names.things import core_words
from safelog.redact.register import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‘`´′](?=[^\W\d_])[^\W\d_]+)*")
_QUOTED = re.compile(r"[«„“\"]")
_GAP_LONGEST = 3
_FEWEST = 2
_LONGEST_ENDING = 3
_TELLING = 4
"""Letters of a single word, from which on it is hardly an abbreviation that others have too."""


class ThingName(NamedTuple):
    """The words that name a thing, without those that say what it is."""

    entity: EntityId
    kind: EntityKind
    written: str
    words: tuple[str, ...]
    language: Language
    is_proper: bool
    """Whether a capital letter or quotation marks say that it is a name."""


def read_thing(spelling: str, entity: Entity) -> ThingName | None:
    """Return the words that name a thing; None if there are none."""
    words = tuple(word for word in core_words(spelling) if 1 < len(word) <= WORD_LONGEST)
    words = tuple(word for word in words if word not in _legal_forms()) or words
    if not words:
        return None
    written = fold_word(" ".join(_WORD.findall(spelling)))
    is_proper = spelling != spelling.lower() or _QUOTED.search(spelling) is not None
    return ThingName(entity.id, entity.kind, written, words, entity.language, is_proper)


@cache
def _legal_forms() -> frozenset[str]:
    file = resources.files("safelog.journal.likeness") / "things.toml"
    table: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return frozenset(table["legal_forms"].split())


class Things:
    """The names of the things of a register."""

    def __init__(self, wordings: Wordings) -> None:
        """Start without things."""
        self._wordings = wordings
        self._names: Postings[ThingName] = Postings()

    def put(self, name: ThingName) -> None:
        """Add a name."""
        for point in self._wordings.meeting_points(name.words[0]):
            self._names.put(point, name)

    def drop(self, entity: EntityId) -> None:
        """Take out the names of an entity."""
        self._names.drop(entity)

    def like(self, name: ThingName) -> Iterator[Likeness]:
        """Find the things of the same kind whose name may be `name`."""
        for point in self._wordings.meeting_points(name.words[0]):
            for known in self._names.get(point):
                if known.kind == name.kind and (found := self._compare(name, known)):
                    yield Likeness(known.entity, found)

    def in_text(self, text: str) -> Iterator[Likeness]:
        """Find the things whose names stand in a text, in any case form."""
        tokens = list(_WORD.finditer(text))
        for position, token in enumerate(tokens):
            if not token[0][0].isupper() or len(token[0]) > WORD_LONGEST:
                continue
            for known in self._begun_by(orthographic(token[0])):
                stretch = tokens[position : position + len(known.words)]
                if len(stretch) < len(known.words) or not _adjacent(stretch):
                    continue
                words = tuple(orthographic(each[0]) for each in stretch)
                codes = self._relate(words, known, inflected=True)
                if codes is not None:
                    said = text[stretch[0].start() : stretch[-1].end()]
                    yield Likeness(known.entity, _named(codes, known, whole=False), said)

    def _begun_by(self, word: str) -> set[ThingName]:
        places = {
            point[:size]
            for point in self._wordings.meeting_points(word)
            for size in range(max(_FEWEST, len(point) - _LONGEST_ENDING), len(point) + 1)
        }
        return {name for place in places for name in self._names.get(place)}

    def _compare(self, one: ThingName, other: ThingName) -> tuple[Clue, ...]:
        codes = self._relate(one.words, other, inflected=False)
        if codes is None:
            return ()
        if not codes and one.written != other.written:
            codes = frozenset({ClueCode.NAME_CORE})
        if " " in one.written and not (one.is_proper or other.is_proper):
            codes |= {ClueCode.COMMON_NAME}
        return _named(codes, other, whole=one.written == other.written)

    def _relate(self, words: Sequence[str], known: ThingName, *, inflected: bool) -> Codes | None:
        if len(words) != len(known.words):
            return None
        role: Role = "place" if known.kind in {"place", "address"} else "word"
        grammar = Grammar(role, "", known.language, inflected)
        related = [
            self._wordings.relate(one, other, grammar)
            for one, other in zip(words, known.words, strict=True)
        ]
        if any(each is None for each in related):
            return None
        return frozenset(code for each in related for code in each or ())


def _named(codes: Codes, known: ThingName, *, whole: bool) -> tuple[Clue, ...]:
    word = known.words[0]
    found = {ClueCode.SAME_NAME} if whole or not codes else set()
    found |= codes
    alone = len(known.words) == 1 and not (whole and " " in known.written)
    if alone and (len(word) < _TELLING or is_common(word)):
        found.add(ClueCode.COMMON_NAME)
    return clues(found)


def _adjacent(stretch: Sequence[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= _GAP_LONGEST for before, after in pairwise(stretch))
