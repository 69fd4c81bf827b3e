"""A chart as a pure value: titles, bars and notes, with every text already in its final words.

Whoever makes a chart chooses the texts, so a chart for an export holds the labels of the export and
cannot hold anything else. Whoever draws it (plain text, SVG) adds no words of their own.

A bar has two lengths, because times are known only so far: what is counted for certain, and what
perhaps belongs there as well.
"""

from __future__ import annotations

from typing import Literal

import msgspec

BARS_MAX = 120
"""Most bars of one chart: what still fits on a page, and bounds the size of whatever is drawn."""

Shape = Literal["rows", "columns"]
"""How it is drawn where there is a choice: names read best in rows, a course of time in columns."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar: `sure` of them for certain, `possible` at the most."""

    label: str
    sure: int
    possible: int
    said: str
    """The number in words: "3", "2 to 5"."""
    mark: str = ""
    """What else falls there, such as the number of public events."""

    def __post_init__(self) -> None:
        """Hold that the numbers are a range.

        Raises:
            ValueError: they are not.
        """
        if not 0 <= self.sure <= self.possible:
            message = "a bar counts from nothing to at least what is sure"
            raise ValueError(message)

    @property
    def figures(self) -> str:
        """The number where there is little room."""
        return f"{self.sure}" if self.sure == self.possible else f"{self.sure}\u2013{self.possible}"


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Some bars under a title, and what has to be known about them."""

    language: str
    """Of its texts, a code."""
    title: str
    shape: Shape
    bars: tuple[Bar, ...]
    sure_label: str
    """What the certain part of a bar is."""
    possible_label: str
    mark_label: str = ""
    """What a mark is; empty where no bar has one."""
    notes: tuple[str, ...] = ()
    """How many incidents it is made of, what was left out and why."""

    def __post_init__(self) -> None:
        """Hold the bound on bars.

        Raises:
            ValueError: there are more than `BARS_MAX`.
        """
        if len(self.bars) > BARS_MAX:
            message = "a chart has too many bars"
            raise ValueError(message)

    @property
    def largest(self) -> int:
        """The number that the longest bar stands for; 0 if all are empty."""
        return max((bar.possible for bar in self.bars), default=0)

    @property
    def is_uncertain(self) -> bool:
        """Whether any bar has a part that is only possible."""
        return any(bar.sure < bar.possible for bar in self.bars)

    def length(self, count: int, *, longest: int) -> int:
        """Return how long a bar for `count` is where the largest is `longest`, in whole units.

        Rounded half up in whole numbers, so that every computer draws the same; what is not
        nothing is at least one unit long.
        """
        if count == 0:
            return 0
        return max(1, (2 * count * longest + self.largest) // (2 * self.largest))
