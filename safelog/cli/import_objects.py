"""The objects with which imports of other programs' files speak `--json`: docs/INTERCHANGE.md."""

from __future__ import annotations

from datetime import date

import msgspec

from safelog.journal.imports.columns import Columns, DateOrder


class ImportChoices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `import chat` and `import calls` read: whatever a file leaves open."""

    chat: int | None = None
    """Number of the chat in an export of several, from 1."""
    zone: str = ""
    kind: str = ""
    call_kind: str = ""
    order: DateOrder | None = None
    own: tuple[str, ...] | None = None
    senders: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    series: str = ""
    columns: Columns | None = None


class FoundSender(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a file, and how much of it is theirs."""

    id: str
    name: str
    rows: int


class FoundChat(msgspec.Struct, frozen=True, kw_only=True):
    """One of the chats of a file."""

    number: int
    name: str
    rows: int


class ImportPreview(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="preview"):
    """What an import would store. Where something is undecided, only what the file holds."""

    format: str
    rows: int
    undecided: tuple[str, ...] = ()
    chats: tuple[FoundChat, ...] = ()
    header: tuple[str, ...] = ()
    columns: Columns | None = None
    """Those that are meant: said now, said before, or proposed by the words of the header."""
    senders: tuple[FoundSender, ...] = ()
    incidents: int = 0
    replies: int = 0
    first: str = ""
    last: str = ""
    """Minutes on the clock of the zone that was said."""
    files: int = 0
    file_bytes: int = 0
    missing_files: int = 0
    left_out: dict[str, int] = {}
    changed: int = 0
    """Rows that are in the journal with other words."""
    with_metadata: int = 0
    """Of an archive of Tella, files of which it says something."""
    differing: tuple[int, ...] = ()
    """Of an archive of Tella, places of files that are not what it says."""
