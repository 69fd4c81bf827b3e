"""What was imported before: the fold of the events that say so.

Two copies of a vault may have imported one file each; then a row of it became two incidents, and
either is an answer to where it went.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from safelog.journal.events import ColumnsMapped, RowsImported
from safelog.journal.imports.columns import Columns
from safelog.journal.tombstones import RowsReduced
from safelog.model.ids import IncidentId


@dataclass(slots=True)
class Imported:
    """Rows that are in the journal, and columns that were named."""

    _rows: dict[bytes, dict[bytes, IncidentId]] = field(default_factory=dict)
    _doubles: dict[tuple[bytes, bytes], set[IncidentId]] = field(default_factory=dict)
    _columns: dict[bytes, ColumnsMapped] = field(default_factory=dict)

    def apply(self, event: RowsImported | RowsReduced | ColumnsMapped) -> None:
        """Fold an event."""
        match event:
            case RowsImported() | RowsReduced():
                for row, content, incident in event.rows:
                    first = self._rows.setdefault(row, {}).setdefault(content, incident)
                    if first != incident:
                        self._doubles.setdefault((row, content), {first}).add(incident)
            case ColumnsMapped():
                known = self._columns.get(event.header)
                if known is None or _later(event, known):
                    self._columns[event.header] = event

    def knows(self, row: bytes) -> bool:
        """Tell whether a row was imported, with whatever words."""
        return row in self._rows

    def incident(self, row: bytes, content: bytes) -> IncidentId | None:
        """Return the incident that a row with these words became, or belongs to.

        Of a row whose words were removed since nobody can say what they were: any words are its.
        """
        contents = self._rows.get(row, {})
        return contents.get(content) or contents.get(b"")

    def doubles(self) -> Iterable[AbstractSet[IncidentId]]:
        """Walk the rows that became several incidents, with the same words: those incidents."""
        return self._doubles.values()

    def columns(self, header: bytes) -> Columns | None:
        """Return what the person said of the columns under this header."""
        mapped = self._columns.get(header)
        return mapped.columns if mapped is not None else None

    def next_revision(self, header: bytes) -> int:
        """Return the number of the next thing said of a header."""
        mapped = self._columns.get(header)
        return mapped.revision + 1 if mapped is not None else 1


def _later(event: ColumnsMapped, known: ColumnsMapped) -> bool:
    """Order what two copies of a vault said in one way for both."""
    return (event.revision, event.at, repr(event)) > (known.revision, known.at, repr(known))
