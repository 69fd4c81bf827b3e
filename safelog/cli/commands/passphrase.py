"""`passphrase`: change a passphrase; the old one, or the recovery words, unlock for it."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.objects import Changed
from safelog.cli.passphrases import Passphrases
from safelog.cli.session import Session
from safelog.cli.slots import find_slot
from safelog.vault import Combination, Secret, Vault

ARGUMENTS = (Argument(name="slot", flag="--slot", value="ID"),)


def run(session: Session, words: Words) -> None:
    """Change the passphrase."""
    with session.vault() as vault:
        named = words.text("slot")
        slot_id = find_slot(vault, named).id if named else ""
        with Passphrases(session).new_passphrase() as fresh:
            session.console.say("secrets.sealing")
            with session.host.interrupts.finish():
                vault.change_passphrase(_with_held(session, vault, fresh, slot_id), slot_id=slot_id)
        if session.json:
            session.console.print_json(Changed(what="passphrase"))
        session.console.say("passphrase.done")


def _with_held(session: Session, vault: Vault, fresh: Secret, slot_id: str) -> Secret | Combination:
    """Return the new passphrase with the key file or the shares that the changed slot takes.

    They are known only where that slot opened the vault.
    """
    held = session.credentials.held
    opened = next((slot for slot in vault.slots.list() if slot.is_opened), None)
    if held is None or opened is None or opened.type not in {"key-file", "split"}:
        return fresh
    return Combination(fresh, held) if slot_id in {"", opened.id} else fresh
