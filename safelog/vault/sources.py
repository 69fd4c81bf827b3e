"""Where a copy of a vault is read from and never written: a folder, or one archive file.

Both look like `Files` to the rest of the vault, so that a copy is verified by the very code that
verifies a vault. Every method that would write refuses, as a disk that takes no writes does: what
somebody brings as a backup is not changed by looking at it.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from safelog.errors import NotABackupError, UnfinishedBackupError, VaultNotFoundError
from safelog.vault.archive import read_index
from safelog.vault.blob import FOLDER_NAME
from safelog.vault.head import COPY_NAME, HEAD_NAME, HEAD_NAMES
from safelog.vault.log import LOG_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from safelog.vault.archive import Member
    from safelog.vault.files import Buffer, File, Files

INSIDE_AN_ARCHIVE = Path("/")
"""The folder of the vault in an archive's own small world of paths."""


class _NothingIsWritten:
    """The half of `Files` that refuses."""

    def make_folder(self, folder: Path) -> None:
        """Refuse."""
        _refuse(folder)

    def create(self, path: Path) -> File:
        """Refuse."""
        _refuse(path)

    def replace(self, source: Path, *, target: Path) -> None:
        """Refuse."""
        _refuse(source, target)

    def remove(self, path: Path) -> None:
        """Refuse."""
        _refuse(path)

    def sync_folder(self, folder: Path) -> None:
        """Refuse."""
        _refuse(folder)

    def lock(self, path: Path) -> Callable[[], None]:
        """Refuse: a lock would be a new file."""
        _refuse(path)


class ReadOnlyFiles(_NothingIsWritten):
    """The files of another implementation, opened for reading only."""

    def __init__(self, files: Files) -> None:
        """Read through `files`."""
        self._files = files

    def names(self, folder: Path) -> list[str]:
        """Return what is in `folder`, sorted."""
        return self._files.names(folder)

    def open(self, path: Path) -> File:
        """Open an existing regular file, for reading only."""
        return self._files.open_read_only(path)

    def open_read_only(self, path: Path) -> File:
        """Open an existing regular file, for reading only."""
        return self._files.open_read_only(path)


class ArchiveFiles(_NothingIsWritten):
    """The files in one archive, as if they lay in a folder."""

    def __init__(self, file: File, index: Mapping[str, Member]) -> None:
        """Read from `file`, which the caller closes; `index` says what stands where."""
        self._file = file
        self._index = index

    def names(self, folder: Path) -> list[str]:
        """Return what is in `folder`, sorted."""
        if folder == INSIDE_AN_ARCHIVE / FOLDER_NAME:
            return [name.split("/")[1] for name in self._index if "/" in name]
        return sorted([FOLDER_NAME, COPY_NAME, *(name for name in self._index if "/" not in name)])

    def open(self, path: Path) -> File:
        """Open a file of the archive. It keeps one head, which stands for both copies."""
        name = path.relative_to(INSIDE_AN_ARCHIVE).as_posix()
        try:
            member = self._index[HEAD_NAME if name == COPY_NAME else name]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
        return _Window(self._file, member)

    def open_read_only(self, path: Path) -> File:
        """Open a file of the archive."""
        return self.open(path)


class _Window:
    """A stretch of a file, as a file that takes no writes."""

    def __init__(self, file: File, member: Member) -> None:
        self._file = file
        self._member = member

    def size(self) -> int:
        """Return the length in bytes."""
        return self._member.size

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """Fill `buffer` from `offset` on; return how many bytes came, 0 at the end."""
        most = max(0, min(len(buffer), self._member.size - offset))
        with memoryview(buffer) as view, view[:most] as part:
            return self._file.read_into(part, offset=self._member.offset + offset) if most else 0

    def write(self, data: Buffer, *, offset: int) -> int:
        """Refuse."""
        _refuse(data, offset)

    def sync(self) -> None:
        """Refuse."""
        _refuse()

    def truncate(self, size: int) -> None:
        """Refuse."""
        _refuse(size)

    def hold(self) -> None:
        """Do nothing: the archive as a whole is held."""

    def is_at(self, path: Path) -> bool:
        """Tell that no name leads here."""
        del path
        return False

    def has_one_name(self) -> bool:
        """Tell that it has not: it is no file of its own."""
        return False

    def close(self) -> None:
        """Do nothing: the archive is closed as a whole."""


@contextlib.contextmanager
def open_source(files: Files, path: Path) -> Iterator[tuple[Files, Path]]:
    """Yield files to read a copy from, and the folder it has there.

    Args:
        files: the outside world.
        path: a folder, or an archive that `backup` wrote.

    Raises:
        VaultNotFoundError: nothing is there, or a folder without a vault.
        UnfinishedBackupError: the folder has a log and no head: writing it was interrupted.
        NotABackupError: a file that is no archive of a vault.
        VaultInUseError: somebody is writing it.
    """
    try:
        names = set(files.names(path))
    except NotADirectoryError:
        pass
    except FileNotFoundError:
        raise VaultNotFoundError from None
    else:
        if names.isdisjoint(HEAD_NAMES):
            raise UnfinishedBackupError if LOG_NAME in names else VaultNotFoundError
        yield ReadOnlyFiles(files), path
        return
    try:
        file = files.open_read_only(path)
    except OSError as error:
        if error.errno == errno.EINVAL:
            # A pipe or a device.
            raise NotABackupError from None
        raise
    try:
        file.hold()
        yield ArchiveFiles(file, read_index(file)), INSIDE_AN_ARCHIVE
    finally:
        file.close()


def _refuse(*_asked: object) -> NoReturn:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))
