"""The log file: append commits, read records; FORMAT.md section 5.

Invariants:
- What was acknowledged is never written to again, and never cut off.
- A commit is whole or not there: one write, one sync, and a cut if either fails.
- No nonce is used for two contents under one key.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from safelog.errors import DamagedRecordError, DamagedVaultError, TruncatedLogError
from safelog.vault.chain import (
    LOG_HEADER_BYTES,
    Chain,
    Link,
    TornTail,
    check_log_header,
    log_header,
)
from safelog.vault.decoy import cover_tracks
from safelog.vault.files import read_exactly, write_all
from safelog.vault.frame import (
    FIRST,
    FLAGS_AT,
    HASH_BYTES,
    LAST,
    FrameReader,
    FrameWriter,
    chain_hash,
)
from safelog.vault.head import Root
from safelog.vault.verify import LogVerifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from safelog.vault.files import File
    from safelog.vault.keys import KeyRing
    from safelog.vault.ports import Ports

LOG_NAME = "log"
NEXT = ".next"
"""Behind the name of what a rewriting or a change of keys prepares."""
NEXT_LOG_NAME = LOG_NAME + NEXT
_BLOCK_BYTES = 1 << 20
_UNFINISHED = re.compile(r"torn-[0-9]+(-[0-9]+)?\.tmp|log\.next")


class Log:
    """The open log of a vault."""

    def __init__(
        self, path: Path, file: File, *, keys: KeyRing, ports: Ports, chain: Chain | None = None
    ) -> None:
        """Own `file`, which `path` names; borrow `keys`. Use `create_log` or `open_log`.

        `chain` has the frames that are known to be in it, none if it is absent.
        """
        self.torn: TornTail | None = None
        self._path = path
        self._folder = path.parent
        self._file = file
        self._keys = keys
        self._ports = ports
        self._reader = FrameReader(keys.log, vault_id=keys.vault_id)
        self._writer: FrameWriter | None = None
        self._chain = Chain(keys.vault_id) if chain is None else chain
        self._durable = len(self._chain)
        """How many records a head may vouch for: a power cut takes none of them."""
        self._uncut = False

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._chain)

    @property
    def chain(self) -> Chain:
        """The verified frames."""
        return self._chain

    @property
    def root(self) -> Root:
        """What a head may vouch for now."""
        return root_of(self._chain, records=self._durable)

    def verify(self, root: Root) -> None:
        """Verify the whole file against `root` and rely on it from now on.

        Raises:
            DamagedVaultError: one of its classes; see `LogVerifier.verify`.
        """
        if self.is_next and self._file.size() > root.log_bytes:
            # The head lags behind a log that is appended to, never behind this one.
            raise DamagedVaultError(what="log")
        verifier = LogVerifier(self._file, self._keys.vault_id, self._reader)
        verified = verifier.verify(root)
        self._chain, self.torn, self._durable = verified.chain, verified.torn, root.records

    def settle(self) -> None:
        """Sync what opening found beyond the root.

        A process that was killed may have written a whole commit and not synced it. It is there, it
        is taken, and still a power cut can undo it: a head that vouched for it would lead the log.
        """
        if self._durable < len(self._chain):
            self._file.sync()
            self._durable = len(self._chain)

    def append(self, records: Sequence[bytes]) -> range:
        """Add records as one commit; return their positions. They are durable then.

        Raises:
            OSError: none of them was added; the log is as before and takes the next append.
        """
        self.require_untouched()
        self.cut_leftovers()
        # Held here and not in `self` until all went well: after a failure the same positions are
        # written again, and then under another key.
        writer, self._writer = self._writer or self._new_writer(), None
        try:
            links = self._write_commit(writer, records)
            self._file.sync()
        except BaseException:
            self._uncut = True
            with contextlib.suppress(OSError):
                self._cut()
            raise
        self._writer = writer
        start = len(self._chain)
        for link in links:
            self._chain.add(link.frame_bytes, link.frame_hash)
        self._durable = len(self._chain)
        return range(start, self._durable)

    def require_untouched(self) -> None:
        """Refuse to write where somebody else wrote since: it may be all that there is of it.

        A lock file that was removed, or a folder that is synchronized with another computer, can
        bring that about.

        Raises:
            OSError: the log is another file by now, or it has another length.
        """
        expected = self._chain.end + (self.torn.size if self.torn else 0)
        grown = not self._uncut and self._file.size() != expected
        if grown or not self._file.is_at(self._path):
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    def cut_leftovers(self) -> None:
        """Bring the file back to the last whole commit; what an earlier run left is kept aside.

        Raises:
            OSError: the disk refused; the next time begins again.
        """
        if self.torn is not None:
            self._set_aside(self.torn)
            self.torn, self._uncut = None, True
        if self._uncut:
            self._cut()

    def sweep(self) -> None:
        """Remove what is left of setting a torn tail aside, or of a rewriting that was not done.

        The tail itself is still in the log, and so is all that was to be rewritten. Both copies of
        the head must vouch for this log: one under another key may still vouch for the next.
        """
        files = self._ports.files
        for name in filter(_UNFINISHED.fullmatch, files.names(self._folder)):
            with contextlib.suppress(OSError):
                files.remove(self._folder / name)

    def check_header(self) -> None:
        """Refuse a file that no longer begins as this log does.

        Raises:
            DamagedVaultError, ForeignFileError, NewerVersionError: see `check_log_header`.
        """
        header = read_exactly(self._file, offset=0, length=LOG_HEADER_BYTES)
        check_log_header(bytes(header), self._keys.vault_id)

    def read_run(self, start: int) -> list[bytes]:
        """Return some records from `start` on, about a mebibyte of them; none at the end.

        Raises:
            DamagedRecordError: a record is no longer what opening verified.
        """
        return [record for _, record in self.read_flagged_run(start)]

    def read_flagged_run(self, start: int) -> list[tuple[int, bytes]]:
        """Return what `read_run` does, each record behind the flags of its frame.

        Raises:
            DamagedRecordError: a record is no longer what opening verified.
        """
        if start >= len(self._chain):
            return []
        return self._read(start, self._chain.run(start, most_bytes=_BLOCK_BYTES))

    def read(self, position: int) -> bytes:
        """Return one record.

        Raises:
            DamagedRecordError: it is no longer what opening verified.
        """
        return self._read(position, position + 1)[0][1]

    @property
    def is_next(self) -> bool:
        """Whether this is the log of a rewriting that is not finished."""
        return self._path.name == NEXT_LOG_NAME

    def take_place(self) -> Log:
        """Rename the file to `log`, over what is there; return the log that it is then.

        It is closed and opened again: Windows renames no file that is open. If another file takes
        its place in between, nothing comes of it: only the verified frames are believed.

        Raises:
            OSError, VaultInUseError: this log is closed, and its file has one of the two names.
        """
        self.close()
        files, path = self._ports.files, self._folder / LOG_NAME
        files.replace(self._path, target=path)
        file = files.open(path)
        try:
            file.hold()
        except BaseException:
            file.close()
            raise
        return Log(path, file, keys=self._keys, ports=self._ports, chain=self._chain)

    def close(self) -> None:
        """Close the file and let go of the keys."""
        self._reader.wipe()
        self._writer = None
        self._file.close()

    def _read(self, start: int, stop: int) -> list[tuple[int, bytes]]:
        open_frame, sha256 = self._reader.open, hashlib.sha256
        bounds, hashes = self._chain.bounds(start, stop), self._chain.hashes(start, stop)
        begin = bounds[0]
        block = read_exactly(self._file, offset=begin, length=bounds[-1] - begin)
        records: list[tuple[int, bytes]] = []
        with memoryview(block) as view:
            for number, (frame_start, frame_end) in enumerate(pairwise(bounds)):
                frame = view[frame_start - begin : frame_end - begin]
                at = number * HASH_BYTES
                # Authentic is not enough: a copy of this vault may hold another authentic record
                # for the same place.
                if sha256(frame).digest() != hashes[at : at + HASH_BYTES]:
                    raise DamagedRecordError(position=start + number)
                record = open_frame(frame)
                if record is None:
                    raise DamagedRecordError(position=start + number)
                records.append((frame[FLAGS_AT], record))
        cover_tracks()
        return records

    def _write_commit(self, writer: FrameWriter, records: Sequence[bytes]) -> list[Link]:
        links: list[Link] = []
        previous, offset = self._chain.last_hash, self._chain.end
        pending = bytearray()
        for number, record in enumerate(records):
            flags = (FIRST if number == 0 else 0) | (LAST if number == len(records) - 1 else 0)
            position = len(self._chain) + number
            frame = writer.seal(record, position=position, flags=flags, previous=previous)
            previous = chain_hash(frame)
            links.append(Link(len(frame), previous))
            pending += frame
            if flags & LAST or len(pending) >= _BLOCK_BYTES:
                write_all(self._file, pending, offset=offset)
                offset += len(pending)
                pending = bytearray()
        return links

    def _new_writer(self) -> FrameWriter:
        return FrameWriter(self._keys, random_bytes=self._ports.random_bytes)

    def _cut(self) -> None:
        """Drop what no append acknowledged.

        The sync comes before any new byte is written there: else a power cut could leave the old
        length over the new bytes, and old frames behind them.
        """
        self._file.truncate(self._chain.end)
        self._file.sync()
        self._uncut = False

    def _set_aside(self, torn: TornTail) -> None:
        """Copy a torn tail into a file of its own: nothing is ever destroyed.

        Zeros at its end say nothing and are left out: a power cut may leave a great many of them.
        """
        size = self._size_without_zeros(torn)
        if not size:
            return
        files, name = self._ports.files, f"torn-{torn.offset}"
        taken = set(files.names(self._folder))
        numbered = (f"{name}-{number}" for number in range(1, len(taken) + 1))
        free = next(each for each in (name, *numbered) if each not in taken)
        beside = self._folder / f"{free}.tmp"
        copy = files.create(beside)
        try:
            try:
                for done, block in self._blocks(torn.offset, size):
                    write_all(copy, block, offset=done)
                copy.sync()
            finally:
                copy.close()
            files.replace(beside, target=self._folder / free)
        except BaseException:
            # On a full disk this is what takes the room that the person needs.
            with contextlib.suppress(OSError):
                files.remove(beside)
            raise
        files.sync_folder(self._folder)

    def _size_without_zeros(self, torn: TornTail) -> int:
        size = 0
        for done, block in self._blocks(torn.offset, torn.size):
            if kept := len(block.rstrip(b"\0")):
                size = done + kept
        return size

    def _blocks(self, offset: int, size: int) -> Iterator[tuple[int, bytearray]]:
        """Yield a part of the file in pieces, each with how many bytes came before it."""
        for done in range(0, size, _BLOCK_BYTES):
            length = min(_BLOCK_BYTES, size - done)
            yield done, read_exactly(self._file, offset=offset + done, length=length)


def root_of(chain: Chain, *, records: int) -> Root:
    """Return what a head vouches for that covers the first `records` frames of `chain`."""
    log_bytes, log_hash = chain.bounds(records, records)[0], chain.hash_after(records)
    return Root(log_bytes=log_bytes, records=records, log_hash=log_hash.hex())


def create_log(folder: Path, *, keys: KeyRing, ports: Ports) -> Log:
    """Write an empty log and sync it; the folder is synced by the caller."""
    file = ports.files.create(folder / LOG_NAME)
    try:
        file.hold()
        write_all(file, log_header(keys.vault_id), offset=0)
        file.sync()
    except BaseException:
        file.close()
        raise
    return Log(folder / LOG_NAME, file, keys=keys, ports=ports)


def open_log(
    folder: Path,
    root: Root,
    *,
    keys: KeyRing,
    ports: Ports,
    name: str = LOG_NAME,
) -> Log:
    """Open a log and verify it against the head's root.

    Args:
        folder: of the vault.
        root: what the head vouches for.
        keys: of the vault.
        ports: the outside world.
        name: of the file.

    Raises:
        VaultInUseError: somebody has it open.
        TruncatedLogError: it is shorter than the head vouches for, or gone.
        DamagedVaultError: another of its classes; see `LogVerifier.verify`.
    """
    try:
        file = ports.files.open(folder / name)
    except FileNotFoundError:
        raise TruncatedLogError(found=0, expected=root.log_bytes) from None
    log = Log(folder / name, file, keys=keys, ports=ports)
    try:
        # Beside the lock file, which somebody may remove while we have the vault open.
        file.hold()
        log.verify(root)
    except BaseException:
        log.close()
        raise
    return log
