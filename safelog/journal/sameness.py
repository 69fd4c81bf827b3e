"""Which entities the person says are one: merges, and what undid them.

A merge changes no record. Whatever asks "who" follows the merges that still hold to the entity
that stands for the group, in one way for every copy of a vault and in whatever order the events
came: merges are united in the order of their clock and id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from safelog.journal.events import EntitiesMerged, EntitiesSplit
from safelog.model.ids import EntityId


@dataclass(slots=True)
class Sameness:
    """The merges of a journal, and the groups that follow from them."""

    merges: dict[str, EntitiesMerged] = field(default_factory=dict)
    splits: dict[str, EntitiesSplit] = field(default_factory=dict)
    """By the merge that they undo."""
    _stands_for: dict[EntityId, EntityId] = field(default_factory=dict)
    _groups: dict[EntityId, tuple[EntityId, ...]] = field(default_factory=dict)

    def apply(self, event: EntitiesMerged | EntitiesSplit) -> None:
        """Fold a merge or what undid one."""
        if isinstance(event, EntitiesMerged):
            self.merges[event.id] = event
        else:
            self.splits[event.merge] = event
        self._regroup()

    @property
    def holding(self) -> tuple[EntitiesMerged, ...]:
        """The merges that nothing undid, the oldest first."""
        held = (merge for key, merge in self.merges.items() if key not in self.splits)
        return tuple(sorted(held, key=lambda merge: (merge.at, merge.id)))

    def representative(self, entity: EntityId) -> EntityId:
        """Return the entity that stands for the group of `entity`; itself, if it has none."""
        return self._stands_for.get(entity, entity)

    def group(self, entity: EntityId) -> tuple[EntityId, ...]:
        """Return everybody in the group of `entity`, the one that stands for it first."""
        first = self.representative(entity)
        return self._groups.get(first, (first,))

    def representatives(self, entities: Iterable[EntityId]) -> frozenset[EntityId]:
        """Return those that stand for `entities`."""
        return frozenset(map(self.representative, entities))

    def _regroup(self) -> None:
        groups: dict[EntityId, tuple[EntityId, ...]] = {}
        stands: dict[EntityId, EntityId] = {}
        for merge in self.holding:
            first = stands.get(merge.kept, merge.kept)
            together = list(groups.pop(first, (first,)))
            for absorbed in merge.absorbed:
                other = stands.get(absorbed, absorbed)
                if other != first:
                    together += groups.pop(other, (other,))
            groups[first] = tuple(dict.fromkeys(together))
            stands |= dict.fromkeys(groups[first], first)
        self._groups, self._stands_for = groups, stands
