"""A chart as plain lines: for a terminal, a screen reader, or a file.

A line says its label, then its number in words, and only then draws: whoever listens has heard all
before the marks come. The marks are ASCII, nothing is said by colour, and no line is wider than
asked for.
"""

from __future__ import annotations

import textwrap
import unicodedata

from safelog.model.chart import Bar, Chart
from safelog.model.text import one_line

NARROWEST = 40
"""Fewest columns that a chart is laid out for; a narrower terminal breaks its lines."""

_SURE, _POSSIBLE, _CUT = "#", ".", ".."
_SPACE = "  "
_SHORTEST_BAR = 8
_WIDE = frozenset("WF")


def text_chart(chart: Chart, width: int = 80) -> list[str]:
    """Return the lines of a chart, each at most `width` columns wide (at least `NARROWEST`)."""
    width = max(width, NARROWEST)
    lines = _wrapped(chart.title, width)
    if chart.bars:
        lines += _bars(chart, width)
    if chart.is_uncertain:
        lines += _wrapped(f"{_SURE} {one_line(chart.sure_label)}", width)
        lines += _wrapped(f"{_POSSIBLE} {one_line(chart.possible_label)}", width)
    for note in chart.notes:
        lines += _wrapped(note, width)
    return lines


def _bars(chart: Chart, width: int) -> list[str]:
    said = max(columns(bar.said) for bar in chart.bars)
    mark = max(columns(bar.mark) for bar in chart.bars)
    fixed = said + (mark + len(_SPACE) if mark else 0) + 3 * len(_SPACE)
    room = max(width - fixed - _SHORTEST_BAR, _SHORTEST_BAR)
    label = min(max(columns(one_line(bar.label)) for bar in chart.bars), room)
    longest = max(width - fixed - label, 1)
    # A bar is as long as its number as long as the largest fits.
    longest = min(longest, chart.largest)
    return [_line(chart, bar, (label, said, longest), width) for bar in chart.bars]


def _line(chart: Chart, bar: Bar, widths: tuple[int, int, int], width: int) -> str:
    label, said, longest = widths
    possible = chart.length(bar.possible, longest=longest)
    sure = min(chart.length(bar.sure, longest=longest), possible)
    drawn = _SURE * sure + _POSSIBLE * (possible - sure)
    parts = [fit(one_line(bar.label), label), " " * (said - columns(bar.said)) + bar.said, drawn]
    if bar.mark:
        parts[2] = drawn.ljust(longest)
        parts.append(bar.mark)
    return fit(_SPACE + _SPACE.join(parts), width).rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(one_line(text), width, break_on_hyphens=False)


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes (UAX #11; combining marks take none)."""
    return sum(_column(letter) for letter in text)


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` columns; what is cut off is shown by two dots."""
    if columns(text) > width:
        kept = ""
        for letter in text:
            if columns(kept) + _column(letter) > width - len(_CUT):
                break
            kept += letter
        text = kept.rstrip() + _CUT
    return text + " " * (width - columns(text))


def _column(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
