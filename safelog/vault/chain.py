"""Where each verified frame of the log stands, and the hash that the chain has after it.

FORMAT.md sections 5 and 5.2. Forty bytes a record, so that any record is read with one seek.
"""

from __future__ import annotations

import hashlib
import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass

from safelog.errors import DamagedVaultError, ForeignFileError, NewerVersionError
from safelog.vault.frame import HASH_BYTES

LOG_HEADER_BYTES = 64
_MAGIC = b"safelog-log\0"
_VERSION = 1
_HEADER = struct.Struct(">12sI16s")


@dataclass(frozen=True, slots=True)
class TornTail:
    """What an interrupted write left behind the last whole commit, in bytes."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Link:
    """What the chain keeps of one frame."""

    frame_bytes: int
    frame_hash: bytes


class Chain:
    """The verified frames, in order. Only grows."""

    def __init__(self, vault_id: bytes) -> None:
        """Begin before the first frame."""
        self.end = LOG_HEADER_BYTES
        self._first_hash = hashlib.sha256(log_header(vault_id)).digest()
        self.last_hash = self._first_hash
        self._offsets = array("Q")
        self._hashes = bytearray()

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self._offsets)

    def add(self, frame_bytes: int, frame_hash: bytes) -> None:
        """Take the next frame."""
        self._offsets.append(self.end)
        self._hashes += frame_hash
        self.end += frame_bytes
        self.last_hash = frame_hash

    def bounds(self, start: int, stop: int) -> list[int]:
        """Return where the frames from `start` on begin, and where the one before `stop` ends."""
        end = self._offsets[stop] if stop < len(self._offsets) else self.end
        return [*self._offsets[start:stop], end]

    def hashes(self, start: int, stop: int) -> bytes:
        """Return the hashes after the frames from `start` on, up to `stop`."""
        return bytes(self._hashes[start * HASH_BYTES : stop * HASH_BYTES])

    def hash_after(self, count: int) -> bytes:
        """Return the hash after the first `count` frames, of which there are that many."""
        return self.hashes(count - 1, count) if count else self._first_hash

    def run(self, start: int, *, most_bytes: int) -> int:
        """Return where to stop so that the frames from `start` on, one at least, take that much."""
        reach = self._offsets[start] + most_bytes
        if self.end <= reach:
            return len(self._offsets)
        return max(start + 1, bisect_right(self._offsets, reach, lo=start) - 1)


def log_header(vault_id: bytes) -> bytes:
    """Return the bytes that the log of this vault begins with."""
    clear = _HEADER.pack(_MAGIC, _VERSION, vault_id)
    return clear + hashlib.sha256(clear).digest()


def check_log_header(untrusted_header: bytes, vault_id: bytes) -> None:
    """Refuse a log that does not begin as this vault's does.

    Raises:
        NewerVersionError: a newer safelog wrote it.
        ForeignFileError: it is the log of another vault.
        DamagedVaultError: it is neither.
    """
    if untrusted_header == log_header(vault_id):
        return
    clear = untrusted_header[: _HEADER.size]
    whole = untrusted_header == clear + hashlib.sha256(clear).digest()
    if whole and clear.startswith(_MAGIC):
        _, version, _ = _HEADER.unpack(clear)
        if version > _VERSION:
            raise NewerVersionError(version=version)
        if version == _VERSION:
            raise ForeignFileError(what="log")
    raise DamagedVaultError(what="log")


def begins_like_a_log(untrusted: bytes) -> bool:
    """Tell whether this could be the header of a log that was cut off while it was written.

    After a power cut the length may be there and the bytes not: then they are zeros.
    """
    begins = not any(untrusted) or _MAGIC.startswith(untrusted[: len(_MAGIC)])
    return begins and len(untrusted) <= LOG_HEADER_BYTES
