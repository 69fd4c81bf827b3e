"""Sharing, last step: where the files go, and once they are there, what opens them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from safelog.journal.share import Share
from safelog.tui import keys, tasks
from safelog.tui.screens.recovery import numbered
from safelog.tui.screens.sharing_step import SharingStep
from safelog.tui.session import Session
from safelog.tui.sharing import Plan, Written, write
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.text_box import TextBox
from safelog.vault import Secret


class WriteScreen(SharingStep, inherit_bindings=False):
    """Takes a folder, writes the files, and shows once what is told by voice.

    The passphrase is wiped when the screen goes, by Esc or by a lock; what was drawn is a text of
    Python's, which nobody can wipe.
    """

    NAME = "write"
    HINTS = (keys.SAVE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [*SharingStep.BINDINGS, keys.binding(keys.SAVE)]

    def __init__(self, session: Session, plan: Plan, share: Share) -> None:
        """Write `share` where the person says."""
        super().__init__(session)
        self._plan = plan
        self._share = share
        self._is_writing = False
        self._is_written = False
        self._passphrase: Secret | None = None

    def body(self) -> Iterable[Widget]:
        """Make the box, and what is to be known before."""
        day = self.session.clock.now().strftime("%Y-%m-%d")
        folder = Path.home() / f"chronology-{day}"
        way = self._plan.sealing.way
        yield Line(self.text("write.ask"), classes="lead")
        yield TextBox(str(folder), one_line=True, widget_id="folder")
        yield Line(self.catalogue.text(f"sharing.opens_{way}"), classes="hint")
        if way == "plain":
            yield Line(self.text("write.files", names=self._names()), classes="hint")
            yield Line(self.text("write.plain"), classes="hint")
        with VerticalScroll(classes="page", id="done"):
            yield Line(widget_id="opens", classes="-empty")
            yield Line(widget_id="passphrase", classes="secret -empty")
            yield Line(widget_id="written")

    def begin(self) -> None:
        """Show nothing yet of what is told at the end."""
        self.query_one("#done").display = False

    def action_save(self) -> None:
        """Write the files; once."""
        folder = self.query_one("#folder", TextBox).text.strip()
        if self._is_writing or not folder:
            return
        self._is_writing = True
        self.answer(self.text("write.writing"))
        path = Path(folder).expanduser()
        work = partial(write, self.session.journal, self._plan, self._share, path)
        tasks.start(self, work, group="share")

    def on_written(self, message: Written) -> None:
        """Say where the files are, the digits, and the passphrase: once."""
        self._is_written = True
        self._passphrase = message.passphrase
        self.query_one("#folder", TextBox).disabled = True
        for part in self.query("#body > *"):
            part.display = part.id == "done"
        if self._passphrase is not None:
            opens = self.catalogue.text("sharing.passphrase_is")
            self.query_one("#opens", Line).show(opens)
            self.query_one("#passphrase", Line).show(numbered(self._passphrase))
        paths = "\n".join(str(path) for path in message.paths)
        digits = " ".join(self._share.digits)
        done = self.text("write.done", paths=paths, digits=digits)
        self.query_one("#written", Line).show(done)
        self.query_one("#done").focus()
        self.answer(self.text("write.once") if self._passphrase is not None else "")

    def task_failed(self, message: tasks.TaskFailed) -> None:
        """Say why nothing was written; another folder can be tried."""
        self._is_writing = False
        super().task_failed(message)

    def action_back(self) -> None:
        """Go back a step; once the files are written, leave sharing, without a question."""
        if not self._is_written:
            self.dismiss()
            return
        gone = "write.gone" if self._passphrase is not None else "write.over"
        self.end(self.text(gone))

    def on_unmount(self) -> None:
        """Wipe the passphrase."""
        if self._passphrase is not None:
            self._passphrase.wipe()

    def _names(self) -> str:
        return "\n".join(
            self.text("write.file", name=name, size=f"{len(data):,}".replace(",", " "))
            for name, data in self._share.outputs.files.items()
        )
