"""The bottom line: what the keys do here."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

_GAPS = ("  ", " ")


class KeyLine(Widget):
    """Keys with their words. Where there is no room the least needed go first."""

    def __init__(self, hints: tuple[tuple[str, str], ...], *, needed: int) -> None:
        """Show `hints`, of which the first `needed` stay as long as there is any room.

        Args:
            hints: key and words, the most needed first.
            needed: how many are never left out.
        """
        super().__init__()
        self._hints = hints
        self._needed = needed

    def render(self) -> Content:
        """Draw as many hints as fit."""
        return Content(fitting_hints(self._hints, self._needed, self.size.width))


def fitting_hints(hints: tuple[tuple[str, str], ...], needed: int, width: int) -> str:
    """Return the hints that fit into `width` cells: whole, or at least the `needed` ones."""
    for count in range(len(hints), needed, -1):
        for gap in _GAPS:
            line = gap.join(f"{key} {words}" for key, words in hints[:count])
            if len(line) <= width:
                return line
    return " ".join(f"{key} {words}" for key, words in hints[:needed])
