"""Read a finished Word file again: every part of its zip, by a parser that had no part in writing.

Text is joined within what looks alike: a label of the document and the words beside it are two
blocks, as they are in a page. What is no text (attributes, names of parts) is kept apart. A part,
an element or a byte that we never write is a fault: nobody would see into it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple
from xml.parsers import expat

from safelog.export.fault import Fault
from safelog.export.imagefile import is_bare_image

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml"
    r"|word/(?:document|styles|settings|numbering|footer1)\.xml|word/_rels/document\.xml\.rels"
    r"|word/media/image[0-9]{1,6}\.(?:jpg|png)"
)
_DATE = (1980, 1, 1, 0, 0, 0)
_ELEMENTS = frozenset(
    {
        "Default",
        "Override",
        "Relationship",
        "Relationships",
        "Types",
        "a:avLst",
        "a:blip",
        "a:ext",
        "a:fillRect",
        "a:graphic",
        "a:graphicData",
        "a:off",
        "a:prstGeom",
        "a:stretch",
        "a:xfrm",
        "cp:coreProperties",
        "dc:language",
        "dc:title",
        "dcterms:created",
        "dcterms:modified",
        "pic:blipFill",
        "pic:cNvPicPr",
        "pic:cNvPr",
        "pic:nvPicPr",
        "pic:pic",
        "pic:spPr",
        "w:abstractNum",
        "w:abstractNumId",
        "w:autoHyphenation",
        "w:b",
        "w:bCs",
        "w:basedOn",
        "w:body",
        "w:bookmarkEnd",
        "w:bookmarkStart",
        "w:bottom",
        "w:br",
        "w:cantSplit",
        "w:characterSpacingControl",
        "w:color",
        "w:compat",
        "w:compatSetting",
        "w:defaultTabStop",
        "w:docDefaults",
        "w:document",
        "w:drawing",
        "w:fldSimple",
        "w:footerReference",
        "w:ftr",
        "w:gridCol",
        "w:hyperlink",
        "w:ilvl",
        "w:ind",
        "w:insideH",
        "w:insideV",
        "w:jc",
        "w:keepLines",
        "w:keepNext",
        "w:lang",
        "w:left",
        "w:lvl",
        "w:lvlJc",
        "w:lvlText",
        "w:multiLevelType",
        "w:name",
        "w:next",
        "w:num",
        "w:numFmt",
        "w:numId",
        "w:numPr",
        "w:numbering",
        "w:outlineLvl",
        "w:p",
        "w:pBdr",
        "w:pPr",
        "w:pPrDefault",
        "w:pStyle",
        "w:pgMar",
        "w:pgSz",
        "w:qFormat",
        "w:r",
        "w:rFonts",
        "w:rPr",
        "w:rPrDefault",
        "w:rStyle",
        "w:removeDateAndTime",
        "w:removePersonalInformation",
        "w:right",
        "w:sectPr",
        "w:settings",
        "w:shd",
        "w:spacing",
        "w:start",
        "w:style",
        "w:styles",
        "w:suppressAutoHyphens",
        "w:sz",
        "w:szCs",
        "w:t",
        "w:tab",
        "w:tabs",
        "w:tbl",
        "w:tblBorders",
        "w:tblCellMar",
        "w:tblGrid",
        "w:tblHeader",
        "w:tblLayout",
        "w:tblLook",
        "w:tblPr",
        "w:tblStyle",
        "w:tblW",
        "w:tc",
        "w:tcPr",
        "w:tcW",
        "w:top",
        "w:tr",
        "w:trPr",
        "wp:docPr",
        "wp:extent",
        "wp:inline",
    }
)
_ATTRIBUTES = frozenset(
    {
        "ContentType",
        "Extension",
        "Id",
        "PartName",
        "Target",
        "Type",
        "cx",
        "cy",
        "descr",
        "distB",
        "distL",
        "distR",
        "distT",
        "id",
        "name",
        "prst",
        "r:embed",
        "r:id",
        "uri",
        "w:abstractNumId",
        "w:after",
        "w:anchor",
        "w:ascii",
        "w:before",
        "w:bottom",
        "w:color",
        "w:cs",
        "w:default",
        "w:eastAsia",
        "w:fill",
        "w:firstRow",
        "w:footer",
        "w:gutter",
        "w:h",
        "w:hAnsi",
        "w:hanging",
        "w:header",
        "w:id",
        "w:ilvl",
        "w:instr",
        "w:left",
        "w:line",
        "w:lineRule",
        "w:name",
        "w:numId",
        "w:orient",
        "w:pos",
        "w:right",
        "w:space",
        "w:styleId",
        "w:sz",
        "w:top",
        "w:type",
        "w:uri",
        "w:val",
        "w:w",
        "x",
        "xml:space",
        "xmlns",
        "xmlns:a",
        "xmlns:cp",
        "xmlns:dc",
        "xmlns:dcterms",
        "xmlns:pic",
        "xmlns:r",
        "xmlns:w",
        "xmlns:wp",
        "xmlns:xsi",
        "xsi:type",
        "y",
    }
)
"""All that our Word files have: no earlier versions, comments, hidden words or objects."""

_FIELDS = (" PAGE ", " NUMPAGES ")
_TEXT = frozenset({"w:t", "dc:title", "dc:language", "dcterms:created", "dcterms:modified"})
_BREAKS = {"w:br": "\n", "w:tab": "\t"}
_LOOKS = frozenset({"w:rStyle", "w:lang"})
_BEGINNINGS = frozenset({"w:p", "w:r", "w:t", *_LOOKS, *_BREAKS})
_ENDS = _TEXT - {"w:t"} | {"w:p"}


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
    faults: tuple[Fault, ...]


class _Reader:
    def __init__(self) -> None:
        self.paragraphs: list[list[str]] = [[""]]
        self.values: dict[str, None] = {}
        self.faults: list[Fault] = []
        self._look = ""
        """Style or language of the run; a change of it begins a block."""
        self._last = ""
        self._stack: list[str] = []
        self._known: set[tuple[str, ...]] = set()
        """Elements that were looked at; the same few stand in a file a hundred thousand times."""

    def read(self, part: bytes) -> None:
        """Read a part.

        Raises:
            expat.ExpatError: it is not XML.
        """
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.CommentHandler = self._foreign
        parser.StartDoctypeDeclHandler = self._foreign
        parser.ProcessingInstructionHandler = self._foreign
        parser.ParseFile(io.BytesIO(part))

    def _foreign(self, *_said: object) -> None:
        self.faults.append(Fault.DOCX_REMARK)

    def _start(self, tag: str, attributes: list[str]) -> None:
        self._stack.append(tag)
        element = (tag, *attributes)
        if element not in self._known:
            self._known.add(element)
            self._look_at(tag, _paired(attributes))
        if tag in _BEGINNINGS:
            self._begin(tag, attributes)

    def _look_at(self, tag: str, attributes: dict[str, str]) -> None:
        if "TargetMode" in attributes:
            self.faults.append(Fault.DOCX_LINK)
        elif not _is_known(tag, attributes):
            self.faults.append(Fault.DOCX_ELEMENT)
        self.values.update(dict.fromkeys(attributes.values()))

    def _begin(self, tag: str, attributes: list[str]) -> None:
        if tag == "w:p":
            self.paragraphs.append([""])
        elif tag == "w:r":
            self._look = ""
        elif tag in _LOOKS:
            self._look = _paired(attributes).get("w:val", "")
        elif tag == "w:t" and self._look != self._last:
            self._last = self._look
            self.paragraphs[-1].append("")
        elif tag in _BREAKS and self._stack[-2:-1] == ["w:r"]:
            self.paragraphs[-1][-1] += _BREAKS[tag]

    def _end(self, tag: str) -> None:
        self._stack.pop()
        if tag in _ENDS:
            self.paragraphs.append([""])

    def _data(self, data: str) -> None:
        if self._stack[-1] in _TEXT:
            self.paragraphs[-1][-1] += data
        elif data.strip():
            self.faults.append(Fault.DOCX_LOOSE)


def _paired(attributes: list[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _is_known(tag: str, attributes: dict[str, str]) -> bool:
    field = attributes.get("w:instr", _FIELDS[0])
    return tag in _ELEMENTS and _ATTRIBUTES.issuperset(attributes) and field in _FIELDS


def read_word(data: bytes) -> WordReading:
    """Read a Word file.

    Raises:
        Exception: it cannot be read.
    """
    reader = _Reader()
    streams: list[bytes] = []
    faults, parts = _parts(data)
    reader.faults += faults
    for name, part in parts.items():
        if not _PARTS.fullmatch(name):
            reader.faults.append(Fault.DOCX_PART)
        if not name.startswith("word/media/"):
            streams.append(part)
            reader.read(part)
        elif not is_bare_image(part):
            reader.faults.append(Fault.DOCX_IMAGE)
    paragraphs = tuple(tuple(filter(None, part)) for part in reader.paragraphs)
    return WordReading(
        blocks=tuple(block for part in paragraphs for block in part if block.strip()),
        paragraphs=tuple(part for part in paragraphs if len(part) > 1),
        values=tuple(reader.values),
        streams=tuple(streams),
        faults=tuple(reader.faults),
    )


def _parts(data: bytes) -> tuple[list[Fault], dict[str, bytes]]:
    """Unpack every part, and hold that the same zip comes of them again: nothing stands beside.

    A zip has many places that no program shows: notes, extra fields, a second part of one name,
    bytes before the first part and between others, what follows the end of a packed part.

    Raises:
        zipfile.BadZipFile: it is no zip.
    """
    parts: dict[str, bytes] = {}
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(again, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            plain = zipfile.ZipInfo(info.filename, _DATE)
            plain.create_system = 0
            plain.compress_type = info.compress_type
            target.writestr(plain, part)
            parts[info.filename] = part
    return [] if again.getvalue() == data else [Fault.DOCX_ZIP], parts
