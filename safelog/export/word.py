"""An outline as a Word file that a lawyer can edit: headings, quotes, tables, room to translate.

The numbers of paragraphs are text and no automatic numbering, so that they stay what they are when
somebody takes a paragraph out. The person's words carry their language, for the spelling check.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from xml.etree import ElementTree as ET

from safelog.export.image import CleanCopy
from safelog.export.ooxml import (
    NAMESPACES,
    content_types,
    core_properties,
    node,
    opened,
    picture,
    plain,
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
_STYLES = {
    "body": "Normal",
    "kind": "Kind",
    "quote": "Quote",
    "note": "Record",
    "digits": "Normal",
}
_HEADINGS = {1: "Title", 2: "Heading1", 3: "Heading2", 4: "Heading3"}
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
    slot = node("slot")
    root = plain("w:document", node("body", slot, _page(outline)), attributes=NAMESPACES)
    before, after = opened(root, slot)
    # Section by section: the elements of a large document would take all memory at once.
    text = b"".join(body.section(section) for section in outline.sections)
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
            "word/document.xml": before + text + after,
            "word/_rels/document.xml.rels": relations((*_RELATIONS, *related)),
            "word/styles.xml": styles.replace("{language}", outline.language).encode(),
            **{
                f"word/{name}": (fixed / name).read_bytes()
                for name in ("settings.xml", "numbering.xml", "footer1.xml")
            },
            **media,
        }
    )


def _page(outline: Outline) -> ET.Element:
    width, height = map(str, reversed(_PAGE) if outline.landscape else _PAGE)
    size = {"w:w": width, "w:h": height}
    if outline.landscape:
        size["w:orient"] = "landscape"
    return node(
        "sectPr",
        plain("w:footerReference", attributes={"w:type": "default", "r:id": "rId4"}),
        plain("w:pgSz", attributes=size),
        node(
            "pgMar",
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
        parts = []
        for block in section.blocks:
            parts += self._block(block, anchor)
            anchor = ""
        return b"".join(ET.tostring(part, encoding="unicode").encode() for part in parts)

    def _block(self, block: Block, anchor: str = "", *, narrow: bool = False) -> list[ET.Element]:
        match block:
            case Heading(level=level, text=text, number=number):
                told = f"{number} {text}" if number else text
                return [_paragraph(_HEADINGS[level], self._marked([run(told)], anchor))]
            case Para(line=line, style=style):
                return [_paragraph(_STYLES[style], self._line(line))]
            case Quote():
                return self._quote(block, narrow=narrow)
            case Facts():
                return list(self._facts(block, narrow=narrow))
            case Items(items=items):
                return [part for at, item in enumerate(items, start=1)
                        for part in self._item(at, *item, narrow=narrow)]  # fmt: skip
            case _:
                return list(self._other(block))

    def _other(
        self, block: Bullets | Record | Table | Diagram | Blanks | Picture
    ) -> Iterator[ET.Element]:
        match block:
            case Bullets(lines=lines):
                yield from (_paragraph("ListBullet", self._line(line)) for line in lines)
            case Record(lines=lines, heading=heading, corrections=corrections):
                told = [*lines, *([(heading,)] if heading else [])]
                yield from (_paragraph("Record", self._line(line)) for line in told)
                yield from (_paragraph("Record", [run(f"– {each}")]) for each in corrections)
            case Table(head=head, rows=rows, widths=widths):
                yield self._table(head, rows, widths)
                yield _paragraph("Normal", [])
            case Diagram():
                yield self._diagram(block)
                shortened = [block.shortened] if block.chart.shape == "columns" else []
                yield _paragraph("Record", [run(" ".join([*shortened, *block.chart.notes]))])
                yield _paragraph("Normal", [])
            case Blanks(labels=labels):
                cells = tuple(((Para((label,)),), (Para(("",)),)) for label in labels)
                yield self._table((), cells, (2, 3))
                yield _paragraph("Normal", [])
            case Picture():
                yield from self._picture(block)

    def _quote(self, quote: Quote, *, narrow: bool) -> list[ET.Element]:
        style = "Quote" if quote.style == "quote" else "Words"
        words = _paragraph(style, self._words(quote.words))
        if not quote.room:
            return [words]
        hint = _paragraph("Hint", [run(quote.room)])
        if narrow:
            return [words, hint]
        return [self._grid([[[words], [hint]]], (3, 2), "Beside"), _paragraph("Gap", [])]

    def _facts(self, facts: Facts, *, narrow: bool) -> Iterator[ET.Element]:
        for label, content in facts.rows:
            name = run(label + (": " if narrow else "\t"), node("rStyle", val="Name"))
            style = "Words" if narrow else "Fact"
            if not isinstance(content, Quote):
                yield _paragraph(style, [name, *self._line(content)])
            elif content.room and not narrow:
                yield _paragraph(style, [name])
                yield from self._quote(content, narrow=narrow)
            else:
                yield _paragraph(style, [name, *self._words(content.words)])
                if content.room:
                    yield _paragraph("Hint", [run(content.room)])

    def _item(self, at: int, facts: Facts, silence: str, *, narrow: bool) -> Iterator[ET.Element]:
        for position, part in enumerate(self._facts(facts, narrow=narrow)):
            if position == 0 and part.tag == "w:p":
                part.insert(1, run(f"{at}. "))
            yield part
        if silence:
            yield _paragraph("Silence", [run(silence)])

    def _table(
        self, head: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], widths: tuple[int, ...]
    ) -> ET.Element:
        cells = [
            [[part for block in cell for part in self._block(block, narrow=True)] for cell in row]
            for row in rows
        ]
        titles = [[_paragraph("TableHead", [run(title)])] for title in head]
        return self._grid([titles, *cells] if head else cells, widths, "Lines", headed=bool(head))

    def _diagram(self, diagram: Diagram) -> ET.Element:
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
        rows: list[list[list[ET.Element]]],
        widths: tuple[int, ...],
        style: str,
        *,
        headed: bool = False,
    ) -> ET.Element:
        sizes = [str(self._width * width // sum(widths)) for width in widths]
        table = node(
            "tbl",
            node(
                "tblPr",
                node("tblStyle", val=style),
                node("tblW", w=str(self._width), type="dxa"),
                node("tblLayout", type="fixed"),
                node("tblLook", val="0020", firstRow="1" if headed else "0"),
            ),
            node("tblGrid", *(node("gridCol", w=size) for size in sizes)),
        )
        for at, row in enumerate(rows):
            line = node("tr")
            if headed and at == 0:
                line.append(node("trPr", node("cantSplit"), node("tblHeader")))
            for cell, size in zip(row, sizes, strict=True):
                width = node("tcPr", node("tcW", w=size, type="dxa"))
                # A cell ends with a paragraph, or Word calls the file damaged.
                closing = [] if cell and cell[-1].tag == "w:p" else [_paragraph("Gap", [])]
                line.append(node("tc", width, *cell, *closing))
            table.append(line)
        return table

    def _picture(self, shown: Picture) -> Iterator[ET.Element]:
        number = len(self.media) + 1
        copy = shown.copy
        self.media[f"image{number}.{_EXTENSIONS[copy.media_type]}"] = copy
        width = min(copy.width, _PICTURE_PX)
        size = (width, max(copy.height * width // copy.width, 1))
        drawn = picture(number, f"rIdImage{number}", alternative=shown.alternative, size_px=size)
        yield _paragraph("Normal", [drawn])
        yield _paragraph("Record", self._line(shown.caption))

    def _line(self, line: Line) -> list[ET.Element]:
        return [part for inline in line for part in self._inline(inline)]

    def _inline(self, inline: Inline) -> list[ET.Element]:
        match inline:
            case str():
                return [run(inline)]
            case Label(text=text):
                return [run(text, node("rStyle", val="Label"))]
            case Words():
                return self._words(inline)
            case Link(text=text, target=target):
                return [node("hyperlink", run(text), anchor=target)]
            case _:
                return self._rare(inline)

    def _rare(self, inline: Target | Mono | Spoken) -> list[ET.Element]:
        match inline:
            case Target(text=text, anchor=anchor):
                return self._marked([run(text)], anchor)
            case Mono(text=text):
                return [run(text, node("rStyle", val="Hash"))]
            case Spoken(opened=start, words=words, closed=end):
                return [run(f" {start}"), *self._words(words), run(end)]

    def _words(self, words: Words) -> list[ET.Element]:
        language = [node("lang", val=words.language)] if words.language else []
        return [
            run(piece, *language) if isinstance(piece, str) else self._inline(piece)[0]
            for piece in words.pieces
        ]

    def _marked(self, runs: list[ET.Element], anchor: str) -> list[ET.Element]:
        """Put runs between the two ends of a bookmark."""
        if not anchor:
            return runs
        self._bookmarks += 1
        identity = str(self._bookmarks)
        start = node("bookmarkStart", id=identity, name=anchor)
        return [start, *runs, node("bookmarkEnd", id=identity)]


def _paragraph(style: str, runs: list[ET.Element]) -> ET.Element:
    return node("p", node("pPr", node("pStyle", val=style)), *runs)
