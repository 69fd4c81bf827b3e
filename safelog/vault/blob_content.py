"""The content of an attachment as the chunks that are sealed: padded, so that sizes say little."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple, Protocol

from safelog.vault.blob_layout import CHUNK_BYTES, END_OF_CONTENT, padded_size

if TYPE_CHECKING:
    from collections.abc import Iterator


class Source(Protocol):
    """What an attachment is read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none only at the end."""


class Piece(NamedTuple):
    """What `PaddedContent.take` put into a buffer, in bytes."""

    length: int
    content: int
    """How many of them, from the first on, are content; the others are filling."""
    last: bool
    """Whether the last chunk of the file is in it."""


class PaddedContent:
    """Cuts a source and its filling into chunks (FORMAT.md section 6).

    A shallow copy keeps its place; the source must then be set back to `size` by the caller.
    """

    def __init__(self, source: Source) -> None:
        """Begin where `source` stands."""
        self.size = 0
        """Bytes of content taken so far."""
        self._source = source
        self._filling: int | None = None
        """Bytes of filling that are left; None until the source has ended."""

    @property
    def is_done(self) -> bool:
        """Whether the last piece was taken."""
        return self._filling == 0

    def take(self, buffer: memoryview) -> Piece:
        """Fill `buffer`, which has room for whole chunks, with the next of them."""
        content = 0
        if self._filling is None:
            content = _fill(buffer, self._source)
            self.size += content
            if content == len(buffer):
                # Padding takes one byte at least, so a chunk full of content is never the last.
                return Piece(content, content, last=False)
            self._filling = padded_size(self.size) - self.size
            buffer[content:] = END_OF_CONTENT.ljust(len(buffer) - content, b"\0")
        else:
            buffer[:] = bytes(len(buffer))
        length = min(len(buffer), content + self._filling)
        self._filling -= length - content
        return Piece(length, content, last=self.is_done)


@contextlib.contextmanager
def plain_buffers(count: int, *, chunks: int) -> Iterator[list[memoryview]]:
    """Yield buffers of so many chunks each, and zero them in the end."""
    buffers = [memoryview(bytearray(chunks * CHUNK_BYTES)) for _ in range(count)]
    try:
        yield buffers
    finally:
        for buffer in buffers:
            buffer[:] = bytes(len(buffer))


def _fill(buffer: memoryview, source: Source) -> int:
    """Fill `buffer` from `source`; fewer bytes only where the source ends."""
    filled = 0
    while filled < len(buffer):
        piece = source.read(len(buffer) - filled)
        if not piece:
            break
        buffer[filled : filled + len(piece)] = piece
        filled += len(piece)
    return filled
