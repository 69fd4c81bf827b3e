"""Remove a vault for good: first what opens it, then all that it consists of.

Needs no secret and no whole vault. What makes everything else unreadable comes first, so that a
burning that is cut off has done the most that it could; `log` comes last, so that what is left is
still seen as a vault and the burning can be gone on with.

Nothing is removed that is not the vault's by its name and place, and no link is followed. What a
medium keeps of bytes that were written over or removed is out of reach here.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safelog.errors import VaultNotFoundError
from safelog.vault.blob import FOLDER_NAME
from safelog.vault.files import OsFiles, real_path, storage_errors, write_all
from safelog.vault.log import LOG_NAME
from safelog.vault.opening import LOCK_NAME, is_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from safelog.vault.files import Files

_HEADS = re.compile(r"head(\.bak)?(\.next)?(\.tmp)?")
_OTHERS = re.compile(r"log\.(next|tmp)|torn-[0-9]+(-[0-9]+)?(\.tmp)?")
_BLOBS = re.compile(r"[0-9a-f]{32}(\.next)?(\.tmp)?")
_HEAD_BEGINS = b'{"format":"safelog-vault"'
"""Only what begins so is written over: a name alone may be a second name of somebody's own file."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in the folder of a vault, by what burning does with it; names in order."""

    heads: tuple[str, ...]
    others: tuple[str, ...]
    blobs: tuple[str, ...]
    foreign: tuple[str, ...]
    """Not the vault's: stays. Names in `blobs` come with that folder before them."""

    @property
    def count(self) -> int:
        """How many files burning removes."""
        return len(self.heads) + len(self.others) + len(self.blobs)


@dataclass(slots=True)
class _Refusals:
    """Goes on when the system refuses one file, and keeps the first reason."""

    first: list[OSError] = field(default_factory=list)

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            pass
        except OSError as error:
            self.first = self.first or [error]


def look_at(directory: Path, *, files: Files | None = None) -> Contents:
    """Return what burning would remove and what it would leave.

    Raises:
        VaultNotFoundError: no vault is there, and nothing that burning left.
        StorageError: the folder cannot be read.
    """
    files, folder = files or OsFiles(), real_path(directory)
    with storage_errors():
        try:
            names = files.names(folder)
        except (FileNotFoundError, NotADirectoryError):
            raise VaultNotFoundError from None
        contents = _sorted_out(names, _names_of_blobs(files, folder / FOLDER_NAME))
        left_over = {LOCK_NAME, FOLDER_NAME}.intersection(names) and not contents.foreign
        if not (contents.heads or is_vault(files, folder) or left_over):
            raise VaultNotFoundError
        return contents


def burn_vault(
    directory: Path,
    *,
    files: Files | None = None,
    remove_folder: Callable[[Path], None] = os.rmdir,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> Contents:
    """Remove the vault in `directory`, and the folder if nothing else is in it.

    Args:
        directory: of the vault, whole or damaged; or what an earlier burning left.
        files: the outside world.
        remove_folder: removes an empty folder.
        random_bytes: what the key slots are written over with.

    Returns:
        What was removed, and what was left.

    Raises:
        VaultNotFoundError: no vault is there; nothing was changed.
        VaultInUseError: somebody has it open; nothing was changed.
        StorageError: the system refused something. All that it did not refuse was removed.
    """
    files, folder = files or OsFiles(), real_path(directory)
    contents, refusals = look_at(folder, files=files), _Refusals()
    with storage_errors(), contextlib.ExitStack() as held:
        held.callback(files.lock(folder / LOCK_NAME))
        _require_unheld_log(files, folder)
        for name in contents.heads:
            with refusals.noted():
                _write_over(files, folder / name, random_bytes)
        for name in contents.heads:
            with refusals.noted():
                files.remove(folder / name)
        with refusals.noted():
            files.sync_folder(folder)
        for name in (*contents.blobs, *contents.others):
            with refusals.noted():
                files.remove(folder / name)
        held.close()
        with refusals.noted():
            files.remove(folder / LOCK_NAME)
        # A folder with somebody's own files in it stays; the system refuses to remove it.
        for place in (folder / FOLDER_NAME, folder):
            with contextlib.suppress(OSError):
                remove_folder(place)
        if refusals.first:
            raise refusals.first[0]
    return contents


def _sorted_out(names: list[str], blobs: list[str] | None) -> Contents:
    heads = tuple(name for name in names if _HEADS.fullmatch(name))
    others = tuple(name for name in names if _OTHERS.fullmatch(name))
    ours = {*heads, *others, LOG_NAME, LOCK_NAME, *([] if blobs is None else [FOLDER_NAME])}
    inside = blobs or []
    return Contents(
        heads=heads,
        others=others + ((LOG_NAME,) if LOG_NAME in names else ()),
        blobs=tuple(f"{FOLDER_NAME}/{name}" for name in inside if _BLOBS.fullmatch(name)),
        foreign=(
            *(name for name in names if name not in ours),
            *(f"{FOLDER_NAME}/{name}" for name in inside if not _BLOBS.fullmatch(name)),
        ),
    )


def _names_of_blobs(files: Files, folder: Path) -> list[str] | None:
    """Return what is in the folder of attachments; None if that is a link, a file, or gone."""
    try:
        return files.names(folder)
    except OSError:
        return None


def _require_unheld_log(files: Files, folder: Path) -> None:
    """Refuse to burn under a vault whose lock file was removed while it is open.

    Raises:
        VaultInUseError: somebody has the log open.
    """
    try:
        file = files.open(folder / LOG_NAME)
    except OSError:
        return  # Gone, or no regular file: nobody has it open as a log.
    try:
        file.hold()
    finally:
        file.close()


def _write_over(files: Files, path: Path, random_bytes: Callable[[int], bytes]) -> None:
    """Put chance in the place of the key slots, on the blocks where they stand, and sync."""
    file = files.open(path)
    try:
        begin = bytearray(len(_HEAD_BEGINS))
        file.read_into(begin, offset=0)
        if begin == _HEAD_BEGINS:
            write_all(file, random_bytes(file.size()), offset=0)
            file.sync()
    finally:
        file.close()
