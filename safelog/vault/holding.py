"""Tell whether somebody has a vault open, without opening it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safelog.errors import VaultInUseError
from safelog.vault.files import OsFiles, real_path, storage_errors
from safelog.vault.opening import LOCK_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.vault.files import Files


def lock_file(directory: Path) -> Path:
    """Return the file that is held exclusively while the vault in `directory` is open."""
    return real_path(directory) / LOCK_NAME


def is_in_use(directory: Path, *, files: Files | None = None) -> bool:
    """Tell whether a process of this computer has the vault open.

    Raises:
        StorageError: the system refuses to say.
    """
    files, lock = files or OsFiles(), lock_file(directory)
    with storage_errors():
        try:
            if lock.name not in files.names(lock.parent):
                return False
            files.lock(lock)()
        except FileNotFoundError:
            return False
        except VaultInUseError:
            return True
    return False
