"""Sharing, second step: which incidents. None is chosen before the person chooses it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.journal.share import ShareRequest, shareable
from safelog.model.ids import IncidentId, RecipientId
from safelog.tui import keys, tasks
from safelog.tui.rows import INCIDENT_COLUMNS, incident_row
from safelog.tui.screens.review import ReviewScreen
from safelog.tui.screens.sharing_step import SharingStep
from safelog.tui.session import Session
from safelog.tui.sharing import Reviewed, look
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList


class SelectScreen(SharingStep, inherit_bindings=False):
    """The incidents that are no drafts any more, each with a tick or without."""

    NAME = "select"
    HINTS = (keys.CONTINUE_TO, keys.TICK, keys.CHANGE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *SharingStep.BINDINGS,
        *keys.bindings(keys.CONTINUE_TO, keys.TICK, keys.CHANGE),
    ]

    def __init__(
        self, session: Session, recipient: RecipientId, chosen: tuple[IncidentId, ...]
    ) -> None:
        """Choose for `recipient`, beginning with `chosen`."""
        super().__init__(session)
        self._recipient = recipient
        self._offered = shareable(session.journal)
        self._chosen = set(chosen) & set(self._offered)

    def body(self) -> Iterable[Widget]:
        """Make the list, or say why it is empty."""
        ask = "select.ask" if self._offered else "select.empty"
        yield Line(self.text(ask), classes="lead")
        yield RowList((1, *INCIDENT_COLUMNS), widget_id="rows")

    def begin(self) -> None:
        """Show the incidents."""
        self._show()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Tick an incident, or take its tick away."""
        message.stop()
        self._chosen ^= {IncidentId(message.key)}
        self._show()

    def action_tick(self) -> None:
        """Tick the incident under the cursor."""
        self.query_one(RowList).action_choose()

    def action_change(self) -> None:
        """Choose all, or none if all are chosen."""
        everything = set(self._offered)
        self._chosen = set() if self._chosen == everything else everything
        self._show()

    def action_continue_to(self) -> None:
        """Work out beside the screen what would be hidden."""
        if not self._chosen:
            self.answer(self.text("select.none"))
            return
        incidents = tuple(incident for incident in self._offered if incident in self._chosen)
        request = ShareRequest(self._recipient, incidents, self.session.zone)
        self.answer(self.text("select.looking"))
        tasks.start(self, partial(look, self.session.journal, request), group="share")

    def on_reviewed(self, message: Reviewed) -> None:
        """Show what was found."""
        self.answer("")
        self.app.push_screen(ReviewScreen(self.session, message.prepared, message.review))

    def _show(self) -> None:
        self.query_one(RowList).load(len(self._offered), self._rows)
        self.answer(self.catalogue.plural("tui.select.chosen", len(self._chosen)))

    def _rows(self, start: int, stop: int) -> list[Row]:
        threads = self.session.journal.state.threads
        rows = []
        for incident in self._offered[start:stop]:
            row = incident_row(self.session, threads[incident])
            tick = "[x]" if incident in self._chosen else "[ ]"
            rows.append(Row(row.key, (tick, *row.cells)))
        return rows
