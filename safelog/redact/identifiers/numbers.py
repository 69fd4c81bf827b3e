"""Phones and other numbers, compared by their digits however they are grouped or spoken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from safelog.redact.attention import Care, Stretch
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.numerals import Group, Numerals
from safelog.redact.register import RegisteredEntity

# ITU-T E.164 calling codes of the countries where such calls come from or go to; any other code is
# still compared with all of its digits.
_CALLING_CODES = (
    *(
        "380",
        "371",
        "370",
        "372",
        "373",
        "374",
        "375",
        "381",
        "382",
        "383",
        "385",
        "386",
        "387",
        "389",
    ),
    *(
        "992",
        "993",
        "994",
        "995",
        "996",
        "998",
        "420",
        "421",
        "351",
        "352",
        "353",
        "354",
        "355",
        "356",
    ),
    *(
        "357",
        "358",
        "359",
        "971",
        "972",
        "976",
        "90",
        "30",
        "31",
        "32",
        "33",
        "34",
        "36",
        "39",
        "40",
    ),
    *(
        "41",
        "43",
        "44",
        "45",
        "46",
        "47",
        "48",
        "49",
        "66",
        "84",
        "86",
        "91",
        "98",
        "61",
        "62",
        "1",
        "7",
    ),
)
_TRUNKS = {"7": ("8",), "36": ("06",), "370": ("8", "0"), "1": ("1",)}
"""What is dialled before the national number inside the country; elsewhere it is 0."""

_DRAWN_ZERO = re.compile(
    r"(?<=\d)[OoОо]+(?=\d)|(?<=\d[ \-])[OoОо]{2,}(?=[ \-]\d)"
    r"|(?<=\d)[OoОо]{1,3}(?=[ \-][OoОо]*\d)|(?<=[OoОо][ \-])[OoОо]{1,3}(?=[ \-]\d)"
    r"|(?<=\d)[OoОо]{1,3}(?=[ \-][OoОо]{2,3}[ \-]\d)"
)
"""Letters that stand for zeros between digits, at the end of a group, or for a group of zeros."""

_DIALLED = frozenset({"phone", "person", "account", "organisation"})
"""Kinds of entity whose numbers are dialled; any other number is compared as it stands."""

_LONGEST_NATIONAL = 10
"""Digits; a longer number begins with a calling code or, after +7, with 8."""
_FEWEST_LOCAL = 7
"""A local number shorter than this is too common to be looked for."""
_FEWEST_BEGUN = 5
_FEWEST_REST = 3
_MEMO_MOST = 20_000
_PIECES_APART = 200
"""Characters between the two halves of a number said in two places."""


class _Match(NamedTuple):
    entity_id: str
    tier: Tier


class NumberFinder:
    """Finds registered numbers. Linear in the text: each run of digits is walked once."""

    def __init__(self, numerals: Numerals) -> None:
        """Start without numbers, and read with `numerals`."""
        self._numerals = numerals
        self._whole: dict[str, _Match] = {}
        self._begun: dict[str, list[tuple[str, str]]] = {}
        self._longest = 0
        self._groups: dict[str, bool] = {}
        """Whether some digits stand in a number."""

    def add(self, entity: RegisteredEntity, number: str) -> None:
        """Look for `number` as the entity's."""
        whole, local = variants(number, entity)
        for digits in whole:
            self._whole[digits] = _Match(entity.id, Tier.SURE)
            for cut in range(_FEWEST_BEGUN, len(digits) - _FEWEST_REST + 1):
                self._begun.setdefault(digits[:cut], []).append((digits[cut:], entity.id))
        for digits in local:
            self._whole.setdefault(digits, _Match(entity.id, Tier.ASK))
        self._longest = max(map(len, self._whole))
        self._groups.clear()

    def care(self, digits: Sequence[str] | None, figures: int) -> int:
        """Tell whether the groups of digits in a chunk stand in a number; None may be any digits.

        Args:
            digits: the groups.
            figures: what the chunk is by its figures alone.
        """
        if not self._whole or (digits is not None and not any(self._holds(g) for g in digits)):
            return Care.NONE
        return Care.DIGITS | Care.LONG if figures & Care.FIGURES else Care.DIGITS

    def _holds(self, group: str) -> bool:
        if group not in self._groups:
            if len(self._groups) >= _MEMO_MOST:
                self._groups.clear()
            self._groups[group] = any(group in number for number in self._whole)
        return self._groups[group]

    def find(self, text: str, stretches: Iterable[Stretch]) -> Iterator[Hit]:
        """Find the numbers in `stretches` of `text`; hits may overlap."""
        if not self._whole:
            return
        waiting: list[tuple[str, str, Group]] = []
        stretches = list(stretches)
        drawn = text
        if any(_DRAWN_ZERO.search(text, *bounds) for bounds in stretches):
            drawn = _DRAWN_ZERO.sub(lambda match: "0" * len(match.group()), text)
        for bounds in stretches:
            for readings in self._numerals.runs(drawn, *bounds):
                for groups in readings:
                    yield from self._match(text, groups, waiting)

    def _match(
        self, text: str, groups: list[Group], waiting: list[tuple[str, str, Group]]
    ) -> Iterator[Hit]:
        """Match stretches of whole groups; the longest from each group first."""
        done = 0
        for first, begin in enumerate(groups):
            stretches = self._stretches(groups, first)
            whole = next((s for s in reversed(stretches) if s.digits in self._whole), None)
            if whole is not None:
                found = self._whole[whole.digits]
                yield _hit(text, whole, found.entity_id, found.tier)
                if found.tier is Tier.SURE:
                    done = max(done, whole.end)
            if begin.start < done:
                # A part of a number that was found whole begins or ends no other number.
                continue
            for stretch in stretches:
                yield from self._finish(text, stretch, waiting)
                waiting.extend(
                    (rest, entity_id, stretch)
                    for rest, entity_id in self._begun.get(stretch.digits, ())
                )

    def _stretches(self, groups: list[Group], first: int) -> list[Group]:
        """Join the groups from `first` on, one by one, up to the longest number."""
        joined: list[Group] = []
        digits = ""
        for group in groups[first:]:
            digits += group.digits
            if len(digits) > self._longest:
                break
            joined.append(Group(groups[first].start, group.end, digits))
        return joined

    def _finish(
        self, text: str, stretch: Group, waiting: list[tuple[str, str, Group]]
    ) -> Iterator[Hit]:
        """Yield both halves of a number that was begun before `stretch` and ends in it."""
        waiting[:] = [row for row in waiting if stretch.start - row[2].end <= _PIECES_APART]
        for rest, entity_id, begun in waiting:
            if rest == stretch.digits and begun.end <= stretch.start:
                yield _hit(text, begun, entity_id, Tier.SURE)
                yield _hit(text, stretch, entity_id, Tier.SURE)


def variants(number: str, entity: RegisteredEntity) -> tuple[set[str], set[str]]:
    """Return the digits that are the number for sure, and those that may be (a local number)."""
    digits = "".join(str(unicodedata.decimal(c)) for c in number if c.isdecimal())
    if entity.kind not in _DIALLED:
        return {digits}, set()
    code, national = split_number(number.strip(), digits, entity.language)
    whole = {digits, national}
    if code:
        whole |= {code + national, "00" + code + national, "810" + code + national}
        for trunk in _TRUNKS.get(code, ("0",)):
            # "+44 (0)20…": on a letterhead both ways stand in one.
            whole |= {trunk + national, code + trunk + national}
    local = {national[-_FEWEST_LOCAL:]} if len(national) > _FEWEST_LOCAL else set()
    return whole, local


def split_number(number: str, digits: str, language: str) -> tuple[str, str]:
    """Split a number into calling code and national number; no code, no split.

    Args:
        number: as it is written, for what stands at its beginning.
        digits: its digits; a sign for a digit that was not seen may stand among them.
        language: of whoever wrote it.
    """
    full = digits.removeprefix("00") if number.startswith("00") else digits
    if number.startswith(("+", "00")) or len(digits) > _LONGEST_NATIONAL:
        domestic = not number.startswith("+") and digits[0] == "8"
        code = "7" if domestic else next((c for c in _CALLING_CODES if full.startswith(c)), "")
        return code, full[1:] if domestic else full[len(code) :]
    if language == "uk" and digits[0] == "0":
        return "380", digits[1:]
    return "", digits


def _hit(text: str, stretch: Group, entity_id: str, tier: Tier) -> Hit:
    """Make a hit that takes the plus and the bracket before the number along."""
    start = stretch.start
    while start and text[start - 1] in "+＋(":
        start -= 1
    return Hit(start, stretch.end, entity_id, tier, "number")
