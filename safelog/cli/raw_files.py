"""Ask about each file that is to go out as it is, and say which did."""

from __future__ import annotations

from collections.abc import Iterable

from safelog.cli.json_input import read_json
from safelog.cli.objects import RawWords
from safelog.cli.progress import size
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.errors import CancelledError
from safelog.journal.attachments import find_attachment
from safelog.journal.journal import Journal
from safelog.journal.selection import Gathered
from safelog.model.ids import AttachmentId
from safelog.model.text import one_line


def agree_to_raw(
    session: Session, journal: Journal, named: Iterable[str]
) -> tuple[AttachmentId, ...]:
    """Warn of each file by itself, and return them if the person agrees to all.

    Raises:
        NotFoundError, AmbiguousError: no attachment, or several, have this id.
        InvalidJsonError: a script did not say that it is meant.
        CancelledError: the person did not agree; nothing is exported.
    """
    files = {file.id: file for file in (find_attachment(journal, text) for text in named)}
    if not files:
        return ()
    console = session.console
    if session.json:
        read_json(console.stdin, RawWords)
        return tuple(files)
    ask = Questions(console, is_interactive=session.is_interactive)
    console.say("export.raw_warning")
    for file in files.values():
        shown = size(console, file.size)
        console.say("export.raw_named", name=one_line(file.name) or file.id, size=shown)
        if not ask.agree(console.text("export.raw_agree"), default=False):
            raise CancelledError
    return tuple(files)


def tell_of_files(session: Session, gathered: Gathered) -> None:
    """Say which files are not what the person may think they are."""
    console = session.console
    if gathered.unread:
        console.tell(session.console.catalogue.text("sharing.unread"))
    raw = [one_line(a.name) or a.id for row in gathered.incidents for a in row.attachments if a.raw]
    if raw:
        console.tell(console.plural("export.raw_files", len(raw), names=", ".join(raw)))
