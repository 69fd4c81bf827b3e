"""What goes into an export, before redaction: full originals, for the redaction step alone.

Nothing here may reach a renderer; `compose` turns these values into a `RedactedDocument`.
"""

from __future__ import annotations

import msgspec

from safelog.model.ids import AttachmentId
from safelog.model.incident import Incident
from safelog.model.mask import MaskId


class ExportedAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment of an exported incident."""

    id: AttachmentId
    name: str
    """The original file name; private."""
    sha256: str
    """Lower-case hex of the original file."""
    size: int
    """Of the original file, in bytes."""
    media: str
    """image, audio, video, document or other."""
    recorded: str
    """When it was attached, ISO 8601 UTC."""
    description: str = ""
    provenance: str = ""
    """Where it came from and from which device, in the person's words."""
    copy_sha256: str | None = None
    """Lower-case hex of the clean copy that will be shown; None if there is none."""
    removed: tuple[str, ...] = ()
    """Codes of what the clean copy no longer has."""
    masks: tuple[MaskId, ...] = ()
    """Names of the masks that cover parts of the clean copy."""
    raw: str = ""
    """Ending of the name under which the original goes along, told by its bytes; empty if it does
    not."""


class CorrectedParts(msgspec.Struct, frozen=True, kw_only=True):
    """A later revision of an incident: when, and which parts of the account it changed."""

    revision: int
    recorded: str
    """ISO 8601 UTC."""
    paths: tuple[str, ...]


class ExportedIncident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident in its current revision, and how it came to be."""

    incident: Incident
    revision: int
    recorded: str
    """When this revision was recorded, ISO 8601 UTC."""
    first_recorded: str
    corrections: tuple[CorrectedParts, ...] = ()
    attachments: tuple[ExportedAttachment, ...] = ()
