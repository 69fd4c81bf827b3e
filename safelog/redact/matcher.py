"""The one door of the engine: every mention of a register's entities in a text.

Invariants of `Matcher.find`: hits are sorted and do not overlap; each covers whole words; the work
grows with the length of the text, not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from safelog.redact.attention import Attention, Look
from safelog.redact.encodings import EncodedFinder
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.finder import IdentifierFinder
from safelog.redact.literal import LiteralFinder
from safelog.redact.names.finder import NameFinder
from safelog.redact.register import RegisteredEntity
from safelog.redact.tokens import words


class _Finder(Protocol):
    """What finds hits in a text; they may overlap."""

    def care(self, chunk: str) -> int:
        """Tell what in `chunk` concerns this finder."""
        ...

    def find(self, text: str) -> Iterable[Hit]:
        """Find the hits in `text`, wherever they stand."""
        ...

    def find_in(self, look: Look) -> Iterable[Hit]:
        """Find the hits in a text that was looked over; they are those of `find`."""
        ...


class Matcher:
    """Finds the names and identifiers of a register; prepared once, used for every text."""

    def __init__(self, entities: Iterable[RegisteredEntity]) -> None:
        """Prepare all spellings of `entities`."""
        register = tuple(entities)
        self._finders: tuple[_Finder, ...] = (NameFinder(register), IdentifierFinder(register))
        literal = LiteralFinder()
        for entity in register:
            for name in (entity.canonical, *entity.aliases):
                if not self._covers(name):
                    literal.add(entity.id, name)
        self._finders += (literal,)
        self._finders += (EncodedFinder([finder.find for finder in self._finders]),)
        self._attention = Attention([finder.care for finder in self._finders])

    def find(self, text: str) -> tuple[Hit, ...]:
        """Find every mention in `text`, sorted, none overlapping another."""
        look = self._attention.look(text)
        if not look.seen:
            return ()
        return settle(hit for finder in self._finders for hit in finder.find_in(look))

    def find_everywhere(self, text: str) -> tuple[Hit, ...]:
        """Find what `find` finds, but let every finder walk the whole text: slow, and a check."""
        return settle(hit for finder in self._finders for hit in finder.find(text))

    def _covers(self, name: str) -> bool:
        """Tell whether the rules find every word of a name that is written as registered.

        Of several words they must be sure; one word may be common, and then a question is right.
        """
        named = list(words(name))
        hits = [
            hit for hit in self.find_everywhere(name) if len(named) == 1 or hit.tier is Tier.SURE
        ]
        return all(any(h.start <= start and end <= h.end for h in hits) for start, end in named)


def settle(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Choose among overlapping hits so that everything any of them covers stays covered.

    The longest of a chain of overlapping hits names it (of equals the sure one) and is widened over
    the chain. A chain is sure if any part of it is: "show" must not bring a sure name into sight.
    """
    settled: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.tier == Tier.ASK)):
        if not settled or hit.start >= settled[-1].end:
            settled.append(hit)
        else:
            settled[-1] = _unite(settled[-1], hit)
    return tuple(settled)


def _unite(first: Hit, second: Hit) -> Hit:
    def weight(hit: Hit) -> tuple[int, bool, bool]:
        # An address that holds a name is first of all the address, if that is registered too.
        return hit.end - hit.start, hit.tier == Tier.SURE, hit.trait != "account"

    namer = max(first, second, key=weight)
    end = max(first.end, second.end)
    tier = Tier.SURE if Tier.SURE in {first.tier, second.tier} else Tier.ASK
    return Hit(first.start, end, namer.entity_id, tier, namer.trait)
