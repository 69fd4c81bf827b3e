"""Backups: copies of a vault elsewhere, verified before they are called so, and put back.

A backup is whole or it is none. Every one is written from the beginning: that takes longer than to
add to the last one, and whatever fails, the last one stays as it was.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safelog.errors import (
    BackupPlaceError,
    DamagedBlobError,
    MissingBlobError,
    OutputExistsError,
    VaultExistsError,
)
from safelog.vault.archive import SUFFIX
from safelog.vault.blob import FOLDER_NAME
from safelog.vault.copy import VaultCopy, open_own_copy
from safelog.vault.copying import Original, may_continue, write_file, write_folder
from safelog.vault.files import make_way, real_path, storage_errors
from safelog.vault.opening import LOCK_NAME, OpenFolder, is_vault
from safelog.vault.pieces import PieceReader
from safelog.vault.ports import Ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from safelog.vault.files import Files
    from safelog.vault.record import BlobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was written and verified."""

    path: Path
    records: int
    blobs: int
    blob_bytes: int


class CopyKeeper:
    """Makes copies of an open vault elsewhere, and opens those that went another way since."""

    def __init__(
        self,
        parts: OpenFolder,
        *,
        refs: Callable[[], tuple[BlobRef, ...]],
        exclusive: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Work on `parts` while `exclusive` keeps everybody else away.

        `refs` returns the attachments that the records name.
        """
        self._parts = parts
        self._refs = refs
        self._exclusive = exclusive

    def back_up(
        self, target: Path, *, name: str, progress: Callable[[int, int], None] | None = None
    ) -> Backup:
        """Write a copy of the vault elsewhere, and verify it by reading it back.

        Args:
            target: a folder, for a folder inside of it; or the archive to write, ending in `.tar`.
            name: of that folder; a number is added where it is taken.
            progress: called with the bytes done so far, and those to copy and to verify.

        Raises:
            BackupPlaceError: `target` is no folder, is near the vault, or holds a vault itself.
            OutputExistsError: the archive is there already.
            FaultyBackupError: the copy does not read back as it was written; it was removed.
            DamagedVaultError: the vault itself is damaged, so no copy of it can be whole.
            StorageFullError, StorageError: the disk refused; what was written is no backup.
        """
        with self._exclusive():
            return _write_backup(
                Original(self._parts, self._refs()), real_path(target), name, progress
            )

    def open(self, source: Path) -> VaultCopy:
        """Open another copy of this vault by the keys of this one.

        Raises:
            OtherVaultError, WrongSecretError: as for `open_own_copy`.
            VaultError: any other class that `open_copy` names.
        """
        with self._exclusive():
            return open_own_copy(source, self._parts.keys, ports=self._parts.ports)

    def take_over(self, ref: BlobRef, content: Iterator[bytes]) -> None:
        """Seal an attachment of another copy under its own id and the keys of this vault.

        It becomes part of the vault with the record that names it. One that is here already, left
        by a taking over that was cut off, is taken as it is, if it is whole. Else it goes: no
        record names it, and `content` is the whole of it.

        Args:
            ref: as the other copy names it.
            content: all of it, each piece authentic.

        Raises:
            DamagedBlobError: `content` is not what `ref` says.
            StorageFullError, StorageError: the disk refused.
        """
        with self._exclusive():
            store = self._parts.blobs
            try:
                for _ in store.read(ref):
                    pass
            except MissingBlobError:
                pass
            except DamagedBlobError:
                self._parts.ports.files.remove(self._parts.path / FOLDER_NAME / ref.id)
            else:
                # Whoever wrote it may have died before its name was durable.
                self._parts.ports.files.sync_folder(self._parts.path / FOLDER_NAME)
                return
            pieces = PieceReader(content)
            sealed = store.write_as(ref.id, pieces, suffix="", progress=lambda _: None)
            if sealed != ref:
                self._parts.ports.files.remove(self._parts.path / FOLDER_NAME / ref.id)
                raise DamagedBlobError(blob=ref.id, chunk=0)


def _write_backup(
    original: Original,
    target: Path,
    name: str,
    progress: Callable[[int, int], None] | None,
) -> Backup:
    parts, refs = original.parts, original.refs
    files = parts.ports.files
    parts.log.require_untouched()
    parts.heads.settle(parts.log.root)
    _require_place(files, target, parts.path)
    meter = original.meter(progress)
    if _is_folder(files, target):
        path = _free_folder(original, target, name, files)
        write_folder(original, path, parts.ports, meter)
    else:
        path = target
        write_file(original, path, parts.ports, meter)
    return Backup(
        path=path,
        records=len(parts.log),
        blobs=len(refs),
        blob_bytes=sum(ref.size for ref in refs),
    )


def restore(
    copy: VaultCopy,
    folder: Path,
    *,
    ports: Ports | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make the vault of a copy in `folder`, which is absent, empty, or of an interrupted restore.

    Raises:
        VaultExistsError: something else is in the folder.
        FaultyBackupError: what was written does not read back; it was removed.
        DamagedVaultError: the copy is damaged; nothing is left in the folder.
        StorageFullError, StorageError: the disk refused; no vault is in the folder.
    """
    with storage_errors(), contextlib.ExitStack() as held:
        outside = ports or Ports()
        files, folder = outside.files, real_path(folder)
        original = Original(copy.parts, copy.blobs())
        meter = original.meter(progress)
        if not may_continue(original, folder, files):
            raise VaultExistsError
        make_way(files, folder)
        held.callback(files.lock(folder / LOCK_NAME))
        # Somebody may have made a vault between the look and the lock.
        if not may_continue(original, folder, files):
            raise VaultExistsError
        write_folder(original, folder, outside, meter)


def _require_place(files: Files, target: Path, vault: Path) -> None:
    folder = target if _is_folder(files, target) else target.parent
    reason = ""
    if (target.suffix != SUFFIX and folder is not target) or not _is_folder(files, folder):
        reason = "absent"
    elif folder == vault or vault in folder.parents:
        reason = "inside"
    elif folder == vault.parent:
        reason = "beside"
    elif is_vault(files, folder):
        reason = "vault"
    if reason:
        raise BackupPlaceError(reason=reason)
    if folder is not target and target.name in files.names(folder):
        raise OutputExistsError


def _free_folder(original: Original, target: Path, name: str, files: Files) -> Path:
    """Return the first folder of that name where nothing stands in the way."""
    taken = len(files.names(target))
    names = [name, *(f"{name}-{number}" for number in range(2, taken + 3))]
    return next(target / each for each in names if may_continue(original, target / each, files))


def _is_folder(files: Files, path: Path) -> bool:
    try:
        files.names(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
