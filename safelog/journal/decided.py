"""What the person decided about single places in texts, for one recipient.

A later decision counts over an earlier one only where whoever made it could know the earlier one.
Of two copies of a vault that went different ways, each may have decided on one place without the
other: there, hiding counts, whichever clock is ahead and however many decisions one of them made.
A place that is hidden in error costs a question; one that is shown in error may cost a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from safelog.journal.events import DecisionsSaved
from safelog.journal.tombstones import DecisionsReduced
from safelog.redact.cover import Choice, Occurrence


@dataclass(slots=True)
class Decided:
    """The decisions of all copies that are known here, and what follows from them."""

    choices: dict[Occurrence, Choice] = field(default_factory=dict)
    tips: tuple[bytes, ...] = ()
    """Marks of the decisions that no others followed."""
    _replaced: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    """By mark: those that were known when they were made."""
    _standing: dict[Occurrence, dict[bytes, Choice]] = field(default_factory=dict)
    """By place: what was decided there and by nobody who knew of it decided again."""

    def knows(self, mark: bytes) -> bool:
        """Tell whether these decisions were taken."""
        return mark in self._replaced

    def take(self, event: DecisionsSaved | DecisionsReduced) -> None:
        """Take what was decided together; what it replaces was taken before, or is lost."""
        self._replaced[event.mark] = event.replaces
        self.tips = (*(tip for tip in self.tips if tip not in event.replaces), event.mark)
        earlier: set[bytes] | None = None
        for decision in event.decisions:
            standing = self._standing.setdefault(decision.occurrence, {})
            if standing and earlier is None:
                earlier = self._before(event.replaces)
            for mark in [mark for mark in standing if earlier and mark in earlier]:
                del standing[mark]
            standing[event.mark] = decision.choice
            hides = "hide" in standing.values()
            self.choices[decision.occurrence] = "hide" if hides else "show"

    def _before(self, marks: Iterable[bytes]) -> set[bytes]:
        """Return all that whoever knew `marks` could know."""
        found: set[bytes] = set()
        waiting = list(marks)
        while waiting:
            mark = waiting.pop()
            if mark not in found:
                found.add(mark)
                waiting += self._replaced.get(mark, ())
        return found
