"""What the journal remembers of imports."""

from __future__ import annotations

from safelog.journal.events import ColumnsMapped, RowsImported
from safelog.journal.imported import Imported
from safelog.journal.imports.columns import Columns
from safelog.journal.tombstones import RowsReduced
from safelog.model.ids import IncidentId

FIRST, SECOND = IncidentId("0" * 26), IncidentId("1" * 26)


def test_a_row_is_known_with_the_words_it_had() -> None:
    """Another copy of the vault may have imported it too; the first incident stands for it."""
    imported = Imported()
    for incident in (FIRST, SECOND):
        imported.apply(RowsImported(at=1, source="calls", rows=((b"row", b"words", incident),)))
    assert imported.knows(b"row")
    assert not imported.knows(b"other")
    assert imported.incident(b"row", b"words") == FIRST
    assert imported.incident(b"row", b"changed") is None


def test_a_row_whose_words_were_removed_is_known_with_any() -> None:
    """An import must not bring back as changed what the person removed."""
    imported = Imported()
    imported.apply(RowsReduced(at=1, first=FIRST, count=2, rows=((b"row", b"", FIRST),)))
    assert imported.incident(b"row", b"words") == FIRST


def test_the_latest_meaning_of_columns_counts_in_every_copy() -> None:
    """In whatever order the events come."""
    events = [
        ColumnsMapped(at=at, revision=revision, header=b"h", columns=Columns(number=at, date=9))
        for at, revision in ((1, 1), (3, 2), (2, 2))
    ]
    for order in (events, events[::-1]):
        imported = Imported()
        for event in order:
            imported.apply(event)
        assert imported.columns(b"h") == Columns(number=3, date=9)
        assert imported.next_revision(b"h") == 3
    assert (Imported().columns(b"h"), Imported().next_revision(b"h")) == (None, 1)
