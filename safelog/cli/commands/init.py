"""`init`: make a vault, with a passphrase and recovery words that the person has in hand."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.passphrases import Passphrases, print_recovery
from safelog.cli.session import Session
from safelog.errors import VaultExistsError
from safelog.journal.journal import Journal
from safelog.vault import looks_like_vault

ARGUMENTS = (Argument(name="print_recovery_words", flag="--print-recovery-words"),)


def run(session: Session, words: Words) -> None:
    """Make a vault."""
    if looks_like_vault(session.folder):
        raise VaultExistsError
    printing = words.flag("print_recovery_words")
    console, secrets = session.console, Passphrases(session)
    secrets.require_printing(printing=printing)
    console.say("init.where", folder=session.folder)
    with (
        secrets.new_passphrase() as passphrase,
        secrets.new_recovery(printing=printing) as recovery,
    ):
        console.say("init.making")
        with session.host.interrupts.finish():
            vault = session.host.vaults.create(
                session.folder, passphrase=passphrase, recovery=recovery
            )
            Journal(vault, session.surroundings()).close()
            # Inside: whoever has a vault must have its recovery words.
            if printing:
                print_recovery(session, recovery)
    console.say("init.done")
