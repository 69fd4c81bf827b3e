"""`slot list`: the ways to open the vault."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.session import Session
from safelog.cli.slots import slot_line, slot_object

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """List the ways to open the vault."""
    del words
    with session.vault() as vault:
        for slot in vault.slots.list():
            if session.json:
                session.console.print_json(slot_object(slot))
            else:
                session.console.print(slot_line(slot, session.console))
