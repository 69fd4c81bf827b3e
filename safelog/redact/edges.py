"""The signs with which a registered name begins or ends: «Тихая вода», QXZ 00?, ** 583.

What finds a name ends at its letters and digits. A quotation mark that stays behind the label tells
that the name has them, and a question mark how many digits are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_REACH = 12
"""Characters beside a hit that are looked at: longer than the signs of any name."""

_QUOTES = str.maketrans(dict.fromkeys("«»„“”‟‹›‘’‚'", '"'))
_OF_THE_SENTENCE = " .,;:"


def with_edge_signs(text: str, start: int, end: int, names: Iterable[str]) -> tuple[int, int]:
    """Return the bounds of a hit, widened over the signs at the edges of one of the names."""
    before = text[max(0, start - _REACH) : start].translate(_QUOTES)
    after = text[end : end + _REACH].translate(_QUOTES)
    wide_start, wide_end = start, end
    for name in names:
        letters = [position for position, sign in enumerate(name) if sign.isalnum()]
        if not letters:
            continue
        leading = re.search(_signs(name[: letters[0]]) + r"\s?\Z", before)
        trailing = re.match(r"\s?" + _signs(name[letters[-1] + 1 :]), after)
        if leading and leading[0].strip():
            wide_start = min(wide_start, start - len(before) + leading.start())
        if trailing and trailing[0].strip():
            wide_end = max(wide_end, end + trailing.end())
    return wide_start, wide_end


def _signs(written: str) -> str:
    """Return an expression for the signs at an edge; what also ends a sentence is none."""
    kept = (sign for sign in written.translate(_QUOTES) if sign not in _OF_THE_SENTENCE)
    return r"\s?".join(map(re.escape, kept))
