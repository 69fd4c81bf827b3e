"""What can be told of a folder without opening the vault in it. Nothing here writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safelog.vault.files import OsFiles, real_path, storage_errors
from safelog.vault.opening import is_vault
from safelog.vault.ports import Ports
from safelog.vault.slot_keeper import Rehearsal, rehearse_slot

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.vault.credential import Credential


def looks_like_vault(directory: Path) -> bool:
    """Tell whether `directory` holds a vault, whole or damaged."""
    with storage_errors():
        return is_vault(OsFiles(), real_path(directory))


def rehearse(directory: Path, credential: Credential) -> Rehearsal:
    """Try `credential`, which is not wiped here, on the vault in `directory`; change nothing.

    Raises:
        VaultNotFoundError: there is none.
        WrongSecretError: it opens no slot.
        VaultError: other classes of `Vault.open` that are about the head.
    """
    with storage_errors():
        return rehearse_slot(real_path(directory), credential, ports=Ports())
