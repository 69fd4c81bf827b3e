"""Build the parts of a Word file (ECMA-376) from elements, and put them into its zip.

Written here rather than by a library that starts from a template: what is not put in need not be
taken out again. No author, no revision ids, no thumbnail, no custom data, no macro, no link to
anything outside; every time is fixed. The library escapes; nothing joins markup from strings.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_PICTURE = NAMESPACES["xmlns:pic"]
_OFFICE = NAMESPACES["xmlns:r"]
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_EMU_PER_PX = 9525
"""At 96 pixels an inch."""

# What XML 1.0 cannot hold (section 2.2); control characters were made visible before.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BREAKS = re.compile(r"([\n\t])")


def node(tag: str, *children: ET.Element, **attributes: str) -> ET.Element:
    """Return an element; a name without a prefix, and its attributes, are of WordprocessingML."""
    made = ET.Element(
        tag if ":" in tag else f"w:{tag}",
        {f"w:{name}": value for name, value in attributes.items()},
    )
    made.extend(children)
    return made


def plain(tag: str, *children: ET.Element, attributes: Mapping[str, str]) -> ET.Element:
    """Return an element whose attributes have the names that they are given."""
    made = ET.Element(tag, dict(attributes))
    made.extend(children)
    return made


def run(text: str, *properties: ET.Element) -> ET.Element:
    """Return text of one look, with its line breaks and tabs."""
    made = node("r")
    if properties:
        made.append(node("rPr", *properties))
    for part in _BREAKS.split(_NOT_XML.sub("\ufffd", text)):
        if part == "\n":
            made.append(node("br"))
        elif part == "\t":
            made.append(node("tab"))
        elif part:
            words = plain("w:t", attributes={"xml:space": "preserve"})
            words.text = part
            made.append(words)
    return made


def picture(
    number: int, relation: str, *, alternative: str, size_px: tuple[int, int]
) -> ET.Element:
    """Return a picture in a line, with the words that stand for it."""
    width, height = (str(side * _EMU_PER_PX) for side in size_px)
    about = {"id": str(number), "name": f"image{number}", "descr": alternative}
    extent = {"cx": width, "cy": height}
    source = plain("a:blip", attributes={"r:embed": relation})
    stretched = plain("a:stretch", plain("a:fillRect", attributes={}), attributes={})
    frame = plain(
        "a:xfrm",
        plain("a:off", attributes={"x": "0", "y": "0"}),
        plain("a:ext", attributes=extent),
        attributes={},
    )
    form = plain("a:prstGeom", plain("a:avLst", attributes={}), attributes={"prst": "rect"})
    names = plain(
        "pic:nvPicPr",
        plain("pic:cNvPr", attributes=about),
        plain("pic:cNvPicPr", attributes={}),
        attributes={},
    )
    drawn = plain(
        "pic:pic",
        names,
        plain("pic:blipFill", source, stretched, attributes={}),
        plain("pic:spPr", frame, form, attributes={}),
        attributes={},
    )
    graphic = plain(
        "a:graphic", plain("a:graphicData", drawn, attributes={"uri": _PICTURE}), attributes={}
    )
    inline = plain(
        "wp:inline",
        plain("wp:extent", attributes=extent),
        plain("wp:docPr", attributes=about),
        graphic,
        attributes={"distT": "0", "distB": "0", "distL": "0", "distR": "0"},
    )
    return node("r", node("drawing", inline))


def written(root: ET.Element) -> bytes:
    """Write a part."""
    return _DECLARATION + ET.tostring(root, encoding="unicode").encode()


def opened(root: ET.Element, slot: ET.Element) -> tuple[bytes, bytes]:
    """Write a part as what stands before a slot in it, and what stands after."""
    before, after = written(root).split(ET.tostring(slot, encoding="unicode").encode())
    return before, after


def relations(targets: Iterable[tuple[str, str, str]]) -> bytes:
    """Write relations: an id, the last part of their type, and where they lead in the file."""
    rows = (
        plain(
            "Relationship",
            attributes={
                "Id": identity,
                "Type": _kind_of_relation(kind),
                "Target": target,
            },
        )
        for identity, kind, target in targets
    )
    return written(plain("Relationships", *rows, attributes={"xmlns": f"{_PACKAGE}/relationships"}))


def _kind_of_relation(kind: str) -> str:
    if kind == "core-properties":
        return f"{_PACKAGE}/relationships/metadata/core-properties"
    return f"{_OFFICE}/{kind}"


def content_types() -> bytes:
    """Write which part is what."""
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "jpg": "image/jpeg",
        "png": "image/png",
    }
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/numbering.xml": f"{_WORD}.numbering+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rows = [
        plain("Default", attributes={"Extension": extension, "ContentType": kind})
        for extension, kind in defaults.items()
    ]
    rows += [
        plain("Override", attributes={"PartName": name, "ContentType": kind})
        for name, kind in parts.items()
    ]
    return written(plain("Types", *rows, attributes={"xmlns": f"{_PACKAGE}/content-types"}))


def core_properties(*, title: str, made: str, language: str) -> bytes:
    """Write the properties of the document: its title, its language, and its one date."""
    rows = []
    for tag, text in (("dc:title", title), ("dc:language", language)):
        row = plain(tag, attributes={})
        row.text = text
        rows.append(row)
    for tag in ("dcterms:created", "dcterms:modified"):
        row = plain(tag, attributes={"xsi:type": "dcterms:W3CDTF"})
        row.text = f"{made[:-1]}:00Z"
        rows.append(row)
    return written(
        plain(
            "cp:coreProperties",
            *rows,
            attributes={
                "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
                "xmlns:dc": "http://purl.org/dc/elements/1.1/",
                "xmlns:dcterms": "http://purl.org/dc/terms/",
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            },
        )
    )


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Put parts into a zip whose every date is the first that a zip can hold."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()
