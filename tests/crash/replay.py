"""Interrupt an operation at every point, open what is left, and count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.crash.model import crash_states
from tests.crash.observation import Found, Observation, Observer, judge
from tests.crash.operations import SECRETS
from tests.crash.scene import Scene, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crash.model import Reach
    from tests.crash.operations import Operation
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


@dataclass
class Replay:
    """One operation that was performed, to be interrupted at every point."""

    operation: Operation
    scene: Scene
    observer: Observer

    @classmethod
    def of(cls, operation: Operation) -> Replay:
        """Perform `operation`."""
        scene = Scene.new()
        operation.arrange(scene)
        scene.start()
        operation.act(scene)
        return cls(operation, scene, Observer(SECRETS, operation.place))

    def cut(self, reach: Reach) -> Tally:
        """Cut the power at every point, in every way within `reach`."""
        trace = self.scene.disk.trace
        tally, disks = Tally(self.operation.name, changes=len(trace.events)), set[object]()
        for disk, reason in self._judged(trace, reach):
            disks.add(disk)
            if reason:
                tally.violations[reason] += 1
        tally.states, tally.openings = len(disks), len(self.observer.opened)
        return tally

    def cut_again(self, reach: Reach) -> Tally:
        """Cut the power a second time, while what `cut` left is opened and gone on with."""
        total = Tally("  and cut again")
        for state, observation in self.observer.opened:
            scene = self._go_on(state, observation)
            observer = Observer(SECRETS, self.operation.place)
            total += Replay(self.operation, scene, observer).cut(reach)
        return total

    def breaks_without(self, kind: type[Event], reach: Reach) -> bool:
        """Tell whether the promise breaks if nobody makes the calls of that kind."""
        judged = self._judged(self.scene.disk.trace.without(kind), reach)
        return any(reason for _, reason in judged)

    def _judged(self, trace: Trace, reach: Reach) -> Iterator[tuple[object, str]]:
        """Yield what tells each disk from others, and why it breaks the promise."""
        seen = set()
        for window, state in crash_states(trace, reach):
            disk = (frozenset(state.files.items()), state.folders)
            if (window, disk) in seen:
                continue
            seen.add((window, disk))
            allowed = self.scene.stages[window.first : window.last + 1]
            yield disk, judge(self.observer.observe(state), allowed)

    def _go_on(self, state: State, observation: Observation) -> Scene:
        """Open a disk that a crash left, append, and close; or make what is not there."""
        place = self.operation.place
        opened = {secret: found for secret, found in observation if isinstance(found, Found)}
        if not opened:
            scene = Scene.after(state, None)
            scene.begin(self.scene.latest)
            place.make(scene)
            scene.acknowledge()
            return scene
        secret, found = next(iter(opened.items()))
        scene = Scene.after(state, Stage(found.records, found.attachments, opens=frozenset()))
        if not place.is_copy:
            with scene.open(secret, folder=place.folder) as vault:
                scene.append(vault, [_LATER])
        return scene
