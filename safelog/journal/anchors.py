"""The events of a journal that a time can lean on: two weeks before the hearing.

Any incident whose time is known can be one, context events foremost. They are found by title and
kind, which the headings hold: no incident is read for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from safelog.journal.journal import Journal
from safelog.model.incident import Incident
from safelog.model.kind import Kinds
from safelog.model.when import Anchor, When


class JournalAnchors:
    """The events of a journal as they are when somebody asks; nothing is kept."""

    def __init__(self, journal: Journal) -> None:
        """Stand for the incidents of `journal`."""
        self._journal = journal

    def __iter__(self) -> Iterator[Anchor]:
        """Walk the incidents whose time is known, in the order of the timeline."""
        kinds = self._journal.surroundings.kinds
        names: dict[str, tuple[str, ...]] = {}
        for thread in self._journal.threads():
            heading = thread.heading
            if heading.when is None or heading.when.precision == "unknown":
                continue
            if heading.kind not in names:
                names[heading.kind] = _kind_names(heading.kind, kinds)
            yield Anchor(heading.id, heading.when, heading.title, names[heading.kind])


def event_of(when: When, anchors: Iterable[Anchor]) -> Anchor | None:
    """Return the event that a time leans on; None if it leans on none that is there."""
    return next((each for each in anchors if when.anchor == each.id), None) if when.anchor else None


def without_anchors(incident: Incident) -> Incident:
    """Return the incident with times that refer to no other; words and bounds stay."""
    bare = msgspec.to_builtins(incident)
    _forget(bare)
    return msgspec.convert(bare, type=Incident)


def _kind_names(code: str, kinds: Kinds) -> tuple[str, ...]:
    return tuple(kinds.get(code).label.values())


def _forget(value: object) -> None:
    """Remove the anchor from every time inside a value."""
    match value:
        case dict():
            if "precision" in value:
                value.pop("anchor", None)
            for item in value.values():
                _forget(item)
        case list() | tuple():
            for item in value:
                _forget(item)
