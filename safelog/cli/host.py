"""What the command line takes from outside, handed over in one piece.

`process.py` makes the one of a real process. Tests make their own: streams in memory, a clock that
stands, keys that are pressed for them, a cost of unlocking that takes no time. None of it can be
replaced through the environment or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from safelog.cli.console import Streams
from safelog.cli.interrupts import Interrupts

if TYPE_CHECKING:
    # Only the types: the terminal app asks for the passphrase before all this is imported.
    from safelog.system.clock import Clock, LocalZone
    from safelog.system.holders import Holders
    from safelog.vault import Credential, Rehearsal, Secret, Vault, VaultCopy, VaultState, Wreck


class Vaults(Protocol):
    """Makes and opens vaults."""

    def create(self, folder: Path, *, passphrase: Secret, recovery: Secret) -> Vault:
        """Make a vault in `folder`.

        Raises:
            VaultExistsError: the folder holds something already.
        """

    def open(
        self, folder: Path, credential: Credential, *, expected: VaultState | None = None
    ) -> Vault:
        """Open the vault in `folder`, which must continue `expected`.

        Raises:
            VaultError: there is none, the credential does not open it, or it is damaged.
        """

    def rehearse(self, folder: Path, credential: Credential) -> Rehearsal:
        """Try a credential on the vault in `folder`, and change nothing.

        Raises:
            VaultError: there is none, the credential does not open it, or its head is damaged.
        """

    def open_copy(self, source: Path, credential: Credential) -> VaultCopy:
        """Open a backup, or any other copy of a vault, without changing it.

        Raises:
            VaultError: there is none, the credential does not open it, or it is damaged.
        """

    def open_wreck(self, folder: Path, credential: Credential, *, head: Path | None) -> Wreck:
        """Open what is left of a damaged vault, without changing it.

        Raises:
            VaultError: no head of it can be opened.
        """

    def restore(
        self, copy: VaultCopy, folder: Path, *, progress: Callable[[int, int], None]
    ) -> None:
        """Make the vault of a copy in an absent or empty folder.

        Raises:
            VaultExistsError: the folder holds something already.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The computer that a command runs on."""

    streams: Streams
    environ: Mapping[str, str]
    interrupts: Interrupts
    clock: Clock
    local_zone: Callable[[], LocalZone]
    random_bytes: Callable[[int], bytes]
    read_secret: Callable[[str], bytearray]
    """Show a prompt at the terminal and read a line that is not shown."""
    vaults: Vaults
    default_vault: Callable[[], Path]
    start_app: Callable[[Path, str], int]
    """Start the terminal app on a vault in a language; returns its exit code."""
    holders: Holders
    """Finds a safelog that has a vault open."""
