"""What a record is called where two copies of a vault speak of it, and where it is removed.

A name holds nothing that the person wrote. What has a random value of its own is named by that;
the others by id, number and clock.
"""

from __future__ import annotations

from safelog.journal.events import (
    AttachmentAdded,
    DecisionsSaved,
    DraftSaved,
    EntitiesMerged,
    EntitiesSplit,
    EntitySaved,
    Event,
    Heading,
    IncidentSaved,
    LinkSaved,
    RowsImported,
    SavedHeading,
)
from safelog.journal.tombstones import (
    AttachmentRemoved,
    DecisionsReduced,
    DraftEmptied,
    EntityRemoved,
    LinkRemoved,
    MergeEmptied,
    RevisionRemoved,
    RowsReduced,
    SplitEmptied,
)

Name = bytes | tuple[str, str, int, int]
"""Of two records with one name, one is the other, or its tombstone."""

_Entry = SavedHeading | IncidentSaved | AttachmentAdded | RevisionRemoved | AttachmentRemoved
_Numbered = EntitySaved | EntityRemoved | LinkSaved | LinkRemoved
_Statement = EntitiesMerged | MergeEmptied | EntitiesSplit | SplitEmptied
_Rows = RowsImported | RowsReduced


def name_of(event: Event | Heading) -> Name | None:
    """Return the name of a record or of the one whose place it took; None if none is removed."""
    match event:
        case _ if isinstance(event, _Entry):
            return event.leaf
        case DraftSaved() | DraftEmptied():
            return event.version
        case DecisionsSaved() | DecisionsReduced():
            return event.mark
        case _ if isinstance(event, _Numbered):
            return _numbered(event)
        case _ if isinstance(event, _Statement):
            return _statement(event)
        case _:
            return _rows(event) if isinstance(event, _Rows) else None


def _numbered(event: _Numbered) -> Name:
    match event:
        case EntitySaved():
            return ("entity", event.entity.id, event.revision, event.at)
        case EntityRemoved():
            return ("entity", event.entity, event.revision, event.at)
        case LinkSaved():
            return ("link", event.link.id, event.revision, event.at)
        case LinkRemoved():
            return ("link", event.link, event.revision, event.at)


def _statement(event: _Statement) -> Name:
    if isinstance(event, EntitiesMerged | MergeEmptied):
        return ("merge", event.id, 0, event.at)
    return ("split", event.merge, 0, event.at)


def _rows(event: _Rows) -> Name | None:
    if isinstance(event, RowsReduced):
        return ("rows", event.first, event.count, event.at)
    return ("rows", event.rows[0][2], len(event.rows), event.at) if event.rows else None
