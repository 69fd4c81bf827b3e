"""Where each label stands in a document: what an index is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from safelog.redact.document import Hidden, RedactedDocument


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


def hidden_in(value: object) -> Iterator[Hidden]:
    """Walk every label in a part of a document."""
    if isinstance(value, Hidden):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from hidden_in(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from hidden_in(each)
