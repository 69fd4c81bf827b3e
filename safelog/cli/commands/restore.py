"""`restore`: make the vault of a backup again, or say what would come back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from safelog.cli.arguments import Argument, Words
from safelog.cli.backup_text import contents_lines
from safelog.cli.objects import Restoration
from safelog.cli.progress import Progress
from safelog.cli.session import Session
from safelog.journal.backups import Contents, contents_of
from safelog.journal.moment import iso_utc
from safelog.vault import VaultCopy

ARGUMENTS = (
    Argument(name="source"),
    Argument(name="rehearse", flag="--rehearse"),
)


def run(session: Session, words: Words) -> None:
    """Put a backup back, or rehearse it.

    Raises:
        VaultError: the backup is not whole, or there is no room for it; no vault was made.
    """
    source, rehearse = Path(words.text("source")), words.flag("rehearse")
    with _opened(session, source) as copy:
        contents = contents_of(copy)
        if rehearse:
            _rehearse(session, copy)
        else:
            _restore(session, copy)
    if session.json:
        session.console.print_json(_restoration(contents, written=not rehearse))
        return
    last = "" if contents.last_recorded is None else session.moment(contents.last_recorded)
    for line in contents_lines(session.console, contents, last):
        session.console.print(line)
    if rehearse:
        session.console.say("restore.rehearsed")
    else:
        session.console.say("restore.done", folder=session.folder)


def _opened(session: Session, source: Path) -> VaultCopy:
    try:
        return session.opened(partial(session.host.vaults.open_copy, source))
    finally:
        session.credentials.wipe()


def _rehearse(session: Session, copy: VaultCopy) -> None:
    progress = Progress(session.console, session.host.clock, "check.progress")
    report = copy.check(progress=progress)
    for problem in report.problems:
        raise problem


def _restore(session: Session, copy: VaultCopy) -> None:
    progress = Progress(session.console, session.host.clock, "backup.progress")
    session.host.vaults.restore(copy, session.folder, progress=progress)


def _restoration(contents: Contents, *, written: bool) -> Restoration:
    last = contents.last_recorded
    return Restoration(
        written=written,
        incidents=contents.incidents,
        entities=contents.entities,
        attachments=contents.attachments,
        attachment_bytes=contents.attachment_bytes,
        records=contents.records,
        last_recorded="" if last is None else iso_utc(last),
    )
