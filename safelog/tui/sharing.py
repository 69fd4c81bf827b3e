"""Work out what an export would hide; the screens of sharing run this beside themselves."""

from __future__ import annotations

from threading import Event

from safelog.journal.journal import Journal
from safelog.journal.recipients import decisions
from safelog.journal.share import Prepared, ShareRequest, prepare, review_share
from safelog.redact.review import Review
from safelog.tui import tasks


class Reviewed(tasks.Answer):
    """What would be hidden, and what is asked."""

    def __init__(self, prepared: Prepared, review: Review) -> None:
        """Carry both."""
        super().__init__()
        self.prepared = prepared
        self.review = review


def look(journal: Journal, request: ShareRequest, _stopped: Event) -> Reviewed:
    """Gather what the request needs and look through it."""
    prepared = prepare(journal, request)
    return Reviewed(
        prepared, review_share(journal, prepared, decisions(journal, request.recipient))
    )
