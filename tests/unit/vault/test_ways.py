"""The way to a new vault, and pieces that are read as a file is."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from safelog.vault.files import make_way
from safelog.vault.pieces import PieceReader
from tests.unit.vault.world import MemoryFiles


class ClosedFiles(MemoryFiles):
    """A disk on which a folder may be passed through and not be listed."""

    def names(self, folder: Path) -> list[str]:
        """See `Files`."""
        if folder == Path("/closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return super().names(folder)

    def sync_folder(self, folder: Path) -> None:
        """See `Files`."""


def test_a_folder_that_cannot_be_listed_is_passed_through() -> None:
    """It is there, so nothing above it is looked for, and what is missing below it is made."""
    files = ClosedFiles()
    files.make_folder(Path("/closed"))
    make_way(files, Path("/closed/new/vault"))
    assert {Path("/closed/new"), Path("/closed/new/vault")} <= files.folders


@pytest.mark.parametrize("most", [1, 3, 100])
def test_pieces_are_read_in_order_and_once(most: int) -> None:
    """However much is asked for, every byte comes, and there is no way back."""
    source = PieceReader(iter([b"one", b"", b"two"]))
    assert not source.seekable()
    assert b"".join(iter(lambda: source.read(most), b"")) == b"onetwo"
    assert source.read(most) == b""
