"""Who and what comes back: the same man at two places, one number behind four messages.

Entities that were merged count as one. Those that are only linked as perhaps the same are named and
not added up: whether they are one is the person's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from safelog.journal.patterns.happening import Happening
from safelog.journal.patterns.material import Material
from safelog.journal.patterns.places import (
    CodeCount,
    DayRange,
    PlaceCount,
    code_counts,
    day_range,
    place_pattern,
)
from safelog.journal.patterns.tally import Pattern
from safelog.model.link import Link

RETURNING_MAX = 50
OFTEN = 2
"""In how many incidents somebody must be, to come back at all."""

_PLACES = frozenset({"place", "address", "coordinates"})
"""Kinds of entity that the pattern of places counts."""


class Together(msgspec.Struct, frozen=True):
    """In how many incidents somebody is named beside somebody else."""

    entity: str
    incidents: int


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """One incident that names somebody."""

    incident: str
    days: DayRange | None
    place: str
    """The label; empty if none is given."""
    witnesses: tuple[str, ...]
    """Entities that saw it independently."""
    unnamed_witnesses: int
    """Independent witnesses whom the register does not know."""


class Returning(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody or something in several incidents."""

    entity: str
    kind: str
    """Of the entity; empty if its record is lost."""
    merged: tuple[str, ...]
    """All that were merged into it, itself included; empty if none were."""
    incidents: int
    as_witness: int
    """In how many more it is only a witness."""
    days: DayRange | None
    places: tuple[PlaceCount, ...]
    kinds: tuple[CodeCount, ...]
    together: tuple[Together, ...]
    witnesses: tuple[str, ...]
    """Different entities that saw any of it independently."""
    unnamed_witnesses: int
    """Independent witnesses without an entity. They may be one person or several."""
    observers: tuple[str, ...]
    """Who noticed, without being told, that it is the same as or with somebody else; an empty one
    is the person."""
    perhaps_same: tuple[str, ...]
    """Linked as the same, and not merged; their incidents are not added."""
    sightings: tuple[Sighting, ...]
    """The incidents in the order of their times."""


class EntityPattern(Pattern, frozen=True, kw_only=True, tag="pattern_entity"):
    """Who and what comes back, the most frequent first."""

    returning: tuple[Returning, ...]
    more: int
    """How many more come back than are listed."""


def entity_pattern(material: Material, *, returning_max: int = RETURNING_MAX) -> EntityPattern:
    """Find everybody and everything that at least two incidents name other than as a witness."""
    naming: dict[str, list[Happening]] = {}
    for entry in material.incidents:
        for entity in entry.entities:
            naming.setdefault(entity, []).append(entry)
    often = sorted(
        (
            (entity, seen, len(entries) - len(seen))
            for entity, entries in naming.items()
            if len(entries) >= OFTEN
            and material.entity_kinds.get(entity, "") not in _PLACES
            and len(seen := [entry for entry in entries if not _is_witness(entity, entry)]) >= OFTEN
        ),
        key=lambda row: (-len(row[1]), row[0]),
    )
    links: dict[str, list[Link]] = {}
    for link in material.links:
        for end in (link.subject, link.object):
            links.setdefault(end.id, []).append(link)
    return EntityPattern(
        incidents=len({entry.id for _, seen, _ in often for entry in seen}),
        at_edge=material.at_edge,
        left_out=material.left_out,
        returning=tuple(
            _returning(material, *row, links.get(row[0], ())) for row in often[:returning_max]
        ),
        more=max(len(often) - returning_max, 0),
    )


def _returning(
    material: Material,
    entity: str,
    seen: Sequence[Happening],
    as_witness: int,
    links: Sequence[Link],
) -> Returning:
    sightings = [_sighting(entity, entry) for entry in seen]
    beside = Counter(
        other
        for entry in seen
        for other in entry.entities
        if other != entity and material.entity_kinds.get(other, "") not in _PLACES
    )
    same = {
        end.id
        for link in links
        for end in (link.subject, link.object)
        if link.relation == "same_as"
    }
    return Returning(
        entity=entity,
        kind=material.entity_kinds.get(entity, ""),
        merged=material.groups.get(entity, ()),
        incidents=len(seen),
        as_witness=as_witness,
        days=day_range(seen),
        places=place_pattern(Material(incidents=tuple(seen))).places,
        kinds=code_counts(entry.kind for entry in seen),
        together=tuple(
            Together(*row) for row in sorted(beside.items(), key=lambda row: (-row[1], row[0]))
        ),
        witnesses=tuple(sorted({other for each in sightings for other in each.witnesses})),
        unnamed_witnesses=sum(each.unnamed_witnesses for each in sightings),
        observers=tuple(sorted({link.observer for link in links if link.independent == "yes"})),
        perhaps_same=tuple(sorted(same - {entity})),
        sightings=tuple(sightings),
    )


def _sighting(entity: str, entry: Happening) -> Sighting:
    independent = [
        witness.entity
        for witness in entry.witnesses
        if witness.independent == "yes" and witness.entity != entity
    ]
    return Sighting(
        incident=entry.id,
        days=day_range([entry]),
        place=entry.spot.label if entry.spot else "",
        witnesses=tuple(sorted(set(filter(None, independent)))),
        unnamed_witnesses=independent.count(""),
    )


def _is_witness(entity: str, entry: Happening) -> bool:
    return any(witness.entity == entity for witness in entry.witnesses)
