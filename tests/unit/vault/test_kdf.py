"""Argon2id through a buffer, its bounds, and its calibration."""

from __future__ import annotations

import resource
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from argon2.low_level import Type, hash_secret_raw

from safelog.errors import ExcessiveCostError, InsufficientMemoryError
from safelog.vault import DEFAULT_COST, FLOOR_COST, KdfCost, Secret, calibrate
from safelog.vault.kdf import KdfLimits, machine_memory_kib, run_trial, stretch

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
    """A machine that stretches `mib_per_s`, has `memory_mib`, and swaps above `swaps_mib`."""

    def __init__(
        self, mib_per_s: float, *, memory_mib: int = 1 << 20, swaps_mib: int = 1 << 20
    ) -> None:
        """Begin at second zero."""
        self._mib_per_s = mib_per_s
        self._memory_mib = memory_mib
        self._swaps_mib = swaps_mib
        self._now_s = 0.0
        self.clock: Callable[[], float] = lambda: self._now_s

    def run(self, cost: KdfCost) -> None:
        """Let the time pass that `cost` takes."""
        if cost.memory_kib > self._memory_mib * MIB:
            raise InsufficientMemoryError(mebibytes=cost.memory_kib // MIB)
        slower = 100 if cost.memory_kib > self._swaps_mib * MIB else 1
        self._now_s += slower * cost.memory_kib / MIB * cost.passes / self._mib_per_s


@pytest.mark.parametrize(
    ("machine", "machine_mib", "memory_mib", "passes"),
    [
        (Machine(50), 8192, 64, 3),  # 3.8 s at the floor: slow, and never below
        (Machine(200), 8192, 64, 3),  # 0.96 s
        (Machine(800), 8192, 256, 3),  # 0.96 s
        (Machine(1600), 8192, 512, 3),  # 0.96 s
        (Machine(3200), 8192, 512, 6),  # memory is at its most, passes grow
        (Machine(1e6), 8192, 512, 8),  # and are bounded
        (Machine(1600, memory_mib=128), 8192, 128, 12),  # no more memory than is given
        (Machine(1600, swaps_mib=128), 8192, 128, 12),  # nor than there is without the swap
        (Machine(1600), 1024, 256, 6),  # a quarter of what the machine has
        (Machine(1600), 970, 128, 12),  # of which systems keep some for themselves
        (Machine(1600), 128, 64, 16),  # and the floor on whatever it is
    ],
)
def test_calibration_is_memory_first_to_a_second(
    machine: Machine, machine_mib: int, memory_mib: int, passes: int
) -> None:
    """The cost takes about a second here, and memory grows before passes."""
    cost = calibrate(machine_kib=machine_mib * MIB, clock=machine.clock, run=machine.run)
    assert cost == KdfCost(memory_kib=memory_mib * MIB, passes=passes, lanes=4)
    KdfLimits().refuse_excess(cost)


def sysconf_of(pages: int) -> Callable[[str], int]:
    """Return a system that has so many pages of four KiB."""
    return lambda name: {"SC_PHYS_PAGES": pages, "SC_PAGE_SIZE": 4096}[name]


def refuses(_name: str) -> int:
    """Be a system that does not know what is asked."""
    raise ValueError


@pytest.mark.parametrize(
    ("sysconf", "kib"),
    [(sysconf_of(1000), 4000), (sysconf_of(-1), None), (refuses, None)],
)
def test_the_memory_of_a_machine_may_be_unknown(
    sysconf: Callable[[str], int], kib: int | None
) -> None:
    """A system may say that it does not know, and Windows has no such call."""
    assert machine_memory_kib(SimpleNamespace(sysconf=sysconf)) == kib
    assert machine_memory_kib(SimpleNamespace()) is None


@pytest.mark.parametrize(
    ("now", "before", "chosen"),
    [
        ((64, 3), (64, 3), (64, 3)),
        ((128, 3), (64, 3), (128, 3)),
        ((64, 3), (128, 3), (128, 3)),
        ((128, 3), (64, 8), (64, 8)),
        ((128, 4), (64, 8), (128, 4)),
    ],
)
def test_a_cost_is_kept_where_another_asks_for_less(
    now: tuple[int, int], before: tuple[int, int], chosen: tuple[int, int]
) -> None:
    """Neither memory nor the work of all passes may shrink."""

    def cost(of: tuple[int, int]) -> KdfCost:
        return KdfCost(memory_kib=of[0] * MIB, passes=of[1], lanes=4)

    assert cost(now).or_more(cost(before)) == cost(chosen)


def test_a_clock_that_stands_still_does_not_break_calibration() -> None:
    """A coarse clock may show no time at all."""
    cost = calibrate(machine_kib=8192 * MIB, clock=lambda: 0.0, run=lambda _cost: None)
    assert cost.passes == 8


def test_a_machine_below_the_floor_is_told() -> None:
    """Where even the floor does not fit, nothing weaker is chosen."""
    machine = Machine(800, memory_mib=32)
    with pytest.raises(InsufficientMemoryError):
        calibrate(clock=machine.clock, run=machine.run)


def test_calibration_measures_this_machine_by_default() -> None:
    """With no target to reach, the floor is measured once, for real."""
    assert calibrate(target_s=0) == FLOOR_COST
