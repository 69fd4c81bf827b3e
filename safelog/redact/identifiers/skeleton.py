"""One skeleton letter for every character, so that look-alikes compare equal.

The skeleton of a text keeps a map back to the text. Invisible characters vanish; compatibility
forms, case and Cyrillic letters that look like Latin ones become one Latin letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_LOOK_ALIKES = str.maketrans("авекмнорстухіјѕԁһԛԝ", "abekmhopctyxijsdhqw")
# ASCII letters and digits stay; of the rest only what is in use here is worth a table.
_PLAIN = re.compile(r"[\x00-\x7fЀ-ҁҊ-ԯ«»—–…№“”„‘’·°]*")
"""Characters that fold to exactly one other: nearly every text, and a fast way for it."""
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})


class Skeleton(NamedTuple):
    """A text folded for comparing, and where each of its characters came from."""

    text: str
    origin: Sequence[int]
    """For each character of `text` its index in the original; one more entry for the end."""
    ends: Sequence[int] = ()
    """Where the original of each character ends, if that is not one character on."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original stretch of the non-empty folded stretch `start` to `end`."""
        last = self.ends[end - 1] if self.ends else self.origin[end - 1] + 1
        return self.origin[start], last


def skeleton(text: str, begin: int = 0, end: int | None = None) -> Skeleton:
    """Fold `text` from `begin` to `end`, character by character."""
    piece = text[begin:end]
    after = begin + len(piece)
    if piece.isascii():
        return Skeleton(piece.lower(), range(begin, after + 1))
    if _PLAIN.fullmatch(piece):
        return Skeleton(piece.lower().translate(_LOOK_ALIKES), range(begin, after + 1))
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(piece, begin):
        if character.isascii():
            folded.append(character.lower())
            origin.append(index)
            continue
        if unicodedata.category(character) in _INVISIBLE:
            continue
        for plain in fold_character(character):
            folded.append(plain)
            origin.append(index)
    origin.append(after)
    return Skeleton("".join(folded), tuple(origin))


def fold_character(character: str) -> str:
    """Return the skeleton of one character; digits of every script become ASCII digits."""
    value = unicodedata.decimal(character, None)
    if value is not None:
        return str(value)
    return unicodedata.normalize("NFKC", character).lower().translate(_LOOK_ALIKES)
