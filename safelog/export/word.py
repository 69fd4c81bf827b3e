"""An outline as a Word file that a lawyer can edit: headings, quotes, tables, room to translate.

The numbers of paragraphs are text and no automatic numbering, so that they stay what they are when
somebody takes a paragraph out. The person's words carry their language, for the spelling check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources

from safelog.export.image import CleanCopy
from safelog.export.markup import NOTHING, SLOT, Form, Markup, compact
from safelog.export.ooxml import (
    NAMESPACES,
    content_types,
    core_properties,
    node,
    part,
    picture,
    relations,
    run,
    zipped,
)
from safelog.export.outline import (
    Blanks,
    Block,
    Bullets,
    Cell,
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

_TEXT_WIDTH = 9638
"""Width of the text on A4 with margins of 2 cm, in twentieths of a point."""
_PAGE = (11906, 16838)
_PICTURE_PX = 560
"""Widest picture."""
_PARAS = {"body": "Normal", "kind": "Kind", "quote": "Quote", "note": "Record", "digits": "Normal"}
_HEADINGS = {1: "Title", 2: "Heading1", 3: "Heading2", 4: "Heading3"}
_STYLES = (
    *("Normal", "Title", "Heading1", "Heading2", "Heading3", "Kind", "Quote", "Words", "Fact"),
    *("Silence", "Record", "Hint", "Gap", "TableHead", "ListBullet"),
)
# Written once: a large document has a hundred thousand paragraphs.
_STYLED: Mapping[str, Form] = {
    style: Form(node("w:p", node("w:pPr", node("w:pStyle", val=style)), SLOT)) for style in _STYLES
}
_LOOKS: Mapping[str, Markup] = {
    style: node("w:rPr", node("w:rStyle", val=style)) for style in ("Label", "Name", "Hash")
}
_ROW = Form(node("w:tr", SLOT))
_HEAD_ROW = node("w:trPr", node("w:cantSplit"), node("w:tblHeader"))
_RELATIONS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "numbering", "numbering.xml"),
    ("rId4", "footer", "footer1.xml"),
)
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


def render_word(outline: Outline) -> bytes:
    """Render an outline."""
    body = _Body(outline)
    frame = node("w:body", SLOT, _page(outline))
    whole = Form(compact("w:document", frame, attributes=NAMESPACES))
    # Section by section: as UTF-8 a large document takes half the memory that it takes as text.
    sections = map(body.section, outline.sections)
    text = b"".join((part(whole.before), *sections, whole.after.encode()))
    media = {f"word/media/{name}": copy.data for name, copy in body.media.items()}
    related = [
        (f"rIdImage{at}", "image", f"media/{name}") for at, name in enumerate(body.media, start=1)
    ]
    fixed = resources.files("safelog.export") / "word"
    styles = (fixed / "styles.xml").read_text(encoding="utf-8")
    return zipped(
        {
            "[Content_Types].xml": content_types(),
            "_rels/.rels": relations(
                (
                    ("rId1", "officeDocument", "word/document.xml"),
                    ("rId2", "core-properties", "docProps/core.xml"),
                )
            ),
            "docProps/core.xml": core_properties(
                title=outline.title, made=outline.made, language=outline.language
            ),
            "word/document.xml": text,
            "word/_rels/document.xml.rels": relations((*_RELATIONS, *related)),
            "word/styles.xml": styles.replace("{language}", outline.language).encode(),
            **{
                f"word/{name}": (fixed / name).read_bytes()
                for name in ("settings.xml", "numbering.xml", "footer1.xml")
            },
            **media,
        }
    )


def _page(outline: Outline) -> Markup:
    width, height = map(str, reversed(_PAGE) if outline.landscape else _PAGE)
    size = {"w:w": width, "w:h": height}
    if outline.landscape:
        size["w:orient"] = "landscape"
    return node(
        "w:sectPr",
        compact("w:footerReference", attributes={"w:type": "default", "r:id": "rId4"}),
        compact("w:pgSz", attributes=size),
        node(
            "w:pgMar",
            top="1134", right="1134", bottom="1247", left="1134", header="567", footer="567",
            gutter="0",
        ),
    )  # fmt: skip


class _Body:
    """Renders blocks as paragraphs and tables."""

    def __init__(self, outline: Outline) -> None:
        self._width = _TEXT_WIDTH + (_PAGE[1] - _PAGE[0] if outline.landscape else 0)
        self._bookmarks = 0
        self.media: dict[str, CleanCopy] = {}

    def section(self, section: Section) -> bytes:
        """Render a section."""
        anchor = section.anchor
        parts: list[Markup] = []
        for block in section.blocks:
            parts += self._block(block, anchor)
            anchor = ""
        return "".join(parts).encode()

    def _block(self, block: Block, anchor: str = "", *, narrow: bool = False) -> Iterable[Markup]:
        match block:
            case Heading(level=level, text=text, number=number):
                told = f"{number} {text}" if number else text
                return [_paragraph(_HEADINGS[level], *self._marked(run(told), anchor))]
            case Para(line=line, style=style):
                return [_paragraph(_PARAS[style], *self._line(line))]
            case Quote():
                return self._quote(block, narrow=narrow)
            case Facts():
                return self._facts(block, narrow=narrow)
            case Items(items=items):
                return [part for at, item in enumerate(items, start=1)
                        for part in self._item(at, *item, narrow=narrow)]  # fmt: skip
            case _:
                return self._other(block)

    def _other(
        self, block: Bullets | Record | Table | Diagram | Blanks | Picture
    ) -> Iterator[Markup]:
        match block:
            case Bullets(lines=lines):
                yield from (_paragraph("ListBullet", *self._line(line)) for line in lines)
            case Record(lines=lines, heading=heading, corrections=corrections):
                told = [*lines, *([(heading,)] if heading else [])]
                yield from (_paragraph("Record", *self._line(line)) for line in told)
                yield from (_paragraph("Record", run(f"– {each}")) for each in corrections)
            case Table(head=head, rows=rows, widths=widths):
                yield self._table(head, rows, widths)
                yield _paragraph("Normal")
            case Diagram():
                yield self._diagram(block)
                shortened = [block.shortened] if block.chart.shape == "columns" else []
                yield _paragraph("Record", run(" ".join([*shortened, *block.chart.notes])))
                yield _paragraph("Normal")
            case Blanks(labels=labels):
                cells = tuple(((Para((label,)),), (Para(("",)),)) for label in labels)
                yield self._table((), cells, (2, 3))
                yield _paragraph("Normal")
            case Picture():
                yield from self._picture(block)

    def _quote(self, quote: Quote, *, narrow: bool) -> list[Markup]:
        style = "Quote" if quote.style == "quote" else "Words"
        words = _paragraph(style, *self._words(quote.words))
        if not quote.room:
            return [words]
        hint = _paragraph("Hint", run(quote.room))
        if narrow:
            return [words, hint]
        return [self._grid([[[words], [hint]]], (3, 2), "Beside"), _paragraph("Gap")]

    def _facts(self, facts: Facts, *, narrow: bool, number: str = "") -> Iterator[Markup]:
        """Render facts; the number of an item stands before the first of them."""
        style = "Words" if narrow else "Fact"
        for label, content in facts.rows:
            before = [run(number)] if number else []
            name = [*before, run(label + (": " if narrow else "\t"), _LOOKS["Name"])]
            number = ""
            if not isinstance(content, Quote):
                yield _paragraph(style, *name, *self._line(content))
            elif content.room and not narrow:
                yield _paragraph(style, *name)
                yield from self._quote(content, narrow=narrow)
            else:
                yield _paragraph(style, *name, *self._words(content.words))
                if content.room:
                    yield _paragraph("Hint", run(content.room))

    def _item(self, at: int, facts: Facts, silence: str, *, narrow: bool) -> Iterator[Markup]:
        yield from self._facts(facts, narrow=narrow, number=f"{at}. ")
        if silence:
            yield _paragraph("Silence", run(silence))

    def _table(
        self, head: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], widths: tuple[int, ...]
    ) -> Markup:
        cells = [
            [[part for block in cell for part in self._block(block, narrow=True)] for cell in row]
            for row in rows
        ]
        titles = [[_paragraph("TableHead", run(title))] for title in head]
        return self._grid([titles, *cells] if head else cells, widths, "Lines", headed=bool(head))

    def _diagram(self, diagram: Diagram) -> Markup:
        """Render a chart as a table, of a course of time only the bars that say something."""
        chart = diagram.chart
        rows = tuple(
            ((Para((name,)),), (Para((bar.said,)),), (Para((bar.mark,)),))
            for bar, name in zip(chart.bars, diagram.names, strict=True)
            if bar.possible or bar.mark or chart.shape == "rows"
        )
        return self._table((chart.title, diagram.counted, chart.mark_label), rows, (4, 2, 4))

    def _grid(
        self,
        rows: list[list[list[Markup]]],
        widths: tuple[int, ...],
        style: str,
        *,
        headed: bool = False,
    ) -> Markup:
        table, cells = _frames(self._width, widths, style, headed=headed)
        lines = []
        for at, row in enumerate(rows):
            first = _HEAD_ROW if headed and at == 0 else NOTHING
            closed = (frame.filled(*_closed(cell)) for frame, cell in zip(cells, row, strict=True))
            lines.append(_ROW.filled(first, *closed))
        return table.filled(*lines)

    def _picture(self, shown: Picture) -> Iterator[Markup]:
        number = len(self.media) + 1
        copy = shown.copy
        self.media[f"image{number}.{_EXTENSIONS[copy.media_type]}"] = copy
        width = min(copy.width, _PICTURE_PX)
        size = (width, max(copy.height * width // copy.width, 1))
        drawn = picture(number, f"rIdImage{number}", alternative=shown.alternative, size_px=size)
        yield _paragraph("Normal", drawn)
        yield _paragraph("Record", *self._line(shown.caption))

    def _line(self, line: Line) -> list[Markup]:
        return [part for inline in line for part in self._inline(inline)]

    def _inline(self, inline: Inline) -> list[Markup]:
        match inline:
            case str():
                return [run(inline)]
            case Label(text=text):
                return [run(text, _LOOKS["Label"])]
            case Words():
                return self._words(inline)
            case Link(text=text, target=target):
                return [node("w:hyperlink", run(text), anchor=target)]
            case _:
                return self._rare(inline)

    def _rare(self, inline: Target | Mono | Spoken) -> list[Markup]:
        match inline:
            case Target(text=text, anchor=anchor):
                return self._marked(run(text), anchor)
            case Mono(text=text):
                return [run(text, _LOOKS["Hash"])]
            case Spoken(opened=start, words=words, closed=end):
                return [run(f" {start}"), *self._words(words), run(end)]

    def _words(self, words: Words) -> list[Markup]:
        look = _spoken(words.language)
        return [
            run(piece, look) if isinstance(piece, str) else run(piece.text, _LOOKS["Label"])
            for piece in words.pieces
        ]

    def _marked(self, shown: Markup, anchor: str) -> list[Markup]:
        """Put a run between the two ends of a bookmark."""
        if not anchor:
            return [shown]
        self._bookmarks += 1
        identity = str(self._bookmarks)
        start = node("w:bookmarkStart", id=identity, name=anchor)
        return [start, shown, node("w:bookmarkEnd", id=identity)]


def _paragraph(style: str, *runs: Markup) -> Markup:
    return _STYLED[style].filled(*runs)


@lru_cache(maxsize=64)
def _frames(
    width: int, columns: tuple[int, ...], style: str, *, headed: bool
) -> tuple[Form, tuple[Form, ...]]:
    """Return the frame of a table that is `width` wide, and those of its cells, by column."""
    sizes = [str(width * column // sum(columns)) for column in columns]
    look = node(
        "w:tblPr",
        node("w:tblStyle", val=style),
        node("w:tblW", w=str(width), type="dxa"),
        node("w:tblLayout", type="fixed"),
        node("w:tblLook", val="0020", firstRow="1" if headed else "0"),
    )
    grid = node("w:tblGrid", *(node("w:gridCol", w=size) for size in sizes))
    edges = (node("w:tcPr", node("w:tcW", w=size, type="dxa")) for size in sizes)
    cells = tuple(Form(node("w:tc", edge, SLOT)) for edge in edges)
    return Form(node("w:tbl", look, grid, SLOT)), cells


@lru_cache(maxsize=16)
def _spoken(language: str) -> Markup:
    """Return the look of words in a language; the spelling check of the reader follows it."""
    return node("w:rPr", node("w:lang", val=language)) if language else NOTHING


def _closed(cell: list[Markup]) -> list[Markup]:
    """Return what is in a cell; it ends with a paragraph, or Word calls the file damaged."""
    return cell if cell and cell[-1].endswith("</w:p>") else [*cell, _paragraph("Gap")]
