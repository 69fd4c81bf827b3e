"""Backups and other copies of a vault."""

from __future__ import annotations

from safelog.errors.vault import VaultError


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
