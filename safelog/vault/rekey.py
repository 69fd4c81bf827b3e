"""Change all keys: seal every byte of the vault anew; FORMAT.md section 5.8.

For the day when somebody may have a copy and the secret to it. What they took stays readable to
them; what is written from here on is not, and no old secret opens the vault any more.

It may take long, so it can be interrupted: what is sealed already waits beside what is there, and
the vault stays the old one, with its old secrets, until everything is there and was read back.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from safelog.errors import (
    DamagedBlobError,
    InvalidRecoveryWordsError,
    MissingBlobError,
    NotFoundError,
    ReusedSecretError,
    WrongSecretError,
)
from safelog.vault.blob import FOLDER_NAME, BlobStore
from safelog.vault.chain import Chain
from safelog.vault.credential import require_passphrase
from safelog.vault.files import replace_file, storage_errors
from safelog.vault.finishing import count_leftovers, forget_unfinished
from safelog.vault.head import Head
from safelog.vault.heads import HeadKeeper, Notice, read_heads
from safelog.vault.keys import KeyRing
from safelog.vault.log import NEXT, root_of
from safelog.vault.next_head import (
    NEXT_HEAD_NAME,
    encode_next_head,
    open_next_head,
    read_next_head,
    rekey_begun,
)
from safelog.vault.opening import make_slot
from safelog.vault.rewrite import Rewriting, prepare
from safelog.vault.secret import KEY_BYTES, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from safelog.vault.kdf import KdfCost
    from safelog.vault.opening import OpenFolder
    from safelog.vault.record import BlobRef
    from safelog.vault.rewrite import Report
    from safelog.vault.secret import Secret
    from safelog.vault.slots import Slot


class KeyChange:
    """Changes all keys of an open vault."""

    def __init__(
        self,
        parts: OpenFolder,
        *,
        refs: Callable[[], tuple[BlobRef, ...]],
        exclusive: Callable[[], AbstractContextManager[None]],
        end: Callable[[], None],
    ) -> None:
        """Borrow `parts`.

        Args:
            parts: the open vault.
            refs: returns the attachments that its records name.
            exclusive: keeps it open and others out, as long as it lasts.
            end: closes it without writing anything.
        """
        self._parts = parts
        self._refs = refs
        self._exclusive = exclusive
        self._end = end

    @property
    def is_begun(self) -> bool:
        """Whether a change waits to be gone on with."""
        return rekey_begun(self._parts.path, self._parts.keys, self._parts.ports)

    @property
    def leftovers(self) -> int:
        """How many files go with the change that no record names: see `count_leftovers`."""
        named = [ref.id for ref in self._refs()]
        with self._exclusive():
            return count_leftovers(self._parts.path, named, self._parts.ports.files)

    def begin(
        self,
        passphrase: Secret,
        recovery: Secret,
        *,
        cost: KdfCost | None = None,
        progress: Report | None = None,
    ) -> None:
        """Draw a new vault key and seal everything under it; a change that was begun is given up.

        Every other way to open the vault is gone with the old key.

        Args:
            passphrase: the new one; not wiped here.
            recovery: new words of `generate_recovery`; not wiped here.
            cost: of one attempt at the passphrase; measured on this machine if None.
            progress: called with the bytes done so far and those there are; what it raises stops
                the change, which can then be gone on with.

        Raises:
            ReusedSecretError: one of them opens the vault already.
            InvalidRecoveryWordsError, ValueError: as for `Vault.create`.
            StorageFullError, StorageError: the vault goes on under its old keys, and the change can
                be gone on with.
            UnfinishedRewritingError: the vault is closed. It opens with the new secrets, or, if the
                disk refused the head, with the old ones.
            MissingBlobError, DamagedBlobError, DamagedRecordError: something cannot be read;
                nothing was changed.
        """
        require_passphrase(passphrase)
        parts = self._parts
        self._require_open()
        with storage_errors():
            for each in (passphrase, recovery):
                self._refuse_reused(each)
        vault_key = bytearray(parts.ports.random_bytes(KEY_BYTES))
        fresh = KeyRing(Key(vault_key), parts.keys.vault_id)
        try:
            slots = self._begin(fresh, passphrase, recovery, cost or parts.ports.measure_cost())
        except BaseException:
            fresh.wipe()
            raise
        self._go_on(fresh, slots, progress)

    def resume(self, passphrase: Secret, *, progress: Report | None = None) -> None:
        """Go on with a change that was begun.

        Args:
            passphrase: the new one, or the new recovery words; not wiped here.
            progress: as for `begin`.

        Raises:
            NotFoundError: none waits.
            ReusedSecretError: it opens the vault by now; the change has to be begun again.
            WrongSecretError: it was begun with others.
            ForeignFileError: what waits holds no new key; it has to be begun again.
            StorageFullError, StorageError, UnfinishedRewritingError, DamagedVaultError: as for
                `begin`.
        """
        parts = self._parts
        with self._exclusive():
            sealed = read_next_head(parts.path, parts.keys, parts.ports)
            if sealed is None:
                raise NotFoundError(what="rekey")
        fresh = open_next_head(sealed, passphrase, present=parts.keys)
        try:
            with storage_errors():
                self._refuse_reused(passphrase)
        except BaseException:
            fresh.wipe()
            raise
        self._go_on(fresh, sealed.untrusted.slots, progress)

    def _require_open(self) -> None:
        with self._exclusive():
            pass

    def _refuse_reused(self, secret: Secret) -> None:
        """Refuse a secret that the old key's head knows.

        Whoever has that key could sign a head that this secret opens, and put it in the place of
        the new one.
        """
        try:
            unlocked = read_heads(self._parts.path, self._parts.ports).unlock(secret)
        except (WrongSecretError, InvalidRecoveryWordsError):
            return
        unlocked.keys.wipe()
        raise ReusedSecretError

    def _begin(
        self, fresh: KeyRing, passphrase: Secret, recovery: Secret, cost: KdfCost
    ) -> tuple[Slot, ...]:
        """Keep the new key under the new secrets, so that the change can be gone on with."""
        parts, ports, vault_id = self._parts, self._parts.ports, fresh.vault_id
        slots = (
            make_slot(fresh, "passphrase", secret=passphrase, cost=cost, ports=ports),
            make_slot(fresh, "recovery", secret=recovery, cost=ports.limits.floor, ports=ports),
        )
        head = Head(
            vault_id=vault_id.hex(),
            generation=0,
            root=root_of(Chain(vault_id), records=0),
            finishing=False,
            slots=slots,
        )
        with self._exclusive():
            prepare(parts)
            forget_unfinished(parts.path, ports.files)
            encoded = encode_next_head(head, fresh=fresh, present=parts.keys)
            replace_file(ports.files, parts.path / NEXT_HEAD_NAME, encoded)
        return slots

    def _go_on(self, fresh: KeyRing, slots: tuple[Slot, ...], progress: Report | None) -> None:
        """Seal what is not sealed yet under `fresh`, which is taken over."""
        parts, old = self._parts, self._parts.keys
        try:
            with self._exclusive():
                prepare(parts)
            refs = self._refs()
            work = _Work(2 * (parts.log.chain.end + sum(ref.size for ref in refs)), progress)
            store = BlobStore(parts.path / FOLDER_NAME, keys=fresh, ports=parts.ports)
            with storage_errors():
                for ref in refs:
                    self._seal(ref, store, work)
                parts.ports.files.sync_folder(parts.path / FOLDER_NAME)
                rewriting = Rewriting(parts, exclusive=self._exclusive, end=self._end)
                before = work.done
                rewriting.run(
                    keys=fresh,
                    heads=HeadKeeper(parts.path, parts.heads.head, fresh.head, ports=parts.ports),
                    slots=slots,
                    progress=lambda done, _: work.reach(before + done),
                )
            parts.opened_slot = slots[0]
            parts.notices = tuple(
                notice for notice in parts.notices if notice is not Notice.REKEY_UNFINISHED
            )
        finally:
            (fresh if parts.keys is old else old).wipe()

    def _seal(self, ref: BlobRef, store: BlobStore, work: _Work) -> None:
        """Write one attachment under the new keys, unless it is there, and read it back."""
        before = work.done

        def report(done: int) -> None:
            self._require_open()
            work.reach(before + done)

        if not self._is_whole(ref, store, lambda done: report(2 * done)):
            source = _Pieces(self._parts.blobs.read(ref))
            store.write_as(ref.id, source, suffix=NEXT, progress=report)
            if not self._is_whole(ref, store, lambda done: report(ref.size + done)):
                # The disk did not keep what it was given.
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        work.reach(before + 2 * ref.size)

    def _is_whole(self, ref: BlobRef, store: BlobStore, report: Callable[[int], None]) -> bool:
        """Read what waits under the new keys to its end, against size and hash in the record."""
        done = 0
        try:
            for piece in store.read(ref, suffix=NEXT):
                done += len(piece)
                report(done)
        except (DamagedBlobError, MissingBlobError):
            return False
        return True


class _Work:
    """How much of the work is done, in bytes; it never goes back."""

    def __init__(self, total: int, progress: Report | None) -> None:
        self.done = 0
        self._total = total
        self._progress = progress

    def reach(self, done: int) -> None:
        """Tell that this much is done."""
        self.done = max(self.done, done)
        if self._progress is not None:
            self._progress(self.done, self._total)


class _Pieces:
    """An attachment that is read piece by piece, as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        self._rest = self._rest or next(self._pieces, b"")
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece
