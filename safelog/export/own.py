"""The document's own words in an outline: labels, dates and sentences, without the person's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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
    Outline,
    OwnTexts,
    Para,
    Picture,
    Quote,
    Record,
    Spoken,
    Table,
    Words,
)


def own_texts(outline: Outline) -> OwnTexts:
    """Return every text of an outline that is not the person's."""
    blocks = [block for section in outline.sections for block in section.blocks]
    heads = [block.head for block in blocks if isinstance(block, Table)]
    heads += [_head(block) for block in blocks if isinstance(block, Diagram)]
    said = [outline.title, *(text for block in blocks for text in _of_block(block))]
    return OwnTexts(
        texts=tuple(each for each in said if isinstance(each, str)),
        repeated=tuple(text for head in heads for text in head),
        labels=Counter(each.text for each in said if isinstance(each, Label)),
    )


def _of_block(block: Block) -> Iterator[str | Label]:
    match block:
        case Heading(text=text, number=number):
            yield f"{number} {text}"
        case Para(line=line):
            yield from _of_line(line)
        case Quote():
            yield from _of_quote(block)
        case Facts():
            yield from _of_facts(block)
        case Picture(caption=caption):
            yield from _of_line(caption)
        case _:
            yield from _of_list(block)


def _of_list(block: Items | Bullets | Record | Table | Diagram | Blanks) -> Iterator[str | Label]:
    match block:
        case Items(items=items):
            for facts, silence in items:
                yield from (*_of_facts(facts), silence)
        case Bullets(lines=lines):
            yield from (text for line in lines for text in _of_line(line))
        case Record(lines=lines, heading=heading, corrections=corrections):
            yield from (*(text for line in lines for text in _of_line(line)), heading)
            yield from corrections
        case Table(rows=rows):
            cells = (cell for row in rows for cell in row)
            yield from (text for cell in cells for block in cell for text in _of_block(block))
        case Diagram():
            yield from _of_diagram(block)
        case Blanks(labels=labels):
            yield from labels


def _head(diagram: Diagram) -> tuple[str, ...]:
    return (diagram.chart.title, diagram.counted)


def _of_diagram(diagram: Diagram) -> Iterator[str | Label]:
    """Walk what a chart says, twice: it is drawn, and said in words for whoever hears it."""
    chart = diagram.chart
    for _ in range(2):
        yield from (
            diagram.shortened,
            chart.sure_label,
            chart.possible_label,
            chart.mark_label,
            *chart.notes,
        )
        for bar, name in zip(chart.bars, diagram.names, strict=True):
            yield from (*_of_inline(name), bar.said, bar.mark)


def _of_facts(facts: Facts) -> Iterator[str | Label]:
    for label, content in facts.rows:
        yield label
        yield from _of_quote(content) if isinstance(content, Quote) else _of_line(content)


def _of_quote(quote: Quote) -> Iterator[str | Label]:
    yield from (*_of_inline(quote.words), quote.room)


def _of_line(line: Line) -> Iterator[str | Label]:
    return (text for inline in line for text in _of_inline(inline))


def _of_inline(inline: Inline) -> Iterator[str | Label]:
    match inline:
        case str() | Label():
            yield inline
        case Words(pieces=pieces) | Spoken(words=Words(pieces=pieces)):
            yield from (piece for piece in pieces if not isinstance(piece, str))
        case _:
            yield inline.text
