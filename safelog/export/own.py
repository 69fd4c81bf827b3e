"""The document's own words in an outline: labels, dates and sentences, without the person's."""

from __future__ import annotations

from collections.abc import Iterator

from safelog.export.outline import (
    Bars,
    Blanks,
    Block,
    Bullets,
    Facts,
    Heading,
    Inline,
    Items,
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
    heads = [block.head for block in blocks if isinstance(block, Table | Bars)]
    return OwnTexts(
        texts=(outline.title, *(text for block in blocks for text in _of_block(block))),
        repeated=tuple(text for head in heads for text in head),
    )


def _of_block(block: Block) -> Iterator[str]:
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


def _of_list(block: Items | Bullets | Record | Table | Bars | Blanks) -> Iterator[str]:
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
        case Bars(rows=bars):
            yield from (name for name, _ in bars)
        case Blanks(labels=labels):
            yield from labels


def _of_facts(facts: Facts) -> Iterator[str]:
    for label, content in facts.rows:
        yield label
        yield from _of_quote(content) if isinstance(content, Quote) else _of_line(content)


def _of_quote(quote: Quote) -> Iterator[str]:
    yield from (*_of_inline(quote.words), quote.room)


def _of_line(line: Line) -> Iterator[str]:
    return (text for inline in line for text in _of_inline(inline))


def _of_inline(inline: Inline) -> Iterator[str]:
    match inline:
        case str():
            yield inline
        case Words(pieces=pieces) | Spoken(words=Words(pieces=pieces)):
            yield from (piece.text for piece in pieces if not isinstance(piece, str))
        case _:
            yield inline.text
