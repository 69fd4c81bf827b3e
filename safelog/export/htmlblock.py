"""The blocks of an outline as elements of a page."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from safelog.export.chart import drawn
from safelog.export.markup import Node, classed, element
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

    def of_section(self, section: Section) -> list[ET.Element]:
        """Render the blocks of a section."""
        return [node for block in section.blocks for node in self._block(block, section)]

    def heading_id(self, section: Section) -> str:
        """Return the id of a section's own heading."""
        kind, number = section.anchor[:1], section.anchor[1:]
        return f"{'h' if kind == 'p' else 'x'}{number}"

    def _block(self, block: Block, section: Section) -> Iterator[ET.Element]:
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
    ) -> ET.Element:
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

    def line(self, line: Line) -> list[Node]:
        """Render what stands in a line."""
        return [self._inline(inline) for inline in line]

    def _inline(self, inline: Inline) -> Node:
        node: Node
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

    def _words(self, tag: str, words: Words) -> ET.Element:
        attributes = {"class": "original", "lang": words.language}
        return element(tag, *map(self._inline, words.pieces), attributes=attributes)

    def _heading(self, heading: Heading, section: Section) -> ET.Element:
        made = element(f"h{heading.level}")
        children: list[Node] = [heading.text]
        if heading.number:
            attributes = {"class": "number", "href": f"#{section.anchor}"}
            children.insert(0, element("a", heading.number, attributes=attributes))
        if section.anchor and section.blocks[0] is heading:
            made.set("id", self.heading_id(section))
        elif section.kind == "plain" and section.blocks[0] is heading:
            made.set("id", section.place.replace(" ", "-"))
        return element(made.tag, *children, attributes=made.attrib)

    def _para(self, line: Line, style: str) -> ET.Element:
        nodes = self.line(line)
        if style == "body":
            return element("p", *nodes)
        return classed("p", {"note": "record"}.get(style, style), *nodes)

    def _quote(self, quote: Quote, tag: str) -> ET.Element:
        words = self._words("div", quote.words)
        if not quote.room:
            return classed(tag, quote.style, words)
        room = classed("div", "translation", classed("span", "hint", quote.room))
        return classed(tag, f"{quote.style} foreign", words, room)

    def _facts(self, facts: Facts) -> ET.Element:
        cells: list[Node] = []
        for label, content in facts.rows:
            cells.append(element("dt", label))
            if isinstance(content, Quote):
                cells.append(element("dd", self._quote(content, "div")))
            else:
                cells.append(element("dd", *self.line(content)))
        return classed("dl", "facts", *cells)

    def _item(self, facts: Facts, silence: str) -> ET.Element:
        item = element("li", self._facts(facts))
        if silence:
            item.append(classed("p", "silence", silence))
        return item

    def _record(self, record: Record) -> ET.Element:
        lines = (element("p", *self.line(line)) for line in record.lines)
        footer = classed("footer", "record", *lines)
        if record.heading:
            footer.append(element("p", record.heading))
            footer.append(element("ul", *(element("li", told) for told in record.corrections)))
        return footer

    def _table(self, table: Table, section: Section) -> ET.Element:
        body = (
            element("tr", *(element("td", *self._cell(cell, section)) for cell in row))
            for row in table.rows
        )
        return element("table", _head(table.head), element("tbody", *body))

    def _cell(self, cell: tuple[Block, ...], section: Section) -> Iterator[Node]:
        """Render a cell: a line by itself needs no element around it."""
        match cell:
            case (Para(line=line, style="body"),):
                yield from self.line(line)
            case _:
                for block in cell:
                    yield from self._block(block, section)

    def _picture(self, picture: Picture) -> ET.Element:
        copy = picture.copy
        source = f"data:{copy.media_type};base64,{base64.b64encode(copy.data).decode()}"
        image = element(
            "img",
            attributes={
                "src": source,
                "alt": picture.alternative,
                "width": str(copy.width),
                "height": str(copy.height),
            },
        )
        return element("figure", image, element("figcaption", *self.line(picture.caption)))


def _head(titles: tuple[str, ...]) -> ET.Element:
    cells = (element("th", title, attributes={"scope": "col"}) for title in titles)
    return element("thead", element("tr", *cells))


def _blanks(labels: tuple[str, ...]) -> Iterator[ET.Element]:
    for label in labels:
        yield element("dt", label)
        yield classed("dd", "blank", "\u00a0")
