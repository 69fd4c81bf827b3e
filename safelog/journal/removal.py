"""Remove for good: choose, see what would go, remove, and finish what a kill cut off.

The log is written anew with a tombstone in the place of each removed record, all or nothing (see
`Vault.rewrite`); then it is folded again. What this cannot reach are copies of the vault made
before, and what a disk keeps of files that were replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safelog.errors import InvalidFieldError, NotFoundError
from safelog.journal.events import (
    AttachmentAdded,
    DraftSaved,
    EntitiesMerged,
    EntitySaved,
    Event,
    IncidentSaved,
    LinkSaved,
)
from safelog.journal.journal import Journal
from safelog.journal.remains import Chosen, Remains, remains
from safelog.model.ids import AttachmentId, EntityId, IncidentId
from safelog.model.link import LinkId, Ref

Progress = Callable[[int, int], None]
"""Called with the bytes done so far and those there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What a removal takes away."""

    incidents: int
    """Of which nothing stays."""
    revisions: int
    attachments: int
    attachment_bytes: int
    entities: int
    """Of which nothing stays."""
    versions: int
    """Of entities."""
    links: int
    merges: int
    """That lose the words for them."""
    drafts: int
    """That were waiting."""
    recorded: tuple[int, ...]
    """When the first and the last of it was recorded, seconds of UTC; empty for nothing."""
    named_in: int
    """Incidents that go on naming what is removed from the register."""


def choose_incident(journal: Journal, incident: IncidentId) -> Chosen:
    """Choose an incident: all its revisions, attachments, drafts, and the links that end in it.

    Raises:
        NotFoundError: there is nothing of it any more.
    """
    thread = journal.state.threads.get(incident)
    if thread is None or not (thread.revisions or thread.attachments):
        raise NotFoundError(what="incident")
    links = journal.state.linked.get(Ref("incident", incident), set())
    return Chosen(incidents=frozenset({incident}), links=frozenset(links & {*journal.state.links}))


def choose_revision(journal: Journal, incident: IncidentId, number: int) -> Chosen:
    """Choose one earlier revision; of several with one number, all of them.

    Raises:
        NotFoundError: no such revision.
        InvalidFieldError: it is the one that counts, or nobody brought it together with another.
    """
    thread = journal.thread(incident)
    leaves = frozenset(each.leaf for each in thread.revisions if each.number == number)
    if not leaves:
        raise NotFoundError(what="revision")
    if number == thread.revision or number in thread.conflicts:
        raise InvalidFieldError(field="revision")
    return Chosen(revisions=leaves)


def choose_attachment(journal: Journal, attachment: AttachmentId) -> Chosen:
    """Choose an attachment.

    Raises:
        NotFoundError: no such attachment.
    """
    if attachment not in journal.state.attached:
        raise NotFoundError(what="attachment")
    return Chosen(attachments=frozenset({attachment}))


def choose_link(journal: Journal, link: LinkId) -> Chosen:
    """Choose a link with everything that it ever said.

    Raises:
        NotFoundError: no such link.
    """
    if link not in journal.state.links:
        raise NotFoundError(what="link")
    return Chosen(links=frozenset({link}))


def choose_entity(journal: Journal, entity: EntityId) -> Chosen:
    """Choose an entity with all its versions, its links, and the words of its merges.

    Whatever names it goes on naming its id. Exports no longer look for it.

    Raises:
        NotFoundError: no such entity.
    """
    state = journal.state
    if entity not in state.entities:
        raise NotFoundError(what="entity")
    links = state.linked.get(Ref("entity", entity), set())
    merges = (m.id for m in state.sameness.merges.values() if entity in (m.kept, *m.absorbed))
    return Chosen(
        entities=frozenset({entity}),
        links=frozenset(links & {*state.links}),
        merges=frozenset(merges),
    )


def choose_version(journal: Journal, entity: EntityId, number: int) -> Chosen:
    """Choose an earlier version of an entity.

    Raises:
        NotFoundError: no such entity, or no such version.
        InvalidFieldError: it is the one that counts.
    """
    known = journal.state.entity_saves.get(entity)
    if known is None or not 0 < number <= known.revision:
        raise NotFoundError(what="entity")
    if number == known.revision:
        raise InvalidFieldError(field="revision")
    return Chosen(versions=frozenset({(entity, number)}))


def survey(journal: Journal, chosen: Chosen) -> Removal:
    """Tell what `remove` would take away; nothing is changed."""
    with journal.lock:
        # Everything has to be read for this: only where somebody is removed from the register.
        naming = journal.facts().naming if chosen.entities else {}
        named = {incident for entity in chosen.entities for incident in naming.get(entity, ())}
        found = remains(journal, chosen, removed_at=0, every_draft=True)
        return _removal(journal, found, chosen, len(named))


def remove(journal: Journal, chosen: Chosen, *, progress: Progress | None = None) -> int:
    """Remove what was chosen, and whatever waits to be removed; return how many records went.

    Args:
        journal: an open journal; folded anew.
        chosen: of the `choose_…` functions.
        progress: called while the log is written.

    Raises:
        StorageFullError, StorageError: nothing was removed.
        UnfinishedRewritingError: the vault is closed; its next opening finishes.
        DamagedVaultError: a record cannot be read; nothing was removed.
    """
    with journal.lock:
        found = remains(journal, chosen, removed_at=journal.surroundings.now(), every_draft=True)
        return _rewrite(journal, found, progress)


def finish_removals(journal: Journal, *, progress: Progress | None = None) -> int:
    """Remove here what was removed in another copy; return how many records went.

    Args:
        journal: an open journal; folded anew if anything went.
        progress: called while the log is written.

    Raises:
        StorageFullError, StorageError: nothing was removed; the next merge or removal does it.
        UnfinishedRewritingError: the vault is closed; its next opening finishes.
    """
    with journal.lock:
        if not journal.state.removed:
            return 0
        if journal.state.is_stale:
            journal.refold()
        now = journal.surroundings.now()
        found = remains(journal, Chosen(), removed_at=now, every_draft=False)
        return _rewrite(journal, found, progress)


def _rewrite(journal: Journal, found: Remains, progress: Progress | None) -> int:
    if not found.is_due:
        return 0
    journal.vault.rewrite(found.change, progress=progress)
    journal.refold()
    return len(found.removed)


def _removal(journal: Journal, found: Remains, chosen: Chosen, named_in: int) -> Removal:
    def of(kind: type[Event]) -> int:
        return sum(isinstance(event, kind) for event in found.removed)

    attached = [event for event in found.removed if isinstance(event, AttachmentAdded)]
    recorded = [
        event.at
        for event in found.removed
        if isinstance(event, IncidentSaved | AttachmentAdded | EntitySaved | LinkSaved)
    ]
    return Removal(
        incidents=len(chosen.incidents),
        revisions=of(IncidentSaved),
        attachments=len(attached),
        attachment_bytes=sum(event.size for event in attached),
        entities=len(chosen.entities),
        versions=of(EntitySaved),
        links=len({event.link.id for event in found.removed if isinstance(event, LinkSaved)}),
        merges=of(EntitiesMerged),
        drafts=sum(
            isinstance(event, DraftSaved) and journal.state.waiting.has(event.version)
            for event in found.removed
        ),
        recorded=(min(recorded), max(recorded)) if recorded else (),
        named_in=named_in,
    )
