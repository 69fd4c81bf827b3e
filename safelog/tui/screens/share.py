"""Sharing, first step: for whom. A recipient is chosen, or made from a policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from safelog.i18n.catalogue import DOCUMENT_LANGUAGES
from safelog.journal.recipients import recipients, save_recipient
from safelog.model.ids import IncidentId, RecipientId
from safelog.redact.policy import RecipientProfile, load_policies
from safelog.tui import keys
from safelog.tui.screens.journal_screen import JournalScreen
from safelog.tui.screens.select import SelectScreen
from safelog.tui.session import Session
from safelog.tui.widgets.choice import Choice, Option
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.row_list import Row, RowList
from safelog.tui.widgets.text_box import TextBox

_NEW = "new"


class ShareScreen(JournalScreen, inherit_bindings=False):
    """The recipients, and the way to a new one."""

    NAME = "share"
    HINTS = (keys.BACK, keys.HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*JournalScreen.BINDINGS]

    def __init__(self, session: Session, incidents: tuple[IncidentId, ...] = ()) -> None:
        """Share from the journal of `session`; `incidents` are chosen already."""
        super().__init__(session)
        self._incidents = incidents

    def body(self) -> Iterable[Widget]:
        """Make the list."""
        yield Line(self.text("share.ask"), classes="lead")
        yield RowList((4, 3, 3), widget_id="rows")

    async def on_screen_resume(self) -> None:
        """Show a recipient that was just made."""
        rows = self._rows()
        self.query_one(RowList).load(len(rows), lambda start, stop: rows[start:stop])

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go on with a recipient, or make one."""
        message.stop()
        if message.key == _NEW:
            self.app.push_screen(RecipientScreen(self.session))
        else:
            recipient = RecipientId(message.key)
            self.app.push_screen(SelectScreen(self.session, recipient, self._incidents))

    def _rows(self) -> list[Row]:
        journal, language = self.session.journal, self.session.language
        policies = load_policies()
        rows = []
        for profile in recipients(journal):
            made = len(journal.state.exports.get(profile.id, []))
            times = self.catalogue.plural("tui.share.made", made) if made else ""
            rows.append(
                Row(profile.id, (profile.name, policies[profile.policy].label[language], times))
            )
        return [*rows, Row(_NEW, (self.text("share.new"), "", ""))]


class RecipientScreen(JournalScreen, inherit_bindings=False):
    """Makes a recipient: a name, a policy, a language."""

    NAME = "recipient"
    HINTS = (keys.SAVE, keys.BACK)
    BINDINGS: ClassVar[list[BindingType]] = [*JournalScreen.BINDINGS, keys.binding(keys.SAVE)]

    def body(self) -> Iterable[Widget]:
        """Make the three fields."""
        language = self.session.language
        policies = tuple(
            Option(code, policy.label[language]) for code, policy in load_policies().items()
        )
        languages = tuple(
            Option(code, self.text(f"recipient.in.{code}")) for code in DOCUMENT_LANGUAGES
        )
        yield Line(self.text("recipient.ask"), classes="lead")
        with Horizontal(classes="field"):
            yield Line(self.text("recipient.name"), classes="label")
            yield TextBox(one_line=True, widget_id="name")
        with Horizontal(classes="field"):
            yield Line(self.text("recipient.policy"), classes="label")
            yield Choice(policies, "lawyer", widget_id="policy")
        with Horizontal(classes="field"):
            yield Line(self.text("recipient.language"), classes="label")
            yield Choice(languages, language, widget_id="language")
        yield Line(self.text("recipient.hint"), classes="hint")

    def action_save(self) -> None:
        """Store the recipient and go back to the list."""
        profile = RecipientProfile(
            id=RecipientId(self.session.journal.new_id()),
            name=self.query_one("#name", TextBox).text.strip(),
            policy=self.query_one("#policy", Choice).code,
            language=self.query_one("#language", Choice).code,
        )
        if not profile.name:
            self.answer(self.text("recipient.nameless"))
            return
        with self.reporting():
            save_recipient(self.session.journal, profile)
            self.dismiss()
