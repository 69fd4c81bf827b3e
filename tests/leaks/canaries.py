"""Canaries for every check of the leak check: what each must find, in each format that it reads.

A canary is hidden where one check is meant to find it. `alone` says that no other check finds it:
without that check it would leave with the export. Where a check reads a format and has no canary,
`ABSENT` says why there can be none.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from safelog.export.fault import Fault
from tests.leaks import test_export_canaries as text
from tests.leaks import test_format_canaries as packed
from tests.unit.redact.world import full_incident

FORMATS = ("html", "pdf", "docx", "csv", "json")
NAME = text.NAME
CODED = base64.b64encode(NAME.encode()).decode()
MISREAD = NAME.encode().decode("latin-1")
NUMBERS = ", ".join(map(str, NAME.encode()))
GLYPHS = "".join(f"/uni{ord(letter):04X}" for letter in NAME)
FEMALE = "Лисицына"
"""With a letter whose second byte is none in Windows-1252."""
MISREAD_IN_BROWSER = "".join(
    bytes([octet]).decode("cp1252", "ignore") or chr(octet) for octet in FEMALE.encode()
)
UNPICTURED = "data:image/png;base64," + CODED
LAST = f"\\u{ord(CODED[9]):04x}"
ID = full_incident().id.upper()


class Canary(NamedTuple):
    """Something hidden in the outputs of an export."""

    check: str
    format: str
    place: str
    outputs: Callable[[], Mapping[str, bytes]]
    alone: bool = True


def _html(check: str, place: str, markup: str, *, alone: bool = True) -> Canary:
    return Canary(check, "html", place, lambda: text.in_page(markup), alone)


def _json(check: str, place: str, members: str, *, alone: bool = True) -> Canary:
    return Canary(check, "json", place, lambda: text.in_json(members), alone)


def _csv(check: str, place: str, cell: str, *, alone: bool = True) -> Canary:
    return Canary(check, "csv", place, lambda: {"chronology.csv": packed.row(cell)}, alone)


def _docx(check: str, place: str, made: Callable[[], bytes], *, alone: bool = True) -> Canary:
    return Canary(check, "docx", place, lambda: {"chronology.docx": made()}, alone)


def _pdf(check: str, place: str, made: Callable[[], bytes], *, alone: bool = True) -> Canary:
    return Canary(check, "pdf", place, lambda: {"chronology.pdf": made()}, alone)


def _said(words: str) -> Callable[[], bytes]:
    return lambda: packed.paragraph(packed.run(words))


def _set(words: str) -> Callable[[], bytes]:
    return lambda: packed.set_with(words)


def _stream(data: bytes) -> Callable[[], bytes]:
    return lambda: packed.in_pdf(b"\nxref", packed.stream(b"", data))


def _everywhere(
    check: str, place: str, words: str, *formats: str, alone: bool = True
) -> list[Canary]:
    """Plant the same words in the text of several formats."""
    made = {
        "html": _html(check, place, f"<p>{words}</p>", alone=alone),
        "json": _json(check, place, f'"note":"{words}"', alone=alone),
        "csv": _csv(check, place, words, alone=alone),
        "docx": _docx(check, place, _said(words), alone=alone),
        "pdf": _pdf(check, place, _set(words), alone=alone),
    }
    return [made[name] for name in formats]


_STRUCTURES = (
    _pdf(
        "pdf_function",
        "layer",
        lambda: packed.in_pdf(b"/Type/Catalog", b"/OCProperties<<>>/Type/Catalog"),
    ),
    _pdf("pdf_function", "script", packed.PAPERS["script"]),
    _pdf("pdf_function", "embedded file", packed.PAPERS["embedded file"]),
    _pdf(
        "pdf_function",
        "escaped name",
        lambda: packed.in_pdf(b"/Type/Catalog", b"/#4aS 1 0 R/Type/Catalog"),
    ),
    _pdf("pdf_comment", "comment", lambda: packed.in_pdf(b"\ntrailer", "\n% Ян\ntrailer".encode())),
    _pdf(
        "pdf_syntax",
        "between objects",
        lambda: packed.in_pdf(b"\nxref", "\nЯн\nxref".encode()),
    ),
    _pdf(
        "pdf_filter",
        "stream packed by LZW",
        lambda: packed.in_pdf(b"\nxref", packed.stream(b"/Filter/LZWDecode", b"\x80\x0b")),
    ),
    _pdf(
        "pdf_filter",
        "packed twice",
        _stream(zlib.compress(NAME.encode())),
    ),
    _pdf("pdf_image", "comment of a picture", packed.PAPERS["picture with more than pixels"]),
    _pdf(
        "pdf_image",
        "text called a picture",
        lambda: packed.in_pdf(b"\nxref", packed.stream(b"/Subtype/Image", NAME.encode())),
    ),
    _pdf("pdf_revision", "second version", packed.PAPERS["second version"]),
    _pdf("pdf_untagged", "no structure", packed.PAPERS["untagged"]),
    _docx(
        "docx_part",
        "custom data",
        (lambda: packed.with_part("customXml/item1.xml", b"<w:p/>")),
    ),
    _docx("docx_zip", "note of the zip", packed.LETTERS["note of the zip"]),
    _docx("docx_zip", "before the zip", lambda: NAME.encode() + packed.FILES["chronology.docx"]),
    _docx("docx_element", "deleted text", lambda: packed.paragraph("<w:del/>")),
    _docx("docx_element", "hidden text", packed.LETTERS["hidden text"]),
    _docx("docx_element", "revision id", packed.LETTERS["revision id"]),
    _docx("docx_element", "field", packed.LETTERS["field"]),
    _docx("docx_element", "name of an element", lambda: packed.paragraph("<w:Щеглову/>")),
    _docx("docx_link", "link outside", packed.LETTERS["link outside"]),
    _docx("docx_remark", "comment", lambda: packed.paragraph("<!-- Ян -->")),
    _docx("docx_loose", "outside of a run", lambda: packed.paragraph("Ян")),
    _docx(
        "docx_image",
        "picture with more than pixels",
        packed.LETTERS["picture with more than pixels"],
    ),
    Canary("csv_mark", "csv", "no mark", lambda: {"chronology.csv": 'Я"x"'.encode()}),
    Canary(
        "csv_cell",
        "csv",
        "outside of cells",
        lambda: {"chronology.csv": packed.FILES["chronology.csv"] + b"x"},
    ),
    _csv("csv_formula", "formula", "=1+1"),
)

_TEXTS = (
    _html("markup", "link outside", '<img src="https://pixel.example/1.png">'),
    _html("markup", "order to go elsewhere", '<meta http-equiv="refresh" content="0">'),
    _html("style", "words of a style sheet", '<style>p::after{content:"Щег" "лову"}</style>'),
    _html("style", "fetched by a style sheet", "<style>p{background:url(//a.example)}</style>"),
    *_everywhere("visible_text", "text", f"Звонил {NAME}.", "html", "docx", "csv"),
    _html("joined_text", "over two paragraphs", "<p>Наш Кривой</p><p>Рог далеко</p>"),
    _docx(
        "joined_text",
        "over two paragraphs",
        lambda: packed.paragraph(packed.run("Глебом") + "</w:p><w:p>" + packed.run("Щегловым")),
        alone=False,
    ),
    _csv("joined_text", "over two lines", "Глебом\nЩегловым", alone=False),
    _pdf("paper_text", "text", _set(f"Звонил {NAME}.")),
    _html("attributes", "class", f'<p class="{NAME}">-</p>'),
    _html("unseen_text", "comment", f"<!-- {NAME} -->"),
    _pdf(
        "unseen_text",
        "alternative text",
        lambda: packed.set_with("x", alternative=f"x {NAME}"),
        alone=False,
    ),
    _pdf(
        "unseen_text",
        "properties, escaped",
        lambda: packed.in_pdf(b"/Creator(", b"/Subject(\\123hche\\\nglov)/Creator("),
    ),
    _pdf(
        "unseen_text",
        "text beside marked content",
        _stream(b"/Span<</ActualText(Shche\\147lov)>>BDC EMC"),
    ),
    _pdf(
        "unseen_text",
        "language inside a string",
        lambda: packed.in_pdf(
            b"/Creator(", b"/Subject" + packed.utf16("Щег\x1bru\x1bлову") + b"/Creator("
        ),
    ),
    _docx("unseen_text", "bookmark", packed.LETTERS["attribute"]),
    _json("json_strings", "value", f'"note":"{NAME}"'),
    _json("json_strings", "key", f'"{NAME}":1'),
    _json("json_joined", "over two pieces", '"note":[{"text":"Щегл"},{"text":"ову"}]'),
    *_everywhere("hidden_words", "word", "Прилетел щегол.", *FORMATS),
    *_everywhere("private_texts", "title", "Тайный заголовок", *FORMATS),
    *_everywhere("identifiers", "id", ID, "html", "csv", "json", "docx"),
    _html("identifiers", "id, with a reference", f'<p id="{ID[:9]}&#{ord(ID[9])};{ID[10:]}">-</p>'),
    *_everywhere("identifiers", "id in base64", base64.b64encode(ID.encode()).decode(), *FORMATS),
    *_everywhere(
        "identifiers", "id, percent signs", "".join(map("%{:02x}".format, ID.encode())), *FORMATS
    ),
    *_everywhere("identifiers", "id from its end", ID[::-1], *FORMATS),
    _json("identifiers", "id, with an escape", f'"a":"{ID[:9]}\\u{ord(ID[9]):04x}{ID[10:]}"'),
    _pdf(
        "identifiers",
        "id",
        lambda: packed.in_pdf(b"/Creator(", f"/Subject({ID})/Creator(".encode()),
    ),
    _pdf(
        "identifiers",
        "id, in digits",
        lambda: packed.in_pdf(b"/Creator(", b"/Subject" + packed.utf16(ID) + b"/Creator("),
    ),
)

_ENCODED = (
    _pdf("unpacked_bytes", "stream that nobody draws", _stream(NAME.encode())),
    _pdf(
        "unpacked_bytes",
        "font",
        lambda: packed.in_pdf(b"\nxref", packed.stream(b"/Length1 9", NAME.encode())),
    ),
    *_everywhere("character_sets", "UTF-16", NAME.encode("utf-16-le").decode(), "html", "csv"),
    *_everywhere("base64_runs", "base64", CODED, *FORMATS, alone=False),
    *_everywhere("base64_runs", "base64", CODED, "html"),
    _json("base64_runs", "base64, with an escape", f'"a":"{CODED[:9]}{LAST}{CODED[10:]}"'),
    _html("base64_runs", "class", f'<p class="{CODED[:9]}&#{ord(CODED[9])};{CODED[10:]}">-</p>'),
    _pdf("base64_runs", "called a picture, in a stream", _stream(UNPICTURED.encode())),
    *_everywhere("hex_runs", "digits", NAME.encode().hex(), *FORMATS),
    *_everywhere("hex_runs", "digits in groups", NAME.encode().hex("-", 2), *FORMATS),
    *_everywhere("number_rows", "row of numbers", NUMBERS, *FORMATS),
    _json("number_rows", "list of numbers", f'"a":[{NUMBERS}]'),
    *_everywhere("escapes", "percent signs", quote(NAME), *FORMATS),
    *_everywhere("escapes", "percent signs, KOI8-R", quote(NAME, encoding="koi8-r"), *FORMATS),
    *_everywhere("escapes", "names of glyphs", GLYPHS, *FORMATS),
    *_everywhere("misread", "bytes of UTF-8 as letters", MISREAD, "html", "docx", "csv", "json"),
    *_everywhere("misread", "as a browser reads them", MISREAD_IN_BROWSER, "html", "docx", "csv"),
    *_everywhere("misread", "CP1251 as Latin", NAME.encode("cp1251").decode("cp1252"), *FORMATS),
    *_everywhere("misread", "KOI8-R as CP1251", NAME.encode("koi8-r").decode("cp1251"), *FORMATS),
    *_everywhere("backwards", "from the end", NAME[::-1], *FORMATS),
    *_everywhere("data_uris", "data: address", text.broken_base64_uri(), *FORMATS, alone=False),
    *_everywhere("data_uris", "data: address", text.broken_base64_uri(), "html"),
    _html("images", "note of a picture", f'<img src="{text.tagged_png()}" alt="">'),
    _html("images", "more rows than pixels", f'<img src="{text.overfull_png()}" alt="">'),
    _json("images", "note of a picture", f'"a":"{text.tagged_png()}"'),
    _csv("images", "note of a picture", text.tagged_png()),
)

CANARIES: tuple[Canary, ...] = (
    *(
        Canary("file_names", name, "name", lambda: {**text.EXPORT.outputs, f"{NAME}.txt": b""})
        for name in FORMATS
    ),
    *_STRUCTURES,
    *_TEXTS,
    *_ENCODED,
)

_PER_FORMAT: Mapping[str, tuple[str, str]] = {
    "markup": ("html", "has no markup"),
    "style": ("html", "has no style sheet"),
    "attributes": ("html", "see unseen_text"),
    "paper_text": ("pdf", "see visible_text"),
    "json_strings": ("json", "no JSON"),
    "json_joined": ("json", "no JSON"),
    "unpacked_bytes": ("pdf", "has no streams"),
}

_SINGLE: Mapping[tuple[str, str], str] = {
    ("visible_text", "pdf"): "see paper_text",
    ("visible_text", "json"): "see json_strings",
    ("joined_text", "pdf"): "see paper_text",
    ("joined_text", "json"): "see json_joined",
    ("unseen_text", "csv"): "shows all it has",
    ("unseen_text", "json"): "shows all it has",
    ("character_sets", "pdf"): "see unpacked_bytes",
    ("character_sets", "docx"): "XML forbids zero bytes",
    ("character_sets", "json"): "JSON forbids zero bytes",
    ("images", "pdf"): "see pdf_image",
    ("images", "docx"): "see docx_image",
}


def absent(check: str, name: str) -> str | None:
    """Return why a format has no canary for a check; None if it needs one."""
    if check in set(Fault):
        return None if Fault(check).file == name else f"of {Fault(check).file}"
    if check in _PER_FORMAT:
        home, reason = _PER_FORMAT[check]
        return None if home == name else reason
    return _SINGLE.get((check, name))
