"""Sharing, last steps: what the recipient will read, then where the files go."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from safelog.export.reading import read_html
from safelog.journal.journal import Journal
from safelog.journal.share import HTML_NAME, Share, write_share
from safelog.tui import keys, tasks
from safelog.tui.screens.journal_screen import JournalScreen
from safelog.tui.session import Session
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.text_box import TextBox


class Written(tasks.Answer):
    """The files are there."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        """Carry where they are."""
        super().__init__()
        self.paths = paths


class PreviewScreen(JournalScreen, inherit_bindings=False):
    """The text of the finished chronology, read back from the file that will be written."""

    NAME = "preview"
    HINTS = (keys.CONTINUE_TO, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *JournalScreen.BINDINGS,
        keys.binding(keys.CONTINUE_TO),
    ]

    def __init__(self, session: Session, share: Share) -> None:
        """Show `share`, which passed the leak check."""
        super().__init__(session)
        self._share = share

    def body(self) -> Iterable[Widget]:
        """Make one page of text."""
        text = "\n".join(
            block.strip() for block in read_html(self._share.outputs.files[HTML_NAME]).blocks
        )
        yield Line(self.text("preview.ask"), classes="lead")
        with VerticalScroll(classes="page"):
            yield Line(text)

    def action_continue_to(self) -> None:
        """Ask where the files go."""
        self.app.push_screen(WriteScreen(self.session, self._share))


class WriteScreen(JournalScreen, inherit_bindings=False):
    """Takes a folder, writes the files, and tells the digits that are read out by voice."""

    NAME = "write"
    HINTS = (keys.SAVE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [*JournalScreen.BINDINGS, keys.binding(keys.SAVE)]

    def __init__(self, session: Session, share: Share) -> None:
        """Write `share` where the person says."""
        super().__init__(session)
        self._share = share
        self._written = False

    def body(self) -> Iterable[Widget]:
        """Make the box and the list of files."""
        day = self.session.clock.now().strftime("%Y-%m-%d")
        folder = Path.home() / f"chronology-{day}"
        names = "\n".join(
            self.text("write.file", name=name, size=f"{len(data):,}".replace(",", " "))
            for name, data in self._share.outputs.files.items()
        )
        yield Line(self.text("write.ask"), classes="lead")
        yield TextBox(str(folder), one_line=True, widget_id="folder")
        yield Line(self.text("write.files", names=names), classes="hint")
        yield Line(self.text("write.plain"), classes="hint")
        yield Line(widget_id="done", classes="lead -empty")

    def action_save(self) -> None:
        """Write the files; once."""
        folder = self.query_one("#folder", TextBox).text.strip()
        if self._written or not folder:
            return
        self._written = True
        path = Path(folder).expanduser()
        tasks.start(self, partial(_write, self.session.journal, self._share, path), group="share")

    def on_written(self, message: Written) -> None:
        """Say where the files are, and the digits."""
        paths = "\n".join(str(path) for path in message.paths)
        digits = " ".join(self._share.digits)
        self.query_one("#folder", TextBox).disabled = True
        for question in self.query("#body > *"):
            question.display = question.id == "done"
        self.query_one("#done", Line).show(self.text("write.done", paths=paths, digits=digits))
        self.answer("")

    def task_failed(self, message: tasks.TaskFailed) -> None:
        """Say why nothing was written; another folder can be tried."""
        self._written = False
        super().task_failed(message)


def _write(journal: Journal, share: Share, folder: Path, _stopped: Event) -> Written:
    return Written(write_share(journal, share, folder))
