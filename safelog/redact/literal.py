"""The floor under all rules: a registered name, word for word as it was registered.

Rules know shapes: names, phones, addresses. What has no shape that they know ("Group 29", "7x7", a
plate of question marks) must not fall between them, so a name that the rules do not find whole in
itself is looked for literally, blind to case, marks and what stands between its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safelog.redact.attention import Care, Look, Stretch, whole
from safelog.redact.fold import fold_word
from safelog.redact.hit import Hit, Tier
from safelog.redact.tokens import words

_LONGEST_GAP = 5
"""Most characters between two words of a name."""

_FEWEST_SURE = 5
"""A single word with fewer characters may be anything, and is asked about."""


class LiteralFinder:
    """Finds names word for word. Every word of a text costs one look-up."""

    def __init__(self) -> None:
        """Start without names."""
        self._first: dict[str, list[tuple[tuple[str, ...], str, Tier]]] = {}
        self._longest = 0

    def add(self, entity_id: str, name: str) -> None:
        """Look for `name` as it stands."""
        wanted = tuple(fold_word(name[start:end]) for start, end in words(name))
        if wanted:
            sure = len(wanted) > 1 or len(wanted[0]) >= _FEWEST_SURE
            row = (wanted, entity_id, Tier.SURE if sure else Tier.ASK)
            self._first.setdefault(wanted[0], []).append(row)
            self._longest = max(self._longest, len(wanted))

    def care(self, chunk: str) -> int:
        """Tell whether a name begins in `chunk`."""
        if not self._first:
            return Care.NONE
        begun = any(fold_word(chunk[start:end]) in self._first for start, end in words(chunk))
        return Care.LITERAL if begun else Care.NONE

    def find(self, text: str) -> Iterator[Hit]:
        """Find the names in `text`; hits may overlap."""
        return self._find(text, whole(text))

    def find_in(self, look: Look) -> Iterator[Hit]:
        """Find the names in a text that was looked over."""
        # A gap may hold a sign that is a chunk of its own.
        return self._find(look.text, look.stretches(Care.LITERAL, after=2 * self._longest))

    def _find(self, text: str, stretches: Iterable[Stretch]) -> Iterator[Hit]:
        for bounds in stretches:
            yield from self._find_within(text, bounds)

    def _find_within(self, text: str, bounds: Stretch) -> Iterator[Hit]:
        spans = list(words(text, *bounds))
        folded = [fold_word(text[start:end]) for start, end in spans]
        for index, word in enumerate(folded):
            for wanted, entity_id, tier in self._first.get(word, ()):
                last = index + len(wanted) - 1
                near = all(
                    spans[position + 1][0] - spans[position][1] <= _LONGEST_GAP
                    for position in range(index, min(last, len(spans) - 1))
                )
                if near and tuple(folded[index : last + 1]) == wanted:
                    yield Hit(spans[index][0], spans[last][1], entity_id, tier, "literal")
