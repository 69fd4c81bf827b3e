"""Sharing, third step: what is hidden. Every find stands in its context with its decision."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from safelog.journal.share import Prepared
from safelog.journal.share_words import ShareWords
from safelog.model.entity import Entity, EntityKind
from safelog.model.ids import EntityId
from safelog.redact.cover import TIME, Choice, Occurrence
from safelog.redact.review import Hint, Item, Review
from safelog.tui import keys, tasks
from safelog.tui.screens.compare import CompareScreen
from safelog.tui.screens.deliver import DeliverScreen
from safelog.tui.screens.sharing_step import SharingStep
from safelog.tui.session import Session
from safelog.tui.sharing import Compared, Plan, Reviewed, look, weigh
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList

_BEFORE = 16
"""Characters shown before a find."""

_NUMBERS = frozenset({"contact", "code", "number"})
_NAMES = frozenset({"full_name", "name"})


class ReviewScreen(SharingStep, inherit_bindings=False):
    """The finds and the hints. What is not decided is hidden."""

    NAME = "review"
    HINTS = (keys.CONTINUE_TO, keys.TICK, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [
        *SharingStep.BINDINGS,
        *keys.bindings(keys.CONTINUE_TO, keys.TICK),
    ]

    def __init__(self, session: Session, prepared: Prepared, review: Review) -> None:
        """Begin with what was decided before for this recipient; the rest is hidden."""
        super().__init__(session)
        self._prepared = prepared
        self._review = review
        self._made: dict[Occurrence, Choice] = {
            decision.occurrence: decision.choice for decision in review.hide_all()
        }
        self._asked: Hint | None = None
        self._warned = False

    def body(self) -> Iterable[Widget]:
        """Make the list."""
        review = self._review
        ask = "review.ask" if review.items or review.hints else "review.nothing"
        yield Line(self.text(ask), classes="lead")
        yield RowList((2, 7, 3), widget_id="rows")

    def begin(self) -> None:
        """Show the finds, and say how many of them were questions."""
        self._show()
        self.answer(" ".join(sentence for sentence in self._remarks() if sentence))

    def _remarks(self) -> Iterable[str]:
        """Say what is not in the list: what was left out, and what is not certain."""
        words = ShareWords(self.catalogue, self.session.journal)
        yield words.left_out(len(self._prepared.left_out))
        if self._prepared.gathered.unread:
            yield self.catalogue.text("sharing.unread")
        yield words.unsearched()
        if self._review.open_count:
            yield self.catalogue.plural("tui.review.questions", self._review.open_count)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Decide the other way about a find; ask about a hint."""
        message.stop()
        number = int(message.key)
        if number < len(self._review.items):
            self._turn(self._review.items[number])
        else:
            self._take_up(self._review.hints[number - len(self._review.items)])

    def action_tick(self) -> None:
        """Decide about the row under the cursor."""
        self.query_one(RowList).action_choose()

    def action_continue_to(self) -> None:
        """Compare the export with earlier ones beside the screen; nothing is made yet.

        Names that nobody registered would be readable, so that is said once before.
        """
        if self._review.hints and not self._warned:
            self._warned = True
            self.answer(self.catalogue.plural("tui.review.readable", len(self._review.hints)))
            return
        self.answer(self.text("review.comparing"))
        work = partial(weigh, self.session.journal, self._prepared, dict(self._made))
        tasks.start(self, work, group="share")

    def on_compared(self, message: Compared) -> None:
        """Go on to what it would reveal, or to how it is sealed."""
        self.answer("")
        plan = Plan(self._prepared)
        if any(message.comparison):
            self.app.push_screen(CompareScreen(self.session, plan, message.comparison))
        else:
            self.app.push_screen(DeliverScreen(self.session, plan))

    def on_reviewed(self, message: Reviewed) -> None:
        """Show the finds anew, after something was registered; decisions stay."""
        self._warned = False
        self._prepared = message.prepared
        self._review = message.review
        for decision in message.review.hide_all():
            self._made.setdefault(decision.occurrence, decision.choice)
        self._show()
        self.answer(self.text("review.registered"))

    def _turn(self, item: Item) -> None:
        self._made[item.occurrence] = "show" if self._choice(item) == "hide" else "hide"
        self._asked = None
        self._show()

    def _take_up(self, hint: Hint) -> None:
        """Register the words of a hint, at the second press, so that they are hidden."""
        if self._asked != hint:
            self._asked = hint
            self.answer(self.text("review.register", words=hint.words))
            return
        self._asked = None
        kind: EntityKind = "person" if hint.kind in _NAMES else "other"
        if hint.kind in _NUMBERS:
            kind = "phone"
        journal = self.session.journal
        entity = Entity(
            id=EntityId(journal.new_id()),
            kind=kind,
            name=hint.words,
            language="en" if hint.words.isascii() else "ru",
        )
        with self.reporting():
            journal.save_entity(entity, base_revision=0)
            request = self._prepared.request
            tasks.start(self, partial(look, journal, request), group="share")

    def _choice(self, item: Item) -> Choice:
        return self._made.get(item.occurrence) or item.choice or "hide"

    def _show(self) -> None:
        count = len(self._review.items) + len(self._review.hints)
        self.query_one(RowList).load(count, self._rows)

    def _rows(self, start: int, stop: int) -> list[Row]:
        rows: list[Row] = []
        for number, item in enumerate(self._review.items):
            rows.append(Row(str(number), self._find_cells(item)))
        for number, hint in enumerate(self._review.hints, start=len(rows)):
            cells = (self.text("review.look"), _marked(hint), self.text(f"review.hint.{hint.kind}"))
            rows.append(Row(str(number), cells))
        return rows[start:stop]

    def _find_cells(self, item: Item) -> tuple[str, str, str]:
        entity = self.session.journal.state.entities.get(EntityId(item.entity))
        nobodys = "review.time" if item.trait == TIME else "review.script"
        who = entity.name if entity is not None else self.text(nobodys)
        if not item.sure:
            who = self.text("review.perhaps", who=who)
        return self.text(f"review.{self._choice(item)}"), _marked(item), who


def _marked(found: Item | Hint) -> str:
    """Return the words in their context, between marks that any terminal has.

    A narrow row cuts its end off, so little stands before the words.
    """
    return f"{found.before[-_BEFORE:]}[{found.words}]{found.after}"
