"""The list of kinds: first what it is about, then which kind it is. Two lists, one after another.

It reads no words of an incident, so it is no screen of the journal and has none of its keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.i18n.catalogue import Catalogue
from safelog.model.kind import Kinds
from safelog.tui import keys
from safelog.tui.screens.base import BaseScreen
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList


class KindScreen(BaseScreen, inherit_bindings=False):
    """Chooses a kind of incident."""

    NAME = "kind"
    HINTS = (keys.CONTINUE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [*BaseScreen.BINDINGS, *keys.bindings(keys.BACK)]

    def __init__(self, catalogue: Catalogue, kinds: Kinds, choose: Callable[[str], None]) -> None:
        """Call `choose` with the code of the kind that is chosen, if one is."""
        super().__init__(catalogue)
        self._kinds = kinds
        self._choose = choose
        self._family = ""
        """The family whose kinds are listed; empty while the families are."""

    def body(self) -> Iterable[Widget]:
        """Make the list, and a line for what the row under the cursor means."""
        yield Line(widget_id="ask")
        yield RowList((1,), widget_id="rows")
        yield Line(widget_id="about")

    def begin(self) -> None:
        """Begin with the families."""
        self._show()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Say what belongs to the row under the cursor."""
        message.stop()
        self._explain()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go into a family, or choose a kind; a family of one kind is chosen with it."""
        message.stop()
        if self._family:
            self._end(message.key)
            return
        kinds = self._kinds.of_family(message.key)
        if len(kinds) == 1:
            self._end(kinds[0].code)
            return
        self._family = message.key
        self._show()

    def action_back(self) -> None:
        """Go back to the families, or leave the kind as it is."""
        if not self._family:
            self.dismiss()
            return
        before, self._family = self._family, ""
        self._show()
        codes = [option.code for option in self._kinds.families]
        self.query_one(RowList).cursor = codes.index(before)

    def _end(self, code: str) -> None:
        self._choose(code)
        self.dismiss()

    def _options(self) -> list[tuple[Row, str]]:
        """Return the rows with what each of them means."""
        language = self.catalogue.language
        listed = self._kinds.of_family(self._family) if self._family else self._kinds.families
        return [(Row(o.code, (o.label[language],)), o.help[language]) for o in listed]

    def _show(self) -> None:
        rows = [row for row, _ in self._options()]
        self.query_one("#ask", Line).show(self.text("kind.which" if self._family else "kind.ask"))
        listed = self.query_one(RowList)
        listed.cursor = 0
        listed.load(len(rows), lambda start, stop: rows[start:stop])
        self._explain()

    def _explain(self) -> None:
        place = self.query_one(RowList).cursor
        self.query_one("#about", Line).show(self._options()[place][1])
