"""Search while typing. The query never leaves memory: no history, no message that carries it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import partial
from threading import Event
from typing import ClassVar

from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from safelog.journal.journal import Journal
from safelog.journal.search.find import find
from safelog.journal.search.query import Query
from safelog.model.ids import IncidentId
from safelog.tui import keys, tasks
from safelog.tui.rows import INCIDENT_COLUMNS, incident_row
from safelog.tui.screens.detail import DetailScreen
from safelog.tui.screens.journal_screen import JournalScreen
from safelog.tui.session import Session
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList
from safelog.tui.widgets.text_box import TextBox

PAUSE_S = 0.2
"""Search this long after the last key."""

_BATCH = 100
_BREATH_S = 0.002


class Found(tasks.Answer):
    """What a search found."""

    def __init__(self, incidents: Sequence[IncidentId]) -> None:
        """Carry the incidents."""
        super().__init__()
        self.incidents = incidents


class SearchScreen(JournalScreen, inherit_bindings=False):
    """A box and the incidents that hold its words."""

    NAME = "search"
    HINTS = (keys.BACK, keys.NEW, keys.CHANGE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *JournalScreen.BINDINGS,
        *keys.bindings(keys.CHANGE),
    ]

    def __init__(self, session: Session) -> None:
        """Search the journal of `session`."""
        super().__init__(session)
        self._timer: Timer | None = None
        self._found: Sequence[IncidentId] = ()

    def body(self) -> Iterable[Widget]:
        """Make the box and the list."""
        yield Line(self.text("search.ask"), classes="lead")
        yield TextBox(one_line=True, widget_id="query")
        yield RowList(INCIDENT_COLUMNS, widget_id="rows")

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Search soon; every key starts the wait anew."""
        message.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE_S, self._search)

    def on_found(self, message: Found) -> None:
        """Show what was found."""
        self._found = message.incidents
        self._show()
        query = self.query_one("#query", TextBox).text
        count = len(self._found)
        self.answer(self.catalogue.plural("tui.search.found", count) if query.strip() else "")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Show an incident."""
        message.stop()
        with self.reporting():
            self.app.push_screen(DetailScreen(self.session, IncidentId(message.key)))

    async def on_screen_resume(self) -> None:
        """Show what an edit changed."""
        self._show()

    def action_change(self) -> None:
        """Show or hide private titles."""
        self.session.titles = not self.session.titles
        self._show()

    def _show(self) -> None:
        self.query_one(RowList).load(len(self._found), self._rows)

    def _rows(self, start: int, stop: int) -> list[Row]:
        threads = self.session.journal.state.threads
        return [
            incident_row(self.session, threads[incident]) for incident in self._found[start:stop]
        ]

    def _search(self) -> None:
        query = self.query_one("#query", TextBox).text
        tasks.start(self, partial(_find, self.session.journal, query), group="search")


def _find(journal: Journal, query: str, stopped: Event) -> Found | None:
    """Search once everything is indexed; the journal's lock is given up between the batches."""
    while journal.index_some(_BATCH):
        if stopped.is_set():
            return None
        time.sleep(_BREATH_S)
    return Found([hit.incident for hit in find(journal, Query(words=query)).hits])
