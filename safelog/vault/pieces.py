"""Pieces of bytes, read as a file is: from one attachment to another, with flat memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class PieceReader:
    """A file that is read once, in order, and made of pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Read from `pieces`, whose errors pass through."""
        self._pieces = pieces
        self._rest = memoryview(b"")

    def read(self, most: int) -> bytes:
        """Return up to `most` bytes, none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken, self._rest = bytes(self._rest[:most]), self._rest[most:]
        return taken

    def seekable(self) -> bool:
        """Tell that there is no way back."""
        return False
