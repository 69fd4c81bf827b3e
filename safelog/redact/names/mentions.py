"""Words that stand together as one name.

A mention is one word, or the adjacent words of one entity: given name, patronymic and surname in
any order, or the words of a phrase. The longest reading wins; a mention never mixes entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from safelog.redact.names.lexicon import is_common
from safelog.redact.names.reading import PERSONAL, Reading, Role
from safelog.redact.names.scanner import Found

_GAP = re.compile(r",?\s{1,4}(?:[^\W\d_]\.\s{0,2})?|_|\.?\u00a0{1,2}|[.](?=[^\W\d_])")

_GAP_LONGEST = 8
_WORDS_MOST = 16
"""No name has more words; it bounds the look ahead."""


class Mention(NamedTuple):
    """One or more adjacent words, and how each of them is read."""

    words: tuple[Found, ...]
    readings: tuple[Reading, ...]

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.words[-1].end

    def has(self, role: Role) -> bool:
        """Tell whether a word of it is read as `role`."""
        return any(reading.role is role for reading in self.readings)


def mentions(text: str, found: list[Found], phrase_lengths: list[int]) -> Iterator[Mention]:
    """Group known words into mentions, in order, each word in one of them."""
    position = 0
    while position < len(found):
        word = found[position]
        following = found[position + 1].start if position + 1 < len(found) else len(text)
        if following - word.end > _GAP_LONGEST and len(word.readings) == 1:
            yield Mention((word,), word.readings)
            position += 1
            continue
        best = max(
            (_chain(text, found, position, reading) for reading in found[position].readings),
            key=lambda mention: _weight(mention, phrase_lengths),
        )
        yield best
        position += len(best.words)


def _chain(text: str, found: list[Found], position: int, reading: Reading) -> Mention:
    """Return the longest mention that begins with one reading of one word."""
    words, readings = [found[position]], [reading]
    for word in found[position + 1 : position + _WORDS_MOST]:
        if _GAP.fullmatch(text, words[-1].end, word.start) is None:
            break
        following = next((r for r in word.readings if _continues(readings, r)), None)
        if following is None or not _agrees(words[-1], readings[-1], word, following):
            break
        words.append(word)
        readings.append(following)
    return Mention(tuple(words), tuple(readings))


def _continues(readings: list[Reading], following: Reading) -> bool:
    last = readings[-1]
    if following.entity_id != last.entity_id:
        return False
    if Role.PHRASE in {last.role, following.role}:
        return (following.phrase, following.position) == (last.phrase, last.position + 1)
    return (
        last.role in PERSONAL
        and following.role in PERSONAL
        and all(following.role is not reading.role for reading in readings)
    )


def _agrees(one: Found, read: Reading, other: Found, following: Reading) -> bool:
    """Tell whether two words are of one case: in «Назар тихий» the second is no surname."""
    if Role.PARTICLE in {read.role, following.role} or read.role is Role.PHRASE:
        return True
    small = [word for word in (one, other) if word.raw[0].islower()]
    return len(small) != 1 or not is_common(small[0].raw)


def _weight(mention: Mention, phrase_lengths: list[int]) -> tuple[bool, int, bool]:
    """Prefer whole phrases and long chains, then certain readings."""
    first = mention.readings[0]
    whole = first.role is not Role.PHRASE or len(mention.words) == phrase_lengths[first.phrase]
    return whole, len(mention.words), first.sure
