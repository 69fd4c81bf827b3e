"""The document's own words in an outline: labels, dates and sentences, without the person's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from safelog.export.outline import (
    Bars,
    Blanks,
    Block,
    Bullets,
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
from safelog.export.wording import Wording
from safelog.redact.document import Hidden, RedactedDocument


def own_texts(outline: Outline, document: RedactedDocument, words: Wording) -> OwnTexts:
    """Return every text of an outline that is not the person's."""
    blocks = [block for section in outline.sections for block in section.blocks]
    heads = [block.head for block in blocks if isinstance(block, Table | Bars)]
    said = [outline.title, *(text for block in blocks for text in _of_block(block))]
    labels = Counter(each.text for each in said if isinstance(each, Label))
    # A table has what the document has, also where its template leaves something out.
    labels |= Counter(words.black(hidden).text for hidden in _hidden(document))
    return OwnTexts(
        texts=tuple(each for each in said if isinstance(each, str)),
        repeated=tuple(text for head in heads for text in head),
        labels=labels,
    )


def _hidden(value: object) -> Iterator[Hidden]:
    """Walk every label in a part of a document."""
    if isinstance(value, Hidden):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _hidden(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _hidden(each)


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


def _of_list(block: Items | Bullets | Record | Table | Bars | Blanks) -> Iterator[str | Label]:
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
