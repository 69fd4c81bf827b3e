"""Keep the two copies of the head: choose and unlock one, repair and rewrite both.

FORMAT.md sections 4.1 and 4.2.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from safelog.errors import (
    DamagedHeadError,
    ExcessiveCostError,
    InsufficientMemoryError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.vault.credential import secrets_to_try
from safelog.vault.head import (
    HEAD_NAMES,
    Head,
    Root,
    SealedHead,
    encode_head,
    is_authentic,
    parse_head,
    read_copy,
    write_head,
)
from safelog.vault.keys import KeyRing
from safelog.vault.secret import Secret
from safelog.vault.slots import MOST_NATURAL, Slot, SlotType, open_slot, stretch_for
from safelog.vault.words import looks_like_recovery, parse_recovery

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.errors import VaultError
    from safelog.vault.credential import Credential
    from safelog.vault.kdf import KdfCost
    from safelog.vault.ports import Ports
    from safelog.vault.secret import Key


class Notice(StrEnum):
    """Something that opening noticed and that did not stop it; the key of a sentence."""

    HEAD_COPY_DAMAGED = "head_copy_damaged"
    HEAD_COPY_MISSING = "head_copy_missing"
    HEAD_COPY_OLDER = "head_copy_older"
    REPLACED_SECRET = "replaced_secret"  # noqa: S105 - the key of a sentence
    """The secret opened the older copy only; the newer one holds from now on."""
    REKEY_UNFINISHED = "rekey_unfinished"
    """A change of all keys was begun, and waits to be gone on with."""
    REWRITING_FINISHED = "rewriting_finished"
    """A rewriting had been interrupted after it was done, and was tidied up."""
    TORN_TAIL = "torn_tail"
    UNFINISHED_ATTACHMENT = "unfinished_attachment"
    """The writing of an attachment was cut off, and can be gone on with."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The newest authentic head, the keys, and what is wrong with the copies."""

    head: Head
    keys: KeyRing
    opened_slot: Slot
    """It may stand in the older copy only."""
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class HeadCopies:
    """The copies that could be parsed, newest first, and why the others could not."""

    candidates: tuple[SealedHead, ...]
    refusals: tuple[VaultError | OSError, ...]

    def unlock(self, credential: Credential) -> Unlocked:
        """Open the vault key with what a person brings, which is not wiped here.

        Raises:
            WrongSecretError: no slot opens.
            InvalidRecoveryWordsError: no slot opens, and these are recovery words with a slip.
            InvalidTextError: the passphrase is not UTF-8.
            DamagedHeadError: a slot opens, and its head was changed by somebody without the key.
            InsufficientMemoryError: no slot opens, and one could not be tried here.
        """
        attempts = _Attempts(secrets_to_try(credential))
        try:
            return self._try_each(attempts)
        except WrongSecretError:
            if isinstance(credential, Secret) and looks_like_recovery(credential):
                # This raises if they have a slip; if not, they are the words of another vault.
                parse_recovery(credential).wipe()
            raise
        finally:
            attempts.wipe()

    def _try_each(self, attempts: _Attempts) -> Unlocked:
        """Try the copies in order; the second also when the first was changed on purpose."""
        for sealed in self.candidates:
            opened = attempts.open(sealed)
            if opened is not None:
                keys, slot = opened
                return self._choose(sealed, keys, slot)
        raise attempts.failure

    def _choose(self, opened: SealedHead, keys: KeyRing, slot: Slot) -> Unlocked:
        """Return the newest copy that authenticates, whichever of them the secret opened.

        An older copy that somebody put back must not win over the newer one, and a number in a copy
        that is not authentic counts for nothing.
        """
        authentic = [sealed for sealed in self.candidates if is_authentic(sealed, keys.head)]
        newest, notices = authentic[0], list[Notice]()
        if newest is not opened:
            notices.append(Notice.REPLACED_SECRET)
        elif len(authentic) > 1:
            notices.append(Notice.HEAD_COPY_OLDER)
        elif any(isinstance(each, VaultNotFoundError) for each in self.refusals):
            notices.append(Notice.HEAD_COPY_MISSING)
        elif self.refusals or len(self.candidates) > 1:
            notices.append(Notice.HEAD_COPY_DAMAGED)
        return Unlocked(newest.untrusted, keys, slot, tuple(notices))


def read_heads(folder: Path, ports: Ports) -> HeadCopies:
    """Read and parse both copies.

    Raises:
        NewerVersionError: a newer safelog wrote one of them, perhaps just before a crash.
        ExcessiveCostError: no copy can be used, and one asks for too much.
        OSError: no copy can be used, and the system refused to read one.
        DamagedHeadError: no copy can be used.
    """
    refusals: list[VaultError | OSError] = []
    parsed: dict[bytes, SealedHead] = {}
    for name in HEAD_NAMES:
        try:
            untrusted = read_copy(ports.files, folder / name)
            if untrusted is None:
                refusals.append(VaultNotFoundError())
            else:
                parsed[untrusted] = parse_head(untrusted, ports.limits)
        except (DamagedHeadError, ExcessiveCostError, OSError) as error:
            refusals.append(error)
    if not parsed:
        telling = (each for each in refusals if isinstance(each, ExcessiveCostError))
        refused = (each for each in refusals if isinstance(each, OSError))
        raise next(telling, None) or next(refused, None) or DamagedHeadError()
    newest_first = sorted(parsed.values(), key=lambda each: -each.untrusted.generation)
    return HeadCopies(tuple(newest_first), tuple(refusals))


class HeadKeeper:
    """Owns the head of an open vault, and writes it."""

    def __init__(self, folder: Path, head: Head, head_key: Key, *, ports: Ports) -> None:
        """Borrow `head_key`; `head` is the newest authentic one that stands on disk."""
        self.head = head
        self.needs_repair = False
        self._folder = folder
        self._key = head_key
        self._generation = head.generation
        self._files = ports.files

    @property
    def encoded(self) -> bytes:
        """The bytes that both copies should have."""
        return encode_head(self.head, self._key)

    def settle(self, root: Root) -> None:
        """Bring both copies up to `root` and to each other, if they are not."""
        if self.needs_repair or self.head.root != root:
            self.write(root, self.head.slots)

    def write(self, root: Root, slots: tuple[Slot, ...], *, finishing: bool = False) -> None:
        """Write a head of the next generation.

        Args:
            root: what it vouches for.
            slots: the ways to open the vault.
            finishing: whether a rewriting is to be finished before anything else.

        Raises:
            OSError: the head in memory is the old one; one copy on disk may be the new one, and
                the next `settle` brings the old one back. Also where generations end.
        """
        if self._generation == MOST_NATURAL:
            raise OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW))
        self._generation += 1
        head = Head(
            vault_id=self.head.vault_id,
            generation=self._generation,
            root=root,
            finishing=finishing,
            slots=slots,
        )
        self.needs_repair = True
        write_head(self._files, self._folder, encode_head(head, self._key))
        self.head = head
        self.needs_repair = False


@dataclass(slots=True)
class _Attempts:
    """Tries a secret on the slots of one copy after the other, and keeps why none opened."""

    secrets: dict[SlotType, Secret]
    """By the type of slot that each may open, in the order to try."""
    failure: VaultError = field(default_factory=WrongSecretError)
    _stretched: dict[tuple[SlotType, str, KdfCost], Key] = field(default_factory=dict)
    """By type, salt and cost: nothing is stretched twice, and every slot is judged by itself."""

    def wipe(self) -> None:
        """Overwrite what was tried."""
        for each in (*self.secrets.values(), *self._stretched.values()):
            each.wipe()

    def open(self, untrusted: SealedHead) -> tuple[KeyRing, Slot] | None:
        """Return the keys in a copy; None if no slot opens, or it is not authentic."""
        for slot_type, secret in self.secrets.items():
            for slot in untrusted.untrusted.slots:
                if slot.type != slot_type:
                    continue
                try:
                    keys = self._open_slot(untrusted, slot, secret)
                except DamagedHeadError as error:
                    self._note(error)
                    return None
                if keys is not None:
                    return keys, slot
        return None

    def _open_slot(self, sealed: SealedHead, slot: Slot, secret: Secret) -> KeyRing | None:
        """Return the keys if `secret` opens `slot`.

        Raises:
            DamagedHeadError: it does, and the copy is not authentic.
        """
        vault_id = bytes.fromhex(sealed.untrusted.vault_id)
        known = (slot.type, slot.salt, slot.cost)
        try:
            if known not in self._stretched:
                self._stretched[known] = stretch_for(slot, secret)
        except InsufficientMemoryError as error:
            # Perhaps only this copy asks for so much: somebody changed it.
            self._note(error)
            return None
        vault_key = open_slot(slot, vault_id=vault_id, stretched=self._stretched[known])
        if vault_key is None:
            return None
        keys = KeyRing(vault_key, vault_id)
        if not is_authentic(sealed, keys.head):
            keys.wipe()
            raise DamagedHeadError
        return keys

    def _note(self, error: VaultError) -> None:
        """Keep the reason to give: what could not be tried comes before what was tried."""
        if not isinstance(self.failure, InsufficientMemoryError):
            self.failure = error
