"""The fold of the events: what the journal knows right now.

Holds headings, entities, attachments and drafts in memory; an incident's words stay in the vault
and are read when they are shown. Nothing here does I/O.

The order of events decides nothing but the order of a list, and an event may refer to one that is
not there: logs of two copies of a vault are united, and damaged ones have gaps.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field

import msgspec

from safelog.journal.events import (
    AttachmentAdded,
    BackupMade,
    ColumnsMapped,
    DecisionsSaved,
    DraftDropped,
    DraftSaved,
    EntitiesMerged,
    EntitiesSplit,
    EntitySaved,
    Event,
    ExportMade,
    Heading,
    IncidentHeading,
    IncidentSaved,
    JournalBegun,
    LinkSaved,
    RecipientSaved,
    RowsImported,
    SavedHeading,
    SettingsSaved,
    encode_event,
)
from safelog.journal.imported import Imported
from safelog.journal.sameness import Sameness
from safelog.journal.thread import Revision, Thread
from safelog.model.entity import Entity
from safelog.model.ids import AttachmentId, EntityId, IncidentId, RecipientId, make_id
from safelog.model.link import LinkId, Ref
from safelog.redact.cover import Choice, Occurrence

DEFAULT_IDLE_LOCK_MINUTES = 5


@dataclass(slots=True)
class State:
    """Everything that the events so far say."""

    threads: dict[IncidentId, Thread] = field(default_factory=dict)
    timeline: list[tuple[int, int, IncidentId]] = field(default_factory=list)
    entities: dict[EntityId, Entity] = field(default_factory=dict)
    entity_saves: dict[EntityId, EntitySaved] = field(default_factory=dict)
    links: dict[LinkId, LinkSaved] = field(default_factory=dict)
    linked: dict[Ref, set[LinkId]] = field(default_factory=dict)
    """The links of which something was ever an end; whether they still say so, `links` tells."""
    sameness: Sameness = field(default_factory=Sameness)
    recipients: dict[RecipientId, RecipientSaved] = field(default_factory=dict)
    decisions: dict[RecipientId, dict[Occurrence, Choice]] = field(default_factory=dict)
    decision_counts: dict[RecipientId, int] = field(default_factory=dict)
    exports: dict[RecipientId, list[ExportMade]] = field(default_factory=dict)
    committed: list[int] = field(default_factory=list)
    """Vault positions of the entries of the evidence log, in order."""
    attached: dict[AttachmentId, int] = field(default_factory=dict)
    """Vault positions of the attachments."""
    strays: dict[IncidentId, list[AttachmentAdded]] = field(default_factory=dict)
    """Attachments whose incident is not there: it was lost, and they were not."""
    backups: list[BackupMade] = field(default_factory=list)
    imported: Imported = field(default_factory=Imported)
    settings: SettingsSaved | None = None
    sorted: bool = False
    """Whether `timeline` is in order and kept so; false while an opening vault is folded."""
    _waiting: dict[bytes, DraftSaved] = field(default_factory=dict)
    """By version."""
    _tips: dict[str, dict[bytes, tuple[int, bytes]]] = field(default_factory=dict)
    """How late the versions are that went on with a draft and that none went on with, by its id."""
    _decided: dict[RecipientId, dict[Occurrence, tuple[int, bool]]] = field(default_factory=dict)

    @property
    def idle_lock_minutes(self) -> int:
        """After how many minutes without a key the app locks itself."""
        return self.settings.idle_lock_minutes if self.settings else DEFAULT_IDLE_LOCK_MINUTES

    @property
    def drafts(self) -> dict[str, DraftSaved]:
        """The drafts that wait, by id.

        Of two versions of one draft, from two copies of the vault, the older one gets an id that
        follows from it: nothing that was typed is lost. It keeps that id when the other has ended,
        and both copies give it, in whatever order they took the events.
        """
        waiting: dict[str, DraftSaved] = {}
        for draft in sorted(self._waiting.values(), key=_lateness, reverse=True):
            tips = self._tips[draft.id]
            is_aside = draft.version in tips and _lateness(draft) < max(tips.values())
            name = make_id(draft.version) if is_aside or draft.id in waiting else draft.id
            waiting[name] = msgspec.structs.replace(draft, id=name)
        return waiting

    def representative(self, entity: EntityId) -> EntityId:
        """Return the entity that stands for `entity` after all merges."""
        return self.sameness.representative(entity)

    def apply(self, event: Event | Heading, position: int) -> None:
        """Fold the event of the record at `position`."""
        match event:
            case SavedHeading() | IncidentSaved():
                self._apply_incident(event, position)
            case AttachmentAdded():
                self._apply_attachment(event, position)
            case EntitySaved() | SettingsSaved() | LinkSaved():
                self._apply_numbered(event)
            case EntitiesMerged() | EntitiesSplit():
                self.sameness.apply(event)
            case DraftSaved() | DraftDropped():
                self._apply_draft(event)
            case RecipientSaved() | DecisionsSaved() | ExportMade():
                self._apply_share(event)
            case BackupMade():
                self.backups.append(event)
            case RowsImported() | ColumnsMapped():
                self.imported.apply(event)
            case JournalBegun():
                pass

    def _apply_numbered(self, event: EntitySaved | SettingsSaved | LinkSaved) -> None:
        match event:
            case LinkSaved():
                before = self.links.get(event.link.id)
                if before is None or _counts_over(event, before):
                    self.links[event.link.id] = event
                    for end in (event.link.subject, event.link.object):
                        self.linked.setdefault(end, set()).add(event.link.id)
            case EntitySaved():
                known = self.entity_saves.get(event.entity.id)
                if known is None or _counts_over(event, known):
                    self.entity_saves[event.entity.id] = event
                    self.entities[event.entity.id] = event.entity
            case SettingsSaved():
                if self.settings is None or _counts_over(event, self.settings):
                    self.settings = event

    def _apply_draft(self, event: DraftSaved | DraftDropped) -> None:
        self._waiting.pop(event.replaces, None)
        if isinstance(event, DraftSaved):
            tips = self._tips.setdefault(event.id, {})
            tips.pop(event.replaces, None)
            if event.replaces:
                tips[event.version] = _lateness(event)
            self._waiting[event.version] = event

    def _apply_share(self, event: RecipientSaved | DecisionsSaved | ExportMade) -> None:
        match event:
            case RecipientSaved():
                known = self.recipients.get(event.profile.id)
                if known is None or _counts_over(event, known):
                    self.recipients[event.profile.id] = event
            case DecisionsSaved():
                self._apply_decisions(event)
            case ExportMade():
                self.exports.setdefault(event.recipient, []).append(event)

    def _apply_decisions(self, event: DecisionsSaved) -> None:
        """Let the later choice count, and of two that are as late, the one that hides."""
        counts, recipient = self.decision_counts, event.recipient
        counts[recipient] = max(counts.get(recipient, 0), event.revision)
        ranks = self._decided.setdefault(recipient, {})
        chosen = self.decisions.setdefault(recipient, {})
        for item in event.decisions:
            rank = (event.revision, item.choice == "hide")
            if rank >= ranks.get(item.occurrence, (0, False)):
                ranks[item.occurrence] = rank
                chosen[item.occurrence] = item.choice

    def _apply_attachment(self, event: AttachmentAdded, position: int) -> None:
        thread = self.threads.get(event.incident)
        if thread is None:
            self.strays.setdefault(event.incident, []).append(event)
        else:
            thread.attachments.append(event)
        self.attached[event.id] = position
        self.committed.append(position)

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
        revision = Revision(event.revision, event.at, event.leaf, position)
        thread = self.threads.get(kept.id)
        if thread is None:
            strays = self.strays.pop(kept.id, [])
            self.threads[kept.id] = Thread(kept, order, [revision], [event.leaf], strays)
            if self.sorted:
                insort(self.timeline, order)
            return
        if not thread.add(revision, event.replaces):
            return
        if self.sorted and thread.order != order:
            del self.timeline[bisect_left(self.timeline, thread.order)]
            insort(self.timeline, order)
        thread.heading = kept
        thread.order = order


_Numbered = EntitySaved | RecipientSaved | SettingsSaved | LinkSaved


def _counts_over(event: _Numbered, known: _Numbered) -> bool:
    """Tell whether `event` is later than `known`, in one way for every copy of a vault.

    A number beats the clock, which may be set back. Two copies that went different ways may have
    used one number: then the clock decides, and then the bytes, so that nothing is left to chance.
    """
    later, earlier = (event.revision, event.at), (known.revision, known.at)
    return later > earlier or (later == earlier and encode_event(event) > encode_event(known))


def _lateness(draft: DraftSaved) -> tuple[int, bytes]:
    return draft.at, draft.version
