"""One incident through time, also where two copies of the vault went different ways."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import NamedTuple

from safelog.journal.events import AttachmentAdded, IncidentHeading
from safelog.model.ids import IncidentId


class Revision(NamedTuple):
    """A revision, in the order in which revisions count: by number, then clock, then leaf."""

    number: int
    recorded: int
    leaf: bytes
    position: int
    """Where it, or its tombstone, stands in the vault."""
    replaces: tuple[bytes, ...] = ()
    is_removed: bool = False


@dataclass(slots=True)
class Thread:
    """The heading of an incident now, and where its revisions stand in the vault."""

    heading: IncidentHeading
    """Of the newest revision; empty but for its id where none is left."""
    order: tuple[int, int, IncidentId]
    """Sort key of the timeline: bounds of the time, then the id, so that the order is total."""
    revisions: list[Revision] = field(default_factory=list)
    """Those that can be read, the one that counts last. Numbers may be missing or stand twice."""
    attachments: list[AttachmentAdded] = field(default_factory=list)
    removed: tuple[Revision, ...] = ()
    """Those of which only the tombstone is left, in order."""

    @property
    def revision(self) -> int:
        """Number of the newest revision; 0 if none is left."""
        return self.revisions[-1].number if self.revisions else 0

    @property
    def last_number(self) -> int:
        """The highest number ever given, also to a revision that was removed."""
        return max(each.number for each in (*self.revisions[-1:], *self.removed[-1:]))

    @property
    def first_recorded(self) -> int:
        """When the first revision that is known was recorded."""
        return min((*self.revisions[:1], *self.removed[:1])).recorded

    @property
    def recorded(self) -> int:
        """When the newest revision was recorded."""
        return self.revisions[-1].recorded

    @property
    def unreplaced(self) -> list[bytes]:
        """Leaves of the revisions that no other replaces, among those that can be read."""
        if len(self.revisions) == 1:
            return [self.revisions[0].leaf]
        known = (*self.revisions, *self.removed)
        replaced = {leaf for revision in known for leaf in revision.replaces}
        found = [each.leaf for each in self.revisions if each.leaf not in replaced]
        # What replaced all of them may have been removed.
        return found or [each.leaf for each in self.revisions[-1:]]

    @property
    def conflicts(self) -> tuple[int, ...]:
        """Numbers of the revisions that nobody brought together yet; empty if there is one newest.

        A revision whose successor was lost is none of them: its number has no next one here.
        """
        if len(self.revisions) < 2:  # noqa: PLR2004 (one against another)
            return ()
        unreplaced = self.unreplaced
        numbers = {revision.number for revision in (*self.revisions, *self.removed)}
        newest = [
            revision.number
            for revision in self.revisions
            if revision.leaf in unreplaced
            and (revision.number == self.revision or revision.number + 1 in numbers)
        ]
        return tuple(dict.fromkeys(newest)) if len(newest) > 1 else ()

    @property
    def line(self) -> list[Revision]:
        """One revision for each number: of several, the one that counts, of those not removed."""
        chosen = {revision.number: revision for revision in self.removed}
        chosen |= {revision.number: revision for revision in self.revisions}
        return sorted(chosen.values())

    def add(self, revision: Revision) -> bool:
        """Take one more revision; tell whether it is the newest now."""
        insort(self.revisions, revision)
        return self.revisions[-1] is revision

    def add_removed(self, revision: Revision) -> None:
        """Take a revision of which only the tombstone is left."""
        self.removed = tuple(sorted((*self.removed, revision)))
