"""A copy of a vault, opened and verified as a vault is, and never written to.

A backup is opened like this to be verified, restored or united with the vault that went on.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from safelog.errors import OtherVaultError, WrongSecretError
from safelog.vault.checking import check_vault
from safelog.vault.files import real_path, storage_errors
from safelog.vault.head import is_authentic
from safelog.vault.heads import HeadKeeper, Unlocked, read_heads
from safelog.vault.keys import KeyRing
from safelog.vault.log import open_log
from safelog.vault.opening import OpenFolder
from safelog.vault.ports import Ports
from safelog.vault.record import decode_record
from safelog.vault.scope import Scoped
from safelog.vault.secret import Key
from safelog.vault.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from safelog.vault.checking import CheckReport
    from safelog.vault.credential import Credential
    from safelog.vault.heads import HeadCopies
    from safelog.vault.record import BlobRef, Record


class VaultCopy(Scoped):
    """A verified copy, until `close`. Not for two threads at once."""

    def __init__(self, parts: OpenFolder, held: contextlib.ExitStack) -> None:
        """Own the parts of a copy, and what `held` gives back."""
        self.parts = parts
        self._held = held

    @property
    def vault_id(self) -> str:
        """The public id of the vault, in hex."""
        return self.parts.keys.vault_id.hex()

    @property
    def count(self) -> int:
        """The number of records."""
        return len(self.parts.log)

    def records(self) -> Iterator[Record]:
        """Yield every record in order.

        Raises:
            DamagedRecordError: a record is no longer what opening verified.
        """
        position = 0
        with storage_errors():
            while run := self.parts.log.read_run(position):
                for record in run:
                    yield decode_record(record, position=position)
                    position += 1

    def blobs(self) -> tuple[BlobRef, ...]:
        """Return the attachments that records name, in the order of the records."""
        named = {blob.id: blob for record in self.records() for blob in record.blobs}
        return tuple(named.values())

    def read_blob(self, ref: BlobRef) -> Iterator[bytes]:
        """Yield the content of an attachment; only the end says that nothing is missing.

        Raises:
            MissingBlobError, DamagedBlobError: the copy does not hold all of it.
        """
        with storage_errors():
            yield from self.parts.blobs.read(ref)

    def check(self, *, progress: Callable[[int, int], None] | None = None) -> CheckReport:
        """Verify every byte that a vault made of this copy would have.

        Its head was authenticated at opening; a second copy of it that is damaged harms nothing.

        Args:
            progress: called with the bytes verified so far and those there are.
        """
        with storage_errors():
            return check_vault(self.parts, with_heads=False, progress=progress)

    def close(self) -> None:
        """Wipe the keys and give the files back. A second call does nothing."""
        self._held.close()

    def _leave(self) -> None:
        self.close()


def open_copy(source: Path, credential: Credential, *, ports: Ports | None = None) -> VaultCopy:
    """Open a copy with what a person brings, and verify its log.

    Args:
        source: a folder, or an archive that `backup` wrote.
        credential: not wiped here.
        ports: the outside world; that of this computer if None.

    Raises:
        VaultNotFoundError, UnfinishedBackupError, NotABackupError: there is no whole copy.
        VaultInUseError: somebody is writing it.
        WrongSecretError: the credential opens no slot of it.
        VaultError: any other class that `Vault.open` names.
    """

    def unlock(heads: HeadCopies) -> Unlocked:
        return heads.unlock(credential)

    return _open(source, unlock, ports or Ports())


def open_own_copy(source: Path, keys: KeyRing, *, ports: Ports) -> VaultCopy:
    """Open a copy of an open vault by the keys of that vault, which stay its own.

    Raises:
        OtherVaultError: it is a copy of another vault.
        WrongSecretError: the keys of the vault were changed since one of the two was copied.
        VaultError: any other class that `open_copy` names.
    """

    def unlock(heads: HeadCopies) -> Unlocked:
        for sealed in heads.candidates:
            if is_authentic(sealed, keys.head):
                own = KeyRing(Key(bytearray(keys.vault_key.view)), keys.vault_id)
                # No slot was opened; the first stands for all of them.
                return Unlocked(sealed.untrusted, own, sealed.untrusted.slots[0], ())
        ids = {sealed.untrusted.vault_id for sealed in heads.candidates}
        raise WrongSecretError if keys.vault_id.hex() in ids else OtherVaultError

    return _open(source, unlock, ports)


def _open(source: Path, unlock: Callable[[HeadCopies], Unlocked], ports: Ports) -> VaultCopy:
    with storage_errors(), contextlib.ExitStack() as held:
        files, folder = held.enter_context(open_source(ports.files, real_path(source)))
        inside = replace(ports, files=files)
        unlocked = unlock(read_heads(folder, inside))
        held.callback(unlocked.keys.wipe)
        log = open_log(folder, unlocked.head.root, keys=unlocked.keys, ports=inside)
        held.callback(log.close)
        parts = OpenFolder(
            path=folder,
            ports=inside,
            release=held.close,
            keys=unlocked.keys,
            log=log,
            heads=HeadKeeper(folder, unlocked.head, unlocked.keys.head, ports=inside),
            opened_slot=unlocked.opened_slot,
            notices=unlocked.notices,
        )
        return VaultCopy(parts, held.pop_all())
