"""Gather what an export starts from: full originals, on their way to redaction."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from safelog.errors import NotFoundError, UnsafeImageError
from safelog.export.image import CleanCopy
from safelog.journal.events import AttachmentAdded
from safelog.journal.journal import Journal, Saved
from safelog.journal.masks import masked_copy, masks_for, needs_heic
from safelog.journal.moment import iso_utc
from safelog.journal.thread import Thread
from safelog.journal.united import with_representatives
from safelog.model.ids import AttachmentId, IncidentId, RecipientId
from safelog.model.incident import Incident
from safelog.model.leaves import leaves
from safelog.model.mask import MaskId
from safelog.redact.selection import CorrectedParts, ExportedAttachment, ExportedIncident

_MEDIA = {"image", "audio", "video"}
_DOCUMENTS = (".doc", ".docx", ".odt", ".pdf", ".rtf", ".txt")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The incidents of an export, and the clean copies of their images by digest."""

    incidents: tuple[ExportedIncident, ...]
    copies: Mapping[str, CleanCopy] = field(default_factory=dict)
    raws: Mapping[str, bytes] = field(default_factory=dict)
    """Originals that go along as they are, by the same digest as the exhibit tells."""
    unread: int = 0
    """Images that need the extra [heic], which is not installed: they have no copy."""


def gather(
    journal: Journal,
    chosen: Iterable[IncidentId],
    *,
    images: bool,
    recipient: RecipientId | Literal[""] = "",
) -> Gathered:
    """Read the chosen incidents with their history, and make clean copies of their images.

    Args:
        journal: an open journal.
        chosen: ids of incidents.
        images: whether there are copies.
        recipient: for whom: what they may not see of an image is covered.

    Raises:
        NotFoundError: an incident is not in the journal.
        DamagedBlobError: an attachment fails authentication.
    """
    copies: dict[str, CleanCopy] = {}
    unread: set[AttachmentId] = set()
    exported = []
    for incident in chosen:
        history = {saved.revision: saved for saved in journal.line(incident)}
        newest = journal.read(incident)
        exported.append(
            ExportedIncident(
                incident=with_representatives(
                    newest.incident, journal.state, journal.surroundings.kinds
                ),
                revision=newest.revision,
                recorded=iso_utc(newest.recorded),
                first_recorded=iso_utc(newest.first_recorded),
                corrections=_corrections(journal.thread(incident), history),
                attachments=tuple(
                    _attachment(
                        item,
                        _copy(journal, item, recipient, unread) if images else None,
                        copies,
                        masks=tuple(mask.id for mask in masks_for(journal, item.id, recipient)),
                    )
                    for item in newest.attachments
                ),
            )
        )
    return Gathered(tuple(exported), copies, unread=len(unread))


def _corrections(thread: Thread, history: Mapping[int, Saved]) -> tuple[CorrectedParts, ...]:
    """Name the parts that each later revision changed, compared with the last one that is there.

    Of a removed revision, and of one that follows nothing else, only the date is told.
    """
    corrections = []
    before = history.get(thread.line[0].number)
    for revision in thread.line[1:]:
        after = history.get(revision.number)
        corrections.append(
            CorrectedParts(
                revision=revision.number,
                recorded=iso_utc(revision.recorded),
                paths=_changed(before.incident, after.incident) if before and after else (),
            )
        )
        before = after or before
    return tuple(corrections)


def _changed(before: Incident, after: Incident) -> tuple[str, ...]:
    old, new = dict(leaves(before)), dict(leaves(after))
    return tuple(path for path in {**old, **new} if old.get(path) != new.get(path))


def _attachment(
    attachment: AttachmentAdded,
    copy: CleanCopy | None,
    copies: dict[str, CleanCopy],
    *,
    masks: tuple[MaskId, ...],
) -> ExportedAttachment:
    digest = hashlib.sha256(copy.data).hexdigest() if copy else None
    if copy is not None and digest is not None:
        copies[digest] = copy
    return ExportedAttachment(
        id=attachment.id,
        name=attachment.name,
        sha256=attachment.sha256.hex(),
        size=attachment.size,
        media="image" if copy else _media(attachment.name),
        recorded=iso_utc(attachment.at),
        description=attachment.description,
        provenance=attachment.provenance,
        copy_sha256=digest,
        removed=copy.removed if copy else (),
        masks=masks if copy else (),
    )


def _media(name: str) -> str:
    """Guess the medium from a file name, by Python's own table and not the system's."""
    if name.casefold().endswith(_DOCUMENTS):
        return "document"
    guessed = mimetypes.MimeTypes().guess_type(name)[0] or ""
    medium = guessed.partition("/")[0]
    return medium if medium in _MEDIA else "other"


def _copy(
    journal: Journal,
    attachment: AttachmentAdded,
    recipient: RecipientId | Literal[""],
    unread: set[AttachmentId],
) -> CleanCopy | None:
    """Return a clean copy of an image; None for any other file, one that is not whole, or lost.

    Such a file goes into the export by its hash and description; `unread` takes it if only the
    extra for such images is missing.
    """
    try:
        return masked_copy(journal, attachment, recipient)
    except UnsafeImageError:
        if needs_heic(journal, attachment):
            unread.add(attachment.id)
        return None
    except NotFoundError:
        return None
