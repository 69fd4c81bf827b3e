"""Read a finished page or JSON file again, by other means than those that wrote it.

HTML is read by the event parser of the standard library, JSON by its decoder; neither had a part in
writing. A page in which every tag is written in the plainest way, as in ours, has one reading, and
is read by a pattern in a third of the time. Everything a reader or a program could get at is kept:
text as it joins inside a block, attributes, and what a browser does not show.
"""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import NamedTuple

INLINE = frozenset({"a", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"})
"""Elements that do not end a word."""


SHORTEST_NUMBER = 9
"""Least digits of a number that may be somebody's: counts and sizes have fewer."""

_PLAIN_ATTRIBUTE = r' ([A-Za-z][A-Za-z-]*)="((?:[^"<>&]|&(?:amp|lt|gt|quot|#x27|#39);)*+)"'
_ATTRIBUTE = re.compile(_PLAIN_ATTRIBUTE)
_DECLARATION = re.compile(r"<!(DOCTYPE html)>(\s*)(?=<)")
_PLAIN_TAG = re.compile(rf"<((/(?=[a-z0-9]+>))?([a-z][a-z0-9]*)((?:{_PLAIN_ATTRIBUTE})*+))>([^<]*)")
_STYLE = "style"
_OTHERWISE = frozenset(
    {"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "textarea", "xmp"}
)
"""Elements in which some programs read tags as text."""


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
    numbers: tuple[str, ...]
    """Numbers that stand together in a list or an object, joined: a place, or bytes one by one."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [""]
        self.tags: list[Tag] = []
        self.styles: list[str] = []
        self.unseen: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.begin(Tag(tag, tuple((name, value or "") for name, value in attrs)))

    def begin(self, element: Tag) -> None:
        tag = element.name
        self.tags.append(element)
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
    text = data.decode("utf-8")
    reader = _read_plainly(text) or _read_patiently(text)
    return HtmlReading(
        blocks=tuple(block for block in reader.blocks if block.strip()),
        tags=tuple(reader.tags),
        styles=tuple(reader.styles),
        unseen=tuple(reader.unseen),
    )


def _read_patiently(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


def _read_plainly(text: str) -> _Reader | None:
    """Read a page that has one reading; None if there is a byte that could be read otherwise."""
    reader = _Reader()
    tags: dict[str, Tag] = {}
    at, in_style = 0, False
    if declared := _DECLARATION.match(text):
        reader.handle_decl(declared[1])
        reader.handle_data(declared[2])
        at = declared.end()
    for match in _PLAIN_TAG.finditer(text, at):
        written, closing, name, attributes, _, _, words = match.groups()
        if match.start() != at or name in _OTHERWISE or (in_style and written != "/style"):
            return None
        at = match.end()
        in_style = name == _STYLE and not closing
        if closing:
            reader.handle_endtag(name)
        else:
            reader.begin(tags.get(written) or tags.setdefault(written, _tag(name, attributes)))
        if words:
            reader.handle_data(words if in_style else html.unescape(words))
    return None if in_style or at != len(text) else reader


def _tag(name: str, attributes: str) -> Tag:
    found = _ATTRIBUTE.findall(attributes)
    return Tag(name, tuple((each.lower(), html.unescape(value)) for each, value in found))


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
    strings: list[str] = []
    _gather(value, strings)
    joined: list[str] = []
    _join(value, joined)
    numbers: dict[str, None] = {}
    _number(value, numbers)
    return JsonReading(tuple(strings), tuple(joined), tuple(numbers))


def _gather(value: object, strings: list[str]) -> None:
    if isinstance(value, _Number):
        if len(value) >= SHORTEST_NUMBER:
            strings.append(str(value))
    elif isinstance(value, str):
        strings.append(value)
    elif isinstance(value, list | tuple):
        for item in value:
            _gather(item, strings)


def _join(value: object, joined: list[str]) -> None:
    if isinstance(value, tuple):
        for _, item in value:
            if isinstance(item, list | tuple):
                _join(item, joined)
    elif isinstance(value, list):
        together: dict[str, str] = {}
        for item in value:
            _join(item, joined)
            for key, text in item if isinstance(item, tuple) else (("", item),):
                if isinstance(text, str) and not isinstance(text, _Number):
                    together[key] = together.get(key, "") + text
        joined.extend(together.values())


def _number(value: list[object] | tuple[object, ...], numbers: dict[str, None]) -> None:
    """Gather numbers that stand together; of a member of an object, its value."""
    row = []
    for each in value:
        item = each[1] if isinstance(value, tuple) and isinstance(each, tuple) else each
        if isinstance(item, list | tuple):
            _number(item, numbers)
        elif isinstance(item, _Number):
            row.append(item)
    if len(row) > 1:
        numbers[", ".join(row)] = None
