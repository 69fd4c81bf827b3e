"""Read a finished PDF again: its text through pypdf, everything else straight from its bytes.

pypdf had no part in writing, and finds the text through the fonts' own tables, as a viewer does.
What no viewer shows (strings, names, alternative texts, properties) is read by a scan of our own,
which sees an object even where nothing refers to it. A file that holds what we never write is
faulty: the scan would not see into it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from safelog.export.imagefile import is_bare_image

_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length ([0-9]{1,12})(?![0-9 ]* R)")
_AFTER = b"\r\nendstream"
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NAME = re.compile(rb"/([A-Za-z0-9#._+-]+)")

_UNKNOWN = frozenset(
    {b"AA", b"AcroForm", b"EmbeddedFile", b"EmbeddedFiles", b"Encrypt", b"GoToE", b"GoToR"}
    | {b"ImportData", b"JS", b"JavaScript", b"Launch", b"Movie", b"ObjStm", b"OpenAction"}
    | {b"PieceInfo", b"RichMedia", b"Sound", b"SubmitForm", b"Thumb", b"URI", b"XFA"}
)
"""Names of what we never write: scripts, files, forms, links out, hidden objects."""

_TAGGED = frozenset({"/StructTreeRoot", "/MarkInfo", "/Lang", "/Metadata"})
"""Without these a screen reader finds neither the structure nor the language."""

_IMAGE = b"/Image"
_FONT_FILES = (b"/Length1", b"/CIDFontType0C", b"/OpenType")

LONGEST_WORD = 40
"""A line that ends with so long a word may have been divided inside it."""


class PdfReading(NamedTuple):
    """What a reader or a program can get at in a PDF."""

    text: str
    """Everything that is shown, in the order of reading; lines are joined by spaces."""
    pages: int
    strings: tuple[str, ...]
    """Every string outside the shown text: properties, headings, alternative texts, languages."""
    streams: tuple[bytes, ...]
    """What stands outside of streams, and inflated streams, without fonts and images."""
    faults: tuple[str, ...]
    """What stands in the file and should not."""


def read_pdf(data: bytes) -> PdfReading:
    """Read a PDF file.

    Raises:
        Exception: it cannot be read.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - half a second, for those alone who make a PDF

    reader = PdfReader(io.BytesIO(data), strict=True)
    lines = [line for page in reader.pages for line in page.extract_text().splitlines()]
    outside, packed = _cut(data)
    streams, faults = _streams(packed)
    names = {name.group(1) for name in _NAME.finditer(outside)}
    faults += [name.decode("ascii") for name in sorted(names & _UNKNOWN)]
    trailer = data[data.rfind(b"trailer") :]
    if data.count(b"%%EOF") != 1 or not data.rstrip().endswith(b"%%EOF") or b"/Prev" in trailer:
        faults.append("revision")
    catalog: object = reader.trailer["/Root"].get_object()
    if not (isinstance(catalog, dict) and catalog.keys() >= _TAGGED):
        faults.append("untagged")
    return PdfReading(
        text=_joined(lines),
        pages=len(reader.pages),
        strings=tuple(dict.fromkeys(_strings(outside))),
        streams=(outside, *streams),
        faults=tuple(faults),
    )


def _joined(lines: list[str]) -> str:
    """Join lines; one that ends inside a long word goes on without a space."""
    text = ""
    joined: list[str] = []
    for line in lines:
        words = text.rsplit(maxsplit=1)
        divided = bool(words) and len(words[-1]) >= LONGEST_WORD and not text[-1:].isspace()
        joined.append("" if divided or not text else " ")
        joined.append(line)
        text = line
    return "".join(joined)


def _cut(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Part a file into what stands outside of streams, and each stream with its dictionary.

    Raises:
        ValueError: a stream does not say its length, or another one than it has.
    """
    outside, streams, at = [], [], 0
    while match := _STREAM.search(data, at):
        described = data[max(data.rfind(b" obj", at, match.start()), at) : match.start()]
        length = _LENGTH.search(described)
        end = match.end() + int(length.group(1)) if length else -1
        if not data[end : end + len(_AFTER)].lstrip(b"\r\n").startswith(_AFTER[2:]):
            raise ValueError
        outside.append(data[at : match.start()])
        streams.append((described, data[match.end() : end]))
        at = end
    outside.append(data[at:])
    return b">>".join(outside), streams


def _streams(packed: list[tuple[bytes, bytes]]) -> tuple[list[bytes], list[str]]:
    """Inflate streams, and look at images."""
    streams, faults = [], []
    for described, raw in packed:
        if _IMAGE in described:
            if b"/DCTDecode" in described and not is_bare_image(raw):
                faults.append("image")
        elif not any(mark in described for mark in _FONT_FILES):
            streams.append(zlib.decompress(raw) if b"/FlateDecode" in described else raw)
    return streams, faults


def _strings(outside: bytes) -> Iterator[str]:
    for match in _LITERAL.finditer(outside):
        yield _decoded(_ESCAPE.sub(_unescaped, match.group(1)))
    for match in _HEX.finditer(outside):
        digits = re.sub(rb"\s", b"", match.group(1))
        yield _decoded(bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)))


def _unescaped(match: re.Match[bytes]) -> bytes:
    escaped = match.group(1)
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 0xFF])
    return _ESCAPED.get(escaped, escaped)


def _decoded(raw: bytes) -> str:
    """Decode a text string (ISO 32000-1, 7.9.2.2)."""
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")
