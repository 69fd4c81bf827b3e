"""Find every registered name in a text, in all its spellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safelog.redact.fold import fold_word
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.shape import shape_of
from safelog.redact.register import RegisteredEntity
from safelog.redact.tokens import words


class NameFinder:
    """Finds the names of a register."""

    def __init__(self, entities: Iterable[RegisteredEntity]) -> None:
        """Prepare the spellings of every name among the names and aliases."""
        self._forms: dict[str, str] = {}
        for entity in entities:
            for name in (entity.canonical, *entity.aliases):
                if shape_of(entity.kind, name) == "name":
                    for start, end in words(name):
                        self._forms.setdefault(fold_word(name[start:end]), entity.id)

    def find(self, text: str) -> Iterator[Hit]:
        """Find the names in `text`, in order."""
        for start, end in words(text):
            entity_id = self._forms.get(fold_word(text[start:end]))
            if entity_id is not None:
                yield Hit(start, end, entity_id, Tier.SURE, "base")
