"""Words of a text, with their invisible characters.

A word is a run of letters and digits; marks and invisible characters inside it or at its end
belong to it. Compounds (joined by hyphens or apostrophes) are several words here: joining them is
the business of whoever reads names, because «Левченко» in «Дубровина-Левченко» is a name too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u0483-\u0489\u061c\u180e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u2800\ufe00-\ufe0f"
    "\ufe20-\ufe2f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Marks and invisible characters, as the inside of a character class."""

WORD = re.compile(rf"[^\W_]+(?:[{UNSEEN}]+[^\W_]+)*[{UNSEEN}]*")
"""One word; linear, because no two of its parts can match the same character."""


def words(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, int]]:
    """Give the bounds of every word of `text` between `start` and `end`, in order."""
    return (match.span() for match in WORD.finditer(text, start, end))
