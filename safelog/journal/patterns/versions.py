"""Which entries tell of one thing: a sealed incident, and what corrects it.

To count both would make two incidents of one. The newest entry stands for all of them. Corrections
may form a circle where two copies of a vault were united; then too one of them stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safelog.journal.facts import Facts
from safelog.journal.state import State
from safelog.model.ids import IncidentId


def behind(
    ids: Sequence[IncidentId], state: State, facts: Mapping[IncidentId, Facts]
) -> dict[IncidentId, tuple[IncidentId, ...]]:
    """Return the entries that stand for themselves or others, and those others, newest first."""
    known = frozenset(ids)
    first: dict[IncidentId, IncidentId] = {}
    """One step towards the entry that a bundle is found under."""
    for key in ids:
        other = IncidentId(facts[key].corrects)
        if other in known:
            first.setdefault(other, other)
            first.setdefault(key, key)
            first[_found(first, key)] = _found(first, other)
    bundles: dict[IncidentId, list[IncidentId]] = {}
    for key in first:
        bundles.setdefault(_found(first, key), []).append(key)
    stands: dict[IncidentId, tuple[IncidentId, ...]] = {key: () for key in ids if key not in first}
    for bundle in bundles.values():
        bundle.sort(key=lambda key: (state.threads[key].first_recorded, key), reverse=True)
        stands[bundle[0]] = tuple(bundle[1:])
    return stands


def _found(first: dict[IncidentId, IncidentId], key: IncidentId) -> IncidentId:
    while first[key] != key:
        # Halve the way for those who come after, so that a long chain is not walked again.
        first[key] = first[first[key]]
        key = first[key]
    return key
