"""`quit`: clear this screen, and have every open safelog on this vault lock and leave."""

from __future__ import annotations

from itertools import count

from safelog.cli.arguments import Words
from safelog.cli.objects import Changed
from safelog.cli.session import Session
from safelog.errors import VaultInUseError
from safelog.system.terminal import clear_screen
from safelog.vault import is_in_use, lock_file

ARGUMENTS = ()

_PAUSES_MOST = 40
_PAUSES_BETWEEN = 4
"""A signal may come just before a program begins to wait for a key, which then hides it."""


def run(session: Session, words: Words) -> None:
    """Leave everywhere.

    Raises:
        VaultInUseError: somebody still has the vault open.
    """
    del words
    console = session.console
    # First what the person beside us can see; nothing below may keep that from happening.
    if console.screen is not None:
        clear_screen(console.screen)
    _empty(session)
    if session.json:
        console.print_json(Changed(what="quit"))
    console.say("quit.done")


def _empty(session: Session) -> None:
    """Ask whoever has the vault open to leave, until nobody has."""
    holders, lock = session.host.holders, lock_file(session.folder)
    for attempt in count():
        pid = holders.find(lock)
        if pid is None:
            break
        if attempt == _PAUSES_MOST:
            raise VaultInUseError
        if attempt % _PAUSES_BETWEEN == 0:
            holders.ask_to_leave(pid)
        holders.pause()
    if is_in_use(session.folder):
        # Somebody whom the system does not show to us: on Windows, in a container, another user.
        raise VaultInUseError
