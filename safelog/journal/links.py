"""Say that things belong together: links, merges of entities, and taking either back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from safelog.errors import ConflictError, InvalidLinkError, NotFoundError
from safelog.journal.events import EntitiesMerged, EntitiesSplit, LinkSaved
from safelog.journal.journal import Journal
from safelog.journal.state import State
from safelog.model.ids import EntityId, IncidentId
from safelog.model.link import DIRECTED_RELATIONS, Confidence, Link, Ref, check_link
from safelog.model.text import check_text


def save_link(journal: Journal, link: Link, *, base_revision: int) -> None:
    """Store a link, new (base 0) or changed; durable when this returns.

    Raises:
        InvalidFieldError: it is not valid.
        InvalidLinkError: both ends are one, or it would close a circle of wholes, causes or
            followers.
        InvalidTextError: its basis cannot be stored.
        NotFoundError: an end or the observer is not in the journal.
        ConflictError: somebody saved a newer revision since.
    """
    with journal.lock:
        journal.append([link_event(journal, link, base_revision)])


def link_event(journal: Journal, link: Link, base_revision: int) -> LinkSaved:
    """Make the event that stores a link, to be stored with others; raises as `save_link`."""
    check_link(link)
    state = journal.state
    for end in (link.subject, link.object):
        if not _is_there(state, end):
            raise NotFoundError(what=end.kind)
    if link.observer and link.observer not in state.entities:
        raise NotFoundError(what="entity")
    if _closes_circle(state, link):
        raise InvalidLinkError(reason="circle")
    known = state.links.get(link.id)
    current = known.revision if known else 0
    if base_revision != current:
        raise ConflictError(revision=current)
    return LinkSaved(at=journal.surroundings.now(), revision=current + 1, link=link)


def _is_there(state: State, end: Ref) -> bool:
    if end.kind == "entity":
        return end.id in state.entities
    thread = state.threads.get(IncidentId(end.id))
    return thread is not None and bool(thread.revisions)


def withdraw_link(journal: Journal, link: Link) -> None:
    """Say no more what a link says; the earlier words stay in the journal."""
    with journal.lock:
        known = journal.state.links[link.id]
        gone = msgspec.structs.replace(known.link, withdrawn=True)
        revision = known.revision + 1
        journal.append([LinkSaved(at=journal.surroundings.now(), revision=revision, link=gone)])


def links_of(state: State, end: Ref) -> Iterator[Link]:
    """Walk the links that hold of which `end`, or what was merged with it, is an end."""
    ids = state.sameness.group(EntityId(end.id)) if end.kind == "entity" else (end.id,)
    seen = {link for each in ids for link in state.linked.get(Ref(end.kind, each), ())}
    for link in sorted(seen):
        saved = state.links[link].link
        if not saved.withdrawn:
            yield saved


def merge_entities(
    journal: Journal,
    kept: EntityId,
    absorbed: Iterable[EntityId],
    *,
    confidence: Confidence = "",
    basis: str = "",
) -> EntitiesMerged:
    """Say that entities are one; their records stay, and `split_entities` undoes it.

    Raises:
        NotFoundError: one of them is not in the journal.
        InvalidLinkError: there is none to absorb, they are one already, or of different kinds.
        InvalidTextError: the basis cannot be stored.
    """
    check_text(basis, field="basis")
    with journal.lock:
        state, others = journal.state, tuple(dict.fromkeys(absorbed))
        for each in (kept, *others):
            if each not in state.entities:
                raise NotFoundError(what="entity")
        first = state.representative(kept)
        if not others or any(state.representative(each) == first for each in others):
            raise InvalidLinkError(reason="one_already")
        if any(state.entities[each].kind != state.entities[kept].kind for each in others):
            raise InvalidLinkError(reason="kinds")
        event = EntitiesMerged(
            at=journal.surroundings.now(),
            id=journal.new_id(),
            kept=kept,
            absorbed=others,
            confidence=confidence,
            basis=basis,
        )
        journal.append([event])
        return event


def split_entities(journal: Journal, merge: str, *, basis: str = "") -> None:
    """Undo a merge that holds.

    Raises:
        NotFoundError: there is no such merge, or it was undone.
        InvalidTextError: the basis cannot be stored.
    """
    check_text(basis, field="basis")
    with journal.lock:
        if all(held.id != merge for held in journal.state.sameness.holding):
            raise NotFoundError(what="merge")
        journal.append([EntitiesSplit(at=journal.surroundings.now(), merge=merge, basis=basis)])


def _closes_circle(state: State, link: Link) -> bool:
    """Tell whether `link` would lead back to its own subject along links of its relation.

    Two copies of a vault may each have one half of a circle: nothing that walks links may rely on
    there being none.
    """
    if link.withdrawn or link.relation not in DIRECTED_RELATIONS:
        return False
    seen: set[Ref] = set()
    waiting = [link.object]
    while waiting:
        at = waiting.pop()
        if at == link.subject:
            return True
        if at in seen:
            continue
        seen.add(at)
        waiting += [
            other.object
            for other in (state.links[key].link for key in state.linked.get(at, ()))
            if other.relation == link.relation
            and not other.withdrawn
            and other.subject == at
            and other.id != link.id
        ]
    return False
