"""`recovery`: make new recovery words; the old ones open the vault no more."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.passphrases import Passphrases, print_recovery
from safelog.cli.session import Session
from safelog.cli.slots import find_slot

ARGUMENTS = (
    Argument(name="slot", flag="--slot", value="ID"),
    Argument(name="print_recovery_words", flag="--print-recovery-words"),
)


def run(session: Session, words: Words) -> None:
    """Replace the recovery words."""
    printing = words.flag("print_recovery_words")
    secrets = Passphrases(session)
    secrets.require_printing(printing=printing)
    with session.vault() as vault:
        named = words.text("slot")
        slot_id = find_slot(vault, named).id if named else ""
        with secrets.new_recovery(printing=printing) as fresh, session.host.interrupts.finish():
            vault.replace_recovery(fresh, slot_id=slot_id)
            # Inside: whoever replaced the old words must get to see the new ones.
            if printing:
                print_recovery(session, fresh)
        session.console.say("recovery.done")
