"""Make the tombstone that takes the place of a record."""

from __future__ import annotations

from safelog.evidence.entry import base_leaf, remainder, remainder_seed
from safelog.journal.events import (
    AttachmentAdded,
    DraftSaved,
    EntitiesMerged,
    EntitiesSplit,
    EntitySaved,
    Event,
    IncidentSaved,
    LinkSaved,
)
from safelog.journal.moment import iso_utc
from safelog.journal.tombstones import (
    AttachmentRemoved,
    DraftEmptied,
    EntityRemoved,
    LinkRemoved,
    MergeEmptied,
    RevisionRemoved,
    SplitEmptied,
    Tombstone,
)


def bury(event: Event, *, removed_at: int) -> Tombstone:
    """Return what takes the place of an event.

    Args:
        event: of a kind that can be removed.
        removed_at: when the person removed it, seconds of UTC.

    Raises:
        TypeError: nothing of this kind is ever removed.
    """
    match event:
        case IncidentSaved():
            return _of_revision(event, removed_at)
        case AttachmentAdded():
            return AttachmentRemoved(
                at=event.at,
                removed_at=removed_at,
                id=event.id,
                incident=event.incident,
                leaf=event.leaf,
            )
        case EntitySaved():
            entity, number = event.entity.id, event.revision
            return EntityRemoved(at=event.at, removed_at=removed_at, entity=entity, revision=number)
        case LinkSaved():
            link, number = event.link.id, event.revision
            return LinkRemoved(at=event.at, removed_at=removed_at, link=link, revision=number)
        case _:
            return _emptied(event)


def _emptied(event: Event) -> Tombstone:
    """Take the words out of an event whose other contents the fold still needs."""
    match event:
        case DraftSaved():
            return DraftEmptied(
                at=event.at,
                id=event.id,
                version=event.version,
                replaces=event.replaces,
                incident=event.incident,
            )
        case EntitiesMerged():
            return MergeEmptied(
                at=event.at,
                id=event.id,
                kept=event.kept,
                absorbed=event.absorbed,
                confidence=event.confidence,
            )
        case EntitiesSplit():
            return SplitEmptied(at=event.at, merge=event.merge)
        case _:
            raise TypeError(type(event))


def _of_revision(event: IncidentSaved, removed_at: int) -> RevisionRemoved:
    incident, seed = event.incident.id, remainder_seed(event.seed)
    rest = remainder(seed, recorded=iso_utc(event.at), incident=incident, revision=event.revision)
    return RevisionRemoved(
        at=event.at,
        removed_at=removed_at,
        incident=incident,
        revision=event.revision,
        replaces=event.replaces,
        leaf=event.leaf,
        seed=seed,
        rest=base_leaf(rest),
    )
