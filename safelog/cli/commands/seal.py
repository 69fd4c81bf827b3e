"""`seal`: close an incident for good; later corrections are entries of their own."""

from __future__ import annotations

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.listing import heading_line
from safelog.cli.questions import Questions
from safelog.cli.saving import announce, store
from safelog.cli.session import Session
from safelog.errors import CancelledError

ARGUMENTS = (
    Argument(name="incident", many=True),
    Argument(name="sure", flag="--sure"),
)


def run(session: Session, words: Words) -> None:
    """Seal incidents, all of those named or none.

    Raises:
        CancelledError: the person did not agree.
    """
    console = session.console
    with session.journal() as journal:
        named = dict.fromkeys(journal.find_incident(text) for text in words.texts("incident"))
        current = [journal.read(incident) for incident in named]
        waiting = [saved for saved in current if saved.incident.state != "sealed"]
        for saved in waiting:
            thread = journal.thread(saved.incident.id)
            kinds = journal.surroundings.kinds
            console.tell(heading_line(thread, kinds, session, titles=True))
        if not waiting:
            console.say("seal.already")
            return
        ask = Questions(console, is_interactive=session.is_interactive)
        if not words.flag("sure") and not ask.agree(console.text("seal.sure"), default=False):
            raise CancelledError
        rows = [
            (msgspec.structs.replace(saved.incident, state="sealed"), saved.revision)
            for saved in waiting
        ]
        for saved in store(session, journal, rows):
            announce(session, saved)
