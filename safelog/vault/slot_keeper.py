"""The ways to open a vault: list them, add, replace and remove one, rehearse one.

Every change is one new head, written as FORMAT.md section 4.1 says: cut off at any point, the vault
opens as before or as after. The last slot is never removed, and no secret is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safelog.errors import (
    AmbiguousSlotError,
    LastSlotError,
    SlotLimitError,
    UnknownSlotError,
    VaultNotFoundError,
)
from safelog.vault.heads import Notice, read_heads
from safelog.vault.opening import is_vault, make_slot
from safelog.vault.slots import MOST_SLOTS, UNSTRETCHED

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from safelog.vault.credential import Credential
    from safelog.vault.kdf import KdfCost
    from safelog.vault.opening import OpenFolder
    from safelog.vault.ports import Ports
    from safelog.vault.slots import Slot, SlotType


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotInfo:
    """One way to open a vault, without anything that opens it."""

    id: str
    """32 hexadecimal digits; new whenever the slot is written."""
    type: SlotType
    cost: KdfCost
    is_opened: bool
    """Whether this is the one that opened the vault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What came of trying a credential."""

    type: SlotType
    slot_id: str
    notices: tuple[Notice, ...]


class SlotKeeper:
    """Owns the slots of an open vault."""

    def __init__(
        self, parts: OpenFolder, *, exclusive: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Borrow `parts`; `exclusive` keeps the vault open and others out, as long as it lasts."""
        self._parts = parts
        self._exclusive = exclusive

    def list(self) -> tuple[SlotInfo, ...]:
        """Return all slots, in their order."""
        return tuple(
            SlotInfo(
                id=slot.id,
                type=slot.type,
                cost=slot.cost,
                is_opened=slot.id == self._opened_id,
            )
            for slot in self._parts.heads.head.slots
        )

    def add(
        self, slot_type: SlotType, credential: Credential, *, cost: KdfCost | None = None
    ) -> str:
        """Let `credential` open the vault too, and return the id of its slot.

        Args:
            slot_type: of the new slot.
            credential: not wiped here.
            cost: of one attempt; measured on this machine if None. Types that need no stretching
                always cost the least.

        Raises:
            SlotLimitError: there are as many slots as a vault can have.
            InvalidRecoveryWordsError: these are to be recovery words, and are not.
            StorageFullError, StorageError: as for `replace`.
            ValueError: as for `make_slot`.
        """
        with self._exclusive():
            slots = self._parts.heads.head.slots
            if len(slots) == MOST_SLOTS:
                raise SlotLimitError(limit=MOST_SLOTS)
            fresh = self._seal(slot_type, credential, cost)
            self._write((*slots, fresh))
        return fresh.id

    def remove(self, slot_id: str) -> None:
        """Let a slot open the vault no more.

        Raises:
            LastSlotError: nobody could open the vault then.
            UnknownSlotError: there is no such slot.
            StorageFullError, StorageError: as for `replace`.
        """
        with self._exclusive():
            slot = self._find(slot_id)
            kept = tuple(each for each in self._parts.heads.head.slots if each is not slot)
            if not kept:
                raise LastSlotError
            self._write(kept)

    def replace(
        self,
        slot_type: SlotType,
        credential: Credential,
        *,
        slot_id: str = "",
        cost: KdfCost | None = None,
    ) -> str:
        """Put a new slot in the place of one of the same type, and return its id.

        Args:
            slot_type: of both.
            credential: opens the new one; not wiped here.
            slot_id: the slot to replace. If empty, the one that opened the vault, or the only one
                of its type.
            cost: as for `add`. What is measured is never less than what the slot that opened the
                vault cost: this machine has just borne that.

        Raises:
            AmbiguousSlotError: it was not said which of several slots.
            UnknownSlotError: there is no such slot of this type.
            InvalidRecoveryWordsError: these are to be recovery words, and are not.
            StorageFullError, StorageError: the old slot still opens the vault. If the disk refuses
                the head at closing too, the new one may hold after the next opening, which says so.
            ValueError: as for `make_slot`.
        """
        with self._exclusive():
            old = self._find(slot_id, slot_type) if slot_id else self._only(slot_type)
            fresh = self._seal(slot_type, credential, cost, old=old)
            slots = self._parts.heads.head.slots
            self._write(tuple(fresh if each is old else each for each in slots))
            if old.id == self._opened_id:
                self._parts.opened_slot = fresh
        return fresh.id

    @property
    def _opened_id(self) -> str:
        return self._parts.opened_slot.id

    def _seal(
        self,
        slot_type: SlotType,
        credential: Credential,
        cost: KdfCost | None,
        *,
        old: Slot | None = None,
    ) -> Slot:
        ports = self._parts.ports
        if slot_type in UNSTRETCHED:
            cost = ports.limits.floor
        elif cost is None:
            cost = ports.measure_cost()
            if old is not None and old.id == self._opened_id:
                cost = cost.or_more(old.cost)
        return make_slot(
            self._parts.keys, slot_type, secret=credential, cost=cost, ports=self._parts.ports
        )

    def _find(self, slot_id: str, slot_type: SlotType | None = None) -> Slot:
        for slot in self._parts.heads.head.slots:
            if slot.id == slot_id and slot_type in {None, slot.type}:
                return slot
        raise UnknownSlotError

    def _only(self, slot_type: SlotType) -> Slot:
        """Return the slot of this type that opened, or the only one there is."""
        slots = [slot for slot in self._parts.heads.head.slots if slot.type == slot_type]
        if len(slots) > 1:
            slots = [slot for slot in slots if slot.id == self._opened_id] or slots
        if len(slots) > 1:
            raise AmbiguousSlotError(count=len(slots))
        if not slots:
            # None is made in its place: a passphrase alone would undo a split that somebody chose.
            raise UnknownSlotError
        return slots[0]

    def _write(self, slots: tuple[Slot, ...]) -> None:
        log = self._parts.log
        log.require_untouched()
        self._parts.heads.write(log.root, slots)


def rehearse_slot(folder: Path, credential: Credential, *, ports: Ports) -> Rehearsal:
    """Try `credential` on the slots of the vault in `folder`, and change nothing at all.

    The log is neither read nor locked: this tells that the vault can be opened with it, not that
    the vault is whole.

    Raises:
        VaultNotFoundError: there is none.
        VaultError: other classes of `open_vault` that are about the head.
    """
    if not is_vault(ports.files, folder):
        raise VaultNotFoundError
    unlocked = read_heads(folder, ports).unlock(credential)
    unlocked.keys.wipe()
    return Rehearsal(
        type=unlocked.opened_slot.type,
        slot_id=unlocked.opened_slot.id,
        notices=unlocked.notices,
    )
