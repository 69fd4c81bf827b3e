"""`recipient list`: everybody who receives exports."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.listing import SHORT_ID
from safelog.cli.objects import recipient_object
from safelog.cli.session import Session
from safelog.journal.recipients import recipients
from safelog.model.text import one_line
from safelog.redact.policy import load_policies

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """List the recipients by name."""
    del words
    console = session.console
    with session.journal() as journal:
        profiles, policies = recipients(journal), load_policies()
        for profile in profiles:
            listed = recipient_object(journal, profile)
            if session.json:
                console.print_json(listed)
                continue
            parts = (
                profile.id[:SHORT_ID],
                one_line(profile.name),
                policies[profile.policy].label[console.catalogue.language],
                console.plural("recipient_list.exports", listed.exports),
            )
            console.print("  ".join(parts))
        if not profiles:
            console.say("recipient_list.empty")
