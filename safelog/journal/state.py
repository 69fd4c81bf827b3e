"""The fold of the events: what the journal knows right now.

Holds headings, entities, attachments and drafts in memory; an incident's words stay in the vault
and are read when they are shown. Nothing here does I/O.

The order of events decides nothing but the order of a list, and an event may refer to one that is
not there: logs of two copies of a vault are united, and damaged ones have gaps. Where a record and
its tombstone are both there, the tombstone counts.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from safelog.journal.decided import Decided
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
    MasksSaved,
    RecipientSaved,
    RowsImported,
    SavedHeading,
    SettingsSaved,
    encode_event,
)
from safelog.journal.imported import Imported
from safelog.journal.masked import Masked
from safelog.journal.names import Name, name_of
from safelog.journal.sameness import Sameness
from safelog.journal.thread import Revision, Thread
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
    Tombstone,
)
from safelog.journal.waiting import Waiting
from safelog.model.entity import Entity
from safelog.model.ids import AttachmentId, EntityId, IncidentId, RecipientId
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
    decided: dict[RecipientId, Decided] = field(default_factory=dict)
    exports: dict[RecipientId, list[ExportMade]] = field(default_factory=dict)
    committed: list[int] = field(default_factory=list)
    """Vault positions of the entries of the evidence log, in order."""
    attached: dict[AttachmentId, int] = field(default_factory=dict)
    """Vault positions of the attachments."""
    strays: dict[IncidentId, list[AttachmentAdded]] = field(default_factory=dict)
    """Attachments whose incident is not there: it was lost, and they were not."""
    backups: list[BackupMade] = field(default_factory=list)
    imported: Imported = field(default_factory=Imported)
    masked: Masked = field(default_factory=Masked)
    settings: SettingsSaved | None = None
    waiting: Waiting = field(default_factory=Waiting)
    removed: dict[Name, Tombstone] = field(default_factory=dict)
    """The tombstones, by the name of what they stand for."""
    gone: frozenset[Name] = frozenset()
    """Names of records that are not folded, as their tombstones come later."""
    unfinished: int = 0
    """Records that are still there beside their tombstones: a merge was cut off."""
    is_stale: bool = False
    """Whether something was folded whose tombstone came later: it has to be folded again."""
    sorted: bool = False
    """Whether `timeline` is in order and kept so; false while an opening vault is folded."""
    _entity_numbers: dict[EntityId, int] = field(default_factory=dict)
    """The highest number of a removed version."""

    @property
    def idle_lock_minutes(self) -> int:
        """After how many minutes without a key the app locks itself."""
        return self.settings.idle_lock_minutes if self.settings else DEFAULT_IDLE_LOCK_MINUTES

    @property
    def drafts(self) -> dict[str, DraftSaved]:
        """The drafts that wait, by id; see `Waiting`."""
        return self.waiting.drafts

    @property
    def decisions(self) -> dict[RecipientId, dict[Occurrence, Choice]]:
        """What counts of the decisions for each recipient; see `Decided`."""
        return {recipient: decided.choices for recipient, decided in self.decided.items()}

    @property
    def living(self) -> list[Thread]:
        """The incidents of which a revision can be read, as they were first recorded."""
        return [thread for thread in self.threads.values() if thread.revisions]

    def next_entity_revision(self, entity: EntityId) -> int:
        """Return the number of the next version of an entity; none is given twice."""
        saved = self.entity_saves.get(entity)
        return max(saved.revision if saved else 0, self._entity_numbers.get(entity, 0)) + 1

    def representative(self, entity: EntityId) -> EntityId:
        """Return the entity that stands for `entity` after all merges."""
        return self.sameness.representative(entity)

    def apply(self, event: Event | Heading, position: int) -> None:
        """Fold the event of the record at `position`."""
        if isinstance(event, Tombstone):
            self._bury(event, position)
        elif (self.removed or self.gone) and self._is_gone(event):
            self.unfinished += 1
        else:
            self._apply(event, position)

    def _apply(self, event: Event | Heading, position: int) -> None:
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
                self.waiting.apply(event)
            case RecipientSaved() | DecisionsSaved() | ExportMade() | MasksSaved():
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
                    self.sameness.find(event.entity.id)
            case SettingsSaved():
                if self.settings is None or _counts_over(event, self.settings):
                    self.settings = event

    def _apply_share(
        self, event: RecipientSaved | DecisionsSaved | ExportMade | MasksSaved
    ) -> None:
        match event:
            case RecipientSaved():
                known = self.recipients.get(event.profile.id)
                if known is None or _counts_over(event, known):
                    self.recipients[event.profile.id] = event
            case DecisionsSaved():
                self.decided.setdefault(event.recipient, Decided()).take(event)
            case ExportMade():
                self.exports.setdefault(event.recipient, []).append(event)
            case MasksSaved():
                self.masked.apply(event)

    def _apply_attachment(self, event: AttachmentAdded, position: int) -> None:
        thread = self.threads.get(event.incident)
        if thread is None:
            self.strays.setdefault(event.incident, []).append(event)
        else:
            thread.attachments.append(event)
        self.attached[event.id] = position
        self.committed.append(position)

    def corrections_of(self, incident: IncidentId) -> tuple[IncidentId, ...]:
        """Return the incidents that correct one, in the order in which they were recorded."""
        found = [thread for thread in self.living if thread.heading.corrects == incident]
        found.sort(key=lambda thread: (thread.first_recorded, thread.heading.id))
        return tuple(thread.heading.id for thread in found)

    def sort(self) -> None:
        """Put the timeline in order once the opening fold is done; later events keep it so."""
        self.timeline = sorted(thread.order for thread in self.living)
        self.sorted = True

    def _apply_incident(self, event: SavedHeading | IncidentSaved, position: int) -> None:
        self.committed.append(position)
        heading = event.incident
        if isinstance(heading, IncidentHeading):
            kept = heading
        else:
            kept = IncidentHeading(
                heading.id,
                heading.kind,
                heading.state,
                heading.title,
                heading.when,
                heading.corrects,
            )
        order = (*event.order, kept.id)
        revision = Revision(event.revision, event.at, event.leaf, position, event.replaces)
        thread = self._thread(kept.id)
        was_living = bool(thread.revisions)
        if not thread.add(revision):
            return
        if self.sorted and (thread.order != order or not was_living):
            if was_living:
                del self.timeline[bisect_left(self.timeline, thread.order)]
            insort(self.timeline, order)
        thread.heading = kept
        thread.order = order

    def _thread(self, incident: IncidentId) -> Thread:
        """Return what is known of an incident, from now on if nothing was."""
        if incident not in self.threads:
            heading = IncidentHeading(incident, "")
            strays = self.strays.pop(incident, [])
            self.threads[incident] = Thread(heading, (0, 0, incident), attachments=strays)
        return self.threads[incident]

    # --- what was removed --------------------------------------------------------------------

    def _is_gone(self, event: Event | Heading) -> bool:
        name = name_of(event)
        return name in self.removed or name in self.gone

    def _bury(self, event: Tombstone, position: int) -> None:
        """Fold a tombstone; of several for one record, the first."""
        name = name_of(event)
        if name is None or name in self.removed:
            return
        self.removed[name] = event
        match event:
            case RevisionRemoved():
                thread = self._thread(event.incident)
                self.is_stale |= any(each.leaf == event.leaf for each in thread.revisions)
                told = (event.revision, event.at, event.leaf, position, event.replaces)
                thread.add_removed(Revision(*told, is_removed=True))
                self.committed.append(position)
            case AttachmentRemoved():
                self.is_stale |= event.id in self.attached
            case EntityRemoved():
                self._bury_entity(event, name)
            case LinkRemoved():
                saved = self.links.get(event.link)
                self.is_stale |= saved is not None and name_of(saved) == name
            case MergeEmptied() | SplitEmptied():
                self.sameness.apply(event)
            case DraftEmptied():
                self.waiting.apply(event)
            case DecisionsReduced():
                decided = self.decided.setdefault(event.recipient, Decided())
                self.is_stale |= decided.knows(event.mark)
                decided.take(event)
            case RowsReduced():
                self.imported.apply(event)

    def _bury_entity(self, event: EntityRemoved, name: Name) -> None:
        saved = self.entity_saves.get(event.entity)
        self.is_stale |= saved is not None and name_of(saved) == name
        number = max(self._entity_numbers.get(event.entity, 0), event.revision)
        self._entity_numbers[event.entity] = number
        if saved is None:
            self.sameness.lose(event.entity)


_Numbered = EntitySaved | RecipientSaved | SettingsSaved | LinkSaved


def _counts_over(event: _Numbered, known: _Numbered) -> bool:
    """Tell whether `event` is later than `known`, in one way for every copy of a vault.

    A number beats the clock, which may be set back. Two copies that went different ways may have
    used one number: then the clock decides, and then the bytes, so that nothing is left to chance.
    """
    later, earlier = (event.revision, event.at), (known.revision, known.at)
    return later > earlier or (later == earlier and encode_event(event) > encode_event(known))
