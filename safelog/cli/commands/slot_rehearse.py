"""`slot rehearse`: try a passphrase, words, a key file or shares, and change nothing."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.objects import Rehearsed
from safelog.cli.session import Session
from safelog.cli.slots import way

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """Say which way to open the vault this is."""
    del words
    console = session.console
    tried = session.attempt(session.host.vaults.rehearse)
    if session.json:
        notices = tuple(str(notice) for notice in tried.notices)
        console.print_json(Rehearsed(id=tried.slot_id, way=tried.type, notices=notices))
        return
    console.print(console.text("slot_rehearse.opens", way=way(tried.type, console)))
    for notice in tried.notices:
        console.say(f"slot_rehearse.{notice}")
