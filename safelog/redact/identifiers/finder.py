"""Find every registered identifier in a text; names are found elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from safelog.redact.attention import Care, Look, Stretch, whole
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.addresses import AddressFinder
from safelog.redact.identifiers.codes import CodeFinder
from safelog.redact.identifiers.coordinates import Position, care_of_angles, find_pairs
from safelog.redact.identifiers.dates import DateFinder
from safelog.redact.identifiers.links import LinkFinder
from safelog.redact.identifiers.masked import MaskedFinder
from safelog.redact.identifiers.numbers import NumberFinder, variants
from safelog.redact.identifiers.numerals import load_numerals
from safelog.redact.identifiers.shape import Shape, codes_in, shape_of
from safelog.redact.identifiers.skeleton import skeleton
from safelog.redact.identifiers.spoken import SpokenCodes
from safelog.redact.identifiers.words import load_words
from safelog.redact.register import RegisteredEntity

_NUMBERED = frozenset({"document", "device"})


_IDENTIFYING = Care.FIGURE | Care.CODE | Care.LINK | Care.STREET | Care.ANGLE | Care.YEAR

_CODE_CHUNKS = 16
_HEAD_CHUNKS = 5
_LINK_CHUNKS = 24
_STREET_CHUNKS = 16
_ANGLE_CHUNKS = 8
_DATE_CHUNKS = 9
"""How far from its first or most telling word an identifier may reach, in chunks."""


_SPOKEN = Care.FIGURE | Care.SPOKEN | Care.LETTER
_SPOKEN_CHUNKS = 3
"""What a code is made of that is read aloud, and how many of them at least."""


class _Stretches(NamedTuple):
    """Where to look for each shape."""

    dates: list[Stretch]
    spoken: list[Stretch]
    numbers: list[Stretch]
    masked: list[Stretch]
    codes: list[Stretch]
    links: list[Stretch]
    addresses: list[Stretch]
    positions: list[Stretch]


class IdentifierFinder:
    """Finds the identifiers of a register, each by the rules of its shape."""

    def __init__(self, entities: Iterable[RegisteredEntity]) -> None:
        """Prepare the rules for every identifier among the names and aliases."""
        words = load_words()
        self._numerals = load_numerals()
        self._numbers = NumberFinder(self._numerals)
        self._codes = CodeFinder(words)
        self._links = LinkFinder(words)
        self._addresses = AddressFinder(words, self._numerals)
        self._masked = MaskedFinder()
        self._dates = DateFinder(words.months)
        self._spoken = SpokenCodes(words.letter_names, self._numerals)
        self._positions: list[tuple[str, Position]] = []
        for entity in entities:
            for text in (entity.canonical, *entity.aliases):
                self._add(entity, text)

    def care(self, chunk: str) -> int:
        """Tell what in `chunk` concerns this finder."""
        folded = skeleton(chunk).text
        care = self._codes.care(folded) | self._links.care(folded)
        care |= self._spoken.care(chunk) | self._addresses.care(chunk)
        care |= self._dates.care_of_words(chunk)
        figures = self._numerals.care(chunk)
        if figures & Care.FIGURE:
            digits = self._numerals.digits(chunk)
            care |= self._numbers.care(digits, figures) | self._codes.care_of_digits(digits)
            care |= self._dates.care(digits)
        if self._positions:
            care |= care_of_angles(chunk, [position for _, position in self._positions])
        return care | figures

    def find(self, text: str) -> Iterator[Hit]:
        """Find the identifiers in `text`, wherever they stand; hits may overlap."""
        everywhere = whole(text)
        return self._find(text, _Stretches(*[everywhere] * len(_Stretches._fields)))

    def find_in(self, look: Look) -> Iterator[Hit]:
        """Find the identifiers in a text that was looked over; hits may overlap."""
        if not look.seen & _IDENTIFYING:
            return iter(())
        stretches = _Stretches(
            dates=look.stretches(Care.YEAR, before=_DATE_CHUNKS, after=_DATE_CHUNKS),
            spoken=look.runs(_SPOKEN, alone=Care.NONE, fewest=_SPOKEN_CHUNKS),
            numbers=look.runs(Care.DIGITS, alone=Care.LONG, fewest=2),
            masked=look.runs(Care.FIGURE, alone=Care.FIGURES, fewest=2),
            codes=look.stretches(
                Care.CODE, after=_CODE_CHUNKS, near=Care.GROUP, within=_HEAD_CHUNKS
            ),
            links=look.stretches(Care.LINK, before=_LINK_CHUNKS, after=_LINK_CHUNKS),
            addresses=look.stretches(Care.STREET, before=_STREET_CHUNKS, after=_STREET_CHUNKS),
            positions=look.stretches(Care.ANGLE, before=_ANGLE_CHUNKS, after=_ANGLE_CHUNKS),
        )
        return self._find(look.text, stretches)

    def _find(self, text: str, stretches: _Stretches) -> Iterator[Hit]:
        yield from self._dates.find(text, stretches.dates)
        yield from self._numbers.find(text, stretches.numbers)
        yield from self._masked.find(text, stretches.masked)
        for bounds in stretches.spoken if not self._codes.is_empty else ():
            for said in self._spoken.write_down(text, *bounds):
                yield from self._codes.find(said)
        for bounds in stretches.codes:
            yield from self._codes.find(skeleton(text, *bounds))
        for bounds in stretches.links:
            yield from self._links.find(skeleton(text, *bounds))
        for bounds in stretches.addresses:
            yield from self._addresses.find(text, *bounds)
        for bounds in stretches.positions if self._positions else ():
            yield from self._find_positions(text, bounds)

    def _find_positions(self, text: str, bounds: Stretch) -> Iterator[Hit]:
        for start, end, position in find_pairs(text, *bounds):
            for entity_id, registered in self._positions:
                if position.near(registered):
                    yield Hit(start, end, entity_id, Tier.SURE, "coordinates")

    def _add(self, entity: RegisteredEntity, text: str) -> None:
        add: dict[Shape, Callable[[RegisteredEntity, str], None]] = {
            "date": lambda owner, written: self._dates.add(owner.id, written),
            "number": self._add_number,
            "code": self._add_codes,
            "email": self._links.add_email,
            "handle": self._links.add_handle,
            "url": self._links.add_url,
            "address": self._addresses.add,
            "coordinates": self._add_position,
        }
        shape = shape_of(entity.kind, text)
        if shape != "name":
            add[shape](entity, text)

    def _add_number(self, entity: RegisteredEntity, text: str) -> None:
        self._numbers.add(entity, text)
        self._masked.add(entity.id, variants(text, entity)[0])
        if entity.kind in _NUMBERED:
            # "серия 4517, номер 380264": words between the groups, as in a code.
            self._codes.add(entity, text)

    def _add_codes(self, entity: RegisteredEntity, text: str) -> None:
        for code in codes_in(entity.kind, text):
            self._codes.add(entity, code)

    def _add_position(self, entity: RegisteredEntity, text: str) -> None:
        self._positions += [(entity.id, position) for _, _, position in find_pairs(text)]
