"""`draft drop`: discard unsaved words, so that they are offered no more."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.lookup import find_draft
from safelog.cli.objects import Changed
from safelog.cli.session import Session
from safelog.journal.drafts import drop_draft

ARGUMENTS = (Argument(name="draft"),)


def run(session: Session, words: Words) -> None:
    """Discard a draft."""
    with session.journal() as journal:
        draft = find_draft(journal, words.text("draft"))
        with session.host.interrupts.finish():
            drop_draft(journal, draft.id)
        if session.json:
            session.console.print_json(Changed(what="draft"))
        session.console.say("draft_drop.done")
