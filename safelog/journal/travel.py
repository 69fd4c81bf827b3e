"""A fresh journal with a few incidents that the person chose, and nothing else of this one.

What goes over is written as if it had been written there first: every id and every random value is
new, nothing refers to what stayed, and there is one revision of everything, recorded now. Words go
over as they stand. The texts that the person sees say what this is not: nobody is deceived by it
who knows that there is another journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import BinaryIO, cast

import msgspec

from safelog.errors import InvalidTextError, NothingSelectedError
from safelog.journal.anchors import without_anchors
from safelog.journal.attachments import Listeners, attach, read_attachment
from safelog.journal.journal import Journal
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId, is_id
from safelog.model.incident import FieldValue, Incident
from safelog.model.leaves import texts
from safelog.vault import PieceReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which incidents are meant; what is empty leaves all of them in."""

    incidents: tuple[IncidentId, ...] = ()
    kind: str = ""
    since: date | None = None
    until: date | None = None
    """The last day."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.incidents or self.kind or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Luggage:
    """What the person takes along."""

    incidents: tuple[IncidentId, ...]
    entities: frozenset[EntityId]
    attachments: bool


@dataclass(frozen=True, slots=True)
class Packed:
    """What is in the fresh journal."""

    incidents: int
    entities: int
    attachments: int


def choose(journal: Journal, wanted: Filter) -> tuple[IncidentId, ...]:
    """Return the incidents that fit, in the order of the timeline.

    Raises:
        NothingSelectedError: nothing was chosen, or nothing fits.
    """
    start = _epoch(wanted.since) if wanted.since else None
    end = _epoch(wanted.until + timedelta(days=1)) if wanted.until else None
    found = tuple(
        thread.heading.id
        for thread in journal.threads()
        if not wanted.is_empty
        and (not wanted.incidents or thread.heading.id in wanted.incidents)
        and wanted.kind in {"", thread.heading.kind}
        and (start is None or thread.order[1] >= start)
        and (end is None or thread.order[0] < end)
    )
    if not found:
        raise NothingSelectedError
    return found


def mentioned(journal: Journal, incidents: Iterable[IncidentId]) -> list[Entity]:
    """Return the persons and things that these incidents mention, in the order of the register."""
    wanted = {found for key in incidents for found in _entities(journal.read(key).incident)}
    return [entity for entity in journal.state.entities.values() if entity.id in wanted]


def pack(
    journal: Journal,
    luggage: Luggage,
    fresh: Journal,
    *,
    progress: Callable[[int], None] | None = None,
) -> Packed:
    """Write the luggage into a fresh journal.

    Args:
        journal: the real one; not changed.
        luggage: what goes over.
        fresh: new and empty, in a vault of its own.
        progress: called with the bytes of each attachment taken so far.

    Raises:
        InvalidTextError: an id of the real journal stands in the words; nothing was written.
        DamagedVaultError: something that is needed fails authentication.
        StorageFullError, StorageError: the disk refused.
    """
    entities = [e for e in mentioned(journal, luggage.incidents) if e.id in luggage.entities]
    ids = {key: fresh.new_id() for key in (*luggage.incidents, *(each.id for each in entities))}
    saved = [journal.read(key) for key in luggage.incidents]
    for each in saved:
        _require_no_ids(journal, each.incident)
    # Together: no half of it is left behind where a disk fills up.
    fresh.save_all(
        [
            *(msgspec.structs.replace(each, id=EntityId(ids[each.id])) for each in entities),
            *(_anew(without_anchors(each.incident), ids) for each in saved),
        ]
    )
    taken = 0
    for each in saved if luggage.attachments else ():
        for item in each.attachments:
            attach(
                fresh,
                IncidentId(ids[each.incident.id]),
                cast("BinaryIO", PieceReader(read_attachment(journal, item))),
                name=item.name,
                description=item.description,
                provenance=item.provenance,
                listeners=Listeners(progress=progress),
            )
            taken += 1
    return Packed(len(saved), len(entities), taken)


def _anew(incident: Incident, ids: dict[str, str]) -> Incident:
    """Return the incident with new ids; what refers to something that stays refers to nothing."""

    def entity(old: EntityId | str) -> EntityId:
        return EntityId(ids.get(old, ""))

    place = incident.place
    return msgspec.structs.replace(
        incident,
        id=IncidentId(ids[incident.id]),
        corrects=IncidentId(ids.get(incident.corrects, "")),
        place=place and msgspec.structs.replace(place, entity=entity(place.entity)),
        perpetrators=tuple(
            msgspec.structs.replace(each, entity=entity(each.entity))
            for each in incident.perpetrators
        ),
        witnesses=tuple(
            msgspec.structs.replace(each, entity=entity(each.entity)) for each in incident.witnesses
        ),
        details=dict(_details(incident, ids)),
        mentions=tuple(
            msgspec.structs.replace(each, entity=entity(each.entity))
            for each in incident.mentions
            if each.entity in ids
        ),
    )


def _details(incident: Incident, ids: dict[str, str]) -> Iterator[tuple[str, FieldValue]]:
    """Yield the kind's own fields; of those that name entities, what goes over."""
    for name, value in incident.details.items():
        if isinstance(value, str) and is_id(value):
            if value in ids:
                yield name, ids[value]
        elif isinstance(value, tuple):
            kept = tuple(ids.get(each, each) for each in value if each in ids or not is_id(each))
            if kept:
                yield name, kept
        else:
            yield name, value


def _entities(incident: Incident) -> Iterator[str]:
    yield from (each.entity for each in incident.mentions)
    yield from (each.entity for each in incident.perpetrators)
    yield from (each.entity for each in incident.witnesses)
    if incident.place is not None:
        yield incident.place.entity
    for value in incident.details.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _require_no_ids(journal: Journal, incident: Incident) -> None:
    """Hold that the words name nothing of the real journal by its id.

    Raises:
        InvalidTextError: they do; `field` says where.
    """
    state = journal.state
    known = (*state.threads, *state.entities, *state.attached, *state.recipients)
    for path, text in texts(incident):
        if not is_id(text) and any(each in text for each in known):
            raise InvalidTextError(field=path.partition(".")[0])


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
