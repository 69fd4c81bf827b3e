"""One command with the vault it works on: unlocking, and closing whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from safelog.cli.arguments import Words
from safelog.cli.backup_text import backup_age_line
from safelog.cli.console import Console
from safelog.cli.credentials import Credentials
from safelog.cli.host import Host
from safelog.errors import InvalidRecoveryWordsError, VaultNotFoundError, WrongSecretError
from safelog.i18n.errors import describe
from safelog.journal.anchors import JournalAnchors
from safelog.journal.backups import backup_age
from safelog.journal.forms import Answers
from safelog.journal.journal import Journal, Surroundings
from safelog.model.kind import load_kinds
from safelog.model.when import at_minute, format_when
from safelog.system.terminal import read_passphrase_from_descriptor
from safelog.tui.zone import named_zone
from safelog.vault import Credential, Secret, Vault, VaultState, looks_like_vault

T = TypeVar("T")

_ATTEMPTS = 3
"""How often a person may try at the terminal before the command ends."""


class Session:
    """What a command works with."""

    def __init__(self, host: Host, console: Console, words: Words) -> None:
        """Prepare for a command that was called with `words`."""
        self.host = host
        self.console = console
        self.folder = Path(words.text("vault")) if words.text("vault") else host.default_vault()
        self.json = words.flag("json")
        self._descriptor = words.number("passphrase_fd")
        self.credentials = Credentials(
            console, words, read_secret=self.read_secret, is_scripted=self.is_scripted
        )

    @property
    def is_scripted(self) -> bool:
        """Whether secrets come from a descriptor, so that nobody can be asked again."""
        return self._descriptor is not None

    @property
    def is_interactive(self) -> bool:
        """Whether answers are typed by a person, who can be asked again."""
        return self.console.stdin.isatty()

    def read_secret(self, prompt: str) -> Secret:
        """Return the next line of the descriptor, or ask at the terminal.

        Raises:
            NoTerminalError: there is neither.
        """
        if self._descriptor is not None:
            return Secret(read_passphrase_from_descriptor(self._descriptor))
        self.console.flush()
        return Secret(self.host.read_secret(prompt))

    @contextmanager
    def vault(self, *, expected: VaultState | None = None) -> Iterator[Vault]:
        """Unlock the vault, which must continue `expected`, and close it whatever happens.

        Raises:
            VaultError: it cannot be opened; nothing was changed.
        """
        vault = self.attempt(partial(self.host.vaults.open, expected=expected))
        try:
            for notice in vault.notices:
                self.console.say(f"notice.{notice}")
            yield vault
        finally:
            vault.close()

    @contextmanager
    def journal(self, *, expected: VaultState | None = None) -> Iterator[Journal]:
        """Unlock the vault as `vault` does and read its journal, and close it whatever happens.

        Raises:
            VaultError: it cannot be opened or read; nothing was changed.
        """
        with self.vault(expected=expected) as vault:
            journal = Journal(vault, self.surroundings())
            try:
                # An empty journal has nothing to lose, and a script is told nothing.
                if len(journal) and self.console.is_narrated and not self.json:
                    self.console.tell(backup_age_line(self.console, backup_age(journal)))
                yield journal
            finally:
                journal.close()

    def surroundings(self) -> Surroundings:
        """Return what a journal takes from outside."""
        return Surroundings(
            now=lambda: int(self.host.clock.now().timestamp()),
            randomness=self.host.random_bytes,
            kinds=load_kinds(),
        )

    def answers(self, journal: Journal, *, zone: str = "") -> Answers:
        """Return what a form needs to read its answers; `zone` is empty for the computer's own."""
        return Answers(
            kinds=journal.surroundings.kinds,
            language=self.console.catalogue.language,
            zone=zone or self.zone,
            now=self.host.clock.now(),
            entities=journal.state.entities,
            new_id=journal.new_id,
            anchors=JournalAnchors(journal),
        )

    @property
    def zone(self) -> str:
        """The IANA name of the computer's time zone."""
        return named_zone(self.host.local_zone())

    def moment(self, seconds: int) -> str:
        """Return a time of the machine as a person reads it, on the clock of this computer."""
        when = at_minute(datetime.fromtimestamp(seconds, UTC), zone=self.zone)
        return format_when(when, self.console.catalogue.language, with_zone=True)

    def attempt(self, use: Callable[[Path, Credential], T]) -> T:
        """Ask for what opens the vault, and use it; a person may try again.

        Raises:
            VaultNotFoundError: there is no vault, so nothing is asked for.
            VaultError: what `use` raises.
        """
        if not looks_like_vault(self.folder):
            raise VaultNotFoundError
        return self.opened(partial(use, self.folder))

    def opened(self, opening: Callable[[Credential], T]) -> T:
        """Ask for what opens something, and open it; a person may try again.

        Raises:
            VaultError: `opening` refused for good.
        """
        for left in reversed(range(_ATTEMPTS)):
            try:
                with self.credentials.read() as credential:
                    return opening(credential)
            except (WrongSecretError, InvalidRecoveryWordsError) as error:
                if self.is_scripted or left == 0:
                    raise
                for line in describe(error, self.console.catalogue):
                    self.console.tell(line)
        raise WrongSecretError
