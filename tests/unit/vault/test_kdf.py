"""Argon2id through a buffer, its bounds, and its calibration."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2.low_level import Type, hash_secret_raw

from safelog.errors import ExcessiveCostError, InsufficientMemoryError
from safelog.vault import DEFAULT_COST, FLOOR_COST, KdfCost, Secret, calibrate
from safelog.vault.kdf import KdfLimits, run_trial, stretch

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1024


def test_stretching_is_argon2id() -> None:
    """The low-level call gives what the library's ordinary call gives."""
    cost, salt = KdfCost(memory_kib=64, passes=2, lanes=2), bytes(range(32))
    with Secret.from_text("correct horse") as secret:
        ours = stretch(secret, salt=salt, cost=cost)
    assert bytes(ours.view) == hash_secret_raw(
        b"correct horse", salt, 2, 64, 2, 32, Type.ID, version=0x13
    )


def test_stretching_leaves_the_callers_secret_alone() -> None:
    """Argon2 wipes the copy it was given; another slot may need the secret still."""
    with Secret.from_text("correct horse") as secret:
        stretch(secret, salt=bytes(32), cost=KdfCost(memory_kib=8, passes=1, lanes=1))
        assert bytes(secret.view) == b"correct horse"


def test_missing_memory_is_its_own_error() -> None:
    """A machine that lacks the memory is told apart from a wrong passphrase."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    room = pages * resource.getpagesize() + 32 * MIB * MIB
    resource.setrlimit(resource.RLIMIT_AS, (room, before[1]))
    try:
        with pytest.raises(InsufficientMemoryError) as caught:
            run_trial(KdfCost(memory_kib=512 * MIB, passes=1, lanes=1))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert caught.value.fields == {"mebibytes": 512}


@pytest.mark.parametrize(
    ("cost", "what"),
    [
        (KdfCost(memory_kib=1024 * MIB + 1, passes=3, lanes=4), "memory"),
        (KdfCost(memory_kib=64 * MIB, passes=17, lanes=4), "passes"),
        (KdfCost(memory_kib=64 * MIB, passes=3, lanes=17), "lanes"),
        (KdfCost(memory_kib=1024 * MIB, passes=5, lanes=4), "time"),
    ],
)
def test_hostile_cost_is_named(cost: KdfCost, what: str) -> None:
    """Each bound has its own name."""
    with pytest.raises(ExcessiveCostError) as caught:
        KdfLimits().refuse_excess(cost)
    assert caught.value.fields == {"what": what}


def test_the_largest_costs_are_not_refused() -> None:
    """The bounds themselves are within the bounds."""
    for memory_mib, passes in ((1024, 4), (256, 16), (64, 3)):
        KdfLimits().refuse_excess(KdfCost(memory_kib=memory_mib * MIB, passes=passes, lanes=16))


@pytest.mark.parametrize(
    "cost",
    [
        KdfCost(memory_kib=64 * MIB - 1, passes=3, lanes=4),
        KdfCost(memory_kib=64 * MIB, passes=2, lanes=4),
        KdfCost(memory_kib=64 * MIB, passes=3, lanes=3),
    ],
)
def test_each_part_has_a_floor(cost: KdfCost) -> None:
    """Nothing below 64 MiB, 3 passes, 4 lanes."""
    assert KdfLimits().is_below_floor(cost)
    assert not KdfLimits().is_below_floor(FLOOR_COST)
    assert not KdfLimits().is_below_floor(DEFAULT_COST)


class Machine:
    """A machine that stretches `mib_per_s`, and has `memory_mib`."""

    def __init__(self, mib_per_s: float, memory_mib: int = 1 << 20) -> None:
        """Begin at second zero."""
        self._mib_per_s = mib_per_s
        self._memory_mib = memory_mib
        self._now_s = 0.0
        self.clock: Callable[[], float] = lambda: self._now_s

    def run(self, cost: KdfCost) -> None:
        """Let the time pass that `cost` takes."""
        if cost.memory_kib > self._memory_mib * MIB:
            raise InsufficientMemoryError(mebibytes=cost.memory_kib // MIB)
        self._now_s += cost.memory_kib / MIB * cost.passes / self._mib_per_s


@pytest.mark.parametrize(
    ("machine", "memory_mib", "passes"),
    [
        (Machine(50), 64, 3),  # 3.8 s at the floor: slow, and never below
        (Machine(200), 64, 3),  # 0.96 s
        (Machine(800), 256, 3),  # 0.96 s
        (Machine(1600), 512, 3),  # 0.96 s
        (Machine(3200), 512, 6),  # memory is at its most, passes grow
        (Machine(1e6), 512, 8),  # and are bounded
        (Machine(1600, memory_mib=128), 128, 3),  # no more memory than there is
    ],
)
def test_calibration_is_memory_first_to_a_second(
    machine: Machine, memory_mib: int, passes: int
) -> None:
    """The cost takes about a second here, and memory grows before passes."""
    cost = calibrate(clock=machine.clock, run=machine.run)
    assert cost == KdfCost(memory_kib=memory_mib * MIB, passes=passes, lanes=4)
    KdfLimits().refuse_excess(cost)


def test_a_clock_that_stands_still_does_not_break_calibration() -> None:
    """A coarse clock may show no time at all."""
    cost = calibrate(clock=lambda: 0.0, run=lambda _cost: None)
    assert cost.passes == 8


def test_a_machine_below_the_floor_is_told() -> None:
    """Where even the floor does not fit, nothing weaker is chosen."""
    machine = Machine(800, memory_mib=32)
    with pytest.raises(InsufficientMemoryError):
        calibrate(clock=machine.clock, run=machine.run)


def test_calibration_measures_this_machine_by_default() -> None:
    """With no target to reach, the floor is measured once, for real."""
    assert calibrate(target_s=0) == FLOOR_COST
