"""Read a finished Word file again: every part of its zip, by a parser that had no part in writing.

Text is joined within what looks alike: a label of the document and the words beside it are two
blocks, as they are in a page. What is no text (attributes, names of parts) is kept apart. A part,
an element or a date that we never write is a fault: nobody would see into it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple
from xml.parsers import expat

from safelog.export.imagefile import is_bare_image

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml"
    r"|word/(?:document|styles|settings|numbering|footer1)\.xml|word/_rels/document\.xml\.rels"
    r"|word/media/image[0-9]{1,6}\.(?:jpg|png)"
)
_DATE = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile(
    r"w:(?:ins|del|moveFrom|moveTo|comment.*|delText|instrText|vanish|rsid.*|object|altChunk"
    r"|customXml.*|smartTag|sdt.*|fldChar)|.*:OLEObject"
)
"""Earlier versions, comments, hidden words, foreign objects."""

_FIELDS = frozenset({" PAGE ", " NUMPAGES "})
_TEXT = frozenset({"w:t", "dc:title", "dc:language", "dcterms:created", "dcterms:modified"})
_BREAKS = {"w:br": "\n", "w:tab": "\t"}


class WordReading(NamedTuple):
    """What a reader or a program can get at in a Word file."""

    blocks: tuple[str, ...]
    """Text, joined within what looks alike."""
    paragraphs: tuple[tuple[str, ...], ...]
    """The same blocks, by the paragraph in which nothing stands between them."""
    values: tuple[str, ...]
    """Values of attributes, each once."""
    streams: tuple[bytes, ...]
    """Unpacked parts, without images."""
    faults: tuple[str, ...]


class _Reader:
    def __init__(self) -> None:
        self.paragraphs: list[list[str]] = [[""]]
        self.values: dict[str, None] = {}
        self.faults: list[str] = []
        self._look = ""
        """Style or language of the run; a change of it begins a block."""
        self._last = ""
        self._stack: list[str] = []

    def read(self, part: bytes) -> None:
        """Read a part.

        Raises:
            expat.ExpatError: it is not XML.
        """
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.CommentHandler = self._foreign
        parser.StartDoctypeDeclHandler = self._foreign
        parser.ProcessingInstructionHandler = self._foreign
        parser.ParseFile(io.BytesIO(part))

    def _foreign(self, *_said: object) -> None:
        self.faults.append("foreign")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._stack.append(tag)
        if _FORBIDDEN.fullmatch(tag) or attributes.get("TargetMode"):
            self.faults.append("foreign")
        for name, value in attributes.items():
            if name.startswith("w:rsid") or (name == "w:instr" and value not in _FIELDS):
                self.faults.append("foreign")
            self.values[value] = None
        if tag == "w:p":
            self.paragraphs.append([""])
        elif tag == "w:r":
            self._look = ""
        elif tag in {"w:rStyle", "w:lang"}:
            self._look = attributes.get("w:val", "")
        elif tag == "w:t" and self._look != self._last:
            self._last = self._look
            self.paragraphs[-1].append("")
        elif tag in _BREAKS and self._stack[-2:-1] == ["w:r"]:
            self.paragraphs[-1][-1] += _BREAKS[tag]

    def _end(self, tag: str) -> None:
        self._stack.pop()
        if tag != "w:t" and tag in {"w:p", *_TEXT}:
            self.paragraphs.append([""])

    def _data(self, data: str) -> None:
        if self._stack[-1] in _TEXT:
            self.paragraphs[-1][-1] += data
        elif data.strip():
            self.faults.append("foreign")


def read_word(data: bytes) -> WordReading:
    """Read a Word file.

    Raises:
        Exception: it cannot be read.
    """
    reader = _Reader()
    streams: list[bytes] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.comment:
            reader.faults.append("zip")
        for info in archive.infolist():
            if not _PARTS.fullmatch(info.filename) or info.date_time != _DATE or info.extra:
                reader.faults.append("zip")
            part = archive.read(info)
            if not info.filename.startswith("word/media/"):
                streams.append(part)
                reader.read(part)
            elif not is_bare_image(part):
                reader.faults.append("image")
    paragraphs = tuple(tuple(filter(None, part)) for part in reader.paragraphs)
    return WordReading(
        blocks=tuple(block for part in paragraphs for block in part if block.strip()),
        paragraphs=tuple(part for part in paragraphs if len(part) > 1),
        values=tuple(reader.values),
        streams=tuple(streams),
        faults=tuple(reader.faults),
    )
