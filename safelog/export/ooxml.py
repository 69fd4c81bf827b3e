"""Write the parts of a Word file (ECMA-376), and put them into its zip.

Written here rather than by a library that starts from a template: what is not put in need not be
taken out again. No author, no revision ids, no thumbnail, no custom data, no macro, no link to
anything outside; every time is fixed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping

from safelog.export.markup import NOTHING, SLOT, Form, Markup, compact

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

_BREAKS = re.compile(r"([\n\t])")


def node(tag: str, *children: Markup, **attributes: str) -> Markup:
    """Return an element of WordprocessingML; its attributes are named without their prefix."""
    named = {f"w:{name}": value for name, value in attributes.items()}
    return compact(tag, *children, attributes=named)


_RUN = Form(node("w:r", SLOT))
_TEXT = Form(compact("w:t", SLOT, attributes={"xml:space": "preserve"}))
_MARKS: Mapping[str, Markup] = {"\n": node("w:br"), "\t": node("w:tab")}


def run(text: str, look: Markup = NOTHING) -> Markup:
    """Return text of one look, with its line breaks and tabs."""
    if text and text.isprintable():  # so it has no line break, and no tab
        return _RUN.filled(look, _TEXT.filled(text))
    pieces = (_MARKS.get(each) or _TEXT.filled(each) for each in _BREAKS.split(text) if each)
    return compact("w:r", look, *pieces)


def picture(number: int, relation: str, *, alternative: str, size_px: tuple[int, int]) -> Markup:
    """Return a picture in a line, with the words that stand for it."""
    width, height = (str(side * _EMU_PER_PX) for side in size_px)
    about = {"id": str(number), "name": f"image{number}", "descr": alternative}
    extent = {"cx": width, "cy": height}
    source = compact("a:blip", attributes={"r:embed": relation})
    stretched = compact("a:stretch", compact("a:fillRect"))
    place = compact("a:off", attributes={"x": "0", "y": "0"})
    frame = compact("a:xfrm", place, compact("a:ext", attributes=extent))
    form = compact("a:prstGeom", compact("a:avLst"), attributes={"prst": "rect"})
    names = compact("pic:cNvPr", attributes=about)
    drawn = compact(
        "pic:pic",
        compact("pic:nvPicPr", names, compact("pic:cNvPicPr")),
        compact("pic:blipFill", source, stretched),
        compact("pic:spPr", frame, form),
    )
    graphic = compact("a:graphicData", drawn, attributes={"uri": _PICTURE})
    inline = compact(
        "wp:inline",
        compact("wp:extent", attributes=extent),
        compact("wp:docPr", attributes=about),
        compact("a:graphic", graphic),
        attributes={"distT": "0", "distB": "0", "distL": "0", "distR": "0"},
    )
    return node("w:r", node("w:drawing", inline))


def part(root: str) -> bytes:
    """Write a part."""
    return _DECLARATION + root.encode()


def relations(targets: Iterable[tuple[str, str, str]]) -> bytes:
    """Write relations: an id, the last part of their type, and where they lead in the file."""
    rows = (
        compact(
            "Relationship",
            attributes={
                "Id": identity,
                "Type": _kind_of_relation(kind),
                "Target": target,
            },
        )
        for identity, kind, target in targets
    )
    return part(compact("Relationships", *rows, attributes={"xmlns": f"{_PACKAGE}/relationships"}))


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
        compact("Default", attributes={"Extension": extension, "ContentType": kind})
        for extension, kind in defaults.items()
    ]
    rows += [
        compact("Override", attributes={"PartName": name, "ContentType": kind})
        for name, kind in parts.items()
    ]
    return part(compact("Types", *rows, attributes={"xmlns": f"{_PACKAGE}/content-types"}))


def core_properties(*, title: str, made: str, language: str) -> bytes:
    """Write the properties of the document: its title, its language, and its one date."""
    date = {"xsi:type": "dcterms:W3CDTF"}
    moment = f"{made[:-1]}:00Z"
    return part(
        compact(
            "cp:coreProperties",
            compact("dc:title", title),
            compact("dc:language", language),
            compact("dcterms:created", moment, attributes=date),
            compact("dcterms:modified", moment, attributes=date),
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
