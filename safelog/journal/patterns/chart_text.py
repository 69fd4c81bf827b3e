"""A chart as plain lines: for a terminal, a screen reader, or a file.

A line says its label, then its number in words, and only then draws: whoever listens has heard all
before the marks come. The marks are ASCII, nothing is said by colour, and no line is wider than
asked for.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from itertools import accumulate, takewhile

from safelog.model.chart import Bar, Chart
from safelog.model.text import LINE_LIMIT, one_line

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


def _bars(chart: Chart, width: int) -> Iterator[str]:
    """Lay a bar out on one line, or on two where the labels would have to be cut."""
    said = max(columns(bar.said) for bar in chart.bars)
    mark = max(columns(bar.mark) for bar in chart.bars)
    label = max(columns(_label(bar)) for bar in chart.bars)
    free = width - said - (mark + len(_SPACE) if mark else 0) - 2 * len(_SPACE)
    is_stacked = free - label - len(_SPACE) < _SHORTEST_BAR
    # A mark of a bar is one incident where there is room for it.
    longest = min(max(free if is_stacked else free - label - len(_SPACE), 1), chart.largest)
    for bar in chart.bars:
        number = " " * (said - columns(bar.said)) + bar.said
        drawn = _SPACE.join((number, _drawn(chart, bar, longest)))
        if bar.mark:
            drawn = fit(drawn, said + len(_SPACE) + longest) + _SPACE + bar.mark
        if is_stacked:
            yield from _wrapped(_label(bar), width)
            yield fit(_SPACE + drawn, width).rstrip()
        else:
            yield fit(_SPACE + fit(_label(bar), label) + _SPACE + drawn, width).rstrip()


def _label(bar: Bar) -> str:
    return one_line(bar.label[:LINE_LIMIT])


def _drawn(chart: Chart, bar: Bar, longest: int) -> str:
    possible = chart.length(bar.possible, longest=longest)
    sure = chart.length(bar.sure, longest=longest)
    return _SURE * sure + _POSSIBLE * (possible - sure)


def _wrapped(text: str, width: int) -> list[str]:
    shown = one_line(text)
    # textwrap counts letters; half as many are sure to fit where some take two columns.
    letters = width if columns(shown) <= len(shown) else width // 2
    return textwrap.wrap(shown, letters, break_on_hyphens=False)


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes (UAX #11; combining marks take none)."""
    return sum(_column(letter) for letter in text)


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` columns; what is cut off is shown by two dots."""
    if columns(text) > width:
        ends = accumulate(map(_column, text))
        kept = sum(1 for _ in takewhile(lambda end: end <= width - len(_CUT), ends))
        text = text[:kept].rstrip() + _CUT
    return text + " " * (width - columns(text))


def _column(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
