"""Fold a whole log: at opening, and after its records changed."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from safelog.journal.events import decode_heading
from safelog.journal.state import State
from safelog.vault import Vault


def fold(vault: Vault) -> State:
    """Return what all events of a vault say.

    Raises:
        DamagedVaultError: a record is not what safelog wrote.
    """
    with collector_paused():
        state = State()
        _apply_all(state, vault.records())
        if state.is_stale:
            # A merge was cut off: some tombstones stand behind what they are for.
            state = State(gone=frozenset(state.removed))
            _apply_all(state, vault.records())
        state.sort()
    return state


def _apply_all(state: State, records: Iterable[tuple[int, bytes]]) -> None:
    for position, payload in records:
        state.apply(decode_heading(payload, position=position), position)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector out while objects are made that all stay.

    It would visit every one of them again and again: a third of the time of unlocking.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
