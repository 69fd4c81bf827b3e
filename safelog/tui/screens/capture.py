"""Quick capture: one box. Everything else has an answer already and can be left alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from threading import Event
from typing import ClassVar

import msgspec
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from safelog.errors import InvalidTimeError
from safelog.journal.events import DraftSaved
from safelog.journal.forms import read_inputs
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.tui import keys, tasks
from safelog.tui.answers import around_now, slip, surroundings, understood
from safelog.tui.autosave import DraftKeeper
from safelog.tui.screens.drafting import DraftingScreen, Snapshot
from safelog.tui.session import Session
from safelog.tui.widgets.kind_box import KindBox
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.text_box import TextBox

UNSURE = "unsure"
"""The kind until somebody chooses another."""


class Saved(tasks.Answer):
    """The incident is in the journal."""


class CaptureScreen(DraftingScreen, inherit_bindings=False):
    """Takes down what happened."""

    NAME = "capture"
    HINTS = (keys.SAVE, keys.CHANGE, keys.BACK, keys.DISCARD)
    BINDINGS: ClassVar[list[BindingType]] = [
        *DraftingScreen.BINDINGS,
        *keys.bindings(keys.SAVE, keys.CHANGE, keys.DISCARD),
    ]

    def __init__(self, session: Session, draft: DraftSaved | None = None) -> None:
        """Begin anew, or go on with `draft`."""
        kept = draft.inputs if draft else {}
        self._kind = draft.kind if draft else UNSURE
        keeper = DraftKeeper(
            session.journal,
            draft.id if draft else session.journal.new_id(),
            kept=kept,
            kept_kind=self._kind,
        )
        super().__init__(session, keeper)
        self._kept = kept
        self._saving = False
        self._discarding = False

    def body(self) -> Iterable[Widget]:
        """Make the box, and two lines that can be left alone."""
        yield Line(self.text("capture.ask"), classes="lead")
        yield TextBox(self._kept.get("narrative", ""), widget_id="narrative")
        with Horizontal(classes="field"):
            yield Line(self.text("capture.kind"), classes="label")
            yield self.kind_box(self._kind)
        with Horizontal(classes="field"):
            yield Line(self.text("capture.when"), classes="label")
            yield TextBox(self._kept.get("when", ""), one_line=True, widget_id="when")
        yield Line(self.text("time.now"), widget_id="understood", classes="hint")

    def snapshot(self) -> Snapshot:
        """Read the box and the two lines."""
        inputs = {name: self.query_one(f"#{name}", TextBox).text for name in ("narrative", "when")}
        return Snapshot(self.query_one(KindBox).code, inputs)

    def note_change(self) -> None:
        """Say how the time is understood, and keep the words soon."""
        if self._discarding:
            self._discarding = False
            self.answer("")
        said = self.query_one("#when", TextBox).text
        meant = understood(self.session, said, kind=self.query_one(KindBox).code)
        self.query_one("#understood", Line).show(meant or self.text("time.now"))
        super().note_change()

    async def action_new(self) -> None:
        """Stay: this is where new words go."""

    def action_change(self) -> None:
        """Choose the kind, wherever the cursor is."""
        self.choose_kind()

    def action_back(self) -> None:
        """Go back; the words are kept and offered on the first page."""
        with self.reporting():
            if self._has_words():
                self.flush()
            else:
                self.keeper.discard()
            self.dismiss()

    def action_discard(self) -> None:
        """Throw the words away, at the second press."""
        if self._has_words() and not self._discarding:
            self._discarding = True
            self.answer(self.text("capture.discard_again"))
            return
        with self.reporting():
            self.keeper.discard()
            self.dismiss()

    def action_save(self) -> None:
        """Store the words as a draft incident."""
        if self._saving:
            return
        if not self._has_words():
            self.answer(self.text("capture.empty"))
            return
        try:
            incident = self._incident()
        except InvalidTimeError as error:
            self.query_one("#when", TextBox).focus()
            self.answer(slip(error, self.catalogue))
            return
        self._saving = True
        tasks.start(self, partial(self._store, incident), group="save")

    def on_saved(self) -> None:
        """Go back, and say so there."""
        self.session.news = self.text("timeline.saved")
        self.dismiss()

    def task_failed(self, message: tasks.TaskFailed) -> None:
        """Say what went wrong; the words stand where they stood."""
        self._saving = False
        super().task_failed(message)

    def _has_words(self) -> bool:
        return any(text.strip() for text in self.snapshot().inputs.values())

    def _incident(self) -> Incident:
        kind, inputs = self.snapshot()
        session = self.session
        incident = IncidentId(session.journal.new_id())
        made = read_inputs(kind, inputs, surroundings(session), incident=incident).incident
        if made.when is None:
            made = msgspec.structs.replace(made, when=around_now(session))
        return made

    def _store(self, incident: Incident, _stopped: Event) -> Saved:
        journal = self.session.journal
        self.keeper.finish(lambda also: journal.save(incident, base_revision=0, also=also))
        return Saved()
