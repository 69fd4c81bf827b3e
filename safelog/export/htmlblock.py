"""The blocks of an outline as elements of a page."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from safelog.export.chart import drawn
from safelog.export.markup import NOTHING, Markup, classed, element, void
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


class Blocks:
    """Renders blocks; `language` is that of the document's own words."""

    def __init__(self, language: str) -> None:
        """Choose the language of labels."""
        self._language = language

    def of_section(self, section: Section) -> list[Markup]:
        """Render the blocks of a section."""
        return [node for block in section.blocks for node in self._block(block, section)]

    def heading_id(self, section: Section) -> str:
        """Return the id of a section's own heading."""
        kind, number = section.anchor[:1], section.anchor[1:]
        return f"{'h' if kind == 'p' else 'x'}{number}"

    def _block(self, block: Block, section: Section) -> Iterator[Markup]:
        match block:
            case Heading():
                yield self._heading(block, section)
            case Para(line=line, style=style):
                yield self._para(line, style)
            case Quote():
                yield self._quote(block, "blockquote" if block.style == "quote" else "div")
            case Facts():
                yield self._facts(block)
            case Record():
                yield self._record(block)
            case Picture():
                yield self._picture(block)
            case _:
                yield self._listed(block, section)

    def _listed(
        self, block: Items | Bullets | Table | Diagram | Blanks, section: Section
    ) -> Markup:
        match block:
            case Items(items=items):
                return classed("ol", "rows", *(self._item(*item) for item in items))
            case Bullets(lines=lines):
                return element("ul", *(element("li", *self.line(line)) for line in lines))
            case Table():
                return self._table(block, section)
            case Diagram(chart=chart):
                return classed("figure", "chart", drawn(chart))
            case Blanks(labels=labels):
                return classed("dl", "facts blanks", *_blanks(labels))

    def line(self, line: Line) -> list[str]:
        """Render what stands in a line."""
        return [self._inline(inline) for inline in line]

    def _inline(self, inline: Inline) -> str:
        """Render what stands in a line: words as they are, or an element."""
        node: str
        match inline:
            case str():
                node = inline
            case Label(text=text):
                attributes = {"class": "label", "lang": self._language}
                node = element("span", text, attributes=attributes)
            case Words():
                node = self._words("span", inline)
            case Link(text=text, target=target):
                node = element("a", text, attributes={"href": f"#{target}"})
            case Target(text=text, anchor=anchor):
                node = element("span", text, attributes={"id": anchor})
            case Mono(text=text):
                node = classed("span", "hash", text)
            case Spoken(opened=opened, words=words, closed=closed):
                # An element of its own: what stands beside it is the page's own, and is searched
                # as such.
                node = classed("div", "said", opened, self._inline(words), closed)
        return node

    def _words(self, tag: str, words: Words) -> Markup:
        attributes = {"class": "original", "lang": words.language}
        return element(tag, *map(self._inline, words.pieces), attributes=attributes)

    def _heading(self, heading: Heading, section: Section) -> Markup:
        number: str = NOTHING
        if heading.number:
            link = {"class": "number", "href": f"#{section.anchor}"}
            number = element("a", heading.number, attributes=link)
        attributes = {}
        if section.blocks[0] is heading and section.anchor:
            attributes["id"] = self.heading_id(section)
        elif section.blocks[0] is heading and section.kind == "plain":
            attributes["id"] = section.place.replace(" ", "-")
        return element(f"h{heading.level}", number, heading.text, attributes=attributes)

    def _para(self, line: Line, style: str) -> Markup:
        nodes = self.line(line)
        if style == "body":
            return element("p", *nodes)
        return classed("p", {"note": "record"}.get(style, style), *nodes)

    def _quote(self, quote: Quote, tag: str) -> Markup:
        words = self._words("div", quote.words)
        if not quote.room:
            return classed(tag, quote.style, words)
        room = classed("div", "translation", classed("span", "hint", quote.room))
        return classed(tag, f"{quote.style} foreign", words, room)

    def _facts(self, facts: Facts) -> Markup:
        cells: list[str] = []
        for label, content in facts.rows:
            cells.append(element("dt", label))
            if isinstance(content, Quote):
                cells.append(element("dd", self._quote(content, "div")))
            else:
                cells.append(element("dd", *self.line(content)))
        return classed("dl", "facts", *cells)

    def _item(self, facts: Facts, silence: str) -> Markup:
        told = classed("p", "silence", silence) if silence else NOTHING
        return element("li", self._facts(facts), told)

    def _record(self, record: Record) -> Markup:
        told = [element("p", *self.line(line)) for line in record.lines]
        if record.heading:
            told.append(element("p", record.heading))
            told.append(element("ul", *(element("li", each) for each in record.corrections)))
        return classed("footer", "record", *told)

    def _table(self, table: Table, section: Section) -> Markup:
        body = (
            element("tr", *(element("td", *self._cell(cell, section)) for cell in row))
            for row in table.rows
        )
        return element("table", _head(table.head), element("tbody", *body))

    def _cell(self, cell: tuple[Block, ...], section: Section) -> Iterator[str]:
        """Render a cell: a line by itself needs no element around it."""
        match cell:
            case (Para(line=line, style="body"),):
                yield from self.line(line)
            case _:
                for block in cell:
                    yield from self._block(block, section)

    def _picture(self, picture: Picture) -> Markup:
        copy = picture.copy
        source = f"data:{copy.media_type};base64,{base64.b64encode(copy.data).decode()}"
        attributes = {
            "src": source,
            "alt": picture.alternative,
            "width": str(copy.width),
            "height": str(copy.height),
        }
        image = void("img", attributes)
        return element("figure", image, element("figcaption", *self.line(picture.caption)))


def _head(titles: tuple[str, ...]) -> Markup:
    cells = (element("th", title, attributes={"scope": "col"}) for title in titles)
    return element("thead", element("tr", *cells))


def _blanks(labels: tuple[str, ...]) -> Iterator[Markup]:
    for label in labels:
        yield element("dt", label)
        yield classed("dd", "blank", "\u00a0")
