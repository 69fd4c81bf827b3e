"""Store a plan: every incident, entity, link and file of it in one commit, or nothing.

The bytes of files are sealed into the vault first, and no record names them until the commit. A
kill before it leaves the journal as it was; what lies in the vault then is told by `check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from safelog.errors import InputError
from safelog.journal.attachments import attachment_event
from safelog.journal.events import AttachmentAdded, Event, LinkSaved, RowsImported
from safelog.journal.imports.compose import compose
from safelog.journal.imports.parties import Parties, language_of, series_named
from safelog.journal.imports.plan import Item, Plan
from safelog.journal.imports.rows import Row, digest
from safelog.journal.imports.source import Source
from safelog.journal.journal import Journal
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident
from safelog.model.kind import Kind
from safelog.model.link import Link, LinkId, Ref
from safelog.vault import BlobRef


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the bytes of files come from."""

    source: Source
    label: str
    """What the person calls the file that is imported: its name, without its folder."""
    reading: Callable[[BinaryIO], BinaryIO] = field(default=lambda file: file)
    """Wraps each file that is read, so that reading may be interrupted and storing may not."""
    progress: Callable[[int], None] | None = None
    """Told how many bytes of files were taken so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What an import stored."""

    incidents: tuple[IncidentId, ...]
    entities: int
    attachments: int
    attachment_bytes: int


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that came with a row and is there."""

    row: Row
    name: str
    size: int


def files_of(
    plan: Plan, journal: Journal, source: Source
) -> Iterator[tuple[Item | IncidentId, FoundFile]]:
    """Walk the files that would be attached, each with what it belongs to.

    A row that is in the journal already gets a file that it has not: none of that name and size.
    """
    for item in plan.items:
        for name in item.row.media:
            size = source.size(name)
            if size is not None:
                yield item, FoundFile(item.row, name, size)
    for row, incident in plan.late:
        thread = journal.state.threads.get(incident)
        has = {(each.name, each.size) for each in thread.attachments} if thread else set()
        for name in row.media if thread else ():
            size = source.size(name)
            if size is not None and (_base(name), size) not in has:
                yield incident, FoundFile(row, name, size)


def store(journal: Journal, plan: Plan, origin: Origin, *, also: Sequence[Event] = ()) -> Stored:
    """Store everything that a plan holds; durable when this returns.

    Args:
        journal: where to.
        plan: made with what this journal has.
        origin: of the files that came along.
        also: events of the same commit.

    Raises:
        InputError: something of it cannot be stored, with its place; nothing was.
        UnreadableFileError, ImportFormatError: a file that came with it cannot be read.
        StorageFullError, StorageError: nothing was stored.
    """
    ids = {id(item): IncidentId(journal.new_id()) for item in plan.items}
    taken = list(_take_in(journal, plan, origin))
    blobs = [blob for _, _, blob in taken]
    with journal.lock:
        parties = Parties(journal.state, plan.sheet.format, journal.new_id)
        composed = [
            compose(plan, item, _kind(journal, plan, item), incident=ids[id(item)], parties=parties)
            for item in plan.items
        ]
        series, links = _series(journal, plan.choices.series, list(ids.values()))
        events: list[Event] = [*also, *links]
        for target, found, blob in taken:
            incident = ids[id(target)] if isinstance(target, Item) else target
            events.append(_attachment(journal, incident, found, blob, label=origin.label))
        if plan.items:
            events.append(_remembered(journal, plan, ids))
        entities = (*parties.saved, *series)
        if events:
            _save(journal, plan, (*entities, *composed), events, blobs)
    return Stored(
        incidents=tuple(ids.values()),
        entities=len(entities),
        attachments=len(blobs),
        attachment_bytes=sum(blob.size for blob in blobs),
    )


def _kind(journal: Journal, plan: Plan, item: Item) -> Kind:
    is_call_in_chat = item.row.sort == "call" and plan.sheet.format != "calls"
    code = plan.choices.call_kind if is_call_in_chat else plan.choices.kind
    return journal.surroundings.kinds.get(code)


def _take_in(
    journal: Journal, plan: Plan, origin: Origin
) -> Iterator[tuple[Item | IncidentId, FoundFile, BlobRef]]:
    done = 0
    for target, found in files_of(plan, journal, origin.source):
        with origin.source.open(found.name) as file:
            blob = journal.vault.write_blob(origin.reading(file))
        done += blob.size
        if origin.progress is not None:
            origin.progress(done)
        yield target, found, blob


def _series(
    journal: Journal, name: str, incidents: Sequence[IncidentId]
) -> tuple[tuple[Entity, ...], tuple[LinkSaved, ...]]:
    """Return the series, if it is new, and a link of each incident to it."""
    if not name or not incidents:
        return (), ()
    known = series_named(journal.state, name)
    series = known or EntityId(journal.new_id())
    new = (
        () if known else (Entity(id=series, kind="series", name=name, language=language_of(name)),)
    )
    links = (
        Link(
            id=LinkId(journal.new_id()),
            relation="part_of",
            subject=Ref("incident", incident),
            object=Ref("entity", series),
        )
        for incident in incidents
    )
    at = journal.surroundings.now()
    return new, tuple(LinkSaved(at=at, revision=1, link=link) for link in links)


def _attachment(
    journal: Journal, incident: IncidentId, found: FoundFile, blob: BlobRef, *, label: str
) -> AttachmentAdded:
    """Say where a file came from in the file's own words: which export, whose, and when."""
    row = found.row
    lines = (f"{label} #{row.place}", found.name, row.sender.shown, row.stamp.said)
    return attachment_event(
        journal, incident, blob, name=_base(found.name), provenance="\n".join(lines)
    )


def _remembered(journal: Journal, plan: Plan, ids: dict[int, IncidentId]) -> RowsImported:
    rows = []
    for item in plan.items:
        incident = ids[id(item)]
        rows.append((item.key, digest(item.row.words), incident))
        rows += [
            (key, digest(row.words), incident)
            for key, row in zip(item.reply_keys, item.replies, strict=True)
        ]
    return RowsImported(at=journal.surroundings.now(), source=plan.sheet.format, rows=tuple(rows))


def _save(
    journal: Journal,
    plan: Plan,
    rows: Sequence[Incident | Entity],
    also: Sequence[Event],
    blobs: Sequence[BlobRef],
) -> None:
    """Commit everything; an error says from which row it came."""
    places = [item.row.place for item in plan.items]
    at = 0

    def counted() -> Iterator[Incident | Entity]:
        nonlocal at
        for number, row in enumerate(rows, start=len(places) - len(rows)):
            # Entities come first, and belong to no place.
            at = places[number] if number >= 0 else 0
            yield row

    try:
        journal.save_all(counted(), also=also, blobs=blobs)
    except InputError as error:
        if at:
            error.fields.setdefault(plan.sheet.place, at)
        raise


def _base(name: str) -> str:
    return PurePosixPath(name).name
