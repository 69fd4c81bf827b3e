"""`passphrase`: change the passphrase; the old one, or the recovery words, unlock for it."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.objects import Changed
from safelog.cli.passphrases import Passphrases
from safelog.cli.session import Session

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """Change the passphrase."""
    del words
    with session.vault() as vault:
        with Passphrases(session).new_passphrase() as fresh, session.host.interrupts.finish():
            vault.change_passphrase(fresh)
        if session.json:
            session.console.print_json(Changed(what="passphrase"))
        session.console.say("passphrase.done")
