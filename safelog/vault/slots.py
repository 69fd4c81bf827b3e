"""Seal the vault key under one secret; FORMAT.md section 3.1.

A slot is drawn anew whenever it is written: id, salt, everything. That is why its nonce may be
constant.
"""

from __future__ import annotations

import hmac
import struct
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.errors import DamagedHeadError
from safelog.vault.decoy import cover_tracks
from safelog.vault.kdf import KdfCost, stretch
from safelog.vault.keys import derive_committing
from safelog.vault.secret import KEY_BYTES, Key, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

SlotType = Literal["passphrase", "recovery", "key-file", "shares", "split"]
Hex16 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Hex32 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Hex48 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{96}\Z")]
MOST_NATURAL = 2**63 - 1
Natural = Annotated[int, msgspec.Meta(ge=0, le=MOST_NATURAL)]

_NONCE = bytes(12)
_TYPE_CODES: dict[SlotType, int] = {
    "passphrase": 1,
    "recovery": 2,
    "key-file": 3,
    "shares": 4,
    "split": 5,
}
MOST_SLOTS = 16
UNSTRETCHED: frozenset[SlotType] = frozenset({"recovery", "shares"})
"""Types whose secret has 128 bits or more by itself: they always cost the least."""
_CONTEXT = struct.Struct(">16s16sBIII32s")


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The vault key, sealed under one secret."""

    id: Hex16
    type: SlotType
    memory_kib: Annotated[int, msgspec.Meta(ge=1, le=2**32 - 1)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=2**32 - 1)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=2**32 - 1)]
    salt: Hex32
    commitment: Hex32
    sealed_key: Hex48

    @property
    def cost(self) -> KdfCost:
        """The cost of one attempt."""
        return KdfCost(memory_kib=self.memory_kib, passes=self.passes, lanes=self.lanes)


def seal_slot(
    vault_key: Key,
    *,
    vault_id: bytes,
    slot_type: SlotType,
    secret: Secret,
    cost: KdfCost,
    random_bytes: Callable[[int], bytes],
) -> Slot:
    """Return a new slot in which `secret`, from `secret_to_seal`, opens `vault_key`."""
    slot_id, salt = random_bytes(16), random_bytes(32)
    context = _context(vault_id, slot_id, slot_type, cost, salt)
    with stretch(secret, salt=salt, cost=cost) as stretched:
        key, commitment = derive_committing(stretched, salt=b"", info=context)
    sealed_key = bytearray(KEY_BYTES + 16)
    with key:
        AESGCM(key.view).encrypt_into(_NONCE, vault_key.view, context, sealed_key)
    cover_tracks()
    return Slot(
        id=slot_id.hex(),
        type=slot_type,
        memory_kib=cost.memory_kib,
        passes=cost.passes,
        lanes=cost.lanes,
        salt=salt.hex(),
        commitment=commitment.hex(),
        sealed_key=sealed_key.hex(),
    )


def stretch_for(slot: Slot, secret: Secret) -> Key:
    """Return what Argon2id makes of `secret`, from `secrets_to_try`, with the slot's salt and cost.

    Raises:
        InsufficientMemoryError: the machine does not have that much memory.
    """
    return stretch(secret, salt=bytes.fromhex(slot.salt), cost=slot.cost)


def open_slot(slot: Slot, *, vault_id: bytes, stretched: Key) -> Key | None:
    """Return the vault key, or None if the secret is not the one of this slot.

    Args:
        slot: untrusted, but its cost was checked against the limits.
        vault_id: of the head that the slot is in.
        stretched: from `stretch_for`; not wiped here.

    Raises:
        DamagedHeadError: the secret is right and the sealed key was changed.
    """
    salt = bytes.fromhex(slot.salt)
    context = _context(vault_id, bytes.fromhex(slot.id), slot.type, slot.cost, salt)
    key, commitment = derive_committing(stretched, salt=b"", info=context)
    with key:
        if not hmac.compare_digest(commitment, bytes.fromhex(slot.commitment)):
            return None
        vault_key = bytearray(KEY_BYTES)
        try:
            AESGCM(key.view).decrypt_into(
                _NONCE, bytes.fromhex(slot.sealed_key), context, vault_key
            )
        except InvalidTag:
            raise DamagedHeadError from None
    cover_tracks()
    return Key(vault_key)


def _context(
    vault_id: bytes, slot_id: bytes, slot_type: SlotType, cost: KdfCost, salt: bytes
) -> bytes:
    code = _TYPE_CODES[slot_type]
    return b"safelog/v1/slot\0" + _CONTEXT.pack(
        vault_id, slot_id, code, cost.memory_kib, cost.passes, cost.lanes, salt
    )
