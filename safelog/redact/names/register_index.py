"""From a register to the index of its spellings.

What is certain by itself and what is only worth a question is decided here, once per spelling; the
words around it have their say in `safelog.redact.names.verdict`.
"""

from __future__ import annotations

from collections.abc import Iterable

from safelog.redact.identifiers.shape import shape_of
from safelog.redact.names.index import Index
from safelog.redact.names.parts import compounds
from safelog.redact.names.persons import FullName, add_nick, add_person
from safelog.redact.names.tables import is_given, is_pet_form
from safelog.redact.names.things import add_phrase, add_title, core_words
from safelog.redact.register import RegisteredEntity


class RegisterIndex:
    """The index of a register, its phrases, and the full names of its people."""

    def __init__(self, entities: Iterable[RegisteredEntity]) -> None:
        """Put every name and alias of every entity into the index."""
        self.index = Index()
        self.phrase_lengths: list[int] = []
        """Per phrase, the number of its words."""
        self.people: dict[str, list[FullName]] = {}
        """Per person, one for each full name."""
        for entity in entities:
            for name in (entity.canonical, *entity.aliases):
                if shape_of(entity.kind, name) == "name":
                    self._add_name(entity, name)

    def _add_name(self, entity: RegisteredEntity, name: str) -> None:
        words = compounds(name)
        if entity.kind == "person" and (name == entity.canonical or _is_full_name(words)):
            self.people.setdefault(entity.id, []).append(add_person(self.index, entity, name))
        elif entity.kind == "person" and len(words) == 1:
            add_nick(self.index, entity, words[0])
        else:
            self._add_thing(entity, core_words(name))

    def _add_thing(self, entity: RegisteredEntity, words: tuple[str, ...]) -> None:
        if len(words) == 1:
            add_title(self.index, entity, words[0])
        elif words:
            add_phrase(self.index, entity, words, len(self.phrase_lengths))
            self.phrase_lengths.append(len(words))


def _is_full_name(words: list[str]) -> bool:
    """Tell whether an alias is another full name rather than a nickname."""
    known = any(is_given(word) or is_pet_form(word) for word in words)
    return known and all(word[0].isupper() for word in words)
