"""Incidents that were made twice: two copies of a vault imported one file each, and were united.

Nothing is decided here. Both may have been worked on since, so only the person can say which stays.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import NamedTuple

from safelog.journal.state import State
from safelog.model.ids import IncidentId
from safelog.model.link import Ref, Relation

_ANSWERS: frozenset[Relation] = frozenset({"same_as", "distinct_from"})
"""What the person may say of such a pair; then there is nothing left to ask."""


class Doubled(NamedTuple):
    """Two incidents that were made from the same rows of an imported file."""

    first: IncidentId
    """The one that was worked on more, or else was recorded first."""
    second: IncidentId
    rows: int


def doubled_incidents(state: State) -> tuple[Doubled, ...]:
    """Return the pairs that are there and that nobody linked, in the order of their times."""
    living = {thread.heading.id: thread for thread in state.living}

    def standing(incident: IncidentId) -> tuple[int, int, int, str]:
        thread = living[incident]
        return (-thread.revision, -len(thread.attachments), thread.first_recorded, incident)

    pairs = Counter(
        pair
        for made in state.imported.doubles()
        for pair in combinations(sorted(made & living.keys(), key=standing), 2)
        if not _is_answered(state, *pair)
    )
    found = (Doubled(first, second, rows) for (first, second), rows in pairs.items())
    return tuple(sorted(found, key=lambda pair: (living[pair.first].order, pair)))


def _is_answered(state: State, one: IncidentId, other: IncidentId) -> bool:
    """Tell whether the person said what the two are to one another."""
    ends = {Ref("incident", one), Ref("incident", other)}
    links = (state.links[each].link for each in state.linked.get(Ref("incident", one), ()))
    return any(
        {link.subject, link.object} == ends and link.relation in _ANSWERS and not link.withdrawn
        for link in links
    )
