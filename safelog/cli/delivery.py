"""Seal an export on the command line: make the passphrase, show it once, say what opens it."""

from __future__ import annotations

from safelog.cli.arguments import Words
from safelog.cli.passphrases import Passphrases, readable
from safelog.cli.questions import Questions
from safelog.cli.session import Session
from safelog.errors import UsageError
from safelog.export.delivery.age import check_keys
from safelog.export.delivery.deliver import Delivered
from safelog.export.delivery.ways import DEFAULT_WAY, WAYS
from safelog.export.formats import DEFAULT_FORMATS
from safelog.export.leakcheck import CheckedOutputs
from safelog.journal.sealing import Sealing, seal_outputs


class Delivery:
    """How one export is delivered."""

    def __init__(self, session: Session, words: Words) -> None:
        """Take the way from the words of the call.

        Raises:
            UsageError: a script would get no passphrase, because it did not ask to have it printed.
        """
        asked = words.text("deliver") or DEFAULT_WAY
        self.way = next(way for way in WAYS if way == asked)
        self.passphrase = ""
        """What a script asked to have printed; empty for a person, who saw it on the screen."""
        self._session = session
        self._prints = words.flag("print_passphrase")
        self._keys: tuple[str, ...] = ()
        if self.way not in {"plain", "age"} and not self._prints:
            Passphrases(session).require_printing(printing=False, option="print-passphrase")

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that are made if none is asked for."""
        return ("pdf",) if self.way == "pdf" else DEFAULT_FORMATS

    def ask(self) -> None:
        """Ask for what the way needs, before anything is made.

        Raises:
            InvalidAgeKeyError: what was typed is no key.
            UsageError: as for the class: a script named no key.
        """
        if self.way == "age":
            say = self._session.console.text
            ask = Questions(self._session.console, is_interactive=self._session.is_interactive)
            typed = ask.line(say("deliver.keys"), about=say("deliver.keys_help"))
            self._keys = tuple(typed.split())
            if self._keys:
                check_keys(self._keys)
            elif not self._prints:
                Passphrases(self._session).require_printing(
                    printing=False, option="print-passphrase"
                )

    def seal(self, checked: CheckedOutputs, *, language: str) -> Delivered | None:
        """Seal the files, and show the passphrase; None for plain files.

        Args:
            checked: the files of the export.
            language: of the recipient.

        Raises:
            MissingExtraError: nothing was written.
            NoTerminalError: there is nowhere to show the passphrase.
            UsageError: the only way to seal takes none of these files, or not all.
        """
        delivered, passphrase = seal_outputs(
            checked,
            Sealing(self.way, self._keys),
            language=language,
            random_bytes=self._session.host.random_bytes,
        )
        if passphrase is None:
            return delivered
        with passphrase as secret:
            if self.way == "pdf" and (not delivered or not delivered.files or checked.unsearched):
                # There is no document in the only format, or files that it cannot take along.
                raise UsageError(what="format")
            if self._prints:
                self.passphrase = readable(secret)
            else:
                sentence = self._session.console.catalogue.text("sharing.passphrase_is")
                Passphrases(self._session).show(secret, sentence=sentence)
            return delivered
