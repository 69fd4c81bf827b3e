"""Folding: one spelling for all the ways in which the same letters can be written.

Owns the map from a character to what it counts as: compatibility forms, case, combining marks,
invisible characters, apostrophes and hyphens. Folding works character by character, so a folded
text always keeps a map back to the original; nothing here looks at a neighbour.

Marks are dropped, not composed: «й» becomes «и», «ё» becomes «е», "ğ" becomes "g". An attacker who
types a letter and its mark apart, or adds a stress mark, gains nothing by it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LINE_BREAKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")

_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Drawn as nothing, and not in a category of invisible characters."""

_APOSTROPHES = frozenset("'`´‘’‛ʹʻʼʽˈ′＇՚")

_HYPHENS = frozenset("-‐‑‒–−﹣－")
"""Without the em dash: it stands between words, never in a name."""

_UNMARKED = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ɡ": "g"}
"""Latin letters whose mark Unicode does not decompose."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each of its characters came from."""

    text: str
    origins: tuple[int, ...]
    """Per folded character, the offset of its original; non-decreasing."""
    size: int
    """Length of the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original stretch of the non-empty folded stretch `start` to `end`.

        Marks and invisible characters after the last letter belong to it.
        """
        after = self.origins[end] if end < len(self.origins) else self.size
        return self.origins[start], max(after, self.origins[end - 1] + 1)


def fold(text: str) -> Folded:
    """Fold `text` and keep the map back."""
    letters: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        folded = fold_character(character)
        letters.append(folded)
        origins.extend([offset] * len(folded))
    return Folded("".join(letters), tuple(origins), len(text))


def fold_word(word: str) -> str:
    """Fold `word` without a map."""
    return "".join(map(fold_character, word))


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Return what one character counts as: nothing, one character, or a few ("ß" is "ss")."""
    if character in _LINE_BREAKS:
        return "\n" if character != "\t" else " "
    if character in _APOSTROPHES:
        return "'"
    if character in _HYPHENS:
        return "-"
    if character in _BLANK_LETTERS:
        return ""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(_UNMARKED.get(part, part) for part in decomposed if not is_invisible(part))


def is_invisible(character: str) -> bool:
    """Tell whether a character is a mark on a letter, or is not drawn at all."""
    category = unicodedata.category(character)
    return category in {"Mn", "Me", "Cf"} or (category == "Cc" and character not in _LINE_BREAKS)
