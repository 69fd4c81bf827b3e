"""Files taken into the vault as evidence: streamed in, streamed out, never changed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from safelog.errors import AmbiguousError, NotFoundError
from safelog.evidence.entry import base_leaf
from safelog.journal.entries import entry_of
from safelog.journal.events import AttachmentAdded
from safelog.journal.journal import SEED_BYTES, Journal
from safelog.model.ids import AttachmentId, IncidentId
from safelog.model.text import LINE_LIMIT, check_text
from safelog.vault import BlobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who is told while a file is taken in; each is called with a number of bytes."""

    progress: Callable[[int], None] | None = None
    """How many were taken so far."""
    resumed: Callable[[int], None] | None = None
    """How many an earlier attempt left, if it left any: they are not taken again."""


def attach(
    journal: Journal,
    incident: IncidentId,
    source: BinaryIO,
    *,
    name: str,
    description: str = "",
    provenance: str = "",
    listeners: Listeners | None = None,
) -> AttachmentAdded:
    """Take the bytes of `source` as evidence of an incident; durable when this returns.

    Args:
        journal: to take them into.
        incident: what they are evidence of.
        source: a binary file; one that can seek goes on where a kill or a power cut ended it.
        name: of the file.
        description: what it shows.
        provenance: where it came from.
        listeners: are told how far it is.

    Raises:
        NotFoundError: no such incident; nothing was stored.
        InvalidTextError: the name or a description is too long or cannot be stored.
        StorageFullError: the disk is full; what was saved before is safe.
    """
    check_text(name, field="name", limit=LINE_LIMIT)
    check_text(description, field="description")
    check_text(provenance, field="provenance")
    journal.read(incident)
    told = listeners or Listeners()
    blob = journal.vault.write_blob(source, progress=told.progress, resumed=told.resumed)
    event = attachment_event(
        journal, incident, blob, name=name, description=description, provenance=provenance
    )
    journal.append([event], blobs=[blob])
    return event


def attachment_event(
    journal: Journal,
    incident: IncidentId,
    blob: BlobRef,
    *,
    name: str,
    description: str = "",
    provenance: str = "",
) -> AttachmentAdded:
    """Return the event that makes a blob an attachment, to be appended together with it."""
    event = AttachmentAdded(
        at=journal.surroundings.now(),
        id=AttachmentId(journal.new_id()),
        incident=incident,
        blob=blob.id,
        name=name,
        size=blob.size,
        sha256=blob.sha256,
        description=description,
        provenance=provenance,
        seed=journal.surroundings.randomness(SEED_BYTES),
        leaf=b"",
    )
    return msgspec.structs.replace(event, leaf=base_leaf(entry_of(event)))


def find_attachment(journal: Journal, text: str) -> AttachmentAdded:
    """Return the attachment whose id is, or begins with, `text`.

    Raises:
        NotFoundError: none.
        AmbiguousError: several.
    """
    prefix = text.strip().lower()
    threads, strays = journal.state.threads.values(), journal.state.strays.values()
    known = itertools.chain(*(thread.attachments for thread in threads), *strays)
    found = [each for each in known if prefix and each.id.startswith(prefix)]
    if not found:
        raise NotFoundError(what="attachment")
    if len(found) > 1:
        raise AmbiguousError(what="attachment", count=len(found))
    return found[0]


def read_attachment(journal: Journal, attachment: AttachmentAdded) -> Iterator[bytes]:
    """Yield the original bytes of an attachment; each chunk is verified before it is released.

    Raises:
        DamagedBlobError: the bytes fail authentication.
        MissingBlobError: the file is not in the vault.
    """
    for chunk in journal.vault.read_blob(attachment.blob):
        yield bytes(chunk)
