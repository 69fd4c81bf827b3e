"""What is masked of the pictures: the fold of the events that say so.

A mask has a name of its own, and only that name takes it back. So the order of the events decides
nothing, and of two copies of a vault that went different ways the union counts: a rectangle that
one of them laid is taken back by nobody who did not see it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from safelog.journal.events import MasksSaved
from safelog.model.ids import AttachmentId, RecipientId
from safelog.model.mask import MaskId, Rectangle


class Laid(NamedTuple):
    """A mask that holds."""

    at: int
    """When it was recorded, seconds of UTC."""
    id: MaskId
    rectangle: Rectangle
    recipient: RecipientId | Literal[""]
    """For whom; empty for everybody."""


@dataclass(slots=True)
class Masked:
    """The masks of all pictures."""

    _laid: dict[AttachmentId, set[Laid]] = field(default_factory=dict)
    _withdrawn: set[MaskId] = field(default_factory=set)

    def apply(self, event: MasksSaved) -> None:
        """Fold an event."""
        laid = self._laid.setdefault(event.attachment, set())
        laid.update(
            Laid(event.at, mask.id, mask.rectangle, event.recipient) for mask in event.added
        )
        self._withdrawn.update(event.withdrawn)

    def of(self, attachment: AttachmentId) -> tuple[Laid, ...]:
        """Return the masks of a picture that hold, in the order in which they were laid."""
        laid = self._laid.get(attachment, ())
        return tuple(sorted(mask for mask in laid if mask.id not in self._withdrawn))
