"""`recipient edit`: change what a recipient may see from the next export on."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.json_input import read_json
from safelog.cli.lookup import find_recipient
from safelog.cli.objects import RecipientWords, recipient_object
from safelog.cli.recipient_questions import apply_words, ask_profile
from safelog.cli.session import Session
from safelog.journal.recipients import save_recipient

ARGUMENTS = (Argument(name="recipient"),)


def run(session: Session, words: Words) -> None:
    """Change a recipient."""
    with session.journal() as journal:
        current = find_recipient(journal, words.text("recipient"))
        if session.json:
            said = read_json(session.console.stdin, RecipientWords)
            profile = apply_words(current, said, journal)
        else:
            profile = ask_profile(session, journal, current)
        with session.host.interrupts.finish():
            save_recipient(journal, profile)
        if session.json:
            session.console.print_json(recipient_object(journal, profile))
        session.console.say("recipient_edit.done")
