"""The ways to open a vault, as the command line shows and finds them."""

from __future__ import annotations

from safelog.cli.console import Console
from safelog.cli.listing import SHORT_ID
from safelog.cli.objects import Slot
from safelog.errors import AmbiguousSlotError, UnknownSlotError
from safelog.vault import SlotInfo, SlotType, Vault

OPENS_ALONE: frozenset[SlotType] = frozenset({"passphrase", "recovery", "key-file"})
"""Ways for which the person needs nobody else. Shares lie with other people."""
SHORTEST_PREFIX = 4


def find_slot(vault: Vault, text: str) -> SlotInfo:
    """Return the way whose id is, or begins with, `text`.

    Raises:
        UnknownSlotError: none.
        AmbiguousSlotError: several.
    """
    prefix = text.strip().lower()
    found = [slot for slot in vault.slots.list() if slot.id.startswith(prefix)]
    if not found or len(prefix) < SHORTEST_PREFIX:
        raise UnknownSlotError
    if len(found) > 1:
        raise AmbiguousSlotError(count=len(found))
    return found[0]


def slot_line(slot: SlotInfo, console: Console) -> str:
    """Return the beginning of the id, the type, what an attempt takes, and whether it opened."""
    parts = [
        slot.id[:SHORT_ID],
        way(slot.type, console),
        console.text("slot.memory", mebibytes=slot.cost.memory_kib // 1024),
    ]
    if slot.is_opened:
        parts.append(console.text("slot.opened"))
    return "  ".join(parts)


def slot_object(slot: SlotInfo) -> Slot:
    """Return the way in the JSON form."""
    return Slot(
        id=slot.id,
        way=slot.type,
        memory_kib=slot.cost.memory_kib,
        passes=slot.cost.passes,
        lanes=slot.cost.lanes,
        opened=slot.is_opened,
    )


def way(slot_type: SlotType, console: Console) -> str:
    """Return the name of a type."""
    return console.text(f"slot.type.{slot_type}")
