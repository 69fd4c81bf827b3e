"""Numbers of which a part was left out: "+7 700 *** 63 19", "8 (7XX) 000-63-19", "…63-19".

Who knows the number recognises it, and who does not has few to try. What is left must fit a
registered number digit for digit; it is never more than a question. So is a part that is said to be
one: "ending in 6319", «последние цифры 63-19», "it begins with +7 700 000".
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

_SAYS_END = re.compile(
    r"(?:оканчива|заканчива|кончает|кончал|последни|закінчу|закінчи|останн|соңғы|аяқтал"
    r"|ending|ends|ended|last)[^\W\d_]{0,8}(?:[^\S\n]{1,2}[^\W\d_]{1,10}){0,3}[\s:–-]{1,4}\Z",
    re.IGNORECASE,
)
_ENDS_HERE = re.compile(
    r"[\s,]{1,2}(?:кончает|кончал|оканчива|заканчива|закінчу|закінчи|аяқтал"
    r"|(?:на|в) конце|(?:на|в) кінці|соңында|at the end)",
    re.IGNORECASE,
)
_TOLD_PART = re.compile(rf"(?<![\w+])\+?\d(?:{_SIGN}{{0,2}}\d){{3,11}}(?![^\W_])")
_SAYS_START = re.compile(
    r"(?:начинает|начинал|начало|первые|почина|початок|перші|басталады|басталған|алғашқы"
    r"|begin|began|starts|started|first)[^\W\d_]{0,6}(?:[^\S\n]{1,2}[^\W\d_]{1,12}){0,6}[\s:–-]{1,4}\Z",
    re.IGNORECASE,
)
_FEWEST_START = 5
_WORDS_WINDOW = 72
_LONGEST_END = 7

_FEWEST_KNOWN = 4
_LONGEST = 40
_HOLE_DIGITS = r"\d{0,9}"
"""What a hole stands for: it is drawn at will, and stars may stand beside a number for no digit."""


class MaskedFinder:
    """Finds registered numbers with holes in them."""

    def __init__(self) -> None:
        """Start without numbers."""
        self._numbers: dict[str, str] = {}
        self._ends: dict[str, str] = {}
        self._starts: dict[str, str] = {}

    def add(self, entity_id: str, digits: Iterable[str]) -> None:
        """Look for a number that is written with any of these digits."""
        for number in digits:
            self._numbers[number] = entity_id
            for size in range(_FEWEST_KNOWN, min(_LONGEST_END, len(number) - 1) + 1):
                self._ends[number[-size:]] = entity_id
            for size in range(_FEWEST_START, len(number)):
                self._starts[number[:size]] = entity_id

    def find(self, text: str, stretches: Iterable[Stretch]) -> Iterator[Hit]:
        """Find the numbers in `stretches` of `text`."""
        for bounds in stretches if self._numbers else ():
            yield from self._find_told(text, bounds)
            if not _HOLE_SIGN.search(text, *bounds):
                continue
            for run in _RUN.finditer(text, *bounds):
                entity_id = self._whose(run[0])
                if entity_id:
                    yield Hit(run.start(), run.end(), entity_id, Tier.ASK, "masked")

    def _find_told(self, text: str, bounds: Stretch) -> Iterator[Hit]:
        """Find digits of which the words beside say that a number ends or begins so."""
        for run in _TOLD_PART.finditer(text, *bounds):
            digits = "".join(filter(str.isdecimal, run[0]))
            low = max(0, run.start() - _WORDS_WINDOW)
            end, start = self._ends.get(digits, ""), self._starts.get(digits, "")
            if end and (
                _SAYS_END.search(text, low, run.start()) or _ENDS_HERE.match(text, run.end())
            ):
                yield Hit(run.start(), run.end(), end, Tier.ASK, "masked")
            elif start and _SAYS_START.search(text, low, run.start()):
                yield Hit(run.start(), run.end(), start, Tier.ASK, "masked")

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
