"""`backup`: a verified copy of the vault in another place."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

from safelog.cli.arguments import Argument, Words
from safelog.cli.objects import BackedUp
from safelog.cli.progress import Progress
from safelog.cli.session import Session
from safelog.journal.backups import back_up
from safelog.system.paths import on_same_disk

ARGUMENTS = (Argument(name="target"),)


def run(session: Session, words: Words) -> None:
    """Make a backup.

    Raises:
        BackupError: the place is none for a backup, or the copy is not whole; there is no backup.
    """
    console, target = session.console, Path(words.text("target"))
    with session.journal() as journal:
        progress = Progress(console, session.host.clock, "backup.progress")
        same_disk = _is_near(session.folder, target)
        made = back_up(
            journal,
            target,
            name=f"journal-{_today(session)}",
            same_disk=same_disk,
            progress=progress,
        )
    if session.json:
        console.print_json(
            BackedUp(
                path=str(made.path),
                same_disk=same_disk,
                records=made.records,
                attachments=made.blobs,
                attachment_bytes=made.blob_bytes,
            )
        )
        return
    console.print(str(made.path))
    console.say("backup.done")
    if same_disk:
        console.say("backup.same_disk")


def _today(session: Session) -> str:
    now = session.host.clock.now().astimezone(UTC)
    return now.astimezone(ZoneInfo(session.zone)).date().isoformat()


def _is_near(vault: Path, target: Path) -> bool:
    """Tell whether a backup would lie on the disk of the vault; a place that is not there is none.

    Whether it is a place for a backup at all is judged with the vault open.
    """
    folder = target if target.is_dir() else target.parent
    return folder.is_dir() and on_same_disk(vault, folder)
