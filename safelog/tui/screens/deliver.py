"""Sharing: how the export is sealed. Plain files come last, by their name and after a warning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.export.delivery.age import check_keys
from safelog.export.delivery.ways import Way, ways_here
from safelog.journal.sealing import Sealing
from safelog.tui import keys
from safelog.tui.screens.preview import PreviewScreen
from safelog.tui.screens.sharing_step import SharingStep
from safelog.tui.session import Session
from safelog.tui.sharing import Made, Plan
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList
from safelog.tui.widgets.text_box import TextBox


class DeliverScreen(SharingStep, inherit_bindings=False):
    """The ways to seal, with what opens each."""

    NAME = "deliver"
    HINTS = (keys.CONTINUE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [*SharingStep.BINDINGS]

    def __init__(self, session: Session, plan: Plan) -> None:
        """Choose for `plan`, beginning with the page that opens itself."""
        super().__init__(session)
        self._plan = plan
        self._ways = ways_here()
        self._asked = False
        """Whether plain files were asked for once."""

    def body(self) -> Iterable[Widget]:
        """Make the list, and what opens the way under the cursor."""
        yield Line(self.text("deliver.ask"), classes="lead")
        yield RowList((1,), widget_id="rows")
        yield Line(widget_id="opens", classes="lead")

    def begin(self) -> None:
        """Show the ways."""
        rows = [Row(way, (self.text(f"deliver.way.{way}"),)) for way in self._ways]
        self.query_one(RowList).load(len(rows), lambda start, stop: rows[start:stop])
        self._explain()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say what opens the other way; plain files are not asked for any more."""
        message.stop()
        self._asked = False
        self.answer("")
        self._explain()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go on in a way; to plain files at the second press."""
        message.stop()
        way = self._ways[self.query_one(RowList).cursor]
        if way == "plain" and not self._asked:
            self._asked = True
            self.answer(self.text("deliver.sure"))
            return
        self._asked = False
        plan = replace(self._plan, sealing=Sealing(way))
        if way == "age":
            self.answer("")
            self.app.push_screen(KeysScreen(self.session, plan))
        else:
            self.start_making(plan)

    def on_made(self, message: Made) -> None:
        """Show what the recipient would read."""
        self.answer("")
        self.app.push_screen(PreviewScreen(self.session, message.plan, message.share))

    def _explain(self) -> None:
        way: Way = self._ways[self.query_one(RowList).cursor]
        self.query_one("#opens", Line).show(self.catalogue.text(f"sharing.opens_{way}"))


class KeysScreen(SharingStep, inherit_bindings=False):
    """Takes the age keys of the recipient; without any, a passphrase is made."""

    NAME = "keys"
    HINTS = (keys.CONTINUE_TO, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *SharingStep.BINDINGS,
        keys.binding(keys.CONTINUE_TO),
    ]

    def __init__(self, session: Session, plan: Plan) -> None:
        """Ask for what age seals with."""
        super().__init__(session)
        self._plan = plan

    def body(self) -> Iterable[Widget]:
        """Make the box."""
        yield Line(self.text("keys.ask"), classes="lead")
        yield TextBox(widget_id="keys")
        yield Line(self.text("keys.hint"), classes="hint")

    def action_continue_to(self) -> None:
        """Refuse what is no key; then make the export."""
        typed = tuple(self.query_one("#keys", TextBox).text.split())
        with self.reporting():
            if typed:
                check_keys(typed)
            self.start_making(replace(self._plan, sealing=Sealing("age", typed)))

    def on_made(self, message: Made) -> None:
        """Show what the recipient would read."""
        self.answer("")
        self.app.push_screen(PreviewScreen(self.session, message.plan, message.share))
