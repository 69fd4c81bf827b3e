"""`rekey`: seal the whole vault under new keys, for when a copy of it may have been taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from safelog.cli.arguments import Argument, Words
from safelog.cli.objects import Changed
from safelog.cli.passphrases import Passphrases, print_recovery
from safelog.cli.progress import Progress
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.cli.slots import slot_line
from safelog.errors import CancelledError, WrongSecretError
from safelog.vault import Vault

ARGUMENTS = (
    Argument(name="start_over", flag="--start-over"),
    Argument(name="print_recovery_words", flag="--print-recovery-words"),
)
_ATTEMPTS = 3


class _Seals(Protocol):
    """Seals everything under new keys, or what is not sealed yet."""

    def __call__(self, *, progress: Callable[[int, int], None]) -> None:
        """Tell `progress` the bytes done so far and those there are."""


def run(session: Session, words: Words) -> None:
    """Change all keys, or go on with that.

    Raises:
        VaultError: the vault keeps its keys, or the check at the end found something.
    """
    session.console.say("rekey.what")
    session.console.say("rekey.what_not")
    with session.vault() as vault:
        if vault.key_change.is_begun and not words.flag("start_over"):
            _go_on(session, vault)
        else:
            _begin(session, vault, printing=words.flag("print_recovery_words"))


def _begin(session: Session, vault: Vault, *, printing: bool) -> None:
    """Agree on new secrets, and seal everything under them."""
    console, secrets = session.console, Passphrases(session)
    secrets.require_printing(printing=printing)
    console.say("rekey.ways")
    for slot in vault.slots.list():
        console.tell(f"  {slot_line(slot, console)}")
    if leftovers := vault.key_change.leftovers:
        console.tell(console.plural("rekey.leftovers", leftovers))
    if not session.is_scripted:
        _require_agreement(session)
    with (
        secrets.new_passphrase() as passphrase,
        secrets.new_recovery(printing=printing) as recovery,
    ):
        if printing:
            # First: whoever is interrupted goes on later, and does not get to see them again.
            print_recovery(session, recovery)
        _seal(session, vault, partial(vault.key_change.begin, passphrase, recovery))


def _require_agreement(session: Session) -> None:
    ask = Questions(session.console, is_interactive=session.is_interactive)
    if not ask.agree(session.console.text("rekey.sure"), default=False):
        raise CancelledError


def _go_on(session: Session, vault: Vault) -> None:
    """Ask for the new passphrase, and go on with what was begun; a person may try again.

    Raises:
        WrongSecretError: it was begun with another.
    """
    console = session.console
    console.say("rekey.goes_on")
    for left in reversed(range(_ATTEMPTS)):
        with session.read_secret(console.text("rekey.prompt")) as passphrase:
            try:
                _seal(session, vault, partial(vault.key_change.resume, passphrase))
            except WrongSecretError:
                console.say("rekey.wrong")
                if session.is_scripted or left == 0:
                    raise
            else:
                return


def _seal(session: Session, vault: Vault, seal: _Seals) -> None:
    """Do the work, say that it is done, and check it.

    A signal ends the work at the next report, as long as it can be gone on with. Behind the last
    report the new head is written: a signal then only ends the check.
    """
    console, interrupts = session.console, session.host.interrupts
    progress = Progress(console, session.host.clock, "rekey.progress")

    def report(done: int, total: int) -> None:
        with interrupts.allow():
            progress(done, total)

    console.say("rekey.sealing")
    with interrupts.finish():
        try:
            seal(progress=report)
        except KeyboardInterrupt:
            console.say("rekey.waits")
            raise
        if session.json:
            console.print_json(Changed(what="keys"))
        console.say("rekey.done", state=vault.state)
        try:
            with interrupts.allow():
                _check(session, vault)
        except KeyboardInterrupt:
            console.say("rekey.unchecked")


def _check(session: Session, vault: Vault) -> None:
    """Read everything once more under the new keys."""
    session.console.say("rekey.checking")
    progress = Progress(session.console, session.host.clock, "check.progress")
    for problem in vault.check(progress=progress).problems:
        raise problem
    session.console.say("rekey.whole")
