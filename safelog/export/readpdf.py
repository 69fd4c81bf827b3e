"""Read a finished PDF again, straight from its bytes.

What its pages draw is read by `pdftext`, through the fonts' own tables, as a viewer does.
What no viewer shows (strings, names, alternative texts, properties) is read by a scan of our own,
which sees an object even where nothing refers to it. A file that holds what we never write is
faulty: the scan would not see into it.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from safelog.export.fault import Fault
from safelog.export.imagefile import is_bare_image
from safelog.export.pdfsyntax import Syntax, decoded, marked_strings, scan
from safelog.export.pdftext import Objects, objects_in, read_drawn
from safelog.export.xmltext import xml_texts

_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length ([0-9]{1,12})(?![0-9 ]* R)")
_AFTER = b"\r\nendstream"
_NUMBERED = re.compile(rb"([0-9]+) 0$")
_LONGEST_NUMBER = 12

_TABLE = b"\nxref\n"
_ROW = re.compile(rb"^([0-9]{10}) 00000 n\s*\n", re.MULTILINE)
_COUNTED = re.compile(rb"(?<![0-9])[0-9]{1,6} 0 (?:R|obj)\b")
"""Numbers of objects. Whose number is longer than six digits is searched for."""

_UNKNOWN = frozenset(
    {b"AA", b"AP", b"AcroForm", b"EmbeddedFile", b"EmbeddedFiles", b"Encrypt", b"GoToE", b"GoToR"}
    | {b"ImportData", b"JS", b"JavaScript", b"Launch", b"Movie", b"OCG", b"OCMD", b"OCProperties"}
    | {b"ObjStm", b"OpenAction", b"Pattern", b"PieceInfo", b"RichMedia", b"Sound", b"SubmitForm"}
    | {b"Thumb", b"Type3", b"URI", b"XFA", b"XRef", b"XRefStm"}
)
"""Names of what we never write: scripts, files, forms, layers, links out, hidden objects."""

_TAGGED = frozenset({b"StructTreeRoot", b"MarkInfo", b"Lang", b"Metadata"})
"""Without these a screen reader finds neither the structure nor the language."""

_COMMENTS = frozenset({b"PDF-1.7", b"\x80\x80\x80\x80", b"%EOF"})

_FILTER = re.compile(rb"/(?:Filter|F|FFilter|DecodeParms)\b\s*([^\s/]?)\s*/?([A-Za-z0-9#]*)")
_FILTERS = frozenset({(b"", b"FlateDecode"), (b"", b"DCTDecode")})
_PACKED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b", b"PK\x03\x04")
"""How something begins that was packed once more (RFC 1950, RFC 1952, zip)."""
_IMAGE_TYPE = re.compile(rb"/Subtype\s*/Image\b")
_IMAGE = re.compile(
    rb".*<</Length [0-9]+/Type/XObject/Subtype/Image/Filter/(DCTDecode|FlateDecode)"
    rb"/Width ([0-9]+)/Height ([0-9]+)/ColorSpace [0-9]+ 0 R/BitsPerComponent 8",
    re.DOTALL,
)
_FONT_FILES = (b"/Length1", b"/CIDFontType0C", b"/OpenType")
_XMP = b"/Metadata"
_COLOURS = 3

_HEX_STRING = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")
_OUR_LETTERS = re.compile("[\u0020-\u052f\u2000-\u2bff]*")
"""Bytes of another character set, read as UTF-16, are letters of other scripts."""

LONGEST_WORD = 40
"""A line that ends with so long a word may have been divided inside it."""


class PdfReading(NamedTuple):
    """What a reader or a program can get at in a PDF."""

    text: str
    """Everything that is shown, in the order of reading; lines are joined by spaces."""
    divided: tuple[tuple[str, str], ...]
    """What may be one word: after a long one, the first of the next line."""
    pages: int
    strings: tuple[str, ...]
    """Every string outside the shown text: properties, headings, alternative texts, languages."""
    streams: tuple[bytes, ...]
    """What stands outside of streams, its strings without escapes, and inflated streams.

    Streams of pages are not among them: they were read whole, and are places and glyph numbers.
    """
    fonts: tuple[bytes, ...]
    """Inflated font files."""
    faults: tuple[Fault, ...]


def read_pdf(data: bytes) -> PdfReading:
    """Read a PDF file.

    Raises:
        Exception: it cannot be read.
    """
    outside, packed = _cut(data)
    syntax = scan(outside)
    streams = [_Stream.of(*each) for each in packed]
    objects = Objects(objects_in(outside), {each.number: each.data for each in streams})
    drawn = read_drawn(outside, objects)
    sorted_streams = _Sorted(streams, drawn.read)
    faults = [*sorted_streams.faults, *_faults(data, syntax)]
    if not scan(drawn.catalog).names >= _TAGGED:
        faults.append(Fault.PDF_UNTAGGED)
    lines = [line for page in drawn.pages for line in page]
    raws = (*syntax.strings, *syntax.escaped_names, *sorted_streams.strings)
    strings = (text for raw in raws for text in decoded(raw))
    unclear = b"\n".join(raw for raw in raws if not (raw.isascii() or _is_clear(raw)))
    return PdfReading(
        text=" ".join(lines),
        divided=tuple(_edges(lines)),
        pages=len(drawn.pages),
        strings=tuple(dict.fromkeys((*strings, *sorted_streams.metadata))),
        streams=(_telling(data, outside), unclear, *sorted_streams.plain),
        fonts=tuple(sorted_streams.fonts),
        faults=tuple(faults),
    )


def _is_clear(raw: bytes) -> bool:
    """Tell whether a string is words in UTF-16, so that other readings of it are noise."""
    text = raw.decode("utf-16-be", "replace")
    return text.startswith("\ufeff") and _OUR_LETTERS.fullmatch(text, 1) is not None


def _unhexed(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _faults(data: bytes, syntax: Syntax) -> Iterator[Fault]:
    """Walk what should not stand outside of streams."""
    if syntax.names & _UNKNOWN:
        yield Fault.PDF_FUNCTION
    if not _COMMENTS.issuperset(syntax.comments):
        yield Fault.PDF_COMMENT
    if syntax.words:
        yield Fault.PDF_SYNTAX
    trailer = data[data.rfind(b"trailer") :]
    if data.count(b"%%EOF") != 1 or not data.rstrip().endswith(b"%%EOF") or b"/Prev" in trailer:
        yield Fault.PDF_REVISION


def _edges(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Walk the words around the end of a line that may have divided one."""
    for line, following in itertools.pairwise(lines):
        words, begun = line.split(), following.split(maxsplit=1)
        if words and begun and len(words[-1]) >= LONGEST_WORD and not line[-1:].isspace():
            yield words[-1], begun[0]


def _telling(data: bytes, outside: bytes) -> bytes:
    """Return what stands outside of streams but what only counts objects, and each line once.

    The structure of a large file is the same few lines, thousands of times, with other numbers.
    """
    body, mark, table = outside.rpartition(_TABLE)
    if all(
        data.startswith(b"%d 0 obj" % number, int(row[1]))
        for number, row in enumerate(_ROW.finditer(table), start=1)
    ):
        # A number in a row that is no place of an object could be anybody's.
        table = _ROW.sub(b"", table)
    lines = _COUNTED.sub(b"", body + mark + table).splitlines()
    # A string that is read as words needs no reading as noise.
    return _HEX_STRING.sub(
        lambda m: b"<>" if _is_clear(_unhexed(m[1])) else m[0], b"\n".join(dict.fromkeys(lines))
    )


def _cut(data: bytes) -> tuple[bytes, list[tuple[int, bytes, bytes]]]:
    """Part a file into what stands outside of streams, and each stream with what describes it.

    Raises:
        ValueError: a stream does not say its length, or another one than it has.
    """
    outside, streams, at = [], [], 0
    while match := _STREAM.search(data, at):
        begun = max(data.rfind(b" obj", at, match.start()), at)
        described = data[begun : match.start()]
        number = _NUMBERED.search(data, max(begun - _LONGEST_NUMBER, at), begun)
        length = _LENGTH.search(described)
        end = match.end() + int(length.group(1)) if length else -1
        if not number or not data[end : end + len(_AFTER)].lstrip(b"\r\n").startswith(_AFTER[2:]):
            raise ValueError
        outside.append(data[at : match.start()])
        streams.append((int(number[1]), described, data[match.end() : end]))
        at = end
    outside.append(data[at:])
    return b">>".join(outside), streams


class _Stream(NamedTuple):
    number: int
    described: bytes
    data: bytes
    """Its bytes, inflated."""

    @classmethod
    def of(cls, number: int, described: bytes, raw: bytes) -> _Stream:
        """Inflate a stream."""
        return cls(number, described, _inflated(raw) if b"/FlateDecode" in described else raw)


class _Sorted:
    """The streams of a file, sorted by what they hold."""

    def __init__(self, streams: list[_Stream], drawn: frozenset[int]) -> None:
        self.plain: list[bytes] = []
        self.fonts: list[bytes] = []
        self.strings: list[bytes] = []
        self.metadata: list[str] = []
        self.faults: list[Fault] = []
        for number, described, data in streams:
            if not _FILTERS.issuperset(match.groups() for match in _FILTER.finditer(described)):
                self.faults.append(Fault.PDF_FILTER)
            if number in drawn:
                self.strings += marked_strings(data)
            elif _IMAGE_TYPE.search(described):
                if not _is_bare(described, data):
                    self.faults.append(Fault.PDF_IMAGE)
            elif any(mark in described for mark in _FONT_FILES):
                self.fonts.append(data)
            else:
                self._add_plain(described, data)

    def _add_plain(self, described: bytes, data: bytes) -> None:
        if data.startswith(_PACKED):
            self.faults.append(Fault.PDF_FILTER)
        self.plain.append(data)
        if _XMP in described:
            self.metadata += xml_texts(data)
        else:
            self.strings += marked_strings(data)


def _inflated(raw: bytes) -> bytes:
    """Inflate a stream.

    Raises:
        ValueError: it does not end, or something follows its end.
    """
    inflater = zlib.decompressobj()
    data = inflater.decompress(raw)
    if not inflater.eof or inflater.unused_data:
        raise ValueError
    return data


def _is_bare(described: bytes, data: bytes) -> bool:
    """Tell whether an image is pixels and nothing else, to its last byte."""
    match = _IMAGE.fullmatch(described)
    if match is None:
        return False
    if match[1] == b"DCTDecode":
        return is_bare_image(data)
    return len(data) == int(match[2]) * int(match[3]) * _COLOURS
