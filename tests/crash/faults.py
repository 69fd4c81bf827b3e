"""Fail every call to the disk, in every way, in every operation; and take writes in pieces.

Run as `python -m tests.crash.faults [--long]`. The short form gives each call one of the errors in
turn, the long form all of them, each with and without asking again.
"""

from __future__ import annotations

import errno
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from safelog.errors import StorageError, StorageFullError, VaultError
from tests.crash.observation import Observer, judge
from tests.crash.operations import OPERATIONS, SECRETS, Operation
from tests.crash.scene import Scene
from tests.unit.vault.world import Fault, Killed

ERRORS: dict[str, int | type[BaseException]] = {
    "ENOSPC": errno.ENOSPC,
    "EIO": errno.EIO,
    "EDQUOT": errno.EDQUOT,
    "EINTR": errno.EINTR,
    "EROFS": errno.EROFS,
    "kill": Killed,
}
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
TAKEN = ("nothing", "one byte", "half")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """One way in which one call fails."""

    at: int
    """Which call, from 1."""
    name: str
    lasting: bool
    """Whether every call after it fails too."""
    taken: str
    """What a write takes before it fails."""
    insists: bool
    """Whether the person tries again at once."""

    @property
    def error(self) -> int | type[BaseException]:
        """What the call fails with."""
        return ERRORS[self.name]

    def __str__(self) -> str:
        """Return how to name it in a failure."""
        again = ", asked again" if self.insists else ""
        how = "from here on" if self.lasting else "once"
        return f"{self.name} at call {self.at} {how}, {self.taken} taken{again}"


@dataclass
class Losses:
    """What the blows to one operation did."""

    name: str
    blows: int = 0
    told: int = 0
    """How many ended in an error of the tree; the others hurt nothing that was asked for."""
    violations: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Return a row of the report."""
        told = "; ".join(f"{reason} ({count})" for reason, count in self.violations.items())
        return f"{self.name:24} {self.blows:8} {self.told:8}   {told or 'kept'}"


def strike_everywhere(operation: Operation, *, is_long: bool) -> Losses:
    """Fail each call of `operation`."""
    losses, observer = Losses(operation.name), Observer(SECRETS, operation.place)
    arranged = Arranged(operation)
    for blow in _blows(_calls(arranged), is_long=is_long):
        losses.blows += 1
        told, reason = _strike(arranged, blow, observer)
        losses.told += told
        if reason:
            losses.violations[f"{reason}, first after {blow}"] += 1
    return losses


def take_in_pieces(operation: Operation, taken: Callable[[int], int]) -> str:
    """Let every write of `operation` take only a part; return what broke."""
    scene = Arranged(operation).scene()
    scene.disk.taken = taken
    operation.act(scene)
    scene.disk.taken = lambda offered: offered
    return judge(Observer(SECRETS, operation.place).observe(scene.disk.state), scene.stages[-1:])


class Arranged:
    """What an operation finds, arranged once: the disk is the same before every blow."""

    def __init__(self, operation: Operation) -> None:
        """Arrange it."""
        self.operation = operation
        scene = Scene.new()
        operation.arrange(scene)
        self._state, self._stage = scene.disk.state, scene.stages[-1]

    def scene(self) -> Scene:
        """Return a scene of its own, before the operation."""
        return Scene.after(self._state, self._stage)


def _calls(arranged: Arranged) -> list[str]:
    """Return the calls that the operation makes, in order."""
    scene, calls = arranged.scene(), list[str]()
    scene.world.fault.before = calls.append
    arranged.operation.act(scene)
    return calls


def _blows(calls: list[str], *, is_long: bool) -> Iterator[Blow]:
    """Yield the ways to fail each of `calls`; of a short form each in turn."""
    errors = itertools.cycle(ERRORS)
    for at, call in enumerate(calls, 1):
        ways = TAKEN if call == "write" else TAKEN[:1]
        # Most of what is done behind an error is the same whether it lasts or not.
        for lasting in (False, True) if is_long or at % 3 == 0 else (False,):
            for taken in ways:
                for name in ERRORS if is_long else [next(errors)]:
                    # Nobody insists who is dead, or whose disk stays as it is.
                    may_insist = not lasting and name != "kill"
                    insisting = (False, True) if is_long else (at % 2 == 0,)
                    for insists in insisting if may_insist else (False,):
                        yield Blow(at=at, name=name, lasting=lasting, taken=taken, insists=insists)


def _strike(arranged: Arranged, blow: Blow, observer: Observer) -> tuple[bool, str]:
    """Return whether the blow was told, and what it broke."""
    operation, scene = arranged.operation, arranged.scene()
    scene.insists = blow.insists
    # Nobody who was killed goes on.
    lasting = blow.lasting or blow.error is Killed
    fault = Fault(at=blow.at, error=blow.error, lasting=lasting, short=blow.taken == "half")
    if blow.taken == "one byte":
        fault = Fault(at=blow.at + 1, error=blow.error, lasting=lasting)
        _take_one_byte(scene, fault, at=blow.at)
    scene.world.fault = fault
    told = False
    try:
        operation.act(scene)
    except Killed:
        told = True
    except VaultError as error:
        told = True
        expected = StorageFullError if blow.error in FULL else StorageError
        if not isinstance(error, (expected, *operation.refusals)):
            return told, f"{type(error).__name__} instead of {expected.__name__}"
    stages = scene.stages[scene.acknowledged :]
    return told, judge(observer.observe(scene.disk.state), stages)


def _take_one_byte(scene: Scene, fault: Fault, *, at: int) -> None:
    """Let the write that is call `at` take one byte: it is asked again, and fails then."""

    def arm(_call: str) -> None:
        is_now = fault.calls == at
        scene.disk.taken = lambda offered: min(1, offered) if is_now else offered

    fault.before = arm


def main(arguments: list[str]) -> int:
    """Print the table; return 1 if a blow broke the promise."""
    broken = False
    sys.stdout.write(f"{'operation':24} {'blows':>8} {'told':>8}   promise\n")
    for operation in OPERATIONS:
        losses = strike_everywhere(operation, is_long="--long" in arguments)
        broken = broken or bool(losses.violations)
        sys.stdout.write(f"{losses}\n")
        sys.stdout.flush()
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
