"""Checkpoints (C2SP tlog-checkpoint): size and root of a recipient's log, bound to one export."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from safelog.errors import ChangedExportError
from safelog.evidence.commitment import HASH_BYTES
from safelog.evidence.note import decode_base64, encode_base64

_EXPORT = b"safelog/proof/v1/export\x00"
_EXTENSION = "export "
_SIZE = re.compile(r"[1-9][0-9]{0,17}")
_LINES = 5


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint's note says."""

    origin: str
    size: int
    root: bytes
    export: bytes
    """Digest of the export that it was signed with."""

    def __str__(self) -> str:
        """Write the text of the note (docs/PROOF.md, section 4)."""
        root, export = encode_base64(self.root), encode_base64(self.export)
        return f"{self.origin}\n{self.size}\n{root}\n{_EXTENSION}{export}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note whose signature has been verified.

    Raises:
        ChangedExportError: it is not a checkpoint of an export. Only the holder of the key can
            have written it so.
    """
    lines = text.split("\n")
    if len(lines) != _LINES or not _SIZE.fullmatch(lines[1]):
        raise ChangedExportError(place="checkpoint")
    root, export = decode_base64(lines[2]), decode_base64(lines[3].removeprefix(_EXTENSION))
    if root is None or export is None or {len(root), len(export)} != {HASH_BYTES}:
        raise ChangedExportError(place="checkpoint")
    checkpoint = Checkpoint(origin=lines[0], size=int(lines[1]), root=root, export=export)
    if str(checkpoint) != text:
        raise ChangedExportError(place="checkpoint")
    return checkpoint


def export_digest(canonical: bytes) -> bytes:
    """Hash the canonical JSON of an export without its checkpoint (docs/PROOF.md, section 5.1)."""
    return hashlib.sha256(_EXPORT + canonical).digest()
