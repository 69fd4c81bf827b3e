"""`slot remove`: let one of the ways open the vault no more."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.objects import Changed
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.cli.slots import OPENS_ALONE, find_slot, slot_line
from safelog.errors import CancelledError, LastSlotError
from safelog.vault import SlotInfo, Vault

ARGUMENTS = (Argument(name="slot"),)


def run(session: Session, words: Words) -> None:
    """Remove a way, and say first what cannot be opened any more without it."""
    console = session.console
    with session.vault() as vault:
        slot = find_slot(vault, words.text("slot"))
        kept = [each for each in vault.slots.list() if each.id != slot.id]
        if not kept:
            raise LastSlotError
        console.tell(slot_line(slot, console))
        if OPENS_ALONE.isdisjoint(each.type for each in kept):
            console.say("slot_remove.nobody_alone")
            for each in kept:
                console.tell(f"  {slot_line(each, console)}")
        _require_agreement(session)
        _remove(session, vault, slot)
        if session.json:
            console.print_json(Changed(what="slot"))
        console.say("slot_remove.done")


def _require_agreement(session: Session) -> None:
    """Ask, on standard input also of a script.

    Raises:
        CancelledError: the answer was not yes.
    """
    ask = Questions(session.console, is_interactive=session.is_interactive)
    if not ask.agree(session.console.text("slot_remove.sure"), default=False):
        raise CancelledError


def _remove(session: Session, vault: Vault, slot: SlotInfo) -> None:
    with session.host.interrupts.finish():
        vault.slots.remove(slot.id)
