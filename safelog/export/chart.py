"""A chart as SVG: drawn from its value alone, so it can show nothing that the value does not hold.

Invariants: the same bytes from the same chart on every computer; no script, no style sheet, no
reference, no font and no id, so that it may stand inside a page whose policy forbids all of these;
every word is the plain text of an element, where whoever searches an export finds it. It prints in
black and white: what is certain is filled, what is only possible is an outline. What it costs is
bounded by the bounds on charts.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from safelog.export.markup import Markup, element, written
from safelog.model.chart import Bar, Chart
from safelog.model.text import LINE_LIMIT, one_line

NAMESPACE = "http://www.w3.org/2000/svg"

WIDTH = 720
_MARGIN = 12
_INK = "black"
_PAPER = "white"

# Type sizes, and how many characters of them fit: the widths of letters are not known here, so
# these are as wide as Cyrillic capitals in common faces.
_TITLE_SIZE, _TEXT_SIZE, _SMALL_SIZE = 16, 12, 9
_TITLE_LETTERS, _NOTE_LETTERS = 64, 96
_LABEL_LETTERS, _SAID_LETTERS, _MARK_LETTERS = 46, 13, 23
_NOTES_MAX, _LINES_MAX = 20, 6

# Rows: label, number, bar, mark, from left to right.
_ROW_HEIGHT, _ROW_BAR = 20, 12
_LABEL_END, _SAID_START, _BAR_START, _BAR_LONGEST, _MARK_GAP = 318, 326, 408, 144, 6

# Columns: bars side by side above a line, names of some of them below it.
_COLUMN_HEIGHT, _COLUMN_WIDEST, _FIGURES_MAX, _NAMES_MAX = 160, 40, 31, 5
_NAME_LETTERS, _NAME_ROOM = 24, 136

_LINE = 16


def svg(chart: Chart) -> bytes:
    """Return the chart as an SVG file in UTF-8."""
    return written(_drawn(chart, {"xmlns": NAMESPACE}))


def drawn(chart: Chart) -> Markup:
    """Return the chart as an element, which may stand inside an HTML page."""
    return _drawn(chart, {})


def _drawn(chart: Chart, declared: Mapping[str, str]) -> Markup:
    drawing = _Drawing()
    drawing.paragraph(chart.title, _TITLE_LETTERS, size=_TITLE_SIZE)
    if chart.bars and chart.shape == "rows":
        _draw_rows(drawing, chart)
    elif chart.bars:
        _draw_columns(drawing, chart)
    if chart.is_uncertain:
        drawing.legend(chart.sure_label, fill=_INK)
        drawing.legend(chart.possible_label, fill=_PAPER)
    if chart.mark_label:
        drawing.legend(chart.mark_label, fill="")
    for note in chart.notes[:_NOTES_MAX]:
        drawing.paragraph(note, _NOTE_LETTERS, size=_TEXT_SIZE)
    return drawing.finished(chart, declared)


class _Drawing:
    """What was drawn so far, from the top downwards."""

    def __init__(self) -> None:
        self.parts: list[Markup] = []
        self.top = _MARGIN

    def text(
        self, words: str, x: int, y: int, *, size: int = _TEXT_SIZE, anchor: str = "start"
    ) -> None:
        """Write one line at a place; nothing, if there are no words."""
        if words:
            place = {"x": str(x), "y": str(y), "font-size": str(size), "text-anchor": anchor}
            self.parts.append(element("text", words, attributes=place))

    def box(self, x: int, y: int, width: int, height: int, *, fill: str) -> None:
        """Draw a rectangle with an outline; nothing, if it has no size."""
        if width and height:
            numbers = {"x": x, "y": y, "width": width, "height": height}
            place = {name: str(number) for name, number in numbers.items()}
            self.parts.append(element("rect", attributes={**place, "fill": fill, "stroke": _INK}))

    def paragraph(self, words: str, letters: int, *, size: int) -> None:
        """Write words as lines below what is there."""
        for line in textwrap.wrap(_cut(words, _LINES_MAX * letters), letters):
            self.top += size + 4
            self.text(line, _MARGIN, self.top, size=size)

    def legend(self, words: str, *, fill: str) -> None:
        """Say what a kind of bar means, or without a filling what the pointer does."""
        self.top += _LINE
        if fill:
            self.box(_MARGIN, self.top - 9, 10, 10, fill=fill)
        else:
            self.pointer(_MARGIN + 5, self.top - 7)
        self.text(_cut(words, _NOTE_LETTERS), _MARGIN + 18, self.top)

    def pointer(self, x: int, y: int) -> None:
        """Draw a triangle that points up at a column: something else was there."""
        corners = f"{x},{y} {x - 3},{y + 6} {x + 3},{y + 6}"
        self.parts.append(element("polygon", attributes={"points": corners, "fill": _INK}))

    def finished(self, chart: Chart, declared: Mapping[str, str]) -> Markup:
        """Put what was drawn into its frame, with the chart in words for whoever hears it."""
        height = str(self.top + _MARGIN)
        return element(
            "svg",
            element("title", _cut(chart.title, _TITLE_LETTERS * _LINES_MAX)),
            element("desc", described(chart)),
            element("rect", attributes={"width": str(WIDTH), "height": height, "fill": _PAPER}),
            *self.parts,
            attributes={
                **declared,
                "width": str(WIDTH),
                "height": height,
                "viewBox": f"0 0 {WIDTH} {height}",
                "role": "img",
                "lang": chart.language,
                "font-family": "sans-serif",
            },
        )


def _draw_rows(drawing: _Drawing, chart: Chart) -> None:
    drawing.top += _MARGIN
    for bar in chart.bars:
        line = drawing.top + _ROW_BAR - 2
        drawing.text(_cut(bar.label, _LABEL_LETTERS), _LABEL_END, line, anchor="end")
        drawing.text(_cut(bar.said, _SAID_LETTERS), _SAID_START, line)
        sure, possible = _lengths(chart, bar, _BAR_LONGEST)
        drawing.box(_BAR_START, drawing.top, possible, _ROW_BAR, fill=_PAPER)
        drawing.box(_BAR_START, drawing.top, sure, _ROW_BAR, fill=_INK)
        drawing.text(_whole(bar.mark, _MARK_LETTERS), _BAR_START + possible + _MARK_GAP, line)
        drawing.top += _ROW_HEIGHT


def _draw_columns(drawing: _Drawing, chart: Chart) -> None:
    wide = min((WIDTH - 2 * _MARGIN) // len(chart.bars), _COLUMN_WIDEST)
    top = drawing.top + 2 * _LINE
    ground = top + _COLUMN_HEIGHT
    step = -(-len(chart.bars) // _NAMES_MAX)
    are_few = len(chart.bars) <= _FIGURES_MAX
    tallest = next(bar for bar in chart.bars if bar.possible == chart.largest)
    for place, bar in enumerate(chart.bars):
        left = _MARGIN + place * wide
        sure, possible = _lengths(chart, bar, _COLUMN_HEIGHT)
        thick = max(wide - 2, 1)
        drawing.box(left, ground - possible, thick, possible, fill=_PAPER)
        drawing.box(left, ground - sure, thick, sure, fill=_INK)
        if bar.possible and (are_few or bar is tallest):
            middle = left + wide // 2
            above = ground - possible - 3
            drawing.text(bar.figures, middle, above, size=_SMALL_SIZE, anchor="middle")
        if bar.mark:
            drawing.pointer(left + wide // 2, ground + 4)
        if place % step == 0:
            drawing.box(left, ground, 1, 12, fill=_INK)
            # A name that would leave the drawing is left out: half a date is another date.
            name = _cut(bar.label, _NAME_LETTERS) if left + _NAME_ROOM <= WIDTH else ""
            drawing.text(name, left, ground + 24, size=_SMALL_SIZE + 1)
    drawing.box(_MARGIN, ground, wide * len(chart.bars), 1, fill=_INK)
    drawing.top = ground + 2 * _LINE


def _lengths(chart: Chart, bar: Bar, longest: int) -> tuple[int, int]:
    return chart.length(bar.sure, longest=longest), chart.length(bar.possible, longest=longest)


def described(chart: Chart) -> str:
    """Say the whole chart in words, for whoever has it read aloud."""
    return " ".join(_sentences(chart))


def _sentences(chart: Chart) -> Iterator[str]:
    for bar in chart.bars:
        mark = f" ({_cut(bar.mark, _NOTE_LETTERS)})" if bar.mark else ""
        yield f"{_cut(bar.label, _LABEL_LETTERS)}: {_cut(bar.said, _SAID_LETTERS)}{mark}."
    yield from (_cut(note, _NOTE_LETTERS * _LINES_MAX) for note in chart.notes[:_NOTES_MAX])


def _whole(words: str, letters: int) -> str:
    """Cut between words: of a list of numbers, half of one would be another number."""
    shown = one_line(words[:LINE_LIMIT])
    if len(shown) <= letters:
        return shown
    return f"{shown[: letters - 1].rpartition(' ')[0]} \u2026".lstrip()


def _cut(words: str, letters: int) -> str:
    shown = one_line(words[:LINE_LIMIT])
    return shown if len(shown) <= letters else shown[: letters - 1].rstrip() + "\u2026"
