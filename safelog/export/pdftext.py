"""Read the text of a PDF as its pages draw it (ISO 32000-1, 7.7.3, 8.4, 9.4 and 9.10).

Nothing here had a part in writing: letters are found through the tables of the fonts, as a viewer
finds them, and words through the places where they stand. The language of pages is read whole or
not at all: a stream is a row of the steps that stand in `_STEPS`, without a byte between them, so
what could be drawn by other means, or hidden beside it, is an error and never overlooked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from safelog.export.pdfsyntax import end_of_text, unescaped

_NUMBER = rb"-?(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)"
_SIX = rb"\s".join([rb"(?:" + _NUMBER + rb")"] * 6)

_DEPTH = 6


def _inside(depth: int) -> bytes:
    """Return the pattern of what stands in a string, with pairs of parentheses in one another.

    Nothing is given back once it was taken, so that no string is tried in every division.
    """
    nested = rb"|\(" + _inside(depth - 1) + rb"\)" if depth else b""
    return rb"(?:[^()\\]++|\\." + nested + rb")*+"


_STRING = re.compile(rb"\(" + _inside(_DEPTH) + rb"\)", re.DOTALL)

_MARKED_NAMES = (
    rb"MCID|Lang|Alt|ActualText|E|Type|Layout|Pagination|Page|Background|Subtype|Header|Footer"
    rb"|Watermark|Attached|Top|Bottom|Left|Right|BBox"
)
_MARKED = (
    rb"/(?:Span|Artifact)\s?(?:<<(?:/(?:"
    + _MARKED_NAMES
    + rb")(?![A-Za-z0-9])|"
    + _NUMBER
    + rb"|[\s\[\]]|"
    + _STRING.pattern
    + rb"|<[0-9A-Fa-f]*>)*+>>\s?BDC|BMC)"
)
_ENDS = rb"(?=[\s/]|$)"
_UNREAD = (
    rb"(?:\s|EMC|/Span<</MCID [0-9]++>>BDC|"
    + _MARKED
    + rb"|/ReversedChars\sBMC|/c[0-9]+\s(?:cs|CS)|/g[0-9]+\sgs|/x[0-9]+\sDo|(?:"
    + _NUMBER
    + rb"\s)*+(?:BT|ET|scn|SCN|w|M|m|l|c|h|f\*?|S|B|W\*?|n)"
    + _ENDS
    + rb")"
)
"""Colours, lines, pictures, and marks that say how what follows is to be read."""
_STEPS = re.compile(
    _UNREAD
    + rb"*+(?:(Q)"
    + _ENDS
    + _UNREAD
    + rb"*+)?+(?:(q)"
    + _ENDS
    + _UNREAD
    + rb"*+)?+(?:("
    + _SIX
    + rb")\scm"
    + _ENDS
    + _UNREAD
    + rb"*+)?+(?:0\sTr/(f[0-9]+)\s("
    + _NUMBER
    + rb")\sTf\s("
    + _SIX
    + rb")\sTm)?+",
    re.DOTALL,
)
"""Steps in the order in which they mostly stand, each of which may be missing."""
_LETTERS = re.compile(
    rb"\[(?:" + _STRING.pattern + rb"|" + _NUMBER + rb")*+\]TJ|" + _STRING.pattern + rb"Tj",
    re.DOTALL,
)
"""A row of letters as we nearly always draw it; `_shown` knows the others."""
_PIECE = re.compile(rb"(" + _STRING.pattern + rb")|(" + _NUMBER + rb")", re.DOTALL)
_HEX = re.compile(rb"<((?:[0-9A-Fa-f]{4})*+)>")
_SHIFT = re.compile(rb"\s*(" + _NUMBER + rb")\s*")

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,8}) 0 obj\b(.*?)\bendobj\b", re.DOTALL)
_ROOT = re.compile(rb"trailer\s*<<[^>]*?/Root ([0-9]+) 0 R")
_KIDS = re.compile(rb"/Kids\s*\[([0-9R\s]*)\]")
_FONTS = re.compile(rb"/Font<<((?:/f[0-9]+ [0-9]+ 0 R)*)>>")
_FONT = re.compile(rb"/(f[0-9]+) ([0-9]+) 0 R")
_DESCENDANT = re.compile(rb"/DescendantFonts\[([0-9]+) 0 R\]")
_WIDTHS = re.compile(rb"/DW 0(?:/CIDToGIDMap/Identity)?/W\[([0-9.\s]*)\]")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})> <((?:[0-9A-Fa-f]{4})+)>\n")
_MAP_TABLE = re.compile(rb"[0-9]+ beginbfchar\n((?:<[0-9A-Fa-f]+> <[0-9A-Fa-f]+>\n)*)endbfchar")

_SHORT_ROW = 120
"""Bytes of a row that may be a label."""

_UPSIDE = b"1 0 0 -1 0 0"
"""Turns letters and moves nothing: their scale and place are those of what they stand in."""

_JOINED = 0.12
"""A gap below this part of the size of the letters is none: the word goes on."""
_OVERLAP = 0.3
"""Letters that begin further back than this belong to something else."""
_WIDE_SHIFT = -150
"""A shift between letters, in thousandths of their size, that a reader sees as a space."""

_Matrix = tuple[float, float, float, float, float, float]


class _Font(NamedTuple):
    texts: Mapping[int, str]
    """What each glyph stands for; asked for another one, it raises."""
    widths: Mapping[str, float]
    """How wide each glyph is, in thousandths of the size, by the character of its number.

    A mark over a letter has no width, and may be missing here.
    """
    rows: dict[bytes, tuple[str, float]]
    """Short rows of letters that were read already: labels stand in a document by the hundred."""


class _Texts(dict[int, str]):
    def __missing__(self, glyph: int) -> str:
        """Refuse a glyph without a text.

        Raises:
            ValueError: always. `str.translate` would let a LookupError pass.
        """
        raise ValueError


class Objects(NamedTuple):
    """The objects of a file by their numbers."""

    described: Mapping[int, bytes]
    """What stands outside of streams."""
    streams: Mapping[int, bytes]
    """Inflated streams."""


class Drawn(NamedTuple):
    """What the pages of a file draw."""

    pages: tuple[tuple[str, ...], ...]
    """Lines of text, by page."""
    catalog: bytes
    read: frozenset[int]
    """Numbers of the streams that were read to the last byte."""


def objects_in(outside: bytes) -> dict[int, bytes]:
    """Find the objects of a file in what stands outside of its streams.

    Raises:
        ValueError: two have the same number, so that nobody knows which one is shown.
    """
    found = _OBJECT.findall(outside)
    described = {int(number): body for number, body in found}
    if len(described) != len(found):
        raise ValueError
    return described


def read_drawn(outside: bytes, objects: Objects) -> Drawn:
    """Read the text of every page, in the order of pages.

    Raises:
        Exception: something stands there that we never draw.
    """
    catalog = objects.described[int(_only(_ROOT, outside))]
    fonts: dict[int, _Font] = {}
    pages, read = [], set()
    for page in _leaves(objects, _reference(b"Pages", catalog), set()):
        contents = _reference(b"Contents", page)
        resources = objects.described[_reference(b"Resources", page)]
        named = {}
        for name, number in _FONT.findall(
            _only(_FONTS, resources) if b"/Font" in resources else b""
        ):
            known = fonts.get(int(number))
            named[name] = fonts[int(number)] = known or _font(objects, int(number))
        pages.append(tuple(_lines(objects.streams[contents], named)))
        read.add(contents)
    return Drawn(tuple(pages), catalog, frozenset(read))


def _leaves(objects: Objects, number: int, seen: set[int]) -> Iterator[bytes]:
    """Walk the pages below a node of the tree of pages."""
    if number in seen:
        raise ValueError
    seen.add(number)
    node = objects.described[number]
    if b"/Kids" not in node:
        yield node
        return
    for kid in re.findall(rb"([0-9]+) 0 R", _only(_KIDS, node)):
        yield from _leaves(objects, int(kid), seen)


def _font(objects: Objects, number: int) -> _Font:
    described = objects.described[number]
    texts = _Texts()
    table = objects.streams[_reference(b"ToUnicode", described)]
    if b"beginbfrange" in table:
        raise ValueError
    for rows in _MAP_TABLE.findall(table):
        for glyph, text in _MAPPED.findall(rows):
            texts[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    descendant = objects.described[int(_only(_DESCENDANT, described))]
    row = list(map(float, _only(_WIDTHS, descendant).split()))
    widths = {
        chr(glyph): width
        for first, last, width in zip(row[::3], row[1::3], row[2::3], strict=True)
        for glyph in range(int(first), int(last) + 1)
    }
    return _Font(texts, widths, {})


def _lines(stream: bytes, fonts: Mapping[bytes, _Font]) -> Iterator[str]:
    """Read what a page draws, line by line.

    Raises:
        ValueError: there is a step that we never make.
    """
    matrix: _Matrix = (1, 0, 0, 1, 0, 0)
    saved: list[_Matrix] = []
    line, height, end = "", 0.0, 0.0
    at = 0
    stream = _with_plain_zeros(stream)
    while (match := _STEPS.match(stream, at)) and match.end() > at:
        at = match.end()
        restored, kept, moved, font, size, placed = match.groups()
        if restored:
            matrix = saved.pop()
        if kept:
            saved.append(matrix)
        if moved:
            matrix = _multiplied(_matrix(moved), matrix)
        if placed:
            own = matrix if placed == _UPSIDE else _multiplied(_matrix(placed), matrix)
            scale, _, _, _, x, y = own
            text, width, at = _row(stream, at, fonts[font])
            wide = float(size) * scale
            if line and abs(y - height) > abs(wide) * _JOINED:
                yield line
                line = ""
            elif line and not -_OVERLAP * wide < x - end < _JOINED * wide:
                line = line.rstrip(" ") + " "
            line, height, end = line + text, y, x + width * wide / 1000
    if at != len(stream):
        raise ValueError
    if line:
        yield line


def _with_plain_zeros(stream: bytes) -> bytes:
    """Take the escape off the first byte of nearly every glyph.

    A row of backslashes begins with one that escapes, so pairs are found by cutting. Outside of
    strings either writing is an error.
    """
    return b"\\\\".join(part.replace(b"\\000", b"\0") for part in stream.split(b"\\\\"))


def _row(stream: bytes, at: int, font: _Font) -> tuple[str, float, int]:
    """Read a row of letters, or remember what it said when it was read before."""
    match = _LETTERS.match(stream, at)
    if match is None:
        return _shown(stream, at, font)
    row = match[0]
    known = font.rows.get(row)
    if known is None:
        known = _plainly_shown(row, font)
        if len(row) < _SHORT_ROW:
            font.rows[row] = known
    return *known, match.end()


def _plainly_shown(row: bytes, font: _Font) -> tuple[str, float]:
    """Read strings and numbers that stand one after the other, as `_shown` would."""
    parts, shifted = [b""], 0.0
    for string, shift in _PIECE.findall(row):
        if shift:
            shifted += float(shift)
            if float(shift) < _WIDE_SHIFT:
                parts.append(b"")
        else:
            glyphs = unescaped(string[1:-1])
            if len(glyphs) % 2:
                raise ValueError
            parts[-1] += glyphs
    words = [part.decode("utf-16-be") for part in parts]
    width = sum(map(font.widths.get, "".join(words), itertools.repeat(0)))
    return " ".join(word.translate(font.texts) for word in words), width - shifted


def _shown(stream: bytes, at: int, font: _Font) -> tuple[str, float, int]:
    """Read a row of letters: what they say, how wide they are, and where it ends."""
    text, width = "", 0.0
    in_list = stream[at : at + 1] == b"["
    at += in_list
    while stream[at : at + 1] != b"]":
        if shift := _SHIFT.match(stream, at):
            width -= float(shift[1])
            text += " " if float(shift[1]) < _WIDE_SHIFT else ""
            at = shift.end()
            continue
        raw, at = _string(stream, at)
        # Glyphs have numbers of two bytes, so they read as characters of their own numbers.
        glyphs = raw.decode("utf-16-be")
        text += glyphs.translate(font.texts)
        width += sum(map(font.widths.get, glyphs, itertools.repeat(0)))
        if not in_list:
            break
    operator = b"]TJ" if in_list else b"Tj"
    if not stream.startswith(operator, at):
        raise ValueError
    return text, width, at + len(operator)


def _string(stream: bytes, at: int) -> tuple[bytes, int]:
    """Read a string of glyphs, and return where it ends."""
    if digits := _HEX.match(stream, at):
        return bytes.fromhex(digits[1].decode()), digits.end()
    if string := _STRING.match(stream, at):
        end = string.end()
    elif stream[at : at + 1] == b"(":
        end = end_of_text(stream, at + 1)
    else:
        raise ValueError
    return unescaped(stream[at + 1 : end - 1]), end


def _matrix(numbers: bytes) -> _Matrix:
    a, b, c, d, e, f = map(float, numbers.split())
    return a, b, c, d, e, f


def _multiplied(one: _Matrix, other: _Matrix) -> _Matrix:
    """Apply one matrix, then another (8.3.4)."""
    a, b, c, d, e, f = one
    k, m, n, o, x, y = other
    return (
        a * k + b * n,
        a * m + b * o,
        c * k + d * n,
        c * m + d * o,
        e * k + f * n + x,
        e * m + f * o + y,
    )


def _reference(name: bytes, described: bytes) -> int:
    return int(_only(re.compile(rb"/" + name + rb" ([0-9]+) 0 R"), described))


def _only(pattern: re.Pattern[bytes], data: bytes) -> bytes:
    """Return what stands in the only place that fits.

    Raises:
        ValueError: there is none, or another one.
    """
    (found,) = pattern.findall(data)
    return bytes(found)
