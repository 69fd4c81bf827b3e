"""Write the log anew, to remove contents for good or to change all keys; FORMAT.md section 5.7.

Everything else in the vault only ever appends. Here the new log is written beside the old one and
read back; then the head is written, with a mark, and with that the new log holds; then the folder
is tidied up, and the mark is taken away. A process that dies before the head is written leaves the
old vault, one that dies after it leaves the new one, which the next opening tidies up.

Invariant: before the head is written nothing of the old vault is touched, and after it nothing that
the new one needs is removed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from typing import TYPE_CHECKING

from safelog.errors import DamagedVaultError, VaultError
from safelog.vault.chain import Chain, log_header
from safelog.vault.files import write_all
from safelog.vault.finishing import disk_refusals_are_unfinished, finish, forget_unfinished
from safelog.vault.frame import FrameWriter, chain_hash
from safelog.vault.index import BlobIndex
from safelog.vault.log import NEXT_LOG_NAME, open_log, root_of
from safelog.vault.record import Record, decode_record, encode_record
from safelog.vault.slots import MOST_NATURAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from safelog.vault.head import Root
    from safelog.vault.heads import HeadKeeper
    from safelog.vault.keys import KeyRing
    from safelog.vault.log import Log
    from safelog.vault.opening import OpenFolder
    from safelog.vault.ports import Ports
    from safelog.vault.record import BlobRef
    from safelog.vault.slots import Slot

    Change = Callable[[int, Record], Record | None]
    """From a position and what is there to what is there from now on; None where it stays."""
    Report = Callable[[int, int], None]

_WRITE_BYTES = 1 << 20
_MOST_GENERATION = MOST_NATURAL - (1 << 16)
"""Each finishing that is cut off takes a generation more."""


class Rewriting:
    """One rewriting of an open vault. Nobody appends to it meanwhile."""

    def __init__(
        self,
        parts: OpenFolder,
        *,
        exclusive: Callable[[], AbstractContextManager[None]],
        end: Callable[[], None],
    ) -> None:
        """Prepare to rewrite the log of `parts`.

        Args:
            parts: the open vault.
            exclusive: keeps it open and others out, as long as it lasts.
            end: closes it without writing anything.
        """
        self.blobs: dict[str, BlobRef] = {}
        """The attachments that the new log names."""
        self._parts = parts
        self._exclusive = exclusive
        self._end = end
        self._before = parts.log.root

    def run(
        self,
        *,
        keys: KeyRing,
        heads: HeadKeeper,
        slots: tuple[Slot, ...],
        change: Change | None = None,
        progress: Report | None = None,
    ) -> None:
        """Do all of it; `close` of the vault may come before it is done, and stops it.

        Args:
            keys: to seal under: those of the vault, or those that it will have.
            heads: writes the head under `keys`.
            slots: of that head.
            change: what becomes of each record; None if all stay.
            progress: called with the bytes done so far and those there are, counted in the old
                log; what it raises stops the rewriting.

        Raises:
            OSError: the disk refused, or gave back something else than was written. Nothing was
                changed, and the vault goes on as it was.
            UnfinishedRewritingError: the vault is closed. Its next opening finishes, or finds it as
                it was.
            DamagedRecordError: a record cannot be read; nothing was changed.
            ValueError: `change` gave a record that is too long, or an attachment that was not its.
        """

        def report(done: int, total: int) -> None:
            with self._exclusive():
                pass
            if progress is not None:
                progress(done, total)

        files, folder = self._parts.ports.files, self._parts.path
        try:
            root, written = self._write(keys, change, report)
            files.sync_folder(folder)
            following = self._read_back(root, written, keys, report)
            with contextlib.closing(following), self._exclusive():
                self._commit(following, keys, heads, slots)
        except BaseException:
            # Whoever opened the vault after us may have a rewriting of their own by now.
            with contextlib.suppress(VaultError), self._exclusive():
                files.remove(folder / NEXT_LOG_NAME)
            raise

    def _write(self, keys: KeyRing, change: Change | None, report: Report) -> tuple[Root, bytes]:
        """Write the new log, a mebibyte or a record at a time; return what vouches for it.

        The second value is a digest of what was sealed.
        """
        parts, chain = self._parts, self._parts.log.chain
        with self._exclusive():
            path = parts.path / NEXT_LOG_NAME
            writer = _NextLogWriter(path, keys=keys, ports=parts.ports)
        digest, position = hashlib.sha256(), 0
        try:
            while run := self._read(position):
                for flags, record in run:
                    changed = self._change(position, record, change)
                    _absorb(digest, flags, changed)
                    writer.add(changed, flags)
                    position += 1
                report(chain.bounds(position, position)[0], 2 * chain.end)
            return writer.finish(), digest.digest()
        finally:
            writer.close()

    def _read(self, position: int) -> list[tuple[int, bytes]]:
        with self._exclusive():
            return self._parts.log.read_flagged_run(position)

    def _change(self, position: int, encoded: bytes, change: Change | None) -> bytes:
        """Return the record that takes the place of one, and note its attachments."""
        before = decode_record(encoded, position=position)
        after = change(position, before) if change is not None else None
        if after is None:
            after = before
        else:
            if not set(after.blobs) <= set(before.blobs):
                message = "a rewriting adds no attachment"
                raise ValueError(message)
            encoded = encode_record(after.payload, after.blobs)
        self.blobs |= {blob.id: blob for blob in after.blobs}
        return encoded

    def _read_back(self, root: Root, written: bytes, keys: KeyRing, report: Report) -> Log:
        """Return the new log, after the disk gave back what was written: soon nothing else will."""
        parts = self._parts
        try:
            following = open_log(parts.path, root, keys=keys, ports=parts.ports, name=NEXT_LOG_NAME)
            with contextlib.ExitStack() as undo:
                undo.callback(following.close)
                self._require_same(following, written, report)
                undo.pop_all()
        except DamagedVaultError:
            # The vault itself is whole: it is the disk that did not keep what it was given.
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from None
        return following

    def _require_same(self, log: Log, written: bytes, report: Report) -> None:
        digest, position, chain = hashlib.sha256(), 0, self._parts.log.chain
        while run := log.read_flagged_run(position):
            for flags, record in run:
                _absorb(digest, flags, record)
            position += len(run)
            report(chain.end + chain.bounds(position, position)[0], 2 * chain.end)
        if digest.digest() != written:
            raise DamagedVaultError

    def _commit(
        self, following: Log, keys: KeyRing, heads: HeadKeeper, slots: tuple[Slot, ...]
    ) -> None:
        """Make the new log the vault's, and tidy up.

        Whatever fails behind the first byte of the head, the disk may have the old one or the new
        one: only an opening finds out, and nothing is appended or removed before.
        """
        parts = self._parts
        parts.log.require_untouched()
        if parts.log.root != self._before:
            # What was appended meanwhile is not in the new log.
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        try:
            with disk_refusals_are_unfinished():
                heads.write(following.root, slots, finishing=True)
                parts.log.close()
                parts.heads, parts.keys = heads, keys
                parts.log = finish(
                    parts.path,
                    following,
                    self.blobs,
                    heads=heads,
                    store=parts.blobs,
                    files=parts.ports.files,
                )
        except BaseException:
            self._end()
            raise


class _NextLogWriter:
    """Writes one log from its header on, and syncs it once."""

    def __init__(self, path: Path, *, keys: KeyRing, ports: Ports) -> None:
        """Begin the file at `path`."""
        self._sealer = FrameWriter(keys, random_bytes=ports.random_bytes)
        self._chain = Chain(keys.vault_id)
        self._pending = bytearray(log_header(keys.vault_id))
        self._offset = 0
        self._file = ports.files.create(path)

    def add(self, record: bytes, flags: int) -> None:
        """Seal the next record; `flags` say where in a commit it stands."""
        chain = self._chain
        frame = self._sealer.seal(
            record, position=len(chain), flags=flags, previous=chain.last_hash
        )
        chain.add(len(frame), chain_hash(frame))
        self._pending += frame
        if len(self._pending) >= _WRITE_BYTES:
            self._flush()

    def finish(self) -> Root:
        """Return what a head would vouch for; it is on the disk."""
        self._flush()
        self._file.sync()
        return root_of(self._chain, records=len(self._chain))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _flush(self) -> None:
        write_all(self._file, self._pending, offset=self._offset)
        self._offset += len(self._pending)
        self._pending = bytearray()


def rewrite_records(
    parts: OpenFolder,
    change: Change,
    *,
    progress: Report | None,
    exclusive: Callable[[], AbstractContextManager[None]],
    end: Callable[[], None],
) -> BlobIndex:
    """Rewrite the log under the same keys; return the attachments that it names then.

    Raises:
        OSError, UnfinishedRewritingError, DamagedRecordError, ValueError: see `Rewriting.run`.
    """
    with exclusive():
        prepare(parts)
        forget_unfinished(parts.path, parts.ports.files)
    rewriting = Rewriting(parts, exclusive=exclusive, end=end)
    heads = parts.heads
    rewriting.run(
        keys=parts.keys, heads=heads, slots=heads.head.slots, change=change, progress=progress
    )
    return BlobIndex(rewriting.blobs.values(), records=len(parts.log))


def prepare(parts: OpenFolder) -> None:
    """Bring the log to its last commit, and both copies of the head up to it.

    Raises:
        OSError: the disk refused, or somebody else wrote to the log. Also where generations end: a
            head that could be marked and never freed of the mark would lock everybody out.
    """
    if parts.heads.head.generation > _MOST_GENERATION:
        raise OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW))
    parts.log.require_untouched()
    parts.log.cut_leftovers()
    parts.heads.settle(parts.log.root)


def _absorb(digest: hashlib._Hash, flags: int, record: bytes) -> None:
    """Take a record into a digest of many, so that no other records give the same."""
    digest.update(flags.to_bytes(1, "big") + len(record).to_bytes(4, "big"))
    digest.update(record)
