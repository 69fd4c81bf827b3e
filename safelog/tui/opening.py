"""From typed secrets to an open journal; imported while the person types.

Every buffer of a secret is wiped here, whatever happens.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event
from typing import Protocol

from safelog.errors import SafelogError
from safelog.journal.journal import Journal, Surroundings
from safelog.model.kind import load_kinds
from safelog.system.clock import Clock
from safelog.tui.tasks import Answer
from safelog.vault import Credential, Secret, Vault


class Vaults(Protocol):
    """Makes and opens vaults; tests have some whose secrets cost little to try."""

    def create(self, directory: Path, *, passphrase: Secret, recovery: Secret) -> Vault:
        """Make a vault in an absent or empty folder."""

    def open(self, directory: Path, credential: Credential) -> Vault:
        """Open the vault of a folder."""


class DiskVaults:
    """Vaults at the cost that this computer can bear."""

    def create(self, directory: Path, *, passphrase: Secret, recovery: Secret) -> Vault:
        """Make a vault in an absent or empty folder."""
        return Vault.create(directory, passphrase=passphrase, recovery=recovery)

    def open(self, directory: Path, credential: Credential) -> Vault:
        """Open the vault of a folder."""
        return Vault.open(directory, credential)


class Unlocked(Answer):
    """The journal is open; whoever gets this owns it."""

    def __init__(self, journal: Journal) -> None:
        """Carry the journal."""
        super().__init__()
        self.journal = journal

    def close(self) -> None:
        """Close the journal, if nobody took it."""
        self.journal.close()


def open_journal(
    vaults: Vaults, directory: Path, clock: Clock, *, credential: Credential, stopped: Event
) -> Unlocked | None:
    """Open the journal in `directory`; `credential` is wiped.

    Raises:
        VaultError: as `Vault.open` says; nothing was changed.
    """
    with credential:
        return _journal(vaults.open(directory, credential), clock, stopped)


def create_journal(
    vaults: Vaults,
    directory: Path,
    clock: Clock,
    *,
    passphrase: bytearray,
    recovery: bytearray,
    stopped: Event,
) -> Unlocked | None:
    """Make a vault with an empty journal; both secrets are wiped.

    Raises:
        VaultExistsError: something is in the folder.
        StorageError, StorageFullError: the disk refused.
    """
    with Secret(passphrase) as chosen, Secret(recovery) as words:
        return _journal(vaults.create(directory, passphrase=chosen, recovery=words), clock, stopped)


def _journal(vault: Vault, clock: Clock, stopped: Event) -> Unlocked | None:
    """Fold the journal, unless nobody waits for it any more."""
    try:
        if stopped.is_set():
            vault.close()
            return None
        surroundings = Surroundings(
            now=lambda: int(clock.now().timestamp()), randomness=os.urandom, kinds=load_kinds()
        )
        return Unlocked(Journal(vault, surroundings))
    except SafelogError:
        vault.close()
        raise
