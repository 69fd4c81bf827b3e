"""Find every registered identifier in a text; names are found elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.addresses import AddressFinder
from safelog.redact.identifiers.codes import CodeFinder
from safelog.redact.identifiers.coordinates import Position, find_pairs
from safelog.redact.identifiers.links import LinkFinder
from safelog.redact.identifiers.numbers import NumberFinder
from safelog.redact.identifiers.shape import Shape, codes_in, shape_of
from safelog.redact.identifiers.skeleton import skeleton
from safelog.redact.identifiers.words import load_words
from safelog.redact.register import RegisteredEntity

_NUMBERED = frozenset({"document", "device"})


class IdentifierFinder:
    """Finds the identifiers of a register, each by the rules of its shape."""

    def __init__(self, entities: Iterable[RegisteredEntity]) -> None:
        """Prepare the rules for every identifier among the names and aliases."""
        words = load_words()
        self._numbers = NumberFinder()
        self._codes = CodeFinder(words)
        self._links = LinkFinder(words)
        self._addresses = AddressFinder(words)
        self._positions: list[tuple[str, Position]] = []
        for entity in entities:
            for text in (entity.canonical, *entity.aliases):
                self._add(entity, text)

    def find(self, text: str) -> Iterator[Hit]:
        """Find the identifiers in `text`; hits may overlap."""
        folded = skeleton(text)
        yield from self._numbers.find(text)
        yield from self._codes.find(folded)
        yield from self._links.find(folded)
        yield from self._addresses.find(text)
        if self._positions:
            for start, end, position in find_pairs(text):
                for entity_id, registered in self._positions:
                    if position.near(registered):
                        yield Hit(start, end, entity_id, Tier.SURE, "coordinates")

    def _add(self, entity: RegisteredEntity, text: str) -> None:
        add: dict[Shape, Callable[[RegisteredEntity, str], None]] = {
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
        if entity.kind in _NUMBERED:
            # "серия 4517, номер 380264": words between the groups, as in a code.
            self._codes.add(entity, text)

    def _add_codes(self, entity: RegisteredEntity, text: str) -> None:
        for code in codes_in(entity.kind, text):
            self._codes.add(entity, code)

    def _add_position(self, entity: RegisteredEntity, text: str) -> None:
        self._positions += [(entity.id, position) for _, _, position in find_pairs(text)]
