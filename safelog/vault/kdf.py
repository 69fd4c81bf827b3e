"""Stretch a secret into a key: Argon2id (RFC 9106), FORMAT.md sections 3.1 and 3.2.

Owns the cost and its bounds. The bounds are checked before any memory is taken: the numbers come
from a file that anybody may have written.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argon2.low_level import ARGON2_VERSION, Type, core, ffi

from safelog.errors import ExcessiveCostError, InsufficientMemoryError
from safelog.vault.secret import KEY_BYTES, Key, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

_CLEAR_PASSWORD = 1
"""ARGON2_FLAG_CLEAR_PASSWORD (argon2.h): zero the password as soon as it is absorbed."""
_OK = 0
_TRIAL_SALT = bytes(32)
_MOST_CHOSEN_KIB = 524_288
_UNKNOWN_MACHINE_KIB = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfCost:
    """What one attempt at a secret costs: the person once, a guesser every time."""

    memory_kib: int
    passes: int
    lanes: int

    def or_more(self, other: KdfCost) -> KdfCost:
        """Return this cost, or `other` if this one asks a guesser for less in any way."""
        enough = (
            self.memory_kib >= other.memory_kib
            and self.memory_kib * self.passes >= other.memory_kib * other.passes
        )
        return self if enough else other


FLOOR_COST = KdfCost(memory_kib=65_536, passes=3, lanes=4)
"""The least that is ever written; enough alone for the recovery words and their 129 bits."""
DEFAULT_COST = KdfCost(memory_kib=262_144, passes=3, lanes=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfLimits:
    """The bounds of FORMAT.md section 3.2."""

    floor: KdfCost = FLOOR_COST
    most_memory_kib: int = 1_048_576
    most_passes: int = 16
    most_lanes: int = 16
    most_work_kib: int = 4_194_304
    """Bound on memory_kib × passes, which is proportional to time."""

    def is_below_floor(self, cost: KdfCost) -> bool:
        """Tell whether no safelog would write so little."""
        return (
            cost.memory_kib < self.floor.memory_kib
            or cost.passes < self.floor.passes
            or cost.lanes < self.floor.lanes
        )

    def refuse_excess(self, cost: KdfCost) -> None:
        """Stop before a hostile head takes all memory, or an hour.

        Raises:
            ExcessiveCostError: `what` names the part that is too high.
        """
        if cost.memory_kib > self.most_memory_kib:
            raise ExcessiveCostError(what="memory")
        if cost.passes > self.most_passes:
            raise ExcessiveCostError(what="passes")
        if cost.lanes > self.most_lanes:
            raise ExcessiveCostError(what="lanes")
        if cost.memory_kib * cost.passes > self.most_work_kib:
            raise ExcessiveCostError(what="time")


def stretch(secret: Secret, *, salt: bytes, cost: KdfCost) -> Key:
    """Return Argon2id(secret, salt). The caller has checked `cost` against the limits.

    `hash_secret_raw` takes immutable bytes only, so this calls `argon2_ctx` with buffers: it works
    on a copy of the secret that Argon2 zeroes itself, and writes into a key that can be wiped.

    Raises:
        InsufficientMemoryError: the machine does not have that much memory.
    """
    password = bytearray(secret.view)
    stretched = bytearray(KEY_BYTES)
    context = ffi.new(
        "argon2_context *",
        {
            "out": ffi.from_buffer("uint8_t[]", stretched),
            "outlen": len(stretched),
            "pwd": ffi.from_buffer("uint8_t[]", password),
            "pwdlen": len(password),
            "salt": ffi.from_buffer("uint8_t[]", salt),
            "saltlen": len(salt),
            "t_cost": cost.passes,
            "m_cost": cost.memory_kib,
            "lanes": cost.lanes,
            "threads": cost.lanes,
            "version": ARGON2_VERSION,
            "flags": _CLEAR_PASSWORD,
        },
    )
    status = core(context, Type.ID.value)
    if status != _OK:
        # The cost is within the limits, so what is left is memory or threads that are not there.
        password[:] = bytes(len(password))
        raise InsufficientMemoryError(mebibytes=cost.memory_kib // 1024)
    return Key(stretched)


def run_trial(cost: KdfCost) -> None:
    """Stretch nothing in particular, to see how long `cost` takes here."""
    with Secret(bytearray(16)) as secret, stretch(secret, salt=_TRIAL_SALT, cost=cost):
        pass


def machine_memory_kib(system: object = os) -> int | None:
    """Return how much memory this machine has; None where `system` does not say (Windows)."""
    sysconf = getattr(system, "sysconf", None)
    if sysconf is None:
        return None
    try:
        pages, page_bytes = sysconf("SC_PHYS_PAGES"), sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None
    return int(pages * page_bytes // 1024) if pages > 0 else None


def calibrate(
    *,
    target_s: float = 1.0,
    machine_kib: int | None = None,
    clock: Callable[[], float] = time.perf_counter,
    run: Callable[[KdfCost], None] = run_trial,
) -> KdfCost:
    """Return the cost that takes about `target_s` seconds here, never below the floor.

    Memory grows first, since it is what a guesser's hardware lacks, up to a quarter of what this
    machine has and never above `_MOST_CHOSEN_KIB`: the vault must open on a smaller machine later,
    and beside a browser on this one. Systems promise more memory than they have, so a step that
    takes far longer than expected has run into the swap, and is taken back. Passes grow where
    memory cannot.

    Args:
        target_s: what one attempt should take.
        machine_kib: the memory of this machine; asked from the system if None.
        clock: in seconds.
        run: stretches once.

    Raises:
        InsufficientMemoryError: not even the floor fits.
    """
    known_kib = machine_kib or machine_memory_kib() or _UNKNOWN_MACHINE_KIB
    most_memory_kib = min(_MOST_CHOSEN_KIB, known_kib // 4)
    cost = FLOOR_COST
    elapsed_s = _timed(cost, clock, run)
    while elapsed_s * 2 <= target_s and cost.memory_kib * 2 <= most_memory_kib:
        larger = KdfCost(memory_kib=cost.memory_kib * 2, passes=cost.passes, lanes=cost.lanes)
        try:
            larger_s = _timed(larger, clock, run)
        except InsufficientMemoryError:
            break
        if larger_s > target_s * 2:
            break
        cost, elapsed_s = larger, larger_s
    limits = KdfLimits()
    most_passes = min(limits.most_passes, limits.most_work_kib // cost.memory_kib)
    affordable = int(cost.passes * target_s / max(elapsed_s, 0.001))
    passes = max(cost.passes, min(most_passes, affordable))
    return KdfCost(memory_kib=cost.memory_kib, passes=passes, lanes=cost.lanes)


def _timed(cost: KdfCost, clock: Callable[[], float], run: Callable[[KdfCost], None]) -> float:
    start = clock()
    run(cost)
    return clock() - start
