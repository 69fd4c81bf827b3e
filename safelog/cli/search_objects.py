"""The objects of `search`; see `objects`."""

from __future__ import annotations

from typing import Annotated

import msgspec

from safelog.journal.search.highlight import Highlights
from safelog.journal.search.query import Hit, Overlap, Rank
from safelog.model.ids import EntityId, IncidentId

Count = Annotated[int, msgspec.Meta(ge=0)]


class SearchWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `search` reads: the person's words."""

    words: str = ""
    place: str = ""
    """Words of the place."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a text that was found."""

    path: str
    """Where the text stands in the incident: `narrative`, `stages.0.what`."""
    item: Count
    """Which text of a list, from 0."""
    start: Count
    """In code points, as `end` is."""
    end: Count


class FoundThere(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="found"):
    """Why the incident of the heading before was found."""

    incident: IncidentId
    rank: Rank
    overlap: Overlap | None
    """Whether its time lies in the period for sure; null if there was no period."""
    stretches: tuple[Stretch, ...] | None = None
    """Only where the words were asked for, as `line` and `named`."""
    line: str | None = None
    named: tuple[EntityId, ...] | None = None
    """Whom the incident names and the words call."""


class WithoutTime(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="without_time"):
    """Incidents that fit but for the period, because they have no time."""

    count: Count


def found_object(hit: Hit, shown: Highlights | None) -> FoundThere:
    """Return why an incident was found, with its words if they are shown."""
    found = FoundThere(incident=hit.incident, rank=hit.rank, overlap=hit.overlap)
    if shown is None:
        return found
    return msgspec.structs.replace(
        found,
        stretches=tuple(Stretch(**each._asdict()) for each in shown.stretches),
        line="".join(piece.text for piece in shown.line),
        named=shown.named,
    )
