"""`burn`: remove the vault for good, after saying what that can and cannot do."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.objects import Burned
from safelog.cli.session import Session
from safelog.errors import CancelledError, VaultInUseError
from safelog.vault import burn_vault, is_in_use, look_at

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """Remove the vault. Needs no passphrase.

    Raises:
        VaultInUseError: it is open; nothing was changed.
        CancelledError: the word was not typed; nothing was changed.
    """
    del words
    console, folder = session.console, session.folder
    contents = look_at(folder)
    if is_in_use(folder):
        console.say("burn.quit_first")
        raise VaultInUseError
    console.say("burn.what", folder=folder)
    console.tell(console.plural("burn.files", contents.count))
    console.say("burn.cannot")
    for name in contents.foreign:
        console.say("burn.stays", name=name)
    word = console.text("burn.word")
    answer = console.read_line(console.text("burn.confirm", word=word))
    if (answer or "").strip().casefold() != word:
        raise CancelledError
    with session.host.interrupts.finish():
        burned = burn_vault(folder)
        if session.json:
            console.print_json(Burned(removed=burned.count, left=len(burned.foreign)))
        console.say("burn.done" if not burned.foreign else "burn.done_partly")
