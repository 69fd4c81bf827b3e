"""The fold of the events: what the journal knows right now.

Holds headings, entities, attachments and drafts in memory; an incident's words stay in the vault
and are read when they are shown. Nothing here does I/O.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from safelog.journal.events import (
    AttachmentAdded,
    BackupMade,
    DecisionsSaved,
    DraftDropped,
    DraftSaved,
    EntitySaved,
    Event,
    ExportMade,
    Heading,
    IncidentHeading,
    IncidentSaved,
    JournalBegun,
    RecipientSaved,
    SavedHeading,
    SettingsSaved,
)
from safelog.model.entity import Entity
from safelog.model.ids import AttachmentId, EntityId, IncidentId, RecipientId
from safelog.redact.cover import Choice, Occurrence

DEFAULT_IDLE_LOCK_MINUTES = 5


@dataclass(slots=True)
class Thread:
    """One incident through time: its heading now, and where its revisions stand in the vault."""

    heading: IncidentHeading
    order: tuple[int, int, IncidentId]
    """Sort key of the timeline: bounds of the time, then the id, so that the order is total."""
    first_recorded: int
    recorded: int
    positions: list[int]
    """Vault positions of revisions 1, 2, …"""
    attachments: list[AttachmentAdded] = field(default_factory=list)

    @property
    def revision(self) -> int:
        """Number of the newest revision."""
        return len(self.positions)


@dataclass(slots=True)
class State:
    """Everything that the events so far say."""

    threads: dict[IncidentId, Thread] = field(default_factory=dict)
    timeline: list[tuple[int, int, IncidentId]] = field(default_factory=list)
    entities: dict[EntityId, Entity] = field(default_factory=dict)
    entity_revisions: dict[EntityId, int] = field(default_factory=dict)
    drafts: dict[str, DraftSaved] = field(default_factory=dict)
    recipients: dict[RecipientId, RecipientSaved] = field(default_factory=dict)
    decisions: dict[RecipientId, dict[Occurrence, Choice]] = field(default_factory=dict)
    exports: dict[RecipientId, list[ExportMade]] = field(default_factory=dict)
    committed: list[int] = field(default_factory=list)
    """Vault positions of the entries of the evidence log, in order."""
    attached: dict[AttachmentId, int] = field(default_factory=dict)
    """Vault positions of the attachments."""
    backups: list[BackupMade] = field(default_factory=list)
    idle_lock_minutes: int = DEFAULT_IDLE_LOCK_MINUTES
    sorted: bool = False
    """Whether `timeline` is in order and kept so; false while an opening vault is folded."""

    def apply(self, event: Event | Heading, position: int) -> None:
        """Fold the event of the record at `position`."""
        match event:
            case SavedHeading() | IncidentSaved():
                self._apply_incident(event, position)
            case AttachmentAdded():
                self.threads[event.incident].attachments.append(event)
                self.attached[event.id] = position
                self.committed.append(position)
            case EntitySaved():
                self.entities[event.entity.id] = event.entity
                self.entity_revisions[event.entity.id] = event.revision
            case DraftSaved():
                self.drafts[event.id] = event
            case DraftDropped():
                self.drafts.pop(event.id, None)
            case SettingsSaved():
                self.idle_lock_minutes = event.idle_lock_minutes
            case RecipientSaved() | DecisionsSaved() | ExportMade():
                self._apply_share(event)
            case BackupMade():
                self.backups.append(event)
            case JournalBegun():
                pass

    def _apply_share(self, event: RecipientSaved | DecisionsSaved | ExportMade) -> None:
        match event:
            case RecipientSaved():
                self.recipients[event.profile.id] = event
            case DecisionsSaved():
                known = self.decisions.setdefault(event.recipient, {})
                known |= {item.occurrence: item.choice for item in event.decisions}
            case ExportMade():
                self.exports.setdefault(event.recipient, []).append(event)

    def sort(self) -> None:
        """Put the timeline in order once the opening fold is done; later events keep it so."""
        self.timeline = sorted(thread.order for thread in self.threads.values())
        self.sorted = True

    def _apply_incident(self, event: SavedHeading | IncidentSaved, position: int) -> None:
        self.committed.append(position)
        heading = event.incident
        if isinstance(heading, IncidentHeading):
            kept = heading
        else:
            kept = IncidentHeading(
                heading.id, heading.kind, heading.state, heading.title, heading.when
            )
        order = (*event.order, kept.id)
        thread = self.threads.get(kept.id)
        if thread is None:
            self.threads[kept.id] = Thread(kept, order, event.at, event.at, [position])
            if self.sorted:
                insort(self.timeline, order)
            return
        if self.sorted and thread.order != order:
            del self.timeline[bisect_left(self.timeline, thread.order)]
            insort(self.timeline, order)
        thread.heading = kept
        thread.order = order
        thread.recorded = event.at
        thread.positions.append(position)
