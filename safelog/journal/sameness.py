"""Which entities the person says are one: merges, and what undid them.

A merge changes no record. Whatever asks "who" follows the merges that still hold to the entity
that stands for the group, in one way for every copy of a vault and in whatever order the events
came: merges are united in the order of their clock and id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from safelog.journal.events import EntitiesMerged, EntitiesSplit
from safelog.journal.tombstones import MergeEmptied, SplitEmptied
from safelog.model.ids import EntityId


@dataclass(slots=True)
class Sameness:
    """The merges of a journal, and the groups that follow from them."""

    merges: dict[str, EntitiesMerged] = field(default_factory=dict)
    splits: dict[str, EntitiesSplit] = field(default_factory=dict)
    """By the merge that they undo."""
    _gone: set[EntityId] = field(default_factory=set)
    """Entities that were removed, of which nothing stands for a group."""
    _stands_for: dict[EntityId, EntityId] = field(default_factory=dict)
    _groups: dict[EntityId, tuple[EntityId, ...]] = field(default_factory=dict)

    def apply(self, event: EntitiesMerged | EntitiesSplit | MergeEmptied | SplitEmptied) -> None:
        """Fold a merge or what undid one, also where the words for it were removed."""
        match event:
            case EntitiesMerged():
                self.merges[event.id] = event
            case MergeEmptied():
                self.merges[event.id] = EntitiesMerged(
                    at=event.at,
                    id=event.id,
                    kept=event.kept,
                    absorbed=event.absorbed,
                    confidence=event.confidence,
                    basis="",
                )
            case EntitiesSplit():
                self.splits[event.merge] = event
            case SplitEmptied():
                self.splits[event.merge] = EntitiesSplit(at=event.at, merge=event.merge, basis="")
        self._regroup()

    def lose(self, entity: EntityId) -> None:
        """Take note that an entity was removed: the others of its group stay one."""
        self._gone.add(entity)
        self._regroup()

    def find(self, entity: EntityId) -> None:
        """Take note that an entity is there, also if it was removed in another copy."""
        if entity in self._gone:
            self._gone.remove(entity)
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
        self._groups, self._stands_for = {}, {}
        for together_now in groups.values():
            living = [each for each in together_now if each not in self._gone] or together_now
            self._groups[living[0]] = tuple(living)
            self._stands_for |= dict.fromkeys(together_now, living[0])
