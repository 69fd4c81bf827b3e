"""Telephone numbers: the same digits however they are dialled, grouped, masked or half remembered.

A number is its country's calling code and its national digits. A digit that was not seen is `?`,
an unknown run of them `*`. Two numbers with different countries are never alike, and neither are
two whole ones of which one digit differs: neighbours have such numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from safelog.journal.likeness.clue import NOBODY, Clue, ClueCode, Likeness
from safelog.journal.likeness.gaps import Filed, Gapped, agreeing
from safelog.journal.likeness.postings import Postings
from safelog.model.ids import EntityId
from safelog.redact.identifiers.numbers import split_number
from safelog.redact.identifiers.numerals import Group, Numerals

FEWEST_KNOWN = 5
"""Digits, beside those of the country, that must agree in a number with gaps."""
FEWEST_WHOLE = 7
"""Digits of a number that stands in a text without being marked as one."""
_LONGEST = 15
"""Digits of the longest number (ITU-T E.164), without what is dialled before it."""
_LONGEST_DIALLED = _LONGEST + 3
_LONGEST_NATIONAL = 10
_NATIONAL_SIZES = (8, 9, 10)
"""Digits of national numbers, in nearly all countries."""
_DIALLED_SIZES = range(9, 14)
"""Digits of such a number with what is dialled before it."""
_DIALLED_OUT = "810"
"""What is dialled in Russia, Kazakhstan and Belarus before a foreign number."""
_SHORTEST_WITH_TRUNK = 9
"""Digits of a number that may begin with the 0 that leads out of town; shorter ones are local."""

_UNSEEN = "?*•·●_#xXхХ"
_WRITTEN = re.compile(rf"\s*(?:tel:)?[+＋]?[\d\s()./–—\-…{re.escape(_UNSEEN)}]+")
_MASKED = re.compile(
    rf"[+＋]?[\d(…{re.escape(_UNSEEN)}][\d\s()\-–…{re.escape(_UNSEEN)}]{{5,30}}[\d{re.escape(_UNSEEN)}]"
)
_MASKS = re.compile(rf"[{re.escape(_UNSEEN)}]")
_RUN = re.compile(r"…|\.{3}")


class Phone(NamedTuple):
    """A number as far as it is known."""

    entity: EntityId
    code: str
    """Calling code of the country; empty if it was not written."""
    national: str
    dialled: str
    """All digits as they were written."""

    @property
    def is_whole(self) -> bool:
        """Whether every digit is known."""
        return self.national.isdigit()


def read_phone(text: str, language: str = "ru", *, entity: EntityId = NOBODY) -> Phone | None:
    """Read a number; None if `text` is something else or has too few digits."""
    if _WRITTEN.fullmatch(text) is None:
        return None
    signs = "".join(map(_sign, _RUN.sub("…", text)))
    if sum(map(str.isdigit, signs)) < FEWEST_KNOWN:
        return None
    whole = signs.replace("*", "")
    begun, number = text.strip().removeprefix("tel:"), signs
    if signs.startswith(_DIALLED_OUT) and len(signs) > _LONGEST_NATIONAL + len(_DIALLED_OUT):
        begun, number = "+", signs.removeprefix(_DIALLED_OUT)
    code, national = split_number(begun, number, language)
    if not code:
        if len(national) >= _SHORTEST_WITH_TRUNK:
            national = national.removeprefix("0")
        if not whole.isdigit():
            # Without a country nobody knows how many digits are missing before.
            national = "*" + national.lstrip("*")
    return Phone(entity, code, national, signs)


def find_phone(text: str, language: str = "ru", *, entity: EntityId = NOBODY) -> Phone | None:
    """Read a number that may have words around it."""
    inside = _MASKED.search(text)
    found = read_phone(text, language, entity=entity)
    return found or (read_phone(inside[0], language, entity=entity) if inside else None)


def _sign(character: str) -> str:
    value = unicodedata.decimal(character, None)
    if value is not None:
        return str(value)
    if character == "…":
        return "*"
    return "?" if character in _UNSEEN else ""


def compare(one: Phone, other: Phone) -> tuple[Clue, ...]:
    """Return what speaks for two numbers being one; nothing if nothing does."""
    if one.code and other.code and one.code != other.code:
        return ()
    if one.is_whole and other.is_whole:
        return _compare_whole(one, other)
    known = agreeing(one.national, other.national)
    return (Clue(ClueCode.PARTIAL_NUMBER, known),) if known >= FEWEST_KNOWN else ()


def _compare_whole(one: Phone, other: Phone) -> tuple[Clue, ...]:
    if one.code == other.code and one.national == other.national:
        same = one.dialled == other.dialled
        return (Clue(ClueCode.SAME_NUMBER if same else ClueCode.NUMBER_PREFIX),)
    if one.code and other.code:
        return ()
    shorter, longer = sorted((one, other), key=lambda phone: (len(phone.national), phone.code))
    if not longer.code and longer.national[1:] == shorter.national and longer.national[0] in "08":
        return (Clue(ClueCode.NATIONAL_NUMBER, len(shorter.national)),)
    if shorter.code and shorter.national != longer.national:
        return ()
    if len(shorter.national) >= FEWEST_WHOLE and longer.national.endswith(shorter.national):
        return (Clue(ClueCode.NATIONAL_NUMBER, len(shorter.national)),)
    return ()


class Phones:
    """The numbers of a register."""

    def __init__(self, numerals: Numerals) -> None:
        """Start without numbers, and read texts with `numerals`."""
        self._numerals = numerals
        self._by_end: Postings[Phone] = Postings()
        """Whole numbers, by their last digits."""
        self._filed: Filed[Phone] = Filed()
        """Whole numbers, by each of their digits."""
        self._gapped: Gapped[Phone] = Gapped()

    def put(self, phone: Phone) -> None:
        """Add a number."""
        if phone.is_whole:
            self._by_end.put(phone.national[-FEWEST_WHOLE:], phone)
            self._filed.put(phone.national, phone)
        else:
            self._gapped.put(phone.national, phone)

    def drop(self, entity: EntityId) -> None:
        """Take out the numbers of an entity."""
        self._by_end.drop(entity)
        self._filed.drop(entity)
        self._gapped.drop(entity)

    def like(self, phone: Phone, said: str = "") -> Iterator[Likeness]:
        """Find the numbers that may be `phone`."""
        if phone.is_whole:
            whole: Iterable[Phone] = self._by_end.get(phone.national[-FEWEST_WHOLE:])
        else:
            whole = self._filed.fitting(phone.national)
        for known in (*whole, *self._gapped.near(phone.national)):
            if found := compare(phone, known):
                yield Likeness(known.entity, found, said)

    def in_text(self, text: str) -> Iterator[Likeness]:
        """Find the numbers that stand in a text, written or spoken."""
        for readings in self._numerals.runs(text):
            for groups in dict.fromkeys(map(tuple, readings)):
                yield from self._in_groups(text, groups)
        for match in _MASKED.finditer(text):
            if _MASKS.search(match[0]) or "…" in match[0]:
                phone = read_phone(match[0])
                if phone is not None and not phone.is_whole:
                    yield from self.like(phone, match[0].strip())

    def _in_groups(self, text: str, groups: Sequence[Group]) -> Iterator[Likeness]:
        """Take stretches of whole groups for numbers; inside one there is no other."""
        taken_until = 0
        for first, begin in enumerate(groups):
            marked = text[max(0, begin.start - 1) : begin.start] in {"+", "＋"}
            if begin.start < taken_until and not marked:
                continue
            digits = ""
            for group in groups[first:]:
                digits += group.digits
                if len(digits) > _LONGEST_DIALLED:
                    break
                if marked and len(digits) <= _LONGEST:
                    taken_until = group.end
                if len(digits) < FEWEST_WHOLE or not self._may_be_known(digits):
                    continue
                phone = read_phone("+" * marked + digits)
                said = text[begin.start - marked : group.end]
                for likeness in self.like(phone, said) if phone else ():
                    taken_until = max(taken_until, group.end)
                    yield likeness

    def _may_be_known(self, digits: str) -> bool:
        """Tell whether digits may be a number of the register, from its last ones."""
        if self._by_end.get(digits[-FEWEST_WHOLE:]):
            return True
        if not self._gapped or len(digits) not in _DIALLED_SIZES:
            return False
        ends = (digits[-size:] for size in _NATIONAL_SIZES)
        return any(
            agreeing(end, known.national) >= FEWEST_KNOWN
            for end in ends
            for known in self._gapped.near(end)
        )
