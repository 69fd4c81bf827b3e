"""What an export takes for one: the register and the incidents after all merges that hold.

Whoever was merged has one label in an export, under all of their names. Where the records of a
group disagree, the one that protects more counts, and nobody is shown whom any of them hides.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from safelog.journal.state import State
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.incident import FieldValue, Incident, Perpetrator, Place, Witness
from safelog.model.kind import Kinds
from safelog.redact.policy import RecipientProfile

_ENTITY_TYPES = frozenset({"entity", "entities"})


def united_register(state: State) -> tuple[Entity, ...]:
    """Return the register with one entity for each group, in the order of those that stand."""
    first = dict.fromkeys(map(state.representative, state.entities))
    return tuple(_united(state, entity) for entity in first if entity in state.entities)


def united_profile(profile: RecipientProfile, state: State) -> RecipientProfile:
    """Return a profile that speaks of groups: hidden if any member is, shown if all are."""

    def shows_all(entity: EntityId) -> bool:
        return set(state.sameness.group(entity)) <= set(profile.show)

    return msgspec.structs.replace(
        profile,
        hide=_representatives(profile.hide, state),
        show=_representatives(filter(shows_all, profile.show), state),
    )


def with_representatives(incident: Incident, state: State, kinds: Kinds) -> Incident:
    """Return an incident that names those who stand for the entities it named."""
    one = state.representative

    def row(item: Perpetrator | Witness | Place) -> Perpetrator | Witness | Place:
        if not item.entity:
            return item
        return msgspec.structs.replace(item, entity=one(EntityId(item.entity)))

    return msgspec.structs.replace(
        incident,
        place=row(incident.place) if incident.place else None,
        perpetrators=tuple(map(row, incident.perpetrators)),
        witnesses=tuple(map(row, incident.witnesses)),
        details=_details(incident, state, kinds),
        mentions=tuple(
            msgspec.structs.replace(mention, entity=one(mention.entity))
            for mention in incident.mentions
        ),
    )


def _details(incident: Incident, state: State, kinds: Kinds) -> dict[str, FieldValue]:
    details = dict(incident.details)
    for asked in kinds.get(incident.kind).fields:
        if asked.type not in _ENTITY_TYPES:
            continue
        match details.get(asked.id):
            case str(entity):
                details[asked.id] = state.representative(EntityId(entity))
            case tuple(several):
                named = _representatives(map(EntityId, several), state)
                details[asked.id] = named
            case _:
                pass
    return details


def _representatives(entities: Iterable[EntityId], state: State) -> tuple[EntityId, ...]:
    """Return those that stand for `entities`, each once, in their order."""
    return tuple(dict.fromkeys(map(state.representative, entities)))


def _united(state: State, first: EntityId) -> Entity:
    members = [
        state.entities[each] for each in state.sameness.group(first) if each in state.entities
    ]
    entity = members[0]
    if len(members) == 1:
        return entity
    # The description of somebody unknown is no name to be looked for, also after a merge.
    named = [each for each in members if each.known]
    head = entity if entity.known or not named else named[0]
    names = [name for each in named for name in (each.name, *each.aliases)]
    names += [alias for each in members if not each.known for alias in each.aliases]
    protected = (each.protected for each in members if each.protected != "none")
    return msgspec.structs.replace(
        head,
        id=first,
        aliases=tuple(dict.fromkeys(name for name in names if name != head.name)),
        protected=next(protected, "none"),
        reason=next((each.reason for each in members if each.reason), ""),
        public_label=entity.public_label,
    )
