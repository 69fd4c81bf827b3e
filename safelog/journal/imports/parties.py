"""Whoever sent a message or called, in the register: who is there already, or somebody new.

Somebody is found again by what nobody can choose for themselves: the number, or the id that the
messenger gave. A name alone finds nobody where the file has more than the name, for a lure comes
under the name of somebody who is trusted.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from safelog.journal.imports.rows import Format, Sender, identity, is_number
from safelog.journal.state import State
from safelog.model.entity import ALIASES_LIMIT, Entity, EntityKind, NameLanguage
from safelog.model.ids import EntityId
from safelog.model.text import LINE_LIMIT, one_line

_CONTACTS = frozenset({"phone", "account", "email"})


class Parties:
    """The entities of the senders of one import."""

    def __init__(self, state: State, source: Format, new_id: Callable[[], str]) -> None:
        """Look for them among the entities of `state`."""
        self._source = source
        self._new_id = new_id
        self._found: dict[str, EntityId] = {}
        self._saved: dict[EntityId, Entity] = {}
        self._kinds: dict[EntityId, EntityKind] = {}
        self._state = state
        self._known: dict[str, EntityId] = {}
        for entity in state.entities.values():
            if entity.kind in _CONTACTS:
                for name in (entity.name, *entity.aliases):
                    self._known.setdefault(identity(name), state.representative(entity.id))
                self._kinds[entity.id] = entity.kind

    @property
    def saved(self) -> tuple[Entity, ...]:
        """Those who are new, and those who go by one more name now."""
        return tuple(self._saved.values())

    def entity(self, sender: Sender) -> EntityId:
        """Return the entity of a sender, who goes by the name that is shown from now on."""
        if sender.id not in self._found:
            known = self._known.get(identity(sender.id))
            entity = self._make(sender) if known is None else self._state.entities[known]
            if known is None:
                self._saved[entity.id] = entity
            self._kinds[entity.id] = entity.kind
            self._found[sender.id] = entity.id
        found = self._found[sender.id]
        self._name(self._saved.get(found) or self._state.entities[found], sender)
        return found

    def _name(self, entity: Entity, sender: Sender) -> None:
        """Add a name that the register has not: an export hides only what stands there."""
        shown = _line(sender.name)
        names = {identity(name) for name in (entity.name, *entity.aliases)}
        if shown and identity(shown) not in names and len(entity.aliases) < ALIASES_LIMIT:
            aliases = (*entity.aliases, shown)
            self._saved[entity.id] = msgspec.structs.replace(entity, aliases=aliases)

    def kind(self, entity: EntityId) -> EntityKind:
        """Return what an entity is that `entity` returned."""
        return self._kinds.get(entity) or self._state.entities[entity].kind

    def _make(self, sender: Sender) -> Entity:
        shown = _line(sender.name) or _line(sender.id)
        kind: EntityKind = "phone" if is_number(sender.id) else "account"
        # A number is what an export looks for; what the telephone called it is another name.
        name = _line(sender.id) if kind == "phone" else shown
        others = {_line(sender.id)} - {name, ""}
        return Entity(
            id=EntityId(self._new_id()),
            kind=kind,
            name=name,
            aliases=tuple(sorted(others)),
            language=language_of(name),
        )


def language_of(name: str) -> NameLanguage:
    """Return the language by whose rules a name is looked for in other forms."""
    return "en" if name.isascii() else "ru"


def series_named(state: State, name: str) -> EntityId | None:
    """Return the series of that name, if there is one."""
    for entity in state.entities.values():
        if entity.kind == "series" and entity.name == name:
            return state.representative(entity.id)
    return None


def _line(text: str) -> str:
    return one_line(text)[:LINE_LIMIT]
