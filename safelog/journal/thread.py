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
    """Where it stands in the vault."""


@dataclass(slots=True)
class Thread:
    """The heading of an incident now, and where its revisions stand in the vault."""

    heading: IncidentHeading
    order: tuple[int, int, IncidentId]
    """Sort key of the timeline: bounds of the time, then the id, so that the order is total."""
    revisions: list[Revision]
    """Those that are there, the one that counts last. Numbers may be missing or stand twice."""
    unreplaced: list[bytes]
    """Leaves of the revisions that no other replaces."""
    attachments: list[AttachmentAdded] = field(default_factory=list)

    @property
    def revision(self) -> int:
        """Number of the newest revision."""
        return self.revisions[-1].number

    @property
    def positions(self) -> list[int]:
        """Vault positions of the revisions."""
        return [revision.position for revision in self.revisions]

    @property
    def first_recorded(self) -> int:
        """When the first revision that is there was recorded."""
        return self.revisions[0].recorded

    @property
    def recorded(self) -> int:
        """When the newest revision was recorded."""
        return self.revisions[-1].recorded

    @property
    def conflicts(self) -> tuple[int, ...]:
        """Numbers of the revisions that nobody brought together yet; empty if there is one newest.

        A revision whose successor was lost is none of them: its number has no next one here.
        """
        if len(self.unreplaced) == 1:
            return ()
        numbers = {revision.number for revision in self.revisions}
        newest = [
            revision.number
            for revision in self.revisions
            if revision.leaf in self.unreplaced
            and (revision.number == self.revision or revision.number + 1 in numbers)
        ]
        return tuple(dict.fromkeys(newest)) if len(newest) > 1 else ()

    @property
    def line(self) -> list[Revision]:
        """One revision for each number: of several, the one that counts."""
        return list({revision.number: revision for revision in self.revisions}.values())

    def add(self, revision: Revision, replaces: tuple[bytes, ...]) -> bool:
        """Take one more revision; tell whether it is the newest now."""
        self.unreplaced = [leaf for leaf in self.unreplaced if leaf not in replaces]
        self.unreplaced.append(revision.leaf)
        insort(self.revisions, revision)
        return self.revisions[-1] is revision
