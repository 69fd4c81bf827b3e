"""Keep the two copies of the head: choose and unlock one, repair and rewrite both.

FORMAT.md sections 4.1 and 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from safelog.errors import (
    DamagedHeadError,
    ExcessiveCostError,
    InvalidRecoveryWordsError,
    VaultNotFoundError,
    WrongSecretError,
)
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
from safelog.vault.slots import Slot, SlotType, open_slot
from safelog.vault.words import looks_like_recovery, parse_recovery

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.errors import VaultError
    from safelog.vault.ports import Ports
    from safelog.vault.secret import Key, Secret


class Notice(StrEnum):
    """Something that opening noticed and that did not stop it; the key of a sentence."""

    HEAD_COPY_DAMAGED = "head_copy_damaged"
    HEAD_COPY_MISSING = "head_copy_missing"
    HEAD_COPY_OLDER = "head_copy_older"
    TORN_TAIL = "torn_tail"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An authentic head, the keys it gave, and what is wrong with the other copy."""

    head: Head
    keys: KeyRing
    opened_with: SlotType
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class HeadCopies:
    """The copies that could be parsed, newest first, and why the others could not."""

    candidates: tuple[SealedHead, ...]
    refusals: tuple[VaultError, ...]

    @property
    def generation(self) -> int:
        """The highest generation in use; the next head takes a higher one."""
        return max(sealed.untrusted.generation for sealed in self.candidates)

    def unlock(self, secret: Secret) -> Unlocked:
        """Open the vault key with `secret`, a passphrase or recovery words.

        Raises:
            WrongSecretError: no slot opens.
            InvalidRecoveryWordsError: no slot opens, and these are recovery words with a slip.
            DamagedHeadError: a slot opens, and its head was changed by somebody without the key.
        """
        slip: InvalidRecoveryWordsError | None = None
        secrets: dict[SlotType, Secret] = {}
        try:
            try:
                secrets["recovery"] = parse_recovery(secret)
            except InvalidRecoveryWordsError as error:
                slip = error if looks_like_recovery(secret) else None
            secrets["passphrase"] = secret.normalized()
            return self._try_each(secrets)
        except WrongSecretError:
            if slip is not None:
                raise slip from None
            raise
        finally:
            for each in secrets.values():
                each.wipe()

    def _try_each(self, secrets: dict[SlotType, Secret]) -> Unlocked:
        """Try the copies in order; the second also when the first was changed on purpose."""
        wrong: set[tuple[str, Slot]] = set()
        tampered = False
        for sealed in self.candidates:
            try:
                opened = _open_copy(sealed, secrets, wrong)
            except DamagedHeadError:
                tampered = True
                continue
            if opened is not None:
                keys, opened_with = opened
                return Unlocked(sealed.untrusted, keys, opened_with, self._notices(tampered))
        raise DamagedHeadError if tampered else WrongSecretError

    def _notices(self, tampered: bool) -> tuple[Notice, ...]:  # noqa: FBT001 - private, one caller
        if tampered:
            return (Notice.HEAD_COPY_DAMAGED,)
        if self.refusals:
            missing = isinstance(self.refusals[0], VaultNotFoundError)
            return (Notice.HEAD_COPY_MISSING if missing else Notice.HEAD_COPY_DAMAGED,)
        return (Notice.HEAD_COPY_OLDER,) if len(self.candidates) > 1 else ()


def read_heads(folder: Path, ports: Ports) -> HeadCopies:
    """Read and parse both copies.

    Raises:
        NewerVersionError: a newer safelog wrote one of them, perhaps just before a crash.
        ExcessiveCostError: no copy can be used, and one asks for too much.
        DamagedHeadError: no copy can be used.
    """
    refusals: list[VaultError] = []
    parsed: dict[bytes, SealedHead] = {}
    for name in HEAD_NAMES:
        untrusted = read_copy(ports.files, folder / name)
        if untrusted is None:
            refusals.append(VaultNotFoundError())
            continue
        try:
            parsed[untrusted] = parse_head(untrusted, ports.limits)
        except (DamagedHeadError, ExcessiveCostError) as error:
            refusals.append(error)
    if not parsed:
        excessive = (each for each in refusals if isinstance(each, ExcessiveCostError))
        raise next(excessive, DamagedHeadError())
    newest_first = sorted(parsed.values(), key=lambda each: -each.untrusted.generation)
    return HeadCopies(tuple(newest_first), tuple(refusals))


class HeadKeeper:
    """Owns the head of an open vault, and writes it."""

    def __init__(
        self, folder: Path, head: Head, head_key: Key, *, generation: int, ports: Ports
    ) -> None:
        """Borrow `head_key`; `generation` is the highest one that stands on disk."""
        self.head = head
        self.needs_repair = False
        self._folder = folder
        self._key = head_key
        self._generation = generation
        self._files = ports.files

    @property
    def encoded(self) -> bytes:
        """The bytes that both copies should have."""
        return encode_head(self.head, self._key)

    def settle(self, root: Root) -> None:
        """Bring both copies up to `root` and to each other, if they are not."""
        if self.needs_repair or self.head.root != root:
            self.write(root, self.head.slots)

    def write(self, root: Root, slots: tuple[Slot, ...]) -> None:
        """Write a head of the next generation.

        Raises:
            OSError: the head in memory is the old one; one copy on disk may be the new one, and
                the next `settle` brings the old one back.
        """
        self._generation += 1
        head = Head(
            vault_id=self.head.vault_id, generation=self._generation, root=root, slots=slots
        )
        self.needs_repair = True
        write_head(self._files, self._folder, encode_head(head, self._key))
        self.head = head
        self.needs_repair = False


def _open_copy(
    sealed: SealedHead, secrets: dict[SlotType, Secret], wrong: set[tuple[str, Slot]]
) -> tuple[KeyRing, SlotType] | None:
    """Return the keys in a copy; None if no slot opens.

    Args:
        sealed: untrusted.
        secrets: by the type of slot that each may open, in the order to try.
        wrong: slots that are known not to open; grows, so that none is stretched for twice.

    Raises:
        DamagedHeadError: the secret is right and the copy is not authentic.
    """
    head = sealed.untrusted
    vault_id = bytes.fromhex(head.vault_id)
    for slot_type, secret in secrets.items():
        for slot in head.slots:
            if slot.type != slot_type or (head.vault_id, slot) in wrong:
                continue
            vault_key = open_slot(slot, vault_id=vault_id, secret=secret)
            if vault_key is None:
                wrong.add((head.vault_id, slot))
                continue
            keys = KeyRing(vault_key, vault_id)
            if not is_authentic(sealed, keys.head):
                keys.wipe()
                raise DamagedHeadError
            return keys, slot_type
    return None
