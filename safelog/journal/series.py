"""Series: incidents that belong together, such as the messages of one lure.

A series is an entity. An incident belongs to it by its own field, or by a link `part_of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from safelog.journal.journal import Journal
from safelog.journal.links import links_of
from safelog.model.ids import EntityId, IncidentId
from safelog.model.link import Ref
from safelog.model.when import When
from safelog.model.when.value import civil

SENDER_KINDS = frozenset({"phone", "account", "email"})


@dataclass(frozen=True, slots=True)
class Series:
    """One series as it stands now."""

    entity: EntityId
    incidents: tuple[IncidentId, ...]
    """In the order of the timeline."""
    senders: tuple[EntityId, ...]
    """Numbers and accounts that the incidents name, those that came first first."""
    days: tuple[int, int] | None
    """Fewest and most days from the first to the last; None if fewer than two have a time."""


def series_of(journal: Journal, entity: EntityId) -> Series:
    """Gather the incidents of a series."""
    with journal.lock:
        state, table = journal.state, journal.facts()
        members: set[IncidentId] = set()
        for each in state.sameness.group(entity):
            members |= table.naming.get(each, set())
        for link in links_of(state, Ref("entity", entity)):
            if link.relation == "part_of" and link.subject.kind == "incident":
                members.add(IncidentId(link.subject.id))
        ordered = [key[2] for key in state.timeline if key[2] in members]
        senders = [
            state.representative(named)
            for incident in ordered
            for named in sorted(table.by_incident[incident].entities)
            if named in state.entities and state.entities[named].kind in SENDER_KINDS
        ]
        times = [when for each in ordered if (when := state.threads[each].heading.when)]
    return Series(
        state.representative(entity), tuple(ordered), tuple(dict.fromkeys(senders)), _days(times)
    )


def _days(times: list[When]) -> tuple[int, int] | None:
    """Return the fewest and most days that the times may span."""
    spans = [civil(when) for when in times if when.precision != "unknown"]
    if len(spans) < 2:  # noqa: PLR2004 (from one to another)
        return None
    last_day = timedelta.resolution
    starts = [start.date() for start, _ in spans]
    ends = [(end - last_day).date() for _, end in spans]
    fewest = max(starts) - min(ends)
    return max(0, fewest.days), (max(ends) - min(starts)).days
