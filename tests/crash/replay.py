"""Interrupt an operation at every point, open what is left, and count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.crash.model import crash_states
from tests.crash.observation import Found, Observation, Observer, judge
from tests.crash.operations import NEW_PASSPHRASE, SECRETS, Operation
from tests.crash.scene import Scene, Stage
from tests.unit.vault.world import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crash.model import Reach
    from tests.crash.recording import Event, State, Trace

_LATER = b"later"


@dataclass
class Tally:
    """What was built and opened for one operation."""

    name: str
    changes: int = 0
    """Changes to the disk: the points at which the power may go."""
    states: int = 0
    """Different disks that may be left."""
    openings: int = 0
    """Disks that a vault was opened on; the others differ in bytes that nobody reads."""
    violations: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        """Count two together, under the first name."""
        return Tally(
            self.name,
            self.changes + other.changes,
            self.states + other.states,
            self.openings + other.openings,
            self.violations + other.violations,
        )

    def __str__(self) -> str:
        """Return a row of the report."""
        row = f"{self.name:24} {self.changes:7} {self.states:8} {self.openings:8}"
        told = "; ".join(f"{reason} ({count})" for reason, count in self.violations.items())
        return f"{row}   {told or 'kept'}"


def replay(operation: Operation, reach: Reach) -> tuple[Tally, Observer]:
    """Cut the power at every point of `operation`, in every way within `reach`."""
    return _count(_perform(operation), operation.name, reach)


def replay_openings(observer: Observer, reach: Reach) -> Tally:
    """Cut the power a second time, while what the first one left is opened and gone on with."""
    total = Tally("  and cut again")
    for state, observation in observer.opened:
        total += _count(_go_on(state, observation), total.name, reach)[0]
    return total


def breaks_without(kind: type[Event], operation: Operation, reach: Reach) -> bool:
    """Tell whether the promise breaks if nobody makes the calls of that kind."""
    scene = _perform(operation)
    judged = _judged(scene, scene.disk.trace.without(kind), reach, Observer(SECRETS))
    return any(reason for _, reason in judged)


def _perform(operation: Operation) -> Scene:
    scene = Scene.new()
    operation.arrange(scene)
    scene.start()
    operation.act(scene)
    return scene


def _count(scene: Scene, name: str, reach: Reach) -> tuple[Tally, Observer]:
    trace, observer = scene.disk.trace, Observer(SECRETS)
    tally, disks = Tally(name, changes=len(trace.events)), set[object]()
    for disk, reason in _judged(scene, trace, reach, observer):
        disks.add(disk)
        if reason:
            tally.violations[reason] += 1
    tally.states, tally.openings = len(disks), len(observer.opened)
    return tally, observer


def _judged(
    scene: Scene, trace: Trace, reach: Reach, observer: Observer
) -> Iterator[tuple[object, str]]:
    """Yield what tells each disk that may be left from others, and why it breaks the promise."""
    seen = set()
    for window, state in crash_states(trace, reach):
        disk = (frozenset(state.files.items()), state.folders)
        if (window, disk) in seen:
            continue
        seen.add((window, disk))
        allowed = scene.stages[window.first : window.last + 1]
        yield disk, judge(observer.observe(state), allowed)


def _go_on(state: State, observation: Observation) -> Scene:
    """Open a disk that a crash left, append, and close; or make the vault that is not there."""
    opened = {secret: found for secret, found in observation if isinstance(found, Found)}
    if not opened:
        scene = Scene.after(state, None)
        scene.create().close()
        return scene
    secret, found = next(iter(opened.items()))
    scene = Scene.after(state, Stage(found.records, found.attachments, frozenset(opened)))
    if opened.keys() >= {PASSPHRASE, NEW_PASSPHRASE}:
        # Between two copies of the head; from here on the newer one holds.
        scene.begin(replace(scene.latest, opens=frozenset(opened) - {PASSPHRASE}))
    with scene.open(secret) as vault:
        scene.append(vault, [_LATER])
    return scene
