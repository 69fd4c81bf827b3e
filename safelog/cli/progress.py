"""How far a long command is: now and then a plain line, never a bar that redraws itself."""

from __future__ import annotations

from safelog.cli.console import Console
from safelog.system.clock import Clock

INTERVAL_S = 2.0
"""A screen reader reads every line aloud, so there are few."""

_UNIT = 1000


class Progress:
    """Tells how many bytes or steps are done, at most once in `INTERVAL_S`."""

    def __init__(self, console: Console, clock: Clock, key: str) -> None:
        """Tell it with the sentence `key` of `cli.toml`, which has `{done}`, perhaps `{total}`."""
        self._console = console
        self._clock = clock
        self._key = key
        self._told = clock.monotonic()

    def __call__(self, done_bytes: int, total_bytes: int = 0) -> None:
        """Take the number of bytes that are done by now, and of those there are, where known."""
        if self._is_time():
            done, total = (size(self._console, each) for each in (done_bytes, total_bytes))
            self._console.say(self._key, done=done, total=total)

    def count(self, done: int, total: int) -> None:
        """Take the number of steps that are done by now, and of those there are."""
        if self._is_time():
            self._console.say(self._key, done=str(done), total=str(total))

    def _is_time(self) -> bool:
        now = self._clock.monotonic()
        is_time = now - self._told >= INTERVAL_S
        if is_time:
            self._told = now
        return is_time


def size(console: Console, size_bytes: int) -> str:
    """Return a size with a unit that keeps it short, rounded to one digit."""
    units = console.text("size.units").split()
    amount, unit = float(size_bytes), 0
    while amount >= _UNIT and unit < len(units) - 1:
        amount, unit = amount / _UNIT, unit + 1
    return f"{amount:.1f} {units[unit]}" if unit else f"{size_bytes} {units[unit]}"
