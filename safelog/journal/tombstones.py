"""Tombstones: what stands in a log where the person removed a record for good.

A tombstone names the record whose place it took, and holds what the rest of the journal needs of
it: numbers, ids, hashes under secrets that are gone. Nothing in it may be tried against a guessed
word, so no hash of what was removed is kept (docs/adr/0105). `at` is the clock of the record that
was removed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from safelog.model.ids import AttachmentId, EntityId, IncidentId, RecipientId
from safelog.model.link import Confidence, LinkId
from safelog.redact.cover import Decision


class _Tombstone(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="event"
):
    at: int


class RevisionRemoved(_Tombstone, frozen=True, kw_only=True, tag="revision.removed"):
    """Stands for one revision of an incident."""

    removed_at: int
    incident: IncidentId
    revision: int
    replaces: tuple[bytes, ...]
    leaf: bytes
    """Of the entry that was removed."""
    seed: bytes
    """Of the remainder, an entry that says when the revision was recorded; docs/PROOF.md, 2.3."""
    rest: bytes
    """Leaf of the remainder."""


class AttachmentRemoved(_Tombstone, frozen=True, kw_only=True, tag="attachment.removed"):
    """Stands for an attachment; its file is gone too."""

    removed_at: int
    id: AttachmentId
    incident: IncidentId
    leaf: bytes


class EntityRemoved(_Tombstone, frozen=True, kw_only=True, tag="entity.removed"):
    """Stands for one version of an entity."""

    removed_at: int
    entity: EntityId
    revision: int


class LinkRemoved(_Tombstone, frozen=True, kw_only=True, tag="link.removed"):
    """Stands for one version of a link."""

    removed_at: int
    link: LinkId
    revision: int


class MergeEmptied(_Tombstone, frozen=True, kw_only=True, tag="merge.emptied"):
    """Stands for a merge of entities: who are one stays, the words for it are gone."""

    id: str
    kept: EntityId
    absorbed: tuple[EntityId, ...]
    confidence: Confidence


class SplitEmptied(_Tombstone, frozen=True, kw_only=True, tag="split.emptied"):
    """Stands for what undid a merge, without the words for it."""

    merge: str


class DraftEmptied(_Tombstone, frozen=True, kw_only=True, tag="draft.emptied"):
    """Stands for a version of a draft that does not wait any more."""

    id: str
    version: bytes
    replaces: bytes
    incident: IncidentId | Literal[""]


class DecisionsReduced(_Tombstone, frozen=True, kw_only=True, tag="decisions.reduced"):
    """Stands for remembered decisions, with those that are still about something."""

    mark: bytes
    replaces: tuple[bytes, ...]
    recipient: RecipientId
    decisions: tuple[Decision, ...]


class RowsReduced(_Tombstone, frozen=True, kw_only=True, tag="rows.reduced"):
    """Stands for imported rows, with those whose incident is there."""

    first: IncidentId
    """The incident of the first row, and how many rows there were: they name the record."""
    count: int
    rows: tuple[tuple[bytes, bytes, IncidentId], ...]
    """The digest of the words is empty where some of the incident's were removed."""


Tombstone = (
    RevisionRemoved
    | AttachmentRemoved
    | EntityRemoved
    | LinkRemoved
    | MergeEmptied
    | SplitEmptied
    | DraftEmptied
    | DecisionsReduced
    | RowsReduced
)
"""Whatever stands for a removed record."""
