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
    words = tuple(said.split())
    ranks: tuple[list[Anchor], ...] = ([], [], [], [])
    for anchor in anchors:
        rank = _rank(words, anchor, endings)
        if rank is not None:
            ranks[rank].append(anchor)
    best = next((found for found in ranks if found), None)
    if best is None:
        raise InvalidTimeError(reason="unknown_event")
    if len(best) > 1:
        raise InvalidTimeError(reason="which_event", count=len(best))
    return best[0]


def _rank(words: tuple[str, ...], anchor: Anchor, endings: frozenset[str]) -> int | None:
    """Return how well the words name the event, 0 for best, or None."""
    typed_id = "".join(words)
    if len(typed_id) >= _SHORTEST_ID and anchor.id.startswith(typed_id):
        return 0
    title = _words_of(anchor.title)
    if _names(words, title, endings):
        return 1 if _names(title, words, endings) else 2
    if any(_names(words, _words_of(name), endings) for name in anchor.kind_names):
        return 3
    return None


def _words_of(title: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(title[:_TITLE_LIMIT])))


def _names(words: tuple[str, ...], title: tuple[str, ...], endings: frozenset[str]) -> bool:
    """Tell whether each of `words` is one of `title`, in whatever case."""
    return bool(words) and all(
        any(_same_word(word, other, endings) for other in title) for word in words
    )


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
