"""An outline as the data of a PDF: what document.typ sets, every text made drawable before.

Invariant: whatever the document says is a string of a JSON value, and each value begins with what
it is.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeAlias
from xml.etree import ElementTree as ET

import msgspec

from safelog.export.chart import described
from safelog.export.glyphs import Drawable, code_points, cut_long, names, pieces
from safelog.export.image import CleanCopy
from safelog.export.outline import (
    Blanks,
    Block,
    Bullets,
    Diagram,
    Facts,
    Heading,
    Inline,
    Items,
    Label,
    Line,
    Link,
    Mono,
    Outline,
    Para,
    Picture,
    Quote,
    Record,
    Section,
    Spoken,
    Table,
    Target,
    Words,
)
from safelog.export.typesetter import PaperData

_WIDE_PX = 900
"""From this width on, a picture takes the whole width of the text."""

_WIDEST_MM, _NARROWEST_MM, _HIGHEST_MM, _HIGHEST_ACROSS_MM = 170, 17, 130, 70
"""Of a picture on an upright page, and its height on a wide one: heading and facts fit beside."""

_LONGEST_KEPT = 1_000
"""Most characters of an exhibit that is kept on one page: longer ones may need two."""

_LONGEST_RUN_IN = 100
"""Longest words, in characters, that stand in a line with other facts."""

_LONG = 100
"""Sections from which on a document is long, about forty pages: its parts begin on a new page."""

_PARTS = ("chronology", "exhibits")

_Value: TypeAlias = "str | int | Sequence[_Value]"


def paper_data(outline: Outline, *, missing: str, elsewhere: frozenset[str]) -> PaperData:
    """Return what document.typ needs of an outline.

    Args:
        outline: what stands where.
        missing: heading of the list of characters that the fonts do not have.
        elsewhere: where references lead out of this volume; they are shown without a link.
    """
    value = _Data(missing, elsewhere).document(outline)
    return PaperData(msgspec.json.encode(value).decode(), outline.made)


class _Data:
    """Turns an outline into the data of document.typ; each value begins with what it is."""

    def __init__(self, missing: str, elsewhere: frozenset[str]) -> None:
        self._drawable = Drawable()
        self._missing = missing
        self._in_table = False
        self._elsewhere = elsewhere
        self._highest_mm = _HIGHEST_MM

    def document(self, outline: Outline) -> dict[str, object]:
        self._highest_mm = _HIGHEST_ACROSS_MM if outline.landscape else _HIGHEST_MM
        # Encoded one by one: as lists a long document would be traversed for garbage many times.
        sections: list[msgspec.Raw] = []
        is_long = len(outline.sections) > _LONG
        for before, section in zip((None, *outline.sections), outline.sections, strict=False):
            opens_page = is_long and _opens_page(before, section)
            sections.append(_raw(section.anchor, self._blocks(section), opens_page=opens_page))
        if self._drawable.missing:
            sections.append(_raw("", self._list_of_missing(), opens_page=False))
        return {
            "title": self._drawable.text(outline.title),
            "language": outline.language,
            "landscape": outline.landscape,
            "sections": sections,
        }

    def _list_of_missing(self) -> list[_Value]:
        told = (f"[{code_points(each)}] {names(each)}" for each in sorted(self._drawable.missing))
        return [("heading", 2, "", self._missing), ("bullets", [[line] for line in told])]

    def _blocks(self, section: Section) -> list[_Value]:
        if section.kind == "paragraph":
            return [self._block(block) for block in section.blocks]
        following = (*section.blocks[1:], None)
        blocks = list(map(self._block_of_list, section.blocks, following))
        if section.kind == "exhibit" and _is_short(section):
            # A picture alone on a page would stand over the heading of the next one.
            return [blocks[0], ("kept", blocks[1:])]
        if section.kind == "method":
            # The digits alone on the last page would say nothing of what they are for.
            parts = [at for at, each in enumerate(section.blocks, 1) if isinstance(each, Heading)]
            return [*blocks[: parts[-2]], ("kept", blocks[parts[-2] :])]
        return blocks

    def _block_of_list(self, block: Block, following: Block | None) -> _Value:
        """Return a block of a section that is no account of an incident."""
        if isinstance(block, Facts):
            # Few facts, each of which is looked for: they stand under one another.
            return ("column", self._column(block))
        if isinstance(block, Para) and isinstance(following, Table | Diagram):
            # What leads to a list stays with it.
            return ("para", "lead", self._line(block.line))
        return self._block(block)

    def _column(self, facts: Facts) -> _Value:
        return [
            (
                self._text(label),
                self._quote(content) if isinstance(content, Quote) else self._line(content),
            )
            for label, content in facts.rows
        ]

    def _block(self, block: Block) -> _Value:
        match block:
            case Heading(level=level, text=text, number=number):
                return ("heading", level, number, self._text(text))
            case Para(line=line, style=style):
                return ("para", style, self._line(line))
            case Quote():
                return self._quote(block)
            case Facts():
                return ("facts", self._facts(block))
            case Diagram() | Blanks() | Picture():
                return self._drawn(block)
            case _:
                return self._listed(block)

    def _listed(self, block: Items | Bullets | Table | Record) -> _Value:
        match block:
            case Record(lines=lines, heading=heading, corrections=corrections):
                changes = list(map(self._text, corrections))
                return ("record", list(map(self._line, lines)), self._text(heading), changes)
            case Items(items=items):
                told = [(self._facts(facts), self._text(silence)) for facts, silence in items]
                return ("items", told)
            case Bullets(lines=lines):
                return ("bullets", list(map(self._line, lines)))
            case Table(head=head, rows=rows, widths=widths):
                # A link costs as much as a paragraph, and lists are long; bookmarks lead there too.
                self._in_table = True
                cells = [[list(map(self._block, cell)) for cell in row] for row in rows]
                self._in_table = False
                return ("table", list(map(self._text, head)), cells, widths)

    def _drawn(self, block: Diagram | Blanks | Picture) -> _Value:
        match block:
            case Diagram():
                return self._diagram(block)
            case Blanks(labels=labels):
                return ("blanks", list(map(self._text, labels)))
            case Picture():
                return self._picture(block)

    def _diagram(self, diagram: Diagram) -> _Value:
        """Return a chart as numbers and finished texts; typst draws it."""
        chart = diagram.chart
        bars: list[_Value] = []
        for bar, label in zip(chart.bars, diagram.names, strict=True):
            (name,) = self._inline(label)
            texts = map(self._text, (bar.said, bar.figures, bar.mark))
            bars.append((name, *texts, bar.sure, bar.possible))
        legend = [("sure", chart.sure_label), ("possible", chart.possible_label)]
        legend = legend if chart.is_uncertain else []
        legend += [("mark", chart.mark_label)] if chart.mark_label and chart.shape != "rows" else []
        return (
            chart.shape,
            [self._text(chart.title), self._text(diagram.counted)],
            bars,
            max(chart.largest, 1),
            [(sign, self._text(text)) for sign, text in legend],
            self._text(" ".join(chart.notes)),
            self._text(described(chart)),
        )

    def _facts(self, facts: Facts) -> _Value:
        """Group facts: short ones run on, those that need room stand alone."""
        groups: list[tuple[_Value, ...]] = []
        run: list[_Value] = []
        for label, content in facts.rows:
            if isinstance(content, Quote) and (content.room or _length(content) > _LONGEST_RUN_IN):
                if run:
                    groups.append(("run", run))
                    run = []
                _, _, words, room = self._quote(content)
                groups.append(("said", self._text(label), words, room))
            else:
                line = (content.words,) if isinstance(content, Quote) else content
                run.append((self._text(label), self._line(line)))
        return [*groups, ("run", run)] if run else groups

    def _quote(self, quote: Quote) -> tuple[str, str, _Value, str]:
        return ("quote", quote.style, self._words(quote.words), self._text(quote.room))

    def _picture(self, picture: Picture) -> _Value:
        copy = picture.copy
        width_mm = max(_WIDEST_MM * min(copy.width, _WIDE_PX) // _WIDE_PX, _NARROWEST_MM)
        height_mm = width_mm * copy.height // copy.width
        if height_mm > self._highest_mm:
            width_mm, height_mm = self._highest_mm * copy.width // copy.height, self._highest_mm
        size_mm = [max(width_mm, 1), max(height_mm, 1)]
        caption = self._line(picture.caption)
        return ("picture", _svg(copy), self._text(picture.alternative), size_mm, caption)

    def _line(self, line: Line) -> list[_Value]:
        return [value for inline in line for value in self._inline(inline)]

    def _inline(self, inline: Inline) -> list[_Value]:
        value: _Value
        match inline:
            case str():
                return self._cut(inline)
            case Label(text=text):
                value = ("label", self._text(text))
            case Words():
                value = self._words(inline)
            case Link(text=text, target=target):
                told = self._text(text)
                plain = self._in_table or target in self._elsewhere
                value = told if plain else ("link", told, target)
            case Target(text=text, anchor=anchor):
                value = ("target", self._text(text), anchor)
            case Mono(text=text):
                value = ("mono", pieces(text))
            case Spoken(opened=opened, words=words, closed=closed):
                value = ("spoken", opened, self._words(words), closed)
        return [value]

    def _words(self, words: Words) -> _Value:
        told = [value for piece in words.pieces for value in self._inline(piece)]
        return ("words", words.language, told)

    def _cut(self, text: str) -> list[_Value]:
        return [
            part if isinstance(part, str) else ("long", part) for part in cut_long(self._text(text))
        ]

    def _text(self, text: str) -> str:
        return self._drawable.text(text)


def _raw(anchor: str, blocks: list[_Value], *, opens_page: bool) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode((anchor, blocks, opens_page)))


def _opens_page(before: Section | None, section: Section) -> bool:
    """Tell whether a part of a long document begins: the chronology, the exhibits, what follows.

    typst sets stretches between such pages on several processors.
    """
    if before is None or before.kind == "title":
        return False
    ends_exhibits = before.kind == "exhibit" and section.kind != "exhibit"
    return ends_exhibits or section.place in _PARTS


def _is_short(section: Section) -> bool:
    """Tell whether a section fits on a page, whatever its words are."""
    text = [block for block in section.blocks if not isinstance(block, Picture)]
    return len(msgspec.json.encode(text)) <= _LONGEST_KEPT


def _length(quote: Quote) -> int:
    return sum(len(piece if isinstance(piece, str) else piece.text) for piece in quote.words.pieces)


def _svg(copy: CleanCopy) -> str:
    """Wrap a picture as text, which is all that typst is given; its bytes stay as they are."""
    size = {"width": str(copy.width), "height": str(copy.height)}
    source = f"data:{copy.media_type};base64,{base64.b64encode(copy.data).decode()}"
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})
    ET.SubElement(root, "image", {"href": source, **size})
    return ET.tostring(root, encoding="unicode")
