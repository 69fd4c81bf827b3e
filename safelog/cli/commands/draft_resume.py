"""`draft resume`: go on with words that wait, and store them as an incident."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.editing import edit_incident, resume_new
from safelog.cli.lookup import find_draft
from safelog.cli.session import Session
from safelog.errors import NotFoundError, UsageError
from safelog.journal.drafts import drafts
from safelog.journal.events import DraftSaved
from safelog.journal.journal import Journal, Saved

ARGUMENTS = (
    Argument(name="draft", optional=True),
    Argument(name="zone", flag="--zone", value="ZONE"),
)


def run(session: Session, words: Words) -> None:
    """Go on with a draft, by default the newest."""
    if session.json:
        raise UsageError(what="json")
    with session.journal() as journal:
        waiting = drafts(journal)
        if words.text("draft"):
            draft = find_draft(journal, words.text("draft"))
        elif waiting:
            draft = waiting[0]
        else:
            raise NotFoundError(what="draft")
        current = _changed(journal, draft)
        if current is not None:
            edit_incident(session, journal, current, zone=words.text("zone"), draft=draft)
        else:
            resume_new(session, journal, draft, zone=words.text("zone"))


def _changed(journal: Journal, draft: DraftSaved) -> Saved | None:
    """Return the incident that the draft changes; None if it is of a new one."""
    if not draft.incident:
        return None
    try:
        return journal.read(draft.incident)
    except NotFoundError:
        # Another copy of the vault had removed the incident; what was written since is not it.
        return None
