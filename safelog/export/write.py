"""Write checked outputs to a folder: all of them or none, and never over another file.

Each file is written whole under a temporary name in the same folder, then takes the place of an
empty file of its own name that was created exclusively: no moment exists at which a reader finds
half a file, and what was there before cannot be replaced, not even by a race.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from safelog.errors import OutputExistsError, StorageError, StorageFullError
from safelog.export.delivery.deliver import Delivered
from safelog.export.leakcheck import CheckedOutputs

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_outputs(outputs: CheckedOutputs | Delivered, folder: Path) -> tuple[Path, ...]:
    """Write every output into `folder`, which is made if it is not there.

    Returns:
        The files written, each readable by its owner alone.

    Raises:
        OutputExistsError: a file of that name is there already.
        StorageFullError: the disk is full.
        StorageError: the operating system refused.
    """
    try:
        with _folder(folder):
            return _write_all(outputs.files, folder)
    except FileExistsError:
        raise OutputExistsError from None
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFullError from None
        raise StorageError(errno=error.errno or 0) from None


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Make the folder where it is missing; take it away again if nothing was written into it."""
    made = not folder.is_dir()
    if made:
        folder.mkdir(mode=0o700)
    try:
        yield
    except BaseException:
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _write_all(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write all files, or leave none of them behind."""
    made: list[Path] = []
    try:
        parts = {}
        for name, data in files.items():
            part = folder / f".{secrets.token_hex(8)}.part"
            _write_new(part, data, made)
            parts[folder / name] = part
        for target in parts:
            _write_new(target, b"", made)
        for target, part in parts.items():
            part.replace(target)
        _sync_folder(folder)
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return tuple(parts)


def _write_new(path: Path, data: bytes, made: list[Path]) -> None:
    """Write a file that must not be there yet, down to the disk; note it as soon as it is there."""
    with open(path, "xb", opener=_private) as file:
        made.append(path)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """Make the new names durable, where the system opens a folder as a file (not on Windows)."""
    directory = getattr(os, "O_DIRECTORY", None)
    if directory is None:
        return
    descriptor = os.open(folder, os.O_RDONLY | directory)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
