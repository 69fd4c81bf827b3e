"""One incident to read, and how it came to be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from threading import Event
from typing import ClassVar

import msgspec
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from safelog.journal.journal import Journal, Saved
from safelog.model.ids import IncidentId
from safelog.tui import keys, tasks
from safelog.tui.kinds import kind_label
from safelog.tui.reading import changed_paths, history_line, parts
from safelog.tui.screens.edit import EditScreen
from safelog.tui.screens.journal_screen import JournalScreen
from safelog.tui.screens.share import ShareScreen
from safelog.tui.session import Session
from safelog.tui.widgets.line import Line


class Completed(tasks.Answer):
    """The incident is no draft any more."""


class DetailScreen(JournalScreen, inherit_bindings=False):
    """What the newest revision says, and on demand every revision before it."""

    NAME = "detail"
    HINTS = (keys.BACK, keys.EDIT, keys.SAVE, keys.CHANGE, keys.SHARE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *JournalScreen.BINDINGS,
        *keys.bindings(keys.EDIT, keys.CHANGE, keys.SHARE, keys.SAVE),
    ]

    def __init__(self, session: Session, incident: IncidentId) -> None:
        """Read the incident.

        Raises:
            NotFoundError: there is no such incident.
            DamagedVaultError: its record is not what safelog wrote.
        """
        super().__init__(session)
        self._incident = incident
        self._saved = session.journal.read(incident)
        self._history = False

    def body(self) -> Iterable[Widget]:
        """Make a page that scrolls."""
        with VerticalScroll(classes="page"):
            yield from self._lines()

    async def on_screen_resume(self) -> None:
        """Show what an edit changed."""
        await self._reload()

    async def _reload(self) -> None:
        with self.reporting():
            newest = self.session.journal.read(self._incident)
            if newest.revision != self._saved.revision:
                self._saved = newest
                await self._redraw()

    def action_edit(self) -> None:
        """Edit a copy; the revision that is shown stays."""
        self.app.push_screen(EditScreen.of(self.session, self._saved))

    def action_save(self) -> None:
        """Say that a draft is complete; only then can it be shared."""
        if self._saved.incident.state != "draft":
            self.answer(self.text("detail.no_draft"))
            return
        tasks.start(self, partial(_complete, self.session.journal, self._saved), group="save")

    async def on_completed(self) -> None:
        """Show the new version."""
        await self._reload()
        self.answer(self.text("detail.completed"))

    def action_share(self) -> None:
        """Begin a copy for somebody."""
        self.app.push_screen(ShareScreen(self.session, (self._incident,)))

    async def action_change(self) -> None:
        """Show the revisions before, or hide them."""
        self._history = not self._history
        with self.reporting():
            await self._redraw()

    async def _redraw(self) -> None:
        page = self.query_one(VerticalScroll)
        async with self.batch():
            await page.remove_children()
            await page.mount_all(self._lines())

    def _lines(self) -> list[Widget]:
        saved = self._saved
        state = self.text(f"state.{saved.incident.state}")
        kind = kind_label(self.session, saved.incident.kind)
        lines: list[Widget] = [
            Line(self.text("detail.heading", kind=kind, state=state), classes="lead"),
            Line(history_line(self.session, saved), classes="hint"),
        ]
        lines += self._parts(saved)
        lines += [
            Line(self._file(item.name, item.size), classes="value") for item in saved.attachments
        ]
        if self._history:
            lines += self._earlier()
        return lines

    def _parts(self, saved: Saved, only: set[str] | None = None) -> list[Widget]:
        lines: list[Widget] = []
        for part in parts(self.session, saved.incident):
            if only is None or part.path in only:
                lines += [Line(part.label, classes="label"), Line(part.text, classes="value")]
        return lines

    def _file(self, name: str, size: int) -> str:
        return self.text("detail.file", name=name, size=f"{size:,}".replace(",", " "))

    def _earlier(self) -> list[Widget]:
        """Show each earlier revision by what the next one changed of it."""
        revisions = self.session.journal.history(self._incident)
        lines: list[Widget] = [Line(self.text("detail.earlier"), classes="lead")]
        for before, after in reversed(list(pairwise(revisions))):
            changed = changed_paths(before.incident, after.incident)
            lines.append(Line(history_line(self.session, before), classes="hint"))
            shown = self._parts(before, changed)
            lines += shown or [Line(self.text("detail.nothing"), classes="value")]
        if len(revisions) == 1:
            lines.append(Line(self.text("detail.only"), classes="value"))
        return lines


def _complete(journal: Journal, saved: Saved, _stopped: Event) -> Completed:
    complete = msgspec.structs.replace(saved.incident, state="complete")
    journal.save(complete, base_revision=saved.revision)
    return Completed()
