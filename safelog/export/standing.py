"""Where each label stands in a document: what an index is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from safelog.redact.document import (
    Codes,
    Exhibit,
    Hidden,
    Number,
    Paragraph,
    RedactedDocument,
    Ref,
    Shown,
    Text,
    Time,
    Value,
)


class Standing(NamedTuple):
    """The paragraphs and exhibits that have a label, by number, in their order."""

    paragraphs: tuple[int, ...] = ()
    exhibits: tuple[int, ...] = ()


def standing(document: RedactedDocument) -> dict[Hidden, Standing]:
    """Return where each label stands."""
    paragraphs: dict[Hidden, dict[int, None]] = {}
    exhibits: dict[Hidden, dict[int, None]] = {}
    for places, parts in ((paragraphs, document.paragraphs), (exhibits, document.exhibits)):
        for part in parts:
            for hidden in hidden_in(part):
                places.setdefault(hidden, {})[part.number] = None
    return {
        hidden: Standing(tuple(paragraphs.get(hidden, ())), tuple(exhibits.get(hidden, ())))
        for hidden in paragraphs | exhibits
    }


def hidden_in(part: Paragraph | Exhibit) -> Iterator[Hidden]:
    """Walk every label in a part of a document."""
    if isinstance(part, Exhibit):
        for text in (part.description, part.provenance):
            if text is not None:
                yield from _in_text(text)
        return
    for field in part.fields:
        yield from _in_value(field.value)


def _in_value(value: Value) -> Iterator[Hidden]:
    match value:
        case Text():
            yield from _in_text(value)
        case Time(said=said):
            yield from _in_text(said)
        case Ref(name=name):
            yield from _in_pieces(name)
        case Hidden():
            yield value
        case Codes() | Number():
            pass
        case _:
            assert_never(value)


def _in_text(text: Text) -> Iterator[Hidden]:
    for sentence in text.sentences:
        yield from _in_pieces(sentence.pieces)


def _in_pieces(pieces: Iterable[Shown | Hidden]) -> Iterator[Hidden]:
    return (piece for piece in pieces if isinstance(piece, Hidden))
