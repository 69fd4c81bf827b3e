"""Numbers of which a part was left out: "+7 700 *** 63 19", "8 (7XX) 000-63-19", "…63-19".

Who knows the number recognises it, and who does not has few to try. What is left must fit a
registered number digit for digit; it is never more than a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from safelog.redact.attention import Stretch
from safelog.redact.hit import Hit, Tier

_HOLE = "*•●×#_…?xXхХ"
_SIGN = r"[\s().\-–]"
_RUN = re.compile(
    rf"(?<![^\W_{_HOLE}])[+(]{{0,2}}(?:\d|[{_HOLE}]{{2,}}|[*•…])"
    rf"(?:{_SIGN}{{0,3}}(?:\d|[{_HOLE}]+))*(?![^\W_])"
)
_PIECE = re.compile(rf"\d+|[{_HOLE}]+|\.{{2,}}")
_DOTS = re.compile(rf"(?<![\w.])\.{{2,3}}(?=\d(?:{_SIGN}?\d)+)")

_FEWEST_KNOWN = 4
_FEWEST_HIDDEN = 2
_LONGEST = 40


class MaskedFinder:
    """Finds registered numbers with holes in them."""

    def __init__(self) -> None:
        """Start without numbers."""
        self._numbers: dict[str, str] = {}

    def add(self, entity_id: str, digits: Iterable[str]) -> None:
        """Look for a number that is written with any of these digits."""
        self._numbers |= dict.fromkeys(digits, entity_id)

    def find(self, text: str, stretches: Iterable[Stretch]) -> Iterator[Hit]:
        """Find the numbers in `stretches` of `text`."""
        for bounds in stretches if self._numbers else ():
            for run in _RUN.finditer(text, *bounds):
                entity_id = self._whose(run[0])
                if entity_id:
                    start = run.start()
                    dots = _DOTS.search(text, max(0, start - 3), run.end())
                    start = min(start, dots.start()) if dots else start
                    yield Hit(start, run.end(), entity_id, Tier.ASK, "masked")

    def _whose(self, written: str) -> str:
        """Return whose number this may be, if it has a hole and enough digits around it."""
        pieces = _PIECE.findall(written)
        known = sum(len(piece) for piece in pieces if piece.isdecimal())
        if len(written) > _LONGEST or known < _FEWEST_KNOWN or all(map(str.isdecimal, pieces)):
            return ""
        fits = re.compile(
            "".join(piece if piece.isdecimal() else rf"\d{{1,{_most(piece)}}}" for piece in pieces)
        )
        return next(
            (whose for digits, whose in self._numbers.items() if fits.fullmatch(digits)), ""
        )


def _most(hole: str) -> int:
    """Return how many digits a hole may stand for: about as many as it has signs, or any number."""
    return 9 if len(hole) == 1 or "…" in hole or "..." in hole else len(hole) + 2
