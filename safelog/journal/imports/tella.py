"""The archive in which Tella hands over files with what it knows of them.

Tella for Android puts `photo.csv` beside `photo.jpg`: one line of names and one of values, commas
between them, commas of the values replaced by blanks, nothing in quotes (`PublicMetadataMapper` and
`VerificationMetadataCsv` of Horizontal-org/Tella-Android). Among the values is the SHA-256 that the
telephone computed; it is compared with the bytes here. Every file of the archive is kept, the
tables too.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from safelog.errors import ImportFormatError
from safelog.journal.attachments import attachment_event
from safelog.journal.events import AttachmentAdded, Event, RowsImported
from safelog.journal.imported import Imported
from safelog.journal.imports.rows import Fact, digest
from safelog.journal.imports.source import Archive, looks_like_archive
from safelog.journal.imports.storing import Origin, Stored
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.vault import BlobRef

TABLE_BYTES_LIMIT = 1 << 17
"""Largest table of one file: the cells and networks around the telephone take some kilobytes."""

_PIECE_BYTES = 1 << 18
_TABLE_SUFFIX = ".csv"
_HASH, _NAME = "File hash", "File name"
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TellaFile:
    """One file of the archive."""

    number: int
    """Its place in the archive, from 1."""
    name: str
    size: int
    sha256: bytes
    metadata: tuple[Fact, ...]
    """What Tella says of it, under Tella's own names; empty where it says nothing."""
    is_as_told: bool | None
    """Whether the bytes have the SHA-256 that Tella says; None where it says none."""

    @property
    def key(self) -> bytes:
        """What makes it this file."""
        return digest("tella", self.name, self.sha256.hex())


@dataclass(frozen=True, slots=True)
class TellaPlan:
    """What would be attached, and what is in the journal already."""

    archive: Archive
    files: tuple[TellaFile, ...]
    known: tuple[TellaFile, ...]


def read_tella(
    file: BinaryIO, imported: Imported, *, progress: Callable[[int], None] | None = None
) -> TellaPlan:
    """Read an archive to its end once, and store nothing.

    Raises:
        ImportFormatError: it is no archive, damaged, made to harm, or empty.
    """
    if not looks_like_archive(file):
        raise ImportFormatError(reason="archive")
    archive = Archive(file)
    tables = {name: table for name in archive.names if (table := _table(archive, name))}
    beside = Counter(_stem(name) for name in archive.names if name not in tables)
    found: list[TellaFile] = []
    done = 0
    for name in archive.names:
        metadata = (
            () if name in tables else _metadata(name, tables, is_alone=beside[_stem(name)] == 1)
        )
        sha256, size = _digest_of(archive, name)
        told = next((value for key, value in metadata if key == _HASH), "")
        is_as_told = told.lower() == sha256.hex() if _SHA256.fullmatch(told) else None
        found.append(
            TellaFile(
                number=archive.number(name),
                name=name,
                size=size,
                sha256=sha256,
                metadata=metadata,
                is_as_told=is_as_told,
            )
        )
        done += size
        if progress is not None:
            progress(done)
    if not found:
        raise ImportFormatError(reason="no_files")
    known = {each.key for each in found if imported.knows(each.key)}
    return TellaPlan(
        archive,
        tuple(each for each in found if each.key not in known),
        tuple(each for each in found if each.key in known),
    )


def store_tella(
    journal: Journal, plan: TellaPlan, target: IncidentId | Incident, origin: Origin
) -> Stored:
    """Attach every file that is new to one incident, in one commit; durable when this returns.

    Args:
        journal: where to.
        plan: of the same archive, which is still open.
        target: an incident that is there, or a new one that is stored with them.
        origin: the archive.

    Raises:
        NotFoundError: no such incident.
        ImportFormatError: the archive changed meanwhile; nothing was stored.
        StorageFullError, StorageError: nothing was stored.
    """
    incident = target.id if isinstance(target, Incident) else target
    if not isinstance(target, Incident):
        journal.read(incident)
    blobs = list(_take_in(journal, plan, origin))
    remembered = RowsImported(
        at=journal.surroundings.now(),
        source="tella",
        rows=tuple((each.key, digest(each.name), incident) for each in plan.files),
    )
    events: list[Event] = [
        _attachment(journal, incident, each, blob, label=origin.label)
        for each, blob in zip(plan.files, blobs, strict=True)
    ]
    new = [target] if isinstance(target, Incident) and plan.files else []
    if plan.files:
        journal.save_all(new, also=[*events, remembered], blobs=blobs)
    return Stored(
        incidents=tuple(each.id for each in new),
        entities=0,
        attachments=len(blobs),
        attachment_bytes=sum(blob.size for blob in blobs),
    )


def _take_in(journal: Journal, plan: TellaPlan, origin: Origin) -> Iterator[BlobRef]:
    done = 0
    for each in plan.files:
        with plan.archive.open(each.name) as file:
            blob = journal.vault.write_blob(origin.reading(file))
        if blob.sha256 != each.sha256:
            raise ImportFormatError(reason="changed", member=each.number)
        done += blob.size
        if origin.progress is not None:
            origin.progress(done)
        yield blob


def _attachment(
    journal: Journal, incident: IncidentId, file: TellaFile, blob: BlobRef, *, label: str
) -> AttachmentAdded:
    told = (f"{name}: {value}" for name, value in file.metadata)
    lines = (f"{label} #{file.number}", file.name, *told)
    return attachment_event(
        journal,
        incident,
        blob,
        name=PurePosixPath(file.name).name,
        provenance="\n".join(lines),
    )


def _table(archive: Archive, name: str) -> tuple[Fact, ...]:
    """Return the names and values of a table that Tella wrote; nothing of any other file."""
    size = archive.size(name) or 0
    if not name.lower().endswith(_TABLE_SUFFIX) or size > TABLE_BYTES_LIMIT:
        return ()
    with archive.open(name) as file:
        untrusted = file.read(TABLE_BYTES_LIMIT)
    try:
        names, _, values = untrusted.decode("utf-8").partition("\n")
    except UnicodeDecodeError:
        return ()
    header = names.rstrip("\r").split(",")
    cells = values.rstrip("\r\n").split(",")
    if _HASH not in header or _NAME not in header or len(header) != len(cells):
        return ()
    if any(character < " " and character != "\n" for character in values if character != "\r"):
        return ()
    return tuple((key, cell) for key, cell in zip(header, cells, strict=True) if cell.strip())


def _metadata(
    name: str, tables: dict[str, tuple[Fact, ...]], *, is_alone: bool
) -> tuple[Fact, ...]:
    """Return what Tella says of a file: the table of its own name, which names it inside."""
    table = tables.get(_stem(name) + _TABLE_SUFFIX, ())
    named = next((value for key, value in table if key == _NAME), "")
    # Of photo.jpg and photo.png only one is meant; commas of its name became blanks.
    return table if is_alone or named == PurePosixPath(name).name.replace(",", " ") else ()


def _stem(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(""))


def _digest_of(archive: Archive, name: str) -> tuple[bytes, int]:
    """Read a file to its end, which also compares its checksum."""
    whole, size = hashlib.sha256(), 0
    with archive.open(name) as file:
        while piece := file.read(_PIECE_BYTES):
            whole.update(piece)
            size += len(piece)
    return whole.digest(), size
