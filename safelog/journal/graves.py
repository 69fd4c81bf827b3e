"""What was removed for good, as a list: that it was there, since when, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from safelog.journal.state import State
from safelog.journal.tombstones import (
    AttachmentRemoved,
    EntityRemoved,
    LinkRemoved,
    RevisionRemoved,
)

What = Literal["incident", "revision", "file", "entity", "version", "link"]


@dataclass(frozen=True, slots=True, order=True)
class Grave:
    """Something that was removed; times are seconds of UTC."""

    removed: int
    recorded: int
    what: What
    id: str
    """Of the incident, file, person, thing or link."""
    number: int = 0
    """Of a single revision or version."""


def graves(state: State) -> list[Grave]:
    """Return what was removed, in the order in which it was; an incident once."""
    return sorted({*_revisions(state), *_others(state)})


def removed_entries(state: State) -> list[int]:
    """Return when each entry of the evidence log that was removed was, in order."""
    entries = RevisionRemoved | AttachmentRemoved
    return sorted(each.removed_at for each in state.removed.values() if isinstance(each, entries))


def _revisions(state: State) -> Iterator[Grave]:
    for event in state.removed.values():
        if not isinstance(event, RevisionRemoved):
            continue
        thread = state.threads[event.incident]
        if thread.revisions:
            yield Grave(event.removed_at, event.at, "revision", event.incident, event.revision)
        elif thread.removed[0].leaf == event.leaf:
            yield Grave(event.removed_at, event.at, "incident", event.incident)


def _others(state: State) -> Iterator[Grave]:
    for event in state.removed.values():
        match event:
            case AttachmentRemoved():
                yield Grave(event.removed_at, event.at, "file", event.id)
            case EntityRemoved() if event.entity in state.entities:
                yield Grave(event.removed_at, event.at, "version", event.entity, event.revision)
            case EntityRemoved() if event.revision == 1:
                yield Grave(event.removed_at, event.at, "entity", event.entity)
            case LinkRemoved() if event.revision == 1 and event.link not in state.links:
                yield Grave(event.removed_at, event.at, "link", event.link)
