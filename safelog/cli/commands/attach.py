"""`attach`: take a file into the vault as evidence, or give its original bytes back.

An attempt that a kill or a power cut ended goes on where it was when the same file comes again.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import STANDARD_INPUT, open_input, write_output
from safelog.cli.interrupts import Interrupts
from safelog.cli.json_input import read_json
from safelog.cli.objects import AttachmentWords, Changed, attachment_object
from safelog.cli.progress import Progress, size
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.errors import UnreadableFileError, UsageError
from safelog.journal.attachments import Listeners, attach, find_attachment, read_attachment
from safelog.journal.journal import Journal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_PIECE_BYTES = 1 << 18
ARGUMENTS = (
    Argument(name="id", optional=True),
    Argument(name="file", optional=True),
    Argument(name="out", flag="--out", value="FILE"),
    Argument(name="forget", flag="--forget"),
)


def run(session: Session, words: Words) -> None:
    """Attach a file, write one out, or forget what an attempt left."""
    if words.flag("forget"):
        _forget(session, words)
        return
    if not words.text("id"):
        raise UsageError(what="ID")
    if bool(words.text("out")) == bool(words.text("file")):
        raise UsageError(what="FILE")
    if words.text("out") == STANDARD_INPUT and (session.json or session.console.is_terminal):
        # The file may hold what steers a terminal, and JSON has its own use of standard output.
        raise UsageError(what="out")
    with session.journal() as journal:
        if words.text("out"):
            _write_out(session, journal, words)
        else:
            _take_in(session, journal, words)


def _take_in(session: Session, journal: Journal, words: Words) -> None:
    incident = journal.find_incident(words.text("id"))
    name = words.text("file")
    with open_input(name, session.console.stdin) as source:
        said = _describe(session, is_streamed=name == STANDARD_INPUT)
        interrupts = session.host.interrupts
        with interrupts.finish():
            attachment = attach(
                journal,
                incident,
                open_source(source, interrupts),
                name=Path(name).name if name != STANDARD_INPUT else "",
                description=said.description,
                provenance=said.provenance,
                listeners=_listeners(session),
            )
    if session.json:
        session.console.print_json(attachment_object(attachment))
        return
    session.console.print(attachment.id)
    session.console.say(
        "attach.done", size=size(session.console, attachment.size), sha256=attachment.sha256.hex()
    )


def _listeners(session: Session) -> Listeners:
    console = session.console
    return Listeners(
        progress=Progress(console, session.host.clock, "attach.progress"),
        resumed=lambda kept: console.say("attach.resumed", done=size(console, kept)),
    )


def _describe(session: Session, *, is_streamed: bool) -> AttachmentWords:
    """Ask what the file is; not where standard input is the file itself."""
    if is_streamed:
        return AttachmentWords()
    if session.json:
        return read_json(session.console.stdin, AttachmentWords)
    ask = Questions(session.console, is_interactive=session.is_interactive)
    say = session.console.text
    return AttachmentWords(
        description=ask.line(say("attach.description"), about=say("attach.description_help")),
        provenance=ask.line(say("attach.provenance"), about=say("attach.provenance_help")),
    )


def _write_out(session: Session, journal: Journal, words: Words) -> None:
    attachment = find_attachment(journal, words.text("id"))
    session.console.say("plaintext.file")
    if words.text("out") == STANDARD_INPUT:
        session.console.print_bytes(read_attachment(journal, attachment))
        return
    write_output(Path(words.text("out")), read_attachment(journal, attachment))
    if session.json:
        session.console.print_json(attachment_object(attachment))
    else:
        session.console.say("attach.written", size=size(session.console, attachment.size))


def _forget(session: Session, words: Words) -> None:
    if words.text("id") or words.text("out"):
        raise UsageError(what="forget")
    with session.vault() as vault, session.host.interrupts.finish():
        count = vault.forget_unfinished()
    if session.json:
        session.console.print_json(Changed(what="unfinished"))
    elif count:
        session.console.tell(session.console.plural("attach.forgotten", count))
    else:
        session.console.say("attach.nothing_unfinished")


def open_source(file: BinaryIO, interrupts: Interrupts) -> BinaryIO:
    """Return `file` so that reading it may be interrupted, while storing what was read may not."""
    return io.BufferedReader(_Source(file, interrupts), buffer_size=_PIECE_BYTES)


class _Source(io.RawIOBase):
    """The file of `open_source`."""

    def __init__(self, file: BinaryIO, interrupts: Interrupts) -> None:
        super().__init__()
        self._file = file
        self._interrupts = interrupts

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        with _source_errors():
            return self._file.seek(offset, whence)

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        with _source_errors(), self._interrupts.allow():
            piece = self._file.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


@contextlib.contextmanager
def _source_errors() -> Iterator[None]:
    """Tell errors of the file from those of the vault's own disk.

    Raises:
        UnreadableFileError: the system refused.
    """
    try:
        yield
    except OSError as error:
        raise UnreadableFileError(errno=error.errno or 0) from None
