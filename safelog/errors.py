"""The whole error tree. Imports nothing from the package.

Every failure that a person can meet is one class here. An error carries an exit code (documented in
docs/EXIT_CODES.md), the key of its sentences in the message catalogues (`errors.<key>.text` says
what happened, `errors.<key>.next` what to do), and a few safe fields, each with a sentence of its
own (`errors.where.<field>`). A field is a number or a short ASCII token such as a field name or a
position: never the person's words, a passphrase, or a path.
"""

from __future__ import annotations

import re
from typing import ClassVar

_WORD_BEGIN = re.compile(r"(?<!^)(?=[A-Z])")
_SAFE_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:#+\[\]-]{0,79}")


class SafelogError(Exception):
    """Something went wrong that safelog did not foresee."""

    exit_code: ClassVar[int] = 1
    key: ClassVar[str] = "unexpected"

    def __init_subclass__(cls) -> None:
        """Name the key after the class: `WrongSecretError` has `wrong_secret`."""
        super().__init_subclass__()
        cls.key = _WORD_BEGIN.sub("_", cls.__name__.removesuffix("Error")).lower()

    def __init__(self, **fields: int | str) -> None:
        """Keep `fields` for the catalogue's sentence.

        Raises:
            ValueError: a text field is more than a short ASCII token; it might be the person's.
        """
        for name, value in fields.items():
            if isinstance(value, str) and not _SAFE_TOKEN.fullmatch(value):
                message = f"unsafe text in error field {name!r}"
                raise ValueError(message)
        super().__init__(self.key)
        self.fields = fields

    def __str__(self) -> str:
        """Return the key and the safe fields; people read the catalogue's sentence instead."""
        shown = ", ".join(f"{name}={value}" for name, value in self.fields.items())
        return f"{self.key}({shown})"


class UsageError(SafelogError):
    """The command was called with words that it does not know."""

    exit_code = 2


class CancelledError(SafelogError):
    """The person stopped the command before it changed anything."""

    exit_code = 3


class NoTerminalError(SafelogError):
    """A passphrase is needed, and there is no terminal to ask for it."""

    exit_code = 4


class KeptAsDraftError(SafelogError):
    """The person stopped while writing; the words wait in the vault as a draft."""

    exit_code = 5


class OutputError(SafelogError):
    """The output could not be written to its end: its reader went away, or its disk is full.

    Fields: errno.
    """

    exit_code = 6


# --- the vault -------------------------------------------------------------------------------


class VaultError(SafelogError):
    """The vault cannot be used as asked."""

    exit_code = 10


class VaultNotFoundError(VaultError):
    """There is no vault in that folder."""

    exit_code = 11


class VaultExistsError(VaultError):
    """That folder already holds a vault or other files, and safelog does not write over them."""

    exit_code = 12


class VaultInUseError(VaultError):
    """Another safelog has this vault open."""

    exit_code = 13


class WrongSecretError(VaultError):
    """The vault is whole, but this passphrase (or these recovery words) opens no slot of it."""

    exit_code = 14


class NewerVersionError(VaultError):
    """The vault was written by a newer safelog. Fields: version."""

    exit_code = 15


class ExcessiveCostError(VaultError):
    """The head asks for more memory or time than any safelog would write. Fields: what."""

    exit_code = 16


class InvalidRecoveryWordsError(VaultError):
    """The recovery words contain a slip: a word not in the list, or a wrong checksum.

    Fields: position (of the first unknown word, from 1; 0 when every word is known).
    """

    exit_code = 17


class VaultClosedError(VaultError):
    """The vault was locked while something still wanted to use it."""

    exit_code = 18


class InsufficientMemoryError(VaultError):
    """This machine has less free memory than unlocking the vault takes. Fields: mebibytes."""

    exit_code = 19


class DamagedVaultError(VaultError):
    """A part of the vault is not what safelog wrote."""

    exit_code = 20


class DamagedHeadError(DamagedVaultError):
    """No copy of the head is whole."""

    exit_code = 21


class DamagedRecordError(DamagedVaultError):
    """A record in the log fails authentication. Fields: position."""

    exit_code = 22


class TruncatedLogError(DamagedVaultError):
    """The log is shorter than the head vouches for. Fields: found, expected (bytes)."""

    exit_code = 23


class MisplacedRecordError(DamagedVaultError):
    """An authentic record stands where it was not written: swapped, replayed or removed.

    Fields: position.
    """

    exit_code = 24


class DamagedBlobError(DamagedVaultError):
    """An attachment's bytes fail authentication. Fields: blob, chunk."""

    exit_code = 25


class MissingBlobError(DamagedVaultError):
    """An attachment that the log vouches for is not in the vault. Fields: blob."""

    exit_code = 26


class ForeignFileError(DamagedVaultError):
    """A file of the vault belongs to another vault, or to none. Fields: what."""

    exit_code = 27


class RolledBackError(DamagedVaultError):
    """The vault does not continue a state that was kept outside of it.

    Fields: found, expected (records).
    """

    exit_code = 28


class StorageFullError(VaultError):
    """The disk is full or the quota is used up; what was saved before is safe."""

    exit_code = 30


class StorageError(VaultError):
    """The operating system refused to read or write. Fields: errno."""

    exit_code = 31


class InvalidKeyFileError(VaultError):
    """The file is no key file of safelog, or it contains a slip."""

    exit_code = 32


class InvalidSharesError(VaultError):
    """The shares do not fit together, or one contains a slip.

    Fields: reason, position (of the share it stands in, from 1; 0 if that cannot be said), word
    (the slip in it, from 1; 0 if that cannot be said), missing (how many shares are lacking).
    """

    exit_code = 33


class LastSlotError(VaultError):
    """It is the only way to open the vault, so it cannot be removed."""

    exit_code = 34


class SlotLimitError(VaultError):
    """There are as many ways to open the vault as it can have. Fields: limit."""

    exit_code = 35


class UnknownSlotError(VaultError):
    """There is no such way to open the vault."""

    exit_code = 36


class AmbiguousSlotError(VaultError):
    """Several ways to open the vault may be meant. Fields: count."""

    exit_code = 37


class UnfinishedRewritingError(StorageError):
    """The disk refused the last steps of a rewriting; the next opening makes them. Fields: errno.

    Where the disk refused the head itself, the next opening may also find everything as it was.
    """

    exit_code = 38


class ReusedSecretError(VaultError):
    """A secret that is to be new opens the vault already. Nothing was changed."""

    exit_code = 39


# --- what people and files bring in ----------------------------------------------------------


class InputError(SafelogError):
    """Something given to safelog cannot be accepted as it is; nothing was stored.

    Fields where known: line (of an import, from 1), field.
    """

    exit_code = 40


class InvalidJsonError(InputError):
    """The text is not the documented JSON form. Fields: line, at."""

    exit_code = 41


class UnknownKindError(InputError):
    """No kind of incident or entity has that code. Fields: line."""

    exit_code = 42


class InvalidFieldError(InputError):
    """A field is unknown for this kind, or its value has the wrong type. Fields: field, line."""

    exit_code = 43


class InvalidTimeError(InputError):
    """The time cannot be understood, or names a zone or a date that does not exist.

    Fields: reason, at (the time of day).
    """

    exit_code = 44


class InvalidTextError(InputError):
    """The text is too long, or holds characters that cannot be stored. Fields: field, limit."""

    exit_code = 45


class NotFoundError(InputError):
    """Nothing in the journal has that id or name. Fields: what."""

    exit_code = 46


class AmbiguousError(InputError):
    """Several things in the journal begin with that id or name. Fields: what, count."""

    exit_code = 47


class SealedError(InputError):
    """The incident is sealed: it is corrected by a new entry, never edited."""

    exit_code = 48


class ConflictError(InputError):
    """The incident was changed since it was opened for editing. Fields: revision."""

    exit_code = 49


class UnreadableFileError(InputError):
    """A file that was named cannot be read. Fields: errno."""

    exit_code = 70


# --- exports ---------------------------------------------------------------------------------


class ExportError(SafelogError):
    """The export was not made; no file was written."""

    exit_code = 50


class OpenQuestionsError(ExportError):
    """Some possible names were not decided on yet. Fields: count."""

    exit_code = 51


class LeakFoundError(ExportError):
    """The finished export still held something that was to be hidden. Fields: check, place."""

    exit_code = 52


class UnknownScriptError(ExportError):
    """A text is in a script that has no redaction rules. Fields: script, count."""

    exit_code = 53


class OutputExistsError(ExportError):
    """A file of that name is already there, and safelog does not write over it."""

    exit_code = 54


class UnsafeImageError(ExportError):
    """An image cannot be decoded, so no clean copy of it can be made."""

    exit_code = 55


class NothingSelectedError(ExportError):
    """The selection for the export is empty."""

    exit_code = 56


class UnprovenExportError(ExportError):
    """What the export would show is not what the journal committed to. Fields: place, reason."""

    exit_code = 57


class DivergedExportError(ExportError):
    """The recipient holds an export that this journal does not know of."""

    exit_code = 58


class LostExportError(ExportError):
    """An earlier export for this recipient is missing in the journal, so none can continue it."""

    exit_code = 59


# --- verification ----------------------------------------------------------------------------


class ProofError(SafelogError):
    """The export is not what was signed. Fields: place."""

    exit_code = 60


class NotAnExportError(ProofError):
    """The file is not an export of safelog."""

    exit_code = 61


class ChangedExportError(ProofError):
    """Something in the export was changed after it was signed. Fields: place."""

    exit_code = 62


class InvalidSignatureError(ProofError):
    """The signature does not fit the checkpoint."""

    exit_code = 63


class NewerExportError(ProofError):
    """The export was made by a newer safelog. Fields: version."""

    exit_code = 64


# --- copies of the vault ---------------------------------------------------------------------


class BackupError(VaultError):
    """The backup was not made, or this copy cannot be used."""

    exit_code = 71


class BackupPlaceError(BackupError):
    """That place is none for a backup of this vault. Fields: reason."""

    exit_code = 72


class UnfinishedBackupError(BackupError):
    """The writing of this copy was interrupted; it is no backup."""

    exit_code = 73


class FaultyBackupError(BackupError):
    """The copy does not read back as it was written; it was removed."""

    exit_code = 74


class NotABackupError(BackupError):
    """The file is no backup of a vault, or not all of one."""

    exit_code = 75


class OtherVaultError(BackupError):
    """The copy is one of another vault, and two vaults are never mixed."""

    exit_code = 76
