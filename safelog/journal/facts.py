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
from safelog.model.incident import FollowUp, Incident, Independent, PlaceKind
from safelog.model.kind import Kinds
from safelog.model.leaves import leaves
from safelog.model.when import When

_ENTITY_TYPES = frozenset({"entity", "entities"})


class Onlooker(msgspec.Struct, frozen=True, gc=False):
    """That somebody saw it, without what they saw."""

    entity: EntityId | str
    """Empty for a witness whom the register does not know."""
    independent: Independent


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
    witnesses: tuple[Onlooker, ...] = ()
    corrects: IncidentId | str = ""
    """The sealed incident that it corrects: both tell of one thing."""
    judgement: str = ""
    """Of what nobody was sure of: open, confirmed or dismissed."""
    event_kind: str = ""
    """Of a public event: protest, election…"""


def is_open(row: FollowUp) -> bool:
    """Tell whether a report has no answer yet."""
    return not row.answer and row.answered is None


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
        witnesses=tuple(Onlooker(each.entity, each.independent) for each in incident.witnesses),
        corrects=incident.corrects,
        judgement=_code(incident, "unsure", "judgement"),
        event_kind=_code(incident, "context", "event_kind"),
    )


def _code(incident: Incident, kind: str, field: str) -> str:
    """Return the option chosen in a field of one kind; empty for other kinds."""
    chosen = incident.details.get(field) if incident.kind == kind else None
    return chosen if isinstance(chosen, str) else ""


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
