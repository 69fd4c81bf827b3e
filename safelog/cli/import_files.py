"""The file of an import: opened once, read from its beginning as often as it takes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from safelog.cli.commands.attach import open_source
from safelog.cli.files import STANDARD_INPUT, open_input
from safelog.cli.progress import Progress
from safelog.cli.session import Session
from safelog.errors import ImportFormatError
from safelog.journal.imports.source import Source
from safelog.journal.imports.storing import Origin
from safelog.model.text import LINE_LIMIT, one_line

_STREAM_BYTES_LIMIT = 512 << 20
"""Most that is taken from standard input, which is held in memory."""


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that is open, and what the person calls it."""

    file: BinaryIO
    name: str
    """Without its folder; as it is shown and stored."""
    folder: Path | None


@contextmanager
def open_import(session: Session, path: str) -> Iterator[ImportFile]:
    """Open the file of an import.

    Raises:
        UnreadableFileError: it cannot be read.
        ImportFormatError: standard input brings more than can be held.
    """
    with open_input(path, session.console.stdin) as file:
        if path == STANDARD_INPUT:
            untrusted = file.read(_STREAM_BYTES_LIMIT + 1)
            if len(untrusted) > _STREAM_BYTES_LIMIT:
                raise ImportFormatError(reason="too_large", limit=_STREAM_BYTES_LIMIT)
            yield ImportFile(io.BytesIO(untrusted), "", None)
        else:
            where = Path(path)
            yield ImportFile(file, one_line(where.name)[:LINE_LIMIT], where.parent)


def origin(session: Session, source: Source, file: ImportFile) -> Origin:
    """Return where the files of an export come from; reading them may be interrupted."""
    return Origin(
        source=source,
        label=file.name,
        reading=lambda each: open_source(each, session.host.interrupts),
        progress=Progress(session.console, session.host.clock, "attach.progress"),
    )
