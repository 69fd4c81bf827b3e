"""The first page of an open journal: unfinished words, then what happened, the newest first."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from threading import Event
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.tui import keys, tasks
from safelog.tui.backups import backup_line
from safelog.tui.rows import INCIDENT_COLUMNS, draft_row, incident_row, waiting_drafts
from safelog.tui.screens.capture import CaptureScreen
from safelog.tui.screens.detail import DetailScreen
from safelog.tui.screens.edit import resume_edit
from safelog.tui.screens.journal_screen import JournalScreen
from safelog.tui.screens.share import ShareScreen
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList

_BATCH = 100
_BREATH_S = 0.002
"""Between two batches of the index, so that the screen gets the journal's lock in between."""


class TimelineScreen(JournalScreen, inherit_bindings=False):
    """The incidents, as rows with neutral titles."""

    NAME = "timeline"
    HINTS = (keys.NEW, keys.SEARCH, keys.EDIT, keys.SHARE, keys.HELP, keys.CHANGE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *JournalScreen.BINDINGS,
        *keys.bindings(keys.CHANGE, keys.EDIT, keys.SHARE),
    ]

    def body(self) -> Iterable[Widget]:
        """Make the list and what stands there while it is empty."""
        yield Line(self.text("timeline.empty"), widget_id="empty", classes="lead")
        yield RowList(INCIDENT_COLUMNS, widget_id="rows")

    def begin(self) -> None:
        """Say what opening noticed, and fill the search index beside the screen."""
        notices = [self.text(f"notice.{notice}") for notice in self.session.journal.vault.notices]
        if waiting_drafts(self.session):
            notices.append(self.text("timeline.unfinished"))
        if len(self.session.journal):
            notices.append(backup_line(self.session))
        self.answer(" ".join(notices))
        tasks.start(self, partial(_fill_index, self.session.journal), group="index")

    async def on_screen_resume(self) -> None:
        """Show what changed while another screen was open."""
        self._reload()

    def _reload(self) -> None:
        rows = self.query_one(RowList)
        count = len(waiting_drafts(self.session)) + len(self.session.journal)
        rows.load(count, self._rows)
        rows.display = bool(count)
        self.query_one("#empty", Line).display = not count

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go on with unfinished words, or show an incident."""
        message.stop()
        self._open(message.key)

    def action_edit(self) -> None:
        """Edit the incident under the cursor."""
        row = self.query_one(RowList).row
        if row is not None:
            self._open(row.key, edit=True)

    def action_change(self) -> None:
        """Show or hide private titles."""
        self.session.titles = not self.session.titles
        self._reload()
        self.answer(self.text("timeline.titles" if self.session.titles else "timeline.neutral"))

    def action_share(self) -> None:
        """Begin a copy for somebody."""
        self.app.push_screen(ShareScreen(self.session))

    def action_back(self) -> None:
        """Stay: there is nothing behind the first page."""

    def _open(self, key: str, *, edit: bool = False) -> None:
        self.answer("")
        draft = self.session.journal.state.drafts.get(key)
        with self.reporting():
            if draft is None:
                detail = DetailScreen(self.session, IncidentId(key))
                self.app.push_screen(detail)
                if edit:
                    detail.action_edit()
            elif draft.incident:
                self.app.push_screen(resume_edit(self.session, draft))
            else:
                self.app.push_screen(CaptureScreen(self.session, draft))

    def _rows(self, start: int, stop: int) -> list[Row]:
        drafts = waiting_drafts(self.session)
        rows = [draft_row(self.session, draft) for draft in drafts[start:stop]]
        # The newest incident, which the journal has last, comes right after the drafts.
        count = len(self.session.journal)
        first, last = (max(0, place - len(drafts)) for place in (start, stop))
        threads = self.session.journal.threads(max(0, count - last), max(0, count - first))
        rows += [incident_row(self.session, thread) for thread in reversed(threads)]
        return rows


def _fill_index(journal: Journal, stopped: Event) -> None:
    while not stopped.is_set() and journal.index_some(_BATCH):
        time.sleep(_BREATH_S)
