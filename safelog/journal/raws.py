"""Files that go out as they are, because the person said so of each.

Nobody takes anything out of such a file, and nobody can search it. So it is an act for each single
file, an image with masks is refused, and the file is listed as what it is wherever it is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec

from safelog.errors import NotFoundError, RawFileError
from safelog.export.rawfile import HEAD_BYTES, ending_of
from safelog.journal.attachments import find_attachment, read_attachment
from safelog.journal.journal import Journal
from safelog.journal.masks import masks_for
from safelog.journal.selection import Gathered
from safelog.model.ids import AttachmentId, RecipientId
from safelog.redact.document import RedactedDocument
from safelog.redact.selection import ExportedAttachment

RAW_BYTES_LIMIT = 100 * 1024 * 1024
"""Of all of them together: they are sealed in memory."""


def with_raw_files(
    journal: Journal, gathered: Gathered, chosen: Iterable[AttachmentId], recipient: RecipientId
) -> Gathered:
    """Put the originals of the chosen attachments to what goes into an export.

    Args:
        journal: an open journal.
        gathered: what the recipient may be told of.
        chosen: attachments of it.
        recipient: for whom.

    Raises:
        NotFoundError: an attachment is not in this export, or its file is lost.
        RawFileError: parts of it are masked, or they are too large together.
        DamagedBlobError: an attachment fails authentication.
    """
    wanted = frozenset(chosen)
    there = {each.id: each for row in gathered.incidents for each in row.attachments}
    if not wanted <= there.keys():
        raise NotFoundError(what="attachment")
    if any(masks_for(journal, each, recipient) for each in wanted):
        raise RawFileError(reason="masked")
    if sum(there[each].size for each in wanted) > RAW_BYTES_LIMIT:
        raise RawFileError(reason="size")
    raws = {
        each: b"".join(read_attachment(journal, find_attachment(journal, each))) for each in wanted
    }

    def marked(attachment: ExportedAttachment) -> ExportedAttachment:
        if attachment.id not in raws:
            return attachment
        ending = ending_of(raws[attachment.id][:HEAD_BYTES])
        return msgspec.structs.replace(attachment, raw=ending)

    incidents = tuple(
        msgspec.structs.replace(row, attachments=tuple(map(marked, row.attachments)))
        for row in gathered.incidents
    )
    by_digest = {there[each].sha256: data for each, data in raws.items()}
    return replace(gathered, incidents=incidents, raws=by_digest)


def raw_outputs(document: RedactedDocument, raws: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that the document names, by their neutral names."""
    return {each.file: raws[each.sha256] for each in document.exhibits if each.file is not None}
