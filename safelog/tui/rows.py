"""What one line of a list says of an incident: when, a neutral title, and its state in words."""

from __future__ import annotations

from datetime import UTC, datetime

from safelog.journal.drafts import drafts
from safelog.journal.events import DraftSaved
from safelog.journal.thread import Thread
from safelog.model.when import at_minute, format_when
from safelog.tui.kinds import kind_label
from safelog.tui.session import Session
from safelog.tui.widgets.row_list import Row

INCIDENT_COLUMNS = (6, 4, 2)
"""How the width is shared by the time, the title and the state."""


def waiting_drafts(session: Session) -> list[DraftSaved]:
    """Return the unfinished words that wait, the newest first."""
    return drafts(session.journal)


def incident_row(session: Session, thread: Thread) -> Row:
    """Return the line of an incident; its private title only while titles are shown."""
    heading = thread.heading
    text = session.catalogue.text
    if heading.when is None:
        when = text("tui.time.recorded", time=recorded_text(session, thread.first_recorded))
    else:
        when = format_when(heading.when, session.language)
    label = kind_label(session, heading.kind)
    title = heading.title if session.titles and heading.title else label
    return Row(heading.id, (when, title, text(f"tui.state.{heading.state}")))


def draft_row(session: Session, draft: DraftSaved) -> Row:
    """Return the line of unfinished words; none of the words."""
    text = session.catalogue.text
    label = text(
        "tui.timeline.unfinished_edit" if draft.incident else "tui.timeline.unfinished_new"
    )
    return Row(draft.id, (recorded_text(session, draft.at), label, text("tui.state.unfinished")))


def recorded_text(session: Session, seconds: int) -> str:
    """Return a moment of the machine's clock as a clock on this wall shows it."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return format_when(at_minute(moment, zone=session.zone), session.language)
