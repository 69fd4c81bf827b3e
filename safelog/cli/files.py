"""Files that the person names: read as they are, written in one piece or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from safelog.errors import OutputError, OutputExistsError, UnreadableFileError

STANDARD_INPUT = "-"
"""What stands for standard input or output where the name of a file is expected."""

EXPORT_BYTES_MAX = 1 << 29
"""Largest file of an export that is read: thousands of pages with their images fit."""


@contextmanager
def open_input(name: str, stdin: BinaryIO) -> Iterator[BinaryIO]:
    """Open a file for reading, or standard input.

    Raises:
        UnreadableFileError: it cannot be opened, or reading it failed.
    """
    try:
        if name == STANDARD_INPUT:
            yield stdin
        else:
            with Path(name).open("rb") as file:
                yield file
    except OSError as error:
        raise UnreadableFileError(errno=error.errno or 0) from None


def write_output(path: Path, chunks: Iterable[bytes | bytearray]) -> None:
    """Write a new file for its owner alone; if anything fails there is no file.

    Raises:
        OutputExistsError: something of that name is there, and stays as it is.
        OutputError: it cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        raise OutputExistsError from None
    except OSError as error:
        raise OutputError(errno=error.errno or 0) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                _write(file, chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        # Half an attachment could be taken for the whole one.
        with suppress(OSError):
            path.unlink()
        raise


def _write(file: BinaryIO, chunk: bytes | bytearray) -> None:
    try:
        file.write(chunk)
    except OSError as error:
        raise OutputError(errno=error.errno or 0) from None
