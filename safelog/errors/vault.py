"""What opening, reading and writing a vault can fail with."""

from __future__ import annotations

from safelog.errors.base import SafelogError


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


class UnfinishedRewritingError(StorageError):
    """The disk refused the last steps of a rewriting; the next opening makes them. Fields: errno.

    Where the disk refused the head itself, the next opening may also find everything as it was.
    """

    exit_code = 38
