"""Verify the log when a vault is opened; FORMAT.md section 5.5.

The common case is one pass that hashes and decrypts nothing. Only where something does not fit are
frames authenticated one by one, to say what is wrong and where. Nothing here writes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from safelog.errors import DamagedRecordError, MisplacedRecordError, TruncatedLogError
from safelog.vault.chain import LOG_HEADER_BYTES, Chain, Link, TornTail, check_log_header
from safelog.vault.decoy import cover_tracks
from safelog.vault.files import read_exactly
from safelog.vault.frame import (
    FIRST,
    HEADER_BYTES,
    LAST,
    LAYOUT,
    MAGIC,
    FrameHeader,
    FrameReader,
    chain_hash,
    is_sealed_length,
    parse_header,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safelog.vault.files import File
    from safelog.vault.head import Root

_READ_BYTES = 1 << 20
_BEFORE_ID = 4
"""Bytes of a frame before the vault id."""
_MOST_FLAGS = FIRST | LAST
_SEARCH_FACTOR = 4
"""How many times its length a search behind a break may read. What safelog wrote takes one."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What opening found: the frames to rely on, and what is left behind them."""

    chain: Chain
    torn: TornTail | None


@dataclass(frozen=True, slots=True)
class LogVerifier:
    """Verifies one log file against the root in the head."""

    file: File
    vault_id: bytes
    reader: FrameReader

    def verify(self, root: Root) -> Verified:
        """Return the verified chain, of whole commits only.

        Raises:
            TruncatedLogError: the log is shorter than the head vouches for.
            DamagedRecordError: a record fails authentication.
            MisplacedRecordError: an authentic record, or another vault's, stands out of place.
            ForeignFileError, NewerVersionError, DamagedVaultError: see `check_log_header`.
        """
        size = self.file.size()
        if size < root.log_bytes:
            raise TruncatedLogError(found=size, expected=root.log_bytes)
        header = read_exactly(self.file, offset=0, length=LOG_HEADER_BYTES)
        check_log_header(bytes(header), self.vault_id)
        chain = Chain(self.vault_id)
        if not self._scan_vouched(chain, root):
            self._explain(root, size)
        torn = self._scan_beyond(chain, size)
        cover_tracks()
        return Verified(chain, torn)

    def _scan_vouched(self, chain: Chain, root: Root) -> bool:
        """Add all that the root covers to `chain`; False as soon as anything differs."""
        wanted, ended = _READ_BYTES, FIRST
        while chain.end < root.log_bytes:
            length = min(wanted, root.log_bytes - chain.end)
            block = read_exactly(self.file, offset=chain.end, length=length)
            before = chain.end
            flags = self._scan_block(block, chain, ended)
            if flags is None or len(block) < length:
                return False
            ended = flags
            wanted = _READ_BYTES
            if chain.end == before:
                # Not one whole frame: it is longer than the block, or crosses the vouched end.
                if len(block) < HEADER_BYTES:
                    return False
                wanted = HEADER_BYTES + parse_header(block).sealed_bytes
                if wanted > root.log_bytes - chain.end:
                    return False
        return (
            ended == FIRST and len(chain) == root.records and chain.last_hash.hex() == root.log_hash
        )

    def _scan_block(self, block: bytearray, chain: Chain, ended: int) -> int | None:
        """Add the whole frames in `block`.

        The loop runs once per record of a journal while a person waits: it unpacks, compares and
        hashes, and calls nothing else.

        Args:
            block: bytes of the log from `chain.end` on.
            chain: grows.
            ended: FIRST if the next frame begins a commit, else 0.

        Returns:
            `ended` after the block; None if something differs.
        """
        unpack, sha256, add = LAYOUT.unpack_from, hashlib.sha256, chain.add
        at, position, expected, vault_id = 0, len(chain), chain.last_hash, self.vault_id
        most = len(block) - HEADER_BYTES
        with memoryview(block) as view:
            while at <= most:
                magic, flags, owner, stands, sealed_bytes, _, _, _, previous = unpack(view, at)
                if (
                    previous != expected
                    or stands != position
                    or owner != vault_id
                    or magic != MAGIC
                    or flags > _MOST_FLAGS
                    or flags & FIRST != ended
                    or not is_sealed_length(sealed_bytes)
                ):
                    return None
                stop = at + HEADER_BYTES + sealed_bytes
                if stop > len(block):
                    break
                expected = sha256(view[at:stop]).digest()
                add(stop - at, expected)
                at, position, ended = stop, position + 1, flags >> 1
        return ended

    def _explain(self, root: Root, size: int) -> NoReturn:
        """Find the first frame of the vouched part that is not what was written there."""
        chain, ended = Chain(self.vault_id), FIRST
        while chain.end < root.log_bytes:
            frame = self._read_frame(chain.end, size)
            position = len(chain)
            if frame is None:
                raise DamagedRecordError(position=position)
            if self.reader.open(frame) is None:
                if self._is_foreign(frame):
                    raise MisplacedRecordError(position=position)
                raise DamagedRecordError(position=position)
            header = parse_header(frame)
            if not _follows(header, chain.last_hash, position, ended):
                raise MisplacedRecordError(position=position)
            chain.add(len(frame), chain_hash(frame))
            ended = header.flags >> 1
        # All is authentic and in order, and still not what the head vouches for: the two come
        # from copies of this vault that went different ways.
        raise MisplacedRecordError(position=max(root.records, 1) - 1)

    def _scan_beyond(self, chain: Chain, size: int) -> TornTail | None:
        """Add the whole commits behind the vouched part; describe what remains."""
        commit: list[Link] = []
        offset, previous, ended = chain.end, chain.last_hash, FIRST
        while offset < size:
            frame = self._read_frame(offset, size)
            position = len(chain) + len(commit)
            if frame is None or not _follows(parse_header(frame), previous, position, ended):
                break
            if self.reader.open(frame) is None:
                break
            previous, offset = chain_hash(frame), offset + len(frame)
            commit.append(Link(len(frame), previous))
            ended = parse_header(frame).flags >> 1
            if ended:
                for link in commit:
                    chain.add(link.frame_bytes, link.frame_hash)
                commit.clear()
        if chain.end == size:
            return None
        self._refuse_later_commit(offset, size, position=len(chain) + len(commit))
        return TornTail(chain.end, size - chain.end)

    def _refuse_later_commit(self, offset: int, size: int, *, position: int) -> None:
        """Raise if an authentic commit begins in what cannot be read in order.

        A write that was cut off is the last one. If another begins behind it, the break is no
        torn tail: cutting there would drop what was acknowledged. Bytes that look like the
        beginnings of frames over and over, each as long as all the rest, were written to make the
        search take for ever; it ends, and they are damage.
        """
        remaining = HEADER_BYTES + _SEARCH_FACTOR * (size - offset)
        for candidate in self._find_frames(offset, size):
            frame = self._read_frame(candidate, size)
            remaining -= len(frame) if frame else HEADER_BYTES
            if remaining < 0:
                raise DamagedRecordError(position=position)
            if frame is not None and self.reader.open(frame) is not None:
                if candidate == offset:
                    raise MisplacedRecordError(position=position)
                raise DamagedRecordError(position=position)

    def _find_frames(self, offset: int, size: int) -> Iterator[int]:
        """Yield where the first frame of a commit of this vault may begin."""
        overlap = _BEFORE_ID + len(self.vault_id) - 1
        for start in range(offset, size, _READ_BYTES):
            block = read_exactly(self.file, offset=start, length=_READ_BYTES + overlap)
            at = block.find(self.vault_id, _BEFORE_ID)
            while at >= 0:
                magic, flags = block[at - _BEFORE_ID : at - 1], block[at - 1]
                if magic == MAGIC and flags & FIRST:
                    yield start + at - _BEFORE_ID
                at = block.find(self.vault_id, at + 1)

    def _read_frame(self, offset: int, size: int) -> bytes | None:
        """Return the bytes of the frame at `offset`; None if none can be there."""
        clear = read_exactly(self.file, offset=offset, length=HEADER_BYTES)
        if len(clear) < HEADER_BYTES:
            return None
        header = parse_header(clear)
        frame_bytes = HEADER_BYTES + header.sealed_bytes
        if not header.is_plausible or offset + frame_bytes > size:
            return None
        sealed = read_exactly(self.file, offset=offset + HEADER_BYTES, length=header.sealed_bytes)
        return bytes(clear + sealed)

    def _is_foreign(self, frame: bytes) -> bool:
        """Tell a frame of another vault from one of ours whose vault id was damaged."""
        if parse_header(frame).vault_id == self.vault_id:
            return False
        id_end = _BEFORE_ID + len(self.vault_id)
        return self.reader.open(frame[:_BEFORE_ID] + self.vault_id + frame[id_end:]) is None


def _follows(header: FrameHeader, previous: bytes, position: int, ended: int) -> bool:
    """Tell whether a frame belongs behind the one that gave `previous`."""
    return (
        header.previous == previous
        and header.position == position
        and header.flags <= _MOST_FLAGS
        and header.flags & FIRST == ended
    )
