"""The only door from the vault to the disk.

`Files` is the port: every open, write, sync, rename and unlink of the vault is one call of it, so
that tests can fail each of them, record them, or keep a whole vault in memory. Implementations
raise `OSError`; `storage_errors` turns it into the error tree at the vault's public edge.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import stat
import sys
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from safelog.errors import StorageError, StorageFullError, VaultInUseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Buffer = bytes | bytearray | memoryview

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_F_FULLFSYNC = 51
"""fcntl(2) of macOS, whose fsync leaves the bytes in the drive's own cache."""
_FILE_MODE = 0o600
_FOLDER_MODE = 0o700


class File(Protocol):
    """An open file. Not for two threads at once."""

    def size(self) -> int:
        """Return the length in bytes."""

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """Fill `buffer` from `offset` on; return how many bytes came, 0 at the end."""

    def write(self, data: Buffer, *, offset: int) -> int:
        """Write at `offset`; return how many bytes were taken, which may be fewer."""

    def sync(self) -> None:
        """Return when what was written would survive a power cut."""

    def truncate(self, size: int) -> None:
        """Cut the file to `size` bytes."""

    def close(self) -> None:
        """Give the file back; a second call does nothing."""


class Files(Protocol):
    """A file system as the vault needs it. Every method may raise `OSError`."""

    def names(self, folder: Path) -> list[str]:
        """Return what is in `folder`, sorted."""

    def make_folder(self, folder: Path) -> None:
        """Make `folder` and its parents, or take an existing one, open to its owner only."""

    def create(self, path: Path) -> File:
        """Open a new file for writing, for its owner only; what stood there is unlinked."""

    def open(self, path: Path) -> File:
        """Open an existing regular file for reading and writing; follows no symbolic link."""

    def replace(self, source: Path, *, target: Path) -> None:
        """Rename in one step; `target` is never absent or half."""

    def remove(self, path: Path) -> None:
        """Unlink a file."""

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in `folder` would survive a power cut."""

    def lock(self, path: Path) -> Callable[[], None]:
        """Take the exclusive lock and return what gives it back.

        Raises:
            VaultInUseError: somebody else holds it.
        """


class OsFile:
    """A file of the operating system."""

    def __init__(self, descriptor: int, sync: Callable[[int], None]) -> None:
        """Own an open `descriptor`."""
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self._sync = sync

    def size(self) -> int:
        """Return the length in bytes."""
        return os.fstat(self._file.fileno()).st_size

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """Fill `buffer` from `offset` on; return how many bytes came, 0 at the end."""
        self._file.seek(offset)
        return self._file.readinto(buffer) or 0

    def write(self, data: Buffer, *, offset: int) -> int:
        """Write at `offset`; return how many bytes were taken, which may be fewer."""
        self._file.seek(offset)
        return self._file.write(data) or 0

    def sync(self) -> None:
        """Return when what was written would survive a power cut."""
        self._sync(self._file.fileno())

    def truncate(self, size: int) -> None:
        """Cut the file to `size` bytes."""
        self._file.truncate(size)

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        self._file.close()


class OsFiles:
    """The operating system's files."""

    def __init__(self, platform: str = sys.platform) -> None:
        """Know the three systems' differences by `platform`, as `sys.platform` names it."""
        self._posix = platform != "win32"
        self._sync = _full_sync if platform == "darwin" else os.fsync
        # A hostile vault may hold a link to a file outside, or a pipe that never answers.
        self._flags = (
            os.O_RDWR
            | getattr(os, "O_BINARY", 0)
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
        )

    def names(self, folder: Path) -> list[str]:
        """Return what is in `folder`, sorted."""
        return sorted(path.name for path in folder.iterdir())

    def make_folder(self, folder: Path) -> None:
        """Make `folder` and its parents, or take an existing one, open to its owner only."""
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        if self._posix:
            folder.chmod(_FOLDER_MODE)

    def create(self, path: Path) -> OsFile:
        """Open a new file for writing, for its owner only; what stood there is unlinked."""
        path.unlink(missing_ok=True)
        descriptor = os.open(path, self._flags | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        return OsFile(descriptor, self._sync)

    def open(self, path: Path) -> OsFile:
        """Open an existing regular file for reading and writing; follows no symbolic link."""
        descriptor = os.open(path, self._flags)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return OsFile(descriptor, self._sync)

    def replace(self, source: Path, *, target: Path) -> None:
        """Rename in one step; `target` is never absent or half."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Unlink a file."""
        path.unlink()

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in `folder` would survive a power cut."""
        if not self._posix:
            return  # Windows opens no folder, and journals its renames itself.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            self._sync(descriptor)
        finally:
            os.close(descriptor)

    def lock(self, path: Path) -> Callable[[], None]:
        """Take the exclusive lock and return what gives it back."""
        # Not thread-local: the app opens in a worker thread and locks from the main one.
        # No fallback to a soft lock: one that a kill leaves behind would lock the person out.
        lock = FileLock(
            path,
            timeout=0,
            mode=_FILE_MODE,
            thread_local=False,
            fallback_to_soft=False,
            preserve_lock_file=True,
        )
        try:
            lock.acquire()
        except Timeout:
            raise VaultInUseError from None
        return lock.release


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what the operating system says into the error tree.

    Raises:
        StorageFullError: no space or quota is left.
        StorageError: anything else; `errno` is the system's number.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFullError from None
        raise StorageError(errno=error.errno or 0) from None


def read_exactly(file: File, *, offset: int, length: int) -> bytearray:
    """Return the bytes at `offset`, fewer only where the file ends."""
    content = bytearray(length)
    with memoryview(content) as view:
        done = 0
        while done < length:
            count = file.read_into(view[done:], offset=offset + done)
            if count == 0:
                break
            done += count
    del content[done:]
    return content


def write_all(file: File, data: Buffer, *, offset: int) -> None:
    """Write all of `data`, however many calls that takes.

    Raises:
        OSError: the system took nothing and did not say why.
    """
    with memoryview(data) as view:
        done = 0
        while done < len(view):
            count = file.write(view[done:], offset=offset + done)
            if count == 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            done += count


def replace_file(files: Files, path: Path, data: Buffer) -> None:
    """Put `data` at `path` in one step: after a crash the file is the old one or the new one."""
    beside = path.with_name(f"{path.name}.tmp")
    file = files.create(beside)
    try:
        write_all(file, data, offset=0)
        file.sync()
    finally:
        file.close()
    files.replace(beside, target=path)
    files.sync_folder(path.parent)


def _full_sync(descriptor: int) -> None:
    """Sync through the drive's cache; network volumes refuse that and get an fsync."""
    fcntl = importlib.import_module("fcntl")
    try:
        fcntl.fcntl(descriptor, _F_FULLFSYNC)
    except OSError:
        os.fsync(descriptor)
