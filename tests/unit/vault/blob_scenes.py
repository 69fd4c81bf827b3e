"""What the tests of attachments share: contents larger than a segment, and writings cut off."""

from __future__ import annotations

import io
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from safelog.vault.blob_layout import CHUNK_BYTES
from tests.unit.vault.world import FOLDER, Killed, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safelog.vault import Vault

SEGMENT_BYTES = 64 * 1024 * 1024
SEALED_CHUNK_BYTES = CHUNK_BYTES + 16
SEALED_SEGMENT_BYTES = 64 + 256 * SEALED_CHUNK_BYTES


@lru_cache(maxsize=4)
def content_of(size: int, *, kind: int = 0) -> bytes:
    """Return bytes of which no two chunks are alike; another `kind` differs in every chunk."""
    numbers = range(kind << 32, (kind << 32) + -(-size // CHUNK_BYTES))
    return b"".join(n.to_bytes(8, "big") * (CHUNK_BYTES // 8) for n in numbers)[:size]


class Watched(io.BytesIO):
    """A source that tells where it is read."""

    def __init__(self, content: bytes, told: Callable[[int], None]) -> None:
        """Give `content`."""
        super().__init__(content)
        self._told = told

    def read(self, size: int | None = -1, /) -> bytes:
        """Tell the place, and return what is asked for."""
        self._told(self.tell())
        return super().read(size)


@contextmanager
def death_at(world: World, call: str, number: int = 1) -> Iterator[None]:
    """Let the process die half way through the `number`-th `call` to the disk from here on."""
    fault, calls = world.fault, 0

    def look(called: str) -> None:
        nonlocal calls
        calls += called == call
        if calls == number and fault.at is None:
            fault.at = fault.calls

    fault.error, fault.lasting, fault.short, fault.before = Killed, True, True, look
    with pytest.raises(Killed):
        yield
    fault.at, fault.before = None, lambda _call: None
    world.memory.die()


def kill_while_attaching(world: World, content: bytes, *, segment: int, chunk: int) -> str:
    """Die half way through a chunk of a new attachment, and return the name of what is left."""
    before = set(blob_names(world))
    vault = world.open()
    # The prefix of the file, then for each segment a header and its chunks.
    with death_at(world, "write", 1 + segment * 257 + 1 + chunk + 1):
        vault.write_blob(io.BytesIO(content))
    (left,) = set(blob_names(world)) - before
    return left


def blob_names(world: World) -> list[str]:
    """Return the names of the attachments' files, whole and unfinished."""
    return world.memory.names(FOLDER / "blobs")


def attached(vault: Vault, content: bytes) -> bytes:
    """Attach `content`, name it in a record, and return what is read back."""
    ref = vault.write_blob(io.BytesIO(content))
    vault.append([b"with a video"], blobs=[ref])
    return b"".join(vault.read_blob(ref.id))


def resumed_at(vault: Vault, source: io.BytesIO) -> list[int]:
    """Attach `source`, and return from where the writing went on, if it did."""
    kept: list[int] = []
    ref = vault.write_blob(source, resumed=kept.append)
    vault.append([b"with a video"], blobs=[ref])
    assert b"".join(vault.read_blob(ref.id)) == source.getvalue()[-ref.size :]
    return kept
