"""The entries of the evidence log, made again from the records that they commit to."""

from __future__ import annotations

from safelog.errors import DamagedRecordError
from safelog.evidence.entry import (
    Entry,
    attachment_parts,
    base_leaf,
    incident_parts,
    remainder,
)
from safelog.journal.events import AttachmentAdded, IncidentSaved
from safelog.journal.journal import Journal
from safelog.journal.moment import iso_utc
from safelog.journal.tombstones import RevisionRemoved


def entry_of(event: IncidentSaved | AttachmentAdded) -> Entry:
    """Make the entry that the leaf of an event commits to."""
    if isinstance(event, IncidentSaved):
        parts = incident_parts(event.incident, recorded=iso_utc(event.at), revision=event.revision)
    else:
        parts = attachment_parts(
            name=event.name,
            size=event.size,
            sha256=event.sha256,
            description=event.description,
            provenance=event.provenance,
            recorded=iso_utc(event.at),
            incident=event.incident,
        )
    return Entry(seed=event.seed, parts=parts)


def entry_at(journal: Journal, position: int) -> Entry:
    """Make the entry of a record again, and hold it against the leaf that was stored with it.

    Of a removed revision this is what is left of it: its date and its number.

    Raises:
        DamagedRecordError: the record is not what was committed to.
    """
    event = journal.event(position)
    if isinstance(event, RevisionRemoved):
        return _rest(event, position)
    if not isinstance(event, IncidentSaved | AttachmentAdded):
        raise DamagedRecordError(position=position)
    entry = entry_of(event)
    if base_leaf(entry) != event.leaf:
        raise DamagedRecordError(position=position)
    return entry


def _rest(event: RevisionRemoved, position: int) -> Entry:
    entry = remainder(
        event.seed,
        recorded=iso_utc(event.at),
        incident=event.incident,
        revision=event.revision,
    )
    if base_leaf(entry) != event.rest:
        raise DamagedRecordError(position=position)
    return entry


def check_entries(journal: Journal) -> tuple[DamagedRecordError, ...]:
    """Make every commitment again; return an error for each that differs from what was stored."""
    problems = []
    for position in journal.state.committed:
        try:
            entry_at(journal, position)
        except DamagedRecordError as error:
            problems.append(error)
    return tuple(problems)
