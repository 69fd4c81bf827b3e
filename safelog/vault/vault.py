"""The vault: encrypted records and attachments in one folder, and nothing about what they mean.

Opening reads the log once and verifies it against the head's root without decrypting; `records`
then decrypts. So no payload leaves before the whole log is verified, nothing is decrypted twice,
and each record is compared again with what opening verified.

One thread at a time may use a vault. `close` may come from any thread at any time: it waits for an
append in progress, and makes a running `write_blob`, `read_blob` or `records` stop.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from safelog.errors import NotFoundError, VaultClosedError
from safelog.vault.backup import CopyKeeper
from safelog.vault.checking import CheckReport, check_vault
from safelog.vault.credential import type_for
from safelog.vault.files import real_path, storage_errors
from safelog.vault.index import BlobIndex
from safelog.vault.opening import OpenFolder, create_vault, open_vault
from safelog.vault.ports import Ports
from safelog.vault.record import BlobRef, Record, decode_record, encode_record
from safelog.vault.rekey import KeyChange
from safelog.vault.rewrite import rewrite_records
from safelog.vault.scope import Scoped
from safelog.vault.slot_keeper import SlotKeeper
from safelog.vault.state import state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from safelog.vault.chain import TornTail
    from safelog.vault.credential import Combination, Credential
    from safelog.vault.heads import Notice
    from safelog.vault.kdf import KdfCost
    from safelog.vault.rewrite import Change
    from safelog.vault.secret import Secret
    from safelog.vault.slots import SlotType
    from safelog.vault.state import VaultState


class Vault(Scoped):
    """An open vault, locked for everybody else until `close`."""

    def __init__(self, parts: OpenFolder) -> None:
        """Own the parts of a folder that `create_vault` or `open_vault` opened."""
        self._parts = parts
        self._guard = threading.RLock()
        self._closed = False
        self._index = BlobIndex()

    @classmethod
    def create(
        cls, directory: Path, *, passphrase: Secret, recovery: Secret, cost: KdfCost | None = None
    ) -> Self:
        """Make a vault in an absent or empty folder.

        Args:
            directory: where; made if it is not there.
            passphrase: not wiped here.
            recovery: words of `generate_recovery`; not wiped here.
            cost: of one attempt at the passphrase; measured on this machine if None.

        Raises:
            VaultExistsError: something is in the folder.
            InvalidRecoveryWordsError: `recovery` holds other words.
            StorageError, StorageFullError: the disk refused.
            ValueError: the passphrase is empty, or `cost` is out of bounds.
        """
        ports = Ports()
        parts = create_vault(
            real_path(directory),
            passphrase=passphrase,
            recovery=recovery,
            cost=cost or ports.measure_cost(),
            ports=ports,
        )
        return cls(parts)

    @classmethod
    def open(
        cls, directory: Path, credential: Credential, *, expected: VaultState | None = None
    ) -> Self:
        """Open a vault with what the person brings, and verify it.

        Args:
            directory: where the vault is.
            credential: not wiped here.
            expected: a `state` that was kept outside of the folder; nothing inside of it can tell
                that an older one was put back.

        Raises:
            RolledBackError: the vault does not continue `expected`.
            VaultNotFoundError, VaultInUseError: there is none, or somebody has it open.
            WrongSecretError: it opens no slot; the vault is whole as far as can be seen.
            InvalidRecoveryWordsError: recovery words with a slip.
            InvalidTextError: the passphrase is not UTF-8.
            DamagedVaultError: one of its classes says what is damaged; nothing was changed.
            NewerVersionError, ExcessiveCostError, InsufficientMemoryError, StorageError: as named.
        """
        return cls(open_vault(real_path(directory), credential, ports=Ports(), expected=expected))

    @property
    def vault_id(self) -> str:
        """The public id of the vault, in hex."""
        return self._parts.keys.vault_id.hex()

    @property
    def state(self) -> VaultState:
        """What to keep outside of the folder, to be `expected` at a later opening."""
        parts = self._parts
        return state_of(
            parts.log.chain, vault_id=parts.keys.vault_id, generation=parts.heads.head.generation
        )

    @property
    def count(self) -> int:
        """The number of records."""
        return len(self._parts.log)

    @property
    def torn(self) -> TornTail | None:
        """What an interrupted write left; None again after the next append has set it aside."""
        return self._parts.log.torn

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What opening noticed."""
        return self._parts.notices

    @property
    def opened_with(self) -> SlotType:
        """The type of the slot that opened."""
        return self._parts.opened_slot.type

    @property
    def copies(self) -> CopyKeeper:
        """The copies of the vault elsewhere."""
        return CopyKeeper(self._parts, refs=self.blobs, exclusive=self._exclusive)

    @property
    def slots(self) -> SlotKeeper:
        """The ways to open the vault."""
        return SlotKeeper(self._parts, exclusive=self._exclusive)

    @property
    def key_change(self) -> KeyChange:
        """The change of all keys."""
        return KeyChange(self._parts, refs=self.blobs, exclusive=self._exclusive, end=self._end)

    def append(self, payloads: Sequence[bytes], *, blobs: Sequence[BlobRef] = ()) -> range:
        """Add records, all or none; return their positions. They are durable then.

        Args:
            payloads: one record each.
            blobs: attachments that come with them; they are named in the first record.

        Raises:
            StorageFullError, StorageError: nothing was added, and the vault goes on.
            MissingBlobError, DamagedBlobError: a blob was not written to this vault.
            ValueError: there is no payload, or one is larger than `MOST_RECORD_BYTES`.
        """
        if not payloads:
            message = "nothing to append"
            raise ValueError(message)
        encoded = [encode_record(payloads[0], blobs)]
        encoded += [encode_record(payload) for payload in payloads[1:]]
        with self._exclusive():
            for blob in blobs:
                self._parts.blobs.check_present(blob)
            positions = self._parts.log.append(encoded)
            self._index.take_appended(positions, blobs)
            return positions

    def records(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield position and payload of each record from `start` on, in order.

        Records that are appended meanwhile come too.

        Raises:
            DamagedRecordError: a record is no longer what opening verified.
            VaultClosedError: the vault was closed meanwhile.
        """
        position = start
        while batch := self._read_run(position):
            for record in batch:
                yield position, record.payload
                position += 1

    def read(self, position: int) -> bytes:
        """Return the payload of one record.

        Raises:
            DamagedRecordError: it is no longer what opening verified.
            IndexError: there is no such record.
        """
        with self._exclusive():
            if not 0 <= position < self.count:
                raise IndexError(position)
            record = self._parts.log.read(position)
        return decode_record(record, position=position).payload

    def write_blob(
        self,
        source: BinaryIO,
        *,
        progress: Callable[[int], None] | None = None,
        resumed: Callable[[int], None] | None = None,
    ) -> BlobRef:
        """Seal `source` to its end as an attachment, with little memory whatever its size.

        It is durable then, and becomes part of the vault with the record that names it. What a
        writing of the same bytes left that a kill or a power cut ended is kept, where `source` can
        seek.

        Args:
            source: a binary file, read in order.
            progress: called with the bytes taken so far.
            resumed: called with the bytes that need not be written again, if there are any.

        Raises:
            StorageFullError, StorageError: nothing is left of it.
        """

        def report(done: int) -> None:
            self._require_open()
            if progress is not None:
                progress(done)

        named = [blob.id for blob in self.blobs()]
        with storage_errors():
            return self._parts.blobs.write(
                source, progress=report, resumed=resumed or report, named=named
            )

    def forget_unfinished(self) -> int:
        """Remove what `write_blob` could go on with; return of how many attachments.

        Raises:
            StorageFullError, StorageError: not everything could be removed.
        """
        with self._exclusive():
            return self._parts.blobs.forget_unfinished()

    def read_blob(self, blob_id: str) -> Iterator[bytes]:
        """Yield the content of an attachment, piece by piece.

        Each piece is authentic when it comes. Only the end of the iteration says that nothing is
        missing: whoever keeps the pieces must drop them if an error follows.

        Raises:
            NotFoundError: no record names such an attachment.
            MissingBlobError: its file is gone.
            DamagedBlobError: its file was changed, perhaps only towards its end.
        """
        ref = self._find_blob(blob_id)
        with storage_errors():
            for piece in self._parts.blobs.read(ref):
                self._require_open()
                yield piece

    def blobs(self) -> tuple[BlobRef, ...]:
        """Return the attachments that records name, in the order of the records."""
        self._index_blobs()
        return tuple(self._index.refs.values())

    def check(self, *, progress: Callable[[int, int], None] | None = None) -> CheckReport:
        """Verify every byte of the vault as it is on disk now.

        Args:
            progress: called with the bytes verified so far and those there are; the second grows
                once, when the log has told which attachments there are.
        """
        with self._exclusive():
            return check_vault(self._parts, progress=progress)

    def rewrite(
        self, change: Change, *, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Remove contents for good: write the whole log anew, with the same records in order.

        Gone with it are attachments that no record names, torn bytes that were set aside, and a
        change of keys that was begun. The `state` of the vault continues no earlier one.

        Args:
            change: called with each position and record; returns what takes its place, with some of
                its attachments or none, or None where it stays.
            progress: called with the bytes done so far and those there are.

        Raises:
            StorageFullError, StorageError: the vault goes on as it was, as after any error but:
            UnfinishedRewritingError: it is closed; its next opening finishes, or finds the old one.
            ValueError: `change` gave a record that is too long, or another attachment.
        """
        with storage_errors():
            self._index = rewrite_records(
                self._parts, change, progress=progress, exclusive=self._exclusive, end=self._end
            )

    def change_passphrase(
        self, new: Secret | Combination, *, slot_id: str = "", cost: KdfCost | None = None
    ) -> None:
        """Replace one passphrase; the old one opens the vault no more, other slots stay.

        The vault key stays: whoever has an older copy of the head and its passphrase has the key.

        Args:
            new: not wiped here; with the key file or the shares that the slot takes besides.
            slot_id: the slot to change. If empty, the one that opened, or the only one there is.
            cost: of one attempt at it; measured on this machine if None.

        Raises:
            AmbiguousSlotError, UnknownSlotError, StorageFullError, StorageError, ValueError: as for
                `SlotKeeper.replace`.
        """
        self.slots.replace(type_for(new), new, slot_id=slot_id, cost=cost)

    def replace_recovery(self, new: Secret, *, slot_id: str = "") -> None:
        """Replace recovery words; the old ones open the vault no more.

        They cost what FORMAT.md section 3.2 says, so that they open the vault on any machine.

        Raises:
            InvalidRecoveryWordsError: `new` was not generated by `generate_recovery`.
            AmbiguousSlotError, UnknownSlotError, StorageFullError, StorageError: as for
                `SlotKeeper.replace`.
        """
        self.slots.replace("recovery", new, slot_id=slot_id)

    def close(self) -> None:
        """Write the head, wipe the keys, give the lock back. A second call does nothing.

        Raises:
            StorageFullError, StorageError: the head could not be written. Everything else was
                done; the next opening brings the head up to date.
        """
        with self._guard, storage_errors():
            if self._closed:
                return
            try:
                self._parts.log.require_untouched()
                self._parts.heads.settle(self._parts.log.root)
            finally:
                self._end()

    def _leave(self) -> None:
        self.close()

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        with self._guard, storage_errors():
            self._require_open()
            yield

    def _end(self) -> None:
        """Close without a word to the disk."""
        self._closed = True
        self._parts.log.close()
        self._parts.keys.wipe()
        self._parts.release()

    def _require_open(self) -> None:
        if self._closed:
            raise VaultClosedError

    def _read_run(self, start: int) -> list[Record]:
        """Return some records from `start` on, none at the end; remember their attachments."""
        with self._exclusive():
            run = self._parts.log.read_run(start)
        batch = [decode_record(record, position=start + n) for n, record in enumerate(run)]
        self._index.take_read(start, batch)
        return batch

    def _index_blobs(self) -> None:
        while self._read_run(self._index.records):
            pass

    def _find_blob(self, blob_id: str) -> BlobRef:
        if blob_id not in self._index.refs:
            self._index_blobs()
        try:
            return self._index.refs[blob_id]
        except KeyError:
            raise NotFoundError(what="attachment") from None
