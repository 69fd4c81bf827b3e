"""How long nobody has touched the app."""

from __future__ import annotations

from safelog.system.clock import Clock


class IdleWatch:
    """Counts from the last key, by two clocks.

    The steady clock stands still on some systems while the laptop sleeps, and the wall clock can be
    set back; the later of the two counts, so a lid that was closed overnight counts as a night.
    """

    def __init__(self, clock: Clock) -> None:
        """Begin now."""
        self._clock = clock
        self.touch()

    def touch(self) -> None:
        """Note that the person did something."""
        self._steady = self._clock.monotonic()
        self._wall = self._clock.now()

    def idle_s(self) -> float:
        """Return the seconds since then."""
        steady = self._clock.monotonic() - self._steady
        return max(steady, (self._clock.now() - self._wall).total_seconds())
