"""Ask for what opens a vault: a passphrase or recovery words, a key file, shares.

Invariant: nothing that opens a vault is a word of the command. A key file is named by its path, and
everything else is typed where nothing is shown, or comes line by line from a descriptor.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from safelog.cli.arguments import Words
from safelog.cli.console import Console
from safelog.errors import InvalidSharesError, UsageError
from safelog.i18n.errors import describe
from safelog.journal.key_files import read_key_file
from safelog.vault import (
    Combination,
    Credential,
    Key,
    Secret,
    ShareSecret,
    combine_shares,
    shares_missing,
)


class Credentials:
    """What one command is given to open its vault with."""

    def __init__(
        self,
        console: Console,
        words: Words,
        *,
        read_secret: Callable[[str], Secret],
        is_scripted: bool,
    ) -> None:
        """Ask as `words` say; a script is not asked again.

        Raises:
            UsageError: there is no way to open a vault with a key file and shares.
        """
        self._console = console
        self._key_file = words.text("key_file")
        self._with_shares = words.flag("shares")
        self._read_secret = read_secret
        self._is_scripted = is_scripted
        self.held: Key | ShareSecret | None = None
        """What opens besides a passphrase. It is read once, and wiped by `wipe`."""
        if self._key_file and self._with_shares:
            raise UsageError

    def read(self) -> Credential:
        """Ask; of several attempts each asks for the passphrase again, and for nothing else.

        Raises:
            NoTerminalError: there is neither a terminal nor a descriptor.
            UnreadableFileError, InvalidKeyFileError: the key file cannot be used.
            InvalidSharesError: a script gave shares that do not fit together.
        """
        # Before anything is typed: the stick may not be in.
        if self._key_file and self.held is None:
            self.held = read_key_file(Path(self._key_file))
        passphrase = self._read_secret(self._console.text(self._prompt))
        try:
            if self._with_shares and self.held is None:
                self.held = self.read_shares(self._ask_share)
        except BaseException:
            passphrase.wipe()
            raise
        match self.held:
            case None:
                return passphrase
            case ShareSecret() as shared:
                copy = ShareSecret(bytearray(shared.view))
                return Combination(passphrase, copy) if len(passphrase) else copy
            case Key() as key:
                return Combination(passphrase, Key(bytearray(key.view)))

    def read_shares(self, ask: Callable[[int, int], Secret]) -> ShareSecret:
        """Read shares until there are enough; a slip is told, and that share is asked for again.

        Args:
            ask: given the number of the share, from 1, and how many are missing at least.

        Raises:
            InvalidSharesError: they do not fit together; of a script also every slip.
        """
        typed: list[Secret] = []
        try:
            while missing := shares_missing(typed):
                typed.append(ask(len(typed) + 1, missing))
                try:
                    shares_missing(typed)
                except InvalidSharesError as error:
                    if self._is_scripted:
                        raise
                    typed.pop().wipe()
                    for line in describe(error, self._console.catalogue):
                        self._console.tell(line)
            return combine_shares(typed)
        finally:
            for share in typed:
                share.wipe()

    def wipe(self) -> None:
        """Forget what opened besides a passphrase."""
        if self.held is not None:
            self.held.wipe()
            self.held = None

    @property
    def _prompt(self) -> str:
        if self._with_shares:
            return "unlock.prompt_with_shares"
        return "unlock.prompt_with_key_file" if self._key_file else "unlock.prompt"

    def _ask_share(self, number: int, missing: int) -> Secret:
        return self._read_secret(
            self._console.text("unlock.prompt_share", number=number, missing=missing)
        )
