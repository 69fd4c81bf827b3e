"""Which attachments the records name, as far as the records were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safelog.vault.record import BlobRef, Record


class BlobIndex:
    """Grows with the records that are read or appended; knows each of them at most once."""

    def __init__(self, refs: Iterable[BlobRef] = (), *, records: int = 0) -> None:
        """Begin with the attachments that the first `records` records name."""
        self.refs = {ref.id: ref for ref in refs}
        self.records = records
        """How many records are known from the first on."""

    def take_appended(self, positions: range, refs: Iterable[BlobRef]) -> None:
        """Take records that were just written, and their attachments."""
        self.refs |= {ref.id: ref for ref in refs}
        if self.records == positions.start:
            self.records = positions.stop

    def take_read(self, start: int, records: Sequence[Record]) -> None:
        """Take records from position `start` on, if they go on where the known ones end."""
        if start <= self.records < start + len(records):
            self.refs |= {ref.id: ref for record in records for ref in record.blobs}
            self.records = start + len(records)
