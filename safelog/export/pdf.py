"""An outline as a PDF: archival (PDF/A-2a), accessible (PDF/UA-1), the same bytes each time.

typst sets it in memory: source and data go in as bytes, the file comes out as bytes, and nothing
is written anywhere. Invariants: the person's words reach typst as strings of a JSON value, never as
source; its root is the folder of that source, so that no path leads further; system fonts are left
out, and the time is the document's own, so the bytes follow from the outline alone.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from typing import TypeAlias
from xml.etree import ElementTree as ET

import msgspec
import typst

from safelog.errors import UnrenderedExportError
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

_WIDE_PX = 900
"""From this width on, a picture takes the whole width of the text."""

_WIDEST_MM, _NARROWEST_MM, _HIGHEST_MM, _HIGHEST_ACROSS_MM = 170, 17, 130, 70
"""Of a picture on an upright page, and its height on a wide one: heading and facts fit beside."""

_LONGEST_KEPT = 1_000
"""Most characters of an exhibit that is kept on one page: longer ones may need two."""

_KEPT_FOR = 12
"""Documents for which typst keeps what it worked out for another one, and two more."""

_LONGEST_RUN_IN = 100
"""Longest words, in characters, that stand in a line with other facts."""

_Value: TypeAlias = "str | int | Sequence[_Value]"


def render_pdf(outline: Outline, *, missing: str, elsewhere: frozenset[str] = frozenset()) -> bytes:
    """Set an outline.

    Args:
        outline: what stands where.
        missing: heading of the list of characters that the fonts do not have.
        elsewhere: where references lead out of this volume; they are shown without a link.

    Raises:
        UnrenderedExportError: it could not be set.
    """
    data = msgspec.json.encode(_Data(missing, elsewhere).document(outline)).decode()
    folder = resources.files("safelog.export") / "typst"
    fonts = typst.Fonts(include_system_fonts=False)
    try:
        with resources.as_file(folder) as root:
            compiler = typst.Compiler(
                (folder / "document.typ").read_bytes(),
                root=str(root),
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"data": data},
                package_path=str(root),
                package_cache_path=str(root),
            )
            made = datetime.fromisoformat(outline.made).astimezone(UTC)
            paper = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=made)
    except BaseException as error:
        # A panic inside typst is a BaseException of its own; its text may hold the person's words.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise UnrenderedExportError from None
    finally:
        _forget(fonts)
    return b"".join(paper) if isinstance(paper, list) else paper or b""


def _forget(fonts: typst.Fonts) -> None:
    """Make typst drop what it keeps of the document for a next one, which holds all of its words.

    It drops a result that ten documents in a row had no use for, so blank ones are set.
    """
    blank = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    for _ in range(_KEPT_FOR):
        blank.compile(b"", format="svg")


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
        sections = [(section.anchor, self._blocks(section)) for section in outline.sections]
        if self._drawable.missing:
            sections.append(("", self._list_of_missing()))
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
        # Few facts, each of which is looked for: they stand under one another.
        blocks: list[_Value] = [
            ("column", self._column(block)) if isinstance(block, Facts) else self._block(block)
            for block in section.blocks
        ]
        if section.kind == "exhibit" and _is_short(section):
            # A picture alone on a page would stand over the heading of the next one.
            return [blocks[0], ("kept", blocks[1:])]
        if section.kind == "method":
            # The digits alone on the last page would say nothing of what they are for.
            parts = [at for at, each in enumerate(section.blocks) if isinstance(each, Heading)]
            return [*blocks[: parts[-2]], ("kept", blocks[parts[-2] :])]
        return blocks

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
