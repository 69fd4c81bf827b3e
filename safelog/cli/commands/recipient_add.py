"""`recipient add`: register somebody who receives exports, and what they may see."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.json_input import read_json
from safelog.cli.objects import RecipientWords, recipient_object
from safelog.cli.recipient_questions import apply_words, ask_profile
from safelog.cli.session import Session
from safelog.journal.recipients import save_recipient
from safelog.model.ids import RecipientId
from safelog.redact.policy import RecipientProfile

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """Register a recipient."""
    del words
    with session.journal() as journal:
        language = session.console.catalogue.language
        blank = RecipientProfile(
            id=RecipientId(journal.new_id()), name="", policy="lawyer", language=language
        )
        if session.json:
            said = read_json(session.console.stdin, RecipientWords)
            profile = apply_words(blank, said, journal)
        else:
            profile = ask_profile(session, journal, blank)
        with session.host.interrupts.finish():
            save_recipient(journal, profile)
        if session.json:
            session.console.print_json(recipient_object(journal, profile))
        else:
            session.console.print(profile.id)
        session.console.say("recipient_add.done")
