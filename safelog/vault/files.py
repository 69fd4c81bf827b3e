"""The only door from the vault to the disk.

`Files` is the port: every open, write, sync, rename and unlink of the vault is one call of it, so
that tests can fail each of them, record them, or keep a whole vault in memory. Implementations
raise `OSError`; `storage_errors` turns it into the error tree at the vault's public edge.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from safelog.errors import StorageError, StorageFullError, VaultInUseError
from safelog.vault.system_calls import calls_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safelog.vault.system_calls import SystemCalls

Buffer = bytes | bytearray | memoryview

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FILE_MODE = 0o600
_FOLDER_MODE = 0o700
_JUNCTION = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT of Windows: a folder that is another folder."""
_MOST_UNSENT_BYTES = 4 << 20
"""A long write reaches the disk while the next bytes are made, in pieces of this."""


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

    def hold(self) -> None:
        """Take this file for one opening alone, until it is closed.

        Raises:
            VaultInUseError: somebody else holds it.
        """

    def is_at(self, path: Path) -> bool:
        """Tell whether `path` still names this very file."""

    def has_one_name(self) -> bool:
        """Tell whether one name leads to this file and no second (a hard link)."""

    def close(self) -> None:
        """Give the file back; a second call does nothing."""


class Files(Protocol):
    """A file system as the vault needs it. Every method may raise `OSError`.

    No method follows a link that stands for a folder or a file of the vault: whoever brings a vault
    could make us read, write or remove files elsewhere.
    """

    def names(self, folder: Path) -> list[str]:
        """Return what is in `folder`, sorted."""

    def make_folder(self, folder: Path) -> None:
        """Make `folder` and its parents, or take an existing one, open to its owner only."""

    def create(self, path: Path) -> File:
        """Open a new file for writing, for its owner only; what stood there is unlinked."""

    def open(self, path: Path) -> File:
        """Open an existing regular file for reading and writing."""

    def open_read_only(self, path: Path) -> File:
        """Open an existing regular file for reading only, from the medium where that can be had.

        It may be on a disk that takes no writes. Holding it keeps writers out and lets readers in.
        """

    def replace(self, source: Path, *, target: Path) -> None:
        """Rename within a folder in one step; `target` is never absent or half."""

    def remove(self, path: Path) -> None:
        """Unlink a regular file."""

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in `folder` would survive a power cut."""

    def lock(self, path: Path) -> Callable[[], None]:
        """Take the exclusive lock and return what gives it back.

        Raises:
            VaultInUseError: somebody else holds it.
        """


class OsFile:
    """A file of the operating system."""

    def __init__(self, descriptor: int, *, calls: SystemCalls, hold: Callable[[int], None]) -> None:
        """Own an open `descriptor`."""
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self._calls = calls
        self._hold = hold
        self._unsent = 0

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
        taken = self._file.write(data) or 0
        self._unsent += taken
        if self._unsent >= _MOST_UNSENT_BYTES:
            start = max(0, offset + taken - self._unsent)
            self._calls.let_go(self._file.fileno(), start, self._unsent)
            self._unsent = 0
        return taken

    def sync(self) -> None:
        """Return when what was written would survive a power cut."""
        self._calls.sync(self._file.fileno())

    def truncate(self, size: int) -> None:
        """Cut the file to `size` bytes."""
        self._file.truncate(size)

    def hold(self) -> None:
        """Take this file for one opening alone, until it is closed."""
        self._hold(self._file.fileno())

    def is_at(self, path: Path) -> bool:
        """Tell whether `path` still names this very file."""
        try:
            named = path.lstat()
        except FileNotFoundError:
            return False
        return os.path.samestat(named, os.fstat(self._file.fileno()))

    def has_one_name(self) -> bool:
        """Tell whether one name leads to this file and no second (a hard link)."""
        return os.fstat(self._file.fileno()).st_nlink == 1

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        self._file.close()


class OsFiles:
    """The operating system's files.

    Where the system can, each call opens the folder first, refusing a link in its place, and then
    names what is inside through that descriptor. Windows cannot; there the folder is looked at
    before, which is enough against a vault that somebody brings, who is gone when it is opened.
    """

    def __init__(self, platform: str = sys.platform) -> None:
        """Know the three systems' differences by `platform`, as `sys.platform` names it."""
        self._posix = platform != "win32"
        self._calls = calls_of(platform)
        # A hostile vault may hold a link to a file outside, or a pipe that never answers.
        self._flags = (
            getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )

    def names(self, folder: Path) -> list[str]:
        """Return what is in `folder`, sorted."""
        with (
            self._inside(folder) as descriptor,
            os.scandir(folder if descriptor is None else descriptor) as entries,
        ):
            return sorted(entry.name for entry in entries)

    def make_folder(self, folder: Path) -> None:
        """Make `folder` and its parents, or take an existing one, open to its owner only."""
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        with self._inside(folder) as descriptor:
            if descriptor is not None:
                os.fchmod(descriptor, _FOLDER_MODE)

    def create(self, path: Path) -> OsFile:
        """Open a new file for writing, for its owner only; what stood there is unlinked."""
        with self._inside(path.parent) as folder:
            name = path if folder is None else path.name
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
            flags = self._flags | os.O_RDWR | os.O_CREAT | os.O_EXCL
            descriptor = os.open(name, flags, _FILE_MODE, dir_fd=folder)
        return OsFile(descriptor, calls=self._calls, hold=self._calls.hold)

    def open(self, path: Path) -> OsFile:
        """Open an existing regular file for reading and writing."""
        descriptor = self._open_regular(path, os.O_RDWR)
        return OsFile(descriptor, calls=self._calls, hold=self._calls.hold)

    def open_read_only(self, path: Path) -> OsFile:
        """Open an existing regular file for reading only, from the medium where that can be had."""
        descriptor = self._open_regular(path, os.O_RDONLY)
        # A copy is verified by what the stick holds, not by what the system remembers of it.
        self._calls.let_go(descriptor, 0, 0)
        return OsFile(descriptor, calls=self._calls, hold=self._calls.hold_shared)

    def replace(self, source: Path, *, target: Path) -> None:
        """Rename within a folder in one step; `target` is never absent or half."""
        with self._inside(source.parent) as folder:
            if folder is None:
                source.replace(target)
            else:
                os.replace(source.name, target.name, src_dir_fd=folder, dst_dir_fd=folder)

    def remove(self, path: Path) -> None:
        """Unlink a regular file."""
        with self._inside(path.parent) as folder:
            name = path if folder is None else path.name
            if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            os.unlink(name, dir_fd=folder)

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in `folder` would survive a power cut."""
        if not self._posix:
            return  # Windows opens no folder, and journals its renames itself.
        # Also the folder that the vault is in, which may be a link of the person's own.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            self._calls.sync(descriptor)
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

    def _open_regular(self, path: Path, mode: int) -> int:
        with self._inside(path.parent) as folder:
            if folder is None:
                _refuse_link(path)
            name = path if folder is None else path.name
            descriptor = os.open(name, self._flags | mode, dir_fd=folder)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return descriptor

    @contextlib.contextmanager
    def _inside(self, folder: Path) -> Iterator[int | None]:
        """Yield a descriptor of `folder`, None where the system has none; refuse a link."""
        if not self._posix:
            _refuse_link(folder)
            yield None
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


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


def make_way(files: Files, folder: Path) -> None:
    """Make `folder` and what is missing above it; after a power cut the way to it is there.

    Syncing a folder says nothing of its own name, which is in the one above.
    """
    above = [folder.parent]
    while not _is_there(files, above[-1]):
        above.append(above[-1].parent)
    files.make_folder(folder)
    for each in above:
        files.sync_folder(each)


def real_path(path: Path) -> Path:
    """Return where `path` leads: the person's own links to the vault are followed, once, here."""
    return Path(os.path.realpath(path))


def _refuse_link(path: Path) -> None:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _is_there(files: Files, folder: Path) -> bool:
    try:
        files.names(folder)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # It may be closed to us, and still be passed through.
    return True
