"""Rows by key, of which all that belong to one entity can be taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from safelog.model.ids import EntityId


class Owned(Protocol):
    """A row that belongs to an entity."""

    @property
    def entity(self) -> EntityId:
        """The entity."""


Row = TypeVar("Row", bound=Owned)


class Postings(Generic[Row]):
    """Rows by key. Putting and finding cost the same however many there are."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[str, list[Row]] = {}
        self._keys: dict[EntityId, list[str]] = {}

    def put(self, key: str, row: Row) -> None:
        """Add a row under a key."""
        self._rows.setdefault(key, []).append(row)
        self._keys.setdefault(row.entity, []).append(key)

    def drop(self, entity: EntityId) -> None:
        """Take out every row of an entity."""
        for key in self._keys.pop(entity, ()):
            left = [row for row in self._rows.get(key, ()) if row.entity != entity]
            if left:
                self._rows[key] = left
            else:
                self._rows.pop(key, None)

    def get(self, key: str) -> Sequence[Row]:
        """Return the rows under a key."""
        return self._rows.get(key, ())
