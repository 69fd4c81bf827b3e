"""The events of the log: the journal is their fold, and nothing else is stored.

One vault record holds one event as JSON. An event is never changed; a later event supersedes it,
and only where the person removes something for good a tombstone takes its place. Where two copies
of a vault went different ways, both have events that the other has not: so an event says what it
supersedes by number or by name, and never by where it stands in the log. `at` is the machine's
clock in whole seconds of UTC, and proves nothing by itself.

Two decoders read the same bytes. `decode_event` reads everything, strictly. `decode_heading` reads
what the timeline shows and skips the rest: unlocking a large journal is mostly this.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from safelog.errors import DamagedRecordError
from safelog.journal.imports.columns import Columns
from safelog.journal.tombstones import Tombstone
from safelog.model.entity import Entity
from safelog.model.ids import AttachmentId, EntityId, IncidentId, RecipientId
from safelog.model.incident import Incident, State
from safelog.model.link import Confidence, Link
from safelog.model.mask import Mask, MaskId
from safelog.model.when import When
from safelog.redact.cover import Decision
from safelog.redact.policy import RecipientProfile
from safelog.redact.withheld import Withheld

DraftId = str


class _Event(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="event"
):
    at: int


class JournalBegun(_Event, frozen=True, kw_only=True, tag="journal.begun"):
    """The first event of a vault."""

    format: Literal[1] = 1


class IncidentSaved(_Event, frozen=True, kw_only=True, tag="incident.saved"):
    """A revision of an incident. Revisions count from 1."""

    revision: int
    replaces: tuple[bytes, ...]
    """Leaves of the revisions that the person saw as the newest: one, or none at first. Several
    after two copies of the vault went different ways and were united."""
    seed: bytes
    """Secret of the revision's commitments, 32 bytes; see docs/PROOF.md."""
    leaf: bytes
    """Hash of the revision's commitments, 32 bytes; `check` makes it again."""
    order: tuple[int, int]
    """Bounds of `incident.when` in seconds of UTC; of the first save where it has none."""
    incident: Incident


class EntitySaved(_Event, frozen=True, kw_only=True, tag="entity.saved"):
    """An entity, new or changed."""

    revision: int
    entity: Entity


class LinkSaved(_Event, frozen=True, kw_only=True, tag="link.saved"):
    """A link, new, changed or withdrawn."""

    revision: int
    link: Link


class EntitiesMerged(_Event, frozen=True, kw_only=True, tag="entities.merged"):
    """The person says that several entities are one. Each keeps its record; it can be undone."""

    id: str
    kept: EntityId
    """The one under whose name they go from now on."""
    absorbed: tuple[EntityId, ...]
    confidence: Confidence
    basis: str


class EntitiesSplit(_Event, frozen=True, kw_only=True, tag="entities.split"):
    """A merge was a mistake."""

    merge: str
    basis: str


class AttachmentAdded(_Event, frozen=True, kw_only=True, tag="attachment.added"):
    """A file was taken into the vault, as evidence of an incident."""

    id: AttachmentId
    incident: IncidentId
    blob: str
    name: str
    """The file's own name; private, exports never show it."""
    size: int
    sha256: bytes
    description: str
    provenance: str
    """From whom or which device it came, and when, in the person's words."""
    seed: bytes
    leaf: bytes


class DraftSaved(_Event, frozen=True, kw_only=True, tag="draft.saved"):
    """Unsaved words, kept against a kill or a lock. What nothing replaced or dropped waits."""

    id: DraftId
    version: bytes
    """16 random bytes."""
    replaces: bytes
    """The version that these words go on from; empty for the first."""
    incident: IncidentId | Literal[""]
    """The incident being edited; empty for a new one."""
    base_revision: int
    kind: str
    inputs: dict[str, str]
    """What stands in each input, by the input's name."""


class DraftDropped(_Event, frozen=True, kw_only=True, tag="draft.dropped"):
    """The draft became an incident, or the person discarded it."""

    id: DraftId
    replaces: bytes
    """The version that is dropped; one that another copy of the vault kept goes on waiting."""


class RecipientSaved(_Event, frozen=True, kw_only=True, tag="recipient.saved"):
    """Somebody who receives exports, and what is hidden from them."""

    revision: int
    profile: RecipientProfile
    secret: bytes
    """Secret of the recipient's log, 32 bytes: keeps two recipients' exports apart."""


class DecisionsSaved(_Event, frozen=True, kw_only=True, tag="decisions.saved"):
    """What the person decided about single places in texts, for one recipient."""

    mark: bytes
    """16 random bytes, which name what was decided together."""
    replaces: tuple[bytes, ...]
    """Marks of the last decisions that were known: one, several after two copies were united."""
    recipient: RecipientId
    decisions: tuple[Decision, ...]


class ExportMade(_Event, frozen=True, kw_only=True, tag="export.made"):
    """An export was written for a recipient."""

    recipient: RecipientId
    previous: bytes
    """Root of the recipient's log before this export; empty for the first."""
    batch: bytes
    """The leaves that this export added to the recipient's log, 32 bytes each."""
    size: int
    """Leaves in the recipient's log at this export."""
    root: bytes
    bundle_sha256: bytes
    incidents: tuple[IncidentId, ...]
    withheld: tuple[Withheld, ...] | None = None
    """What it kept back of each; unknown of exports made before that was noted."""
    raw: tuple[AttachmentId, ...] = ()
    """Files that went out as they are, searched by nobody."""


class SettingsSaved(_Event, frozen=True, kw_only=True, tag="settings.saved"):
    """What the person chose for this vault."""

    revision: int
    idle_lock_minutes: int


class BackupMade(_Event, frozen=True, kw_only=True, tag="backup.made"):
    """A verified copy of the vault was written elsewhere; no word of where."""

    same_disk: bool
    """Whether it lies on the disk of the vault, which one theft or one fault takes."""


class RowsImported(_Event, frozen=True, kw_only=True, tag="rows.imported"):
    """Rows of another program's file became incidents; stored in the commit that made them."""

    source: Literal["telegram", "whatsapp", "calls", "tella"]
    rows: tuple[tuple[bytes, bytes, IncidentId], ...]
    """What makes a row this one, and its words, as digests; and the incident it belongs to. A
    digest of a number can be undone by trying all numbers: it stands here, encrypted, only."""


class MasksSaved(_Event, frozen=True, kw_only=True, tag="masks.saved"):
    """The person said which parts of a picture nobody else may see, or took some of that back."""

    attachment: AttachmentId
    recipient: RecipientId | Literal[""]
    """For whom the new ones are; empty for everybody."""
    added: tuple[Mask, ...]
    withdrawn: tuple[MaskId, ...]
    """Each by its own name, so that none goes that another copy of the vault laid meanwhile."""


class ColumnsMapped(_Event, frozen=True, kw_only=True, tag="columns.mapped"):
    """The person said what the columns of a call log mean."""

    revision: int
    """Counts what was said of this header, from 1."""
    header: bytes
    """A digest of the names of the columns."""
    columns: Columns


Event = (
    JournalBegun
    | IncidentSaved
    | EntitySaved
    | LinkSaved
    | EntitiesMerged
    | EntitiesSplit
    | AttachmentAdded
    | DraftSaved
    | DraftDropped
    | RecipientSaved
    | DecisionsSaved
    | ExportMade
    | SettingsSaved
    | BackupMade
    | Tombstone
    | RowsImported
    | ColumnsMapped
    | MasksSaved
)


class IncidentHeading(msgspec.Struct, frozen=True, gc=False):
    """The part of an incident that the timeline shows.

    `gc=False`: it can be in no cycle, and the collector need not visit a hundred thousand of them.
    """

    id: IncidentId
    kind: str
    state: State = "draft"
    title: str = ""
    when: When | None = None
    corrects: IncidentId | Literal[""] = ""


class SavedHeading(msgspec.Struct, frozen=True, gc=False, tag_field="event", tag="incident.saved"):
    """An `IncidentSaved` without its words."""

    at: int
    revision: int
    replaces: tuple[bytes, ...]
    leaf: bytes
    order: tuple[int, int]
    incident: IncidentHeading


Heading = (
    JournalBegun
    | SavedHeading
    | EntitySaved
    | LinkSaved
    | EntitiesMerged
    | EntitiesSplit
    | AttachmentAdded
    | DraftSaved
    | DraftDropped
    | RecipientSaved
    | DecisionsSaved
    | ExportMade
    | SettingsSaved
    | BackupMade
    | Tombstone
    | RowsImported
    | ColumnsMapped
    | MasksSaved
)

_encoder = msgspec.json.Encoder()
_events = msgspec.json.Decoder(Event)
_headings = msgspec.json.Decoder(Heading)


def encode_event(event: Event) -> bytes:
    """Write an event as the bytes of one record."""
    return _encoder.encode(event)


def decode_event(payload: bytes, *, position: int) -> Event:
    """Read the whole event of one record.

    Raises:
        DamagedRecordError: the record is authentic but not an event of this format.
    """
    try:
        event: Event = _events.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise DamagedRecordError(position=position) from None
    return event


def decode_heading(payload: bytes, *, position: int) -> Heading:
    """Read one record without the words of its incident.

    Raises:
        DamagedRecordError: the record is authentic but not an event of this format.
    """
    try:
        heading: Heading = _headings.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise DamagedRecordError(position=position) from None
    return heading
