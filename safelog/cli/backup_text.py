"""What is said of backups, in plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from safelog.cli.console import Console
from safelog.cli.progress import size
from safelog.journal.backups import BackupAge, Contents


def backup_age_line(console: Console, age: BackupAge | None) -> str:
    """Return one quiet line on the last backup."""
    if age is None:
        return console.text("backup.none")
    when = console.plural("backup.age", age.days) if age.days else console.text("backup.today")
    return f"{when} {console.text('backup.near')}" if age.same_disk else when


def contents_lines(console: Console, contents: Contents, last: str) -> Iterator[str]:
    """Return what a copy would bring back; `last` is when its last entry was recorded."""
    yield console.plural("check.incidents", contents.incidents)
    yield console.plural("check.entities", contents.entities)
    yield console.plural("check.records", contents.records)
    together = size(console, contents.attachment_bytes)
    yield console.plural("check.attachments", contents.attachments, size=together)
    if last:
        yield console.text("restore.last", time=last)
