"""Read a finished page or JSON file again, by other means than those that wrote it.

HTML is read by the event parser of the standard library, JSON by its decoder; neither had a part in
writing. Everything a reader or a program could get at is kept: text as it joins inside a block,
attributes, and what a browser does not show.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

INLINE = frozenset({"a", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"})
"""Elements that do not end a word."""


SHORTEST_NUMBER = 9
"""Least digits of a number that may be somebody's: counts and sizes have fewer."""


class _Number(str):
    """A number of a JSON file, as it was written."""

    __slots__ = ()


class Tag(NamedTuple):
    """A start tag."""

    name: str
    attributes: tuple[tuple[str, str], ...]


class HtmlReading(NamedTuple):
    """What a reader can get at in an HTML file."""

    blocks: tuple[str, ...]
    """Text, joined within each block."""
    tags: tuple[Tag, ...]
    styles: tuple[str, ...]
    unseen: tuple[str, ...]
    """Comments, declarations, processing instructions."""


class JsonReading(NamedTuple):
    """What a reader can get at in a JSON file."""

    strings: tuple[str, ...]
    """Every string, keys too, and every long number."""
    joined: tuple[str, ...]
    """Strings of one key joined over neighbours in a list: pieces of one sentence."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [""]
        self.tags: list[Tag] = []
        self.styles: list[str] = []
        self.unseen: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, tuple((name, value or "") for name, value in attrs)))
        self._in_style = tag == "style"
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.styles.append(data)
        else:
            self.blocks[-1] += data

    def handle_comment(self, data: str) -> None:
        self.unseen.append(data)

    def handle_decl(self, decl: str) -> None:
        self.unseen.append(decl)

    def handle_pi(self, data: str) -> None:
        self.unseen.append(data)

    def unknown_decl(self, data: str) -> None:
        self.unseen.append(data)

    def _break(self, tag: str) -> None:
        if tag not in INLINE:
            self.blocks.append("")


def read_html(data: bytes) -> HtmlReading:
    """Read an HTML file.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    reader = _Reader()
    reader.feed(data.decode("utf-8"))
    reader.close()
    return HtmlReading(
        blocks=tuple(block for block in reader.blocks if block.strip()),
        tags=tuple(reader.tags),
        styles=tuple(reader.styles),
        unseen=tuple(reader.unseen),
    )


def read_json(data: bytes) -> JsonReading:
    """Read a JSON file.

    Raises:
        ValueError: it is not JSON in UTF-8.
    """
    # Pairs, not a dict: of two members with one name a dict would forget the first.
    # A number is read as it stands: a telephone number may be written without quotation marks.
    value = json.loads(
        data.decode("utf-8"), object_pairs_hook=tuple, parse_int=_Number, parse_float=_Number
    )
    return JsonReading(tuple(_strings(value)), tuple(_joined(value)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, _Number):
        if len(value) >= SHORTEST_NUMBER:
            yield str(value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _joined(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for _, item in value:
            yield from _joined(item)
    elif isinstance(value, list):
        together: dict[str, str] = {}
        for item in value:
            yield from _joined(item)
            for key, text in item if isinstance(item, tuple) else (("", item),):
                if isinstance(text, str) and not isinstance(text, _Number):
                    together[key] = together.get(key, "") + text
        yield from together.values()
