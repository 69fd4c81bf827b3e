"""Agree with a person on a new secret: show it once, have it repeated, leave nothing behind.

Secrets are shown only on a terminal, whose screen and scrollback are cleared afterwards, and typed
where nothing is shown. A script gets and gives them through descriptors that it chose itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from safelog.cli.objects import Sheets, Vault
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.errors import (
    CancelledError,
    InvalidSharesError,
    InvalidTextError,
    NoTerminalError,
    UsageError,
)
from safelog.i18n.errors import describe
from safelog.system.terminal import clear_screen
from safelog.vault import (
    Secret,
    ShareSet,
    generate_passphrase,
    generate_recovery,
    generate_shares,
)

SHORT_BYTES = 16
"""A passphrase of one's own below this length gets a warning."""


class Passphrases:
    """Makes the secrets of one session's vault."""

    def __init__(self, session: Session) -> None:
        """Ask in `session`."""
        self._session = session
        self._console = session.console
        self._ask = Questions(session.console, is_interactive=session.is_interactive)

    def new_passphrase(self) -> Secret:
        """Return a new passphrase: the next line of the descriptor, a generated one, or their own.

        Raises:
            InvalidTextError: a script gave an empty one.
            NoTerminalError: there is no terminal to ask at.
            CancelledError: the person gave up.
        """
        if self._session.is_scripted:
            secret = self._session.read_secret("")
            if not len(secret):
                raise InvalidTextError(field="passphrase")
            return secret
        screen = self._screen()
        generated = generate_passphrase(random_bytes=self._session.host.random_bytes)
        bits = int(generated.entropy_bits)
        self._console.say("secrets.offer", bits=bits)
        if self._ask.agree(self._console.text("secrets.take_generated"), default=True):
            self._show_and_repeat(
                screen, generated.secret, intro="secrets.passphrase_is", again="secrets.repeat"
            )
            return generated.secret
        generated.secret.wipe()
        return self._own_passphrase()

    def show(self, secret: Secret, *, sentence: str) -> None:
        """Show a secret once below a sentence, until Enter says that it is written down.

        Raises:
            NoTerminalError: there is no terminal to show it on.
            CancelledError: the person gave up.
        """
        screen = self._screen()
        self._console.tell(sentence)
        self._show_once(screen, secret)

    def require_printing(self, *, printing: bool, option: str = "print-recovery-words") -> None:
        """Refuse a script that did not say that it takes the words from stdout.

        Raises:
            UsageError: it did not.
        """
        if not printing and (self._session.is_scripted or self._session.json):
            raise UsageError(what=option)

    def new_recovery(self, *, printing: bool) -> Secret:
        """Return new recovery words; unless they go to stdout, the person has repeated them.

        Raises:
            NoTerminalError: there is no terminal to show them on.
            CancelledError: the person gave up.
        """
        recovery = generate_recovery(random_bytes=self._session.host.random_bytes)
        if not printing:
            self._show_and_repeat(
                self._screen(), recovery, intro="secrets.recovery_is", again="secrets.repeat_words"
            )
        return recovery

    def new_shares(self, *, threshold: int, count: int, printing: bool) -> ShareSet:
        """Return a new set of shares; unless it goes to stdout, as many as open were typed back.

        Raises:
            NoTerminalError: there is no terminal to show them on.
            CancelledError: the person gave up.
        """
        made = generate_shares(
            threshold=threshold, count=count, random_bytes=self._session.host.random_bytes
        )
        if printing:
            return made
        try:
            screen = self._screen()
            while True:
                for number, share in enumerate(made.shares, start=1):
                    self._console.say("secrets.share_is", number=number, count=count)
                    self._show_once(screen, share)
                if self._shares_come_back(made):
                    return made
        except BaseException:
            made.wipe()
            raise

    def _shares_come_back(self, made: ShareSet) -> bool:
        """Have shares typed from paper, as many as open; False if they must be seen again."""
        self._console.say("secrets.type_shares", needed=made.threshold)
        try:
            with self._session.credentials.read_shares(self._ask_share_back) as typed:
                if typed.matches(made.secret):
                    return True
        except _SeeAgain:
            return False
        except InvalidSharesError as error:
            for line in describe(error, self._console.catalogue):
                self._console.tell(line)
            return False
        self._console.say("secrets.differ")
        return False

    def _ask_share_back(self, number: int, missing: int) -> Secret:
        share = self._session.read_secret(
            self._console.text("unlock.prompt_share", number=number, missing=missing)
        )
        if not len(share):
            raise _SeeAgain
        return share

    def _own_passphrase(self) -> Secret:
        while True:
            secret = self._session.read_secret(self._console.text("secrets.type_new"))
            if not len(secret):
                self._console.say("secrets.empty")
                continue
            if len(secret) < SHORT_BYTES:
                self._console.say("secrets.short")
            if self._repeats(secret, "secrets.repeat"):
                return secret
            secret.wipe()

    def _show_and_repeat(self, screen: TextIO, secret: Secret, *, intro: str, again: str) -> None:
        """Show `secret` until it is typed back without being seen."""
        while True:
            self._console.say(intro)
            self._show_once(screen, secret)
            if self._repeats(secret, again):
                return

    def _show_once(self, screen: TextIO, secret: Secret) -> None:
        """Show `secret` until Enter says that it is written down, and clear the screen."""
        show_words(screen, secret)
        try:
            if self._console.read_line(self._console.text("secrets.written_down")) is None:
                raise CancelledError
        finally:
            clear_screen(screen)

    def _repeats(self, secret: Secret, prompt: str) -> bool:
        """Have `secret` typed once more; it is wiped if the person gives up."""
        try:
            with self._session.read_secret(self._console.text(prompt)) as typed:
                if typed.matches(secret):
                    return True
        except BaseException:
            secret.wipe()
            raise
        self._console.say("secrets.differ")
        return False

    def _screen(self) -> TextIO:
        screen = self._console.screen
        if screen is None:
            raise NoTerminalError
        return screen


class _SeeAgain(Exception):  # noqa: N818 (it is no error: an empty line asks for it)
    """The person wants to see the shares again."""


def show_words(output: TextIO, secret: Secret) -> None:
    """Write the words of `secret`, one numbered line each, without a text of them all."""
    number, word = 1, bytearray()
    for byte in (*secret.view, ord(" ")):
        if byte != ord(" "):
            word.append(byte)
            continue
        output.write(f"  {number:2}  {word.decode()}\n")
        number, word = number + 1, bytearray()
    output.flush()


def print_recovery(session: Session, recovery: Secret) -> None:
    """Write recovery words on stdout for a script that asked for them.

    They become a text for it, which nobody can wipe; that is what was asked for.
    """
    words = readable(recovery)
    if session.json:
        session.console.print_json(Vault(recovery_words=words))
    else:
        session.console.print(words)
    session.console.flush()


def print_sheets(session: Session, sheets: Iterable[Secret]) -> None:
    """Write new recovery words or shares on stdout for a script, as `print_recovery` does."""
    words = tuple(readable(sheet) for sheet in sheets)
    if session.json:
        session.console.print_json(Sheets(sheets=words))
    else:
        for line in words:
            session.console.print(line)
    session.console.flush()


def readable(secret: Secret) -> str:
    """Return words as a text, which cannot be wiped."""
    return str(secret.view, "utf-8")
