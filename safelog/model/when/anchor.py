"""Find the event of the journal that words lean on: two weeks before the hearing.

People do not type a title as it stands: they say it in a case (`до суда`, `тінтуден кейін`) and
leave words out. A typed word matches a word of the title if the two differ in a case ending only;
the endings are data of the language. Where several events fit, the caller is told to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from safelog.errors import InvalidTimeError
from safelog.model.ids import IncidentId
from safelog.model.when.phrases import fold
from safelog.model.when.value import When

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_STEM_LENGTH = 3
_SHORTEST_ID = 4
_TITLE_LIMIT = 1_000


class Anchor(NamedTuple):
    """An incident that a time can lean on."""

    id: IncidentId
    when: When
    """A time that is known, be it roughly."""
    title: str
    kind_names: tuple[str, ...] = ()
    """What its kind is called, in any language."""


def find_anchor(said: str, anchors: Iterable[Anchor], endings: frozenset[str]) -> Anchor:
    """Return the one event that the words name.

    The beginning of an id counts most, then all words of a title, then some of them, then a kind.

    Args:
        said: folded words with a space between them.
        anchors: the events to look among.
        endings: case endings of the language of the words, with the empty one.

    Raises:
        InvalidTimeError: no event fits (`unknown_event`), or several do (`which_event`, with their
            `count`).
    """
    names = _Names(tuple(said.split()), endings)
    ranks: tuple[list[Anchor], ...] = ([], [], [], [])
    for anchor in anchors:
        rank = names.rank(anchor)
        if rank is not None:
            ranks[rank].append(anchor)
    best = next((found for found in ranks if found), None)
    if best is None:
        raise InvalidTimeError(reason="unknown_event")
    if len(best) > 1:
        raise InvalidTimeError(reason="which_event", count=len(best))
    return best[0]


class _Names:
    """Words that name an event, while they are held against many titles."""

    def __init__(self, words: tuple[str, ...], endings: frozenset[str]) -> None:
        self._words = words
        self._id = "".join(words) if sum(map(len, words)) >= _SHORTEST_ID else None
        self._stems = tuple(word[:_STEM_LENGTH] for word in words)
        self._endings = endings
        self._kinds: dict[tuple[str, ...], bool] = {}

    def rank(self, anchor: Anchor) -> int | None:
        """Return how well the words name the event, 0 for best, or None."""
        if self._id is not None and anchor.id.startswith(self._id):
            return 0
        title = self._matched(anchor.title)
        if title:
            return 1 if self._names(title, self._words) else 2
        if anchor.kind_names not in self._kinds:
            self._kinds[anchor.kind_names] = any(map(self._matched, anchor.kind_names))
        return 3 if self._kinds[anchor.kind_names] else None

    def _matched(self, title: str) -> tuple[str, ...]:
        """Return the words of a title if each of the typed words is among them."""
        folded = fold(title[:_TITLE_LIMIT])
        # Most titles of a journal share no word with the typed ones; this is all that they cost.
        if not all(stem in folded for stem in self._stems):
            return ()
        found = tuple(_WORD.findall(folded))
        return found if self._names(self._words, found) else ()

    def _names(self, words: tuple[str, ...], title: tuple[str, ...]) -> bool:
        """Tell whether each of `words` is one of `title`, in whatever case."""
        return all(any(_same_word(word, other, self._endings) for other in title) for word in words)


def _same_word(first: str, second: str, endings: frozenset[str]) -> bool:
    if first == second:
        return True
    if first[:_STEM_LENGTH] != second[:_STEM_LENGTH]:
        return False
    shared = _STEM_LENGTH
    while first[shared : shared + 1] == second[shared : shared + 1] != "":
        shared += 1
    return any(
        first[stem:] in endings and second[stem:] in endings
        for stem in range(shared, _STEM_LENGTH - 1, -1)
    )
