"""What is known of every incident at once: whom it names, where it was, what was reported.

The timeline holds headings only; questions across incidents (who comes back, what is still open)
need more than a heading and less than the words. It is read once per incident, in the background
after unlocking, together with the search index, and kept in step with what is saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import FollowUp, Incident, PlaceKind
from safelog.model.kind import Kinds
from safelog.model.leaves import leaves
from safelog.model.when import When

_ENTITY_TYPES = frozenset({"entity", "entities"})


class Facts(msgspec.Struct, frozen=True, gc=False):
    """What questions across incidents ask of one."""

    entities: frozenset[EntityId]
    """Everybody and everything it names: in fields, as perpetrator or witness, with @."""
    place_kind: PlaceKind = ""
    country: str = ""
    place: str = ""
    """The private label."""
    place_entity: EntityId | str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    reported: When | None = None


def facts_of(incident: Incident, kinds: Kinds) -> Facts:
    """Gather the facts of the newest revision of an incident."""
    place = incident.place
    return Facts(
        entities=frozenset(named_entities(incident, kinds)),
        place_kind=place.kind if place else "",
        country=place.country if place else "",
        place=place.label if place else "",
        place_entity=place.entity if place else "",
        follow_ups=incident.follow_ups,
        reported=incident.reported,
    )


def named_entities(incident: Incident, kinds: Kinds) -> Iterator[EntityId]:
    """Walk the entities that an incident names, some of them more than once."""
    for path, value in leaves(incident):
        if path.endswith(".entity"):
            yield EntityId(str(value))
    if incident.kind in kinds.codes:
        for asked in kinds.get(incident.kind).fields:
            if asked.type in _ENTITY_TYPES:
                match incident.details.get(asked.id):
                    case str(entity):
                        yield EntityId(entity)
                    case tuple(several):
                        yield from map(EntityId, several)
                    case _:
                        pass
    for mention in incident.mentions:
        yield mention.entity


@dataclass(slots=True)
class FactTable:
    """The facts of all incidents read so far."""

    by_incident: dict[IncidentId, Facts] = field(default_factory=dict)
    naming: dict[EntityId, set[IncidentId]] = field(default_factory=dict)
    """The incidents that name an entity, by its own id: merges are for the reader to follow."""

    def put(self, incident: IncidentId, facts: Facts) -> None:
        """Take the facts of an incident in place of those before."""
        self.drop(incident)
        self.by_incident[incident] = facts
        for entity in facts.entities:
            self.naming.setdefault(entity, set()).add(incident)

    def drop(self, incident: IncidentId) -> None:
        """Forget an incident."""
        known = self.by_incident.pop(incident, None)
        if known is not None:
            for entity in known.entities:
                self.naming[entity].discard(incident)
