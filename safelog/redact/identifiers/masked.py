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
    rf"(?<![\w{_HOLE}])(?:\.{{2,3}}(?=\d))?[+(]{{0,2}}(?:\d|[{_HOLE}]{{2,}}|[*•…])"
    rf"(?:{_SIGN}{{0,3}}(?:\d|[{_HOLE}]+))*(?![^\W_])"
)
_HOLE_SIGN = re.compile(rf"[{_HOLE}]|\.\.")
_PIECE = re.compile(rf"\d+|[{_HOLE}]+|\.{{2,}}")

_FEWEST_KNOWN = 4
_LONGEST = 40
_HOLE_DIGITS = r"\d{0,9}"
"""What a hole stands for: it is drawn at will, and stars may stand beside a number for no digit."""


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
            if not _HOLE_SIGN.search(text, *bounds):
                continue
            for run in _RUN.finditer(text, *bounds):
                entity_id = self._whose(run[0])
                if entity_id:
                    yield Hit(run.start(), run.end(), entity_id, Tier.ASK, "masked")

    def _whose(self, written: str) -> str:
        """Return whose number this may be, if it has a hole and enough digits around it."""
        pieces = _PIECE.findall(written)
        known = sum(len(piece) for piece in pieces if piece.isdecimal())
        if len(written) > _LONGEST or known < _FEWEST_KNOWN or all(map(str.isdecimal, pieces)):
            return ""
        fits = re.compile("".join(piece if piece.isdecimal() else _HOLE_DIGITS for piece in pieces))
        return next(
            (whose for digits, whose in self._numbers.items() if fits.fullmatch(digits)), ""
        )
