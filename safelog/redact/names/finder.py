"""Find every registered name in a text, in all its spellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safelog.redact.attention import Care, Look, Stretch, whole
from safelog.redact.hit import Hit
from safelog.redact.names.mentions import mentions
from safelog.redact.names.register_index import RegisterIndex
from safelog.redact.names.scanner import Scanner
from safelog.redact.names.verdict import judge
from safelog.redact.register import RegisteredEntity


class NameFinder:
    """Finds the names of a register."""

    def __init__(self, entities: Iterable[RegisteredEntity]) -> None:
        """Prepare the spellings of every name among the names and aliases."""
        self._register = RegisterIndex(entities)
        self._scanner = Scanner(self._register.index, self._register.phrase_lengths)

    def care(self, chunk: str) -> int:
        """Tell what in `chunk` concerns this finder."""
        return self._scanner.care(chunk)

    def find(self, text: str) -> Iterator[Hit]:
        """Find the names in `text`, in order, wherever they stand."""
        return self._find(text, whole(text), whole(text), whole(text))

    def find_in(self, look: Look) -> Iterator[Hit]:
        """Find the names in a text that was looked over."""
        words = look.stretches(Care.NAME | Care.START, after=1)
        spelt = look.runs(Care.LETTER, alone=Care.SPELT, fewest=2)
        disguised = look.stretches(Care.DISGUISE)
        if words or spelt or disguised:
            return self._find(look.text, words, spelt, disguised)
        return iter(())

    def _find(
        self, text: str, words: list[Stretch], spelt: list[Stretch], disguised: list[Stretch]
    ) -> Iterator[Hit]:
        lengths = self._register.phrase_lengths
        for mention in mentions(text, self._scanner.scan(text, words, spelt, disguised), lengths):
            hit = judge(text, mention, self._register.people, lengths)
            if hit is not None:
                yield hit
