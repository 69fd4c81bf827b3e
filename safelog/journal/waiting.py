"""The drafts that wait: versions that nothing replaced or dropped."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from safelog.journal.events import DraftDropped, DraftSaved
from safelog.journal.tombstones import DraftEmptied
from safelog.model.ids import make_id


@dataclass(slots=True)
class Waiting:
    """The versions of drafts that wait, and the ends of each draft in all copies of the vault."""

    _versions: dict[bytes, DraftSaved] = field(default_factory=dict)
    _tips: dict[str, dict[bytes, tuple[int, bytes]]] = field(default_factory=dict)
    """How late the versions are that went on with a draft and that none went on with, by its id."""

    @property
    def drafts(self) -> dict[str, DraftSaved]:
        """The drafts that wait, by id.

        Of two versions of one draft, from two copies of the vault, the older one gets an id that
        follows from it: nothing that was typed is lost. It keeps that id when the other has ended,
        and both copies give it, in whatever order they took the events.
        """
        waiting: dict[str, DraftSaved] = {}
        for draft in sorted(self._versions.values(), key=_lateness, reverse=True):
            tips = self._tips[draft.id]
            is_aside = draft.version in tips and _lateness(draft) < max(tips.values())
            name = make_id(draft.version) if is_aside or draft.id in waiting else draft.id
            waiting[name] = msgspec.structs.replace(draft, id=name)
        return waiting

    def has(self, version: bytes) -> bool:
        """Tell whether a version waits."""
        return version in self._versions

    def apply(self, event: DraftSaved | DraftDropped | DraftEmptied) -> None:
        """Fold what was typed, what ended it, or what is left of it."""
        self._versions.pop(event.replaces, None)
        if isinstance(event, DraftDropped):
            return
        tips = self._tips.setdefault(event.id, {})
        tips.pop(event.replaces, None)
        if event.replaces:
            tips[event.version] = _lateness(event)
        if isinstance(event, DraftSaved):
            self._versions[event.version] = event
        else:
            self._versions.pop(event.version, None)


def _lateness(draft: DraftSaved | DraftEmptied) -> tuple[int, bytes]:
    return draft.at, draft.version
