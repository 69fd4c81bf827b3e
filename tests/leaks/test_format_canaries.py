"""In every format, whatever is hidden stops the export wherever it stands."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest

from safelog.errors import LeakFoundError
from safelog.export.image import CleanCopy
from safelog.export.leakcheck import check_leaks
from safelog.export.outline import Para, Picture, Section, Words
from safelog.export.word import render_word
from tests.unit.export.forty import forty
from tests.unit.export.page import COPY, TEMPLATES, Export, make_export, paper_of
from tests.unit.redact.world import full_incident, rules

NAME = "Щеглову"
EXPORT = make_export()
SHORT = EXPORT.outline._replace(
    sections=tuple(s for s in EXPORT.outline.sections if s.kind not in {"legend", "method"})
)
"""The account without what is the same in every document: a page to search, not three."""

FILES: Mapping[str, bytes] = {
    "chronology.pdf": paper_of(SHORT, missing="Знаки"),
    "chronology.docx": render_word(SHORT),
    "chronology.csv": EXPORT.rendered("csv")["chronology.csv"],
}


def leak_in(outputs: Mapping[str, bytes], export: Export = EXPORT) -> str | None:
    """Return the check that stops these outputs, or None."""
    try:
        check_leaks(
            outputs,
            hidden=export.hidden,
            finder=export.finder,
            fixed=export.fixed,
            own=export.own,
        )
    except LeakFoundError as leak:
        return str(leak.fields["check"])
    return None


def in_pdf(old: bytes, new: bytes) -> bytes:
    """Change a PDF where it stands as it is; readers do not mind the places in it."""
    paper = FILES["chronology.pdf"]
    assert old in paper
    return listed(paper.replace(old, new, 1))


def listed(paper: bytes) -> bytes:
    """Write the table of places anew, so that a strict reader minds nothing but the change."""
    at = paper.rindex(b"\nxref") + 1
    head, end, rest = paper[at:].partition(b"trailer")
    places = {
        int(m[1]): m.start(1)
        for m in re.finditer(rb"\n([0-9]+) 0 obj", paper[:at])
        if m[1] != b"999"
    }
    rows = head.splitlines(keepends=True)
    for number, row in enumerate(rows[3 : 3 + max(places)], start=1):
        rows[number + 2] = b"%010d" % places[number] + row[10:]
    rest = re.sub(rb"startxref\s+[0-9]+", b"startxref\n%d" % at, rest)
    return paper[:at] + b"".join(rows) + end + rest


def stream(described: bytes, data: bytes) -> bytes:
    """Return an object that nothing refers to, and what follows it."""
    length = b"/Length %d" % len(data)
    return b"\n999 0 obj\n<<%s%s>>\nstream\n%s\nendstream\nendobj\nxref" % (
        described,
        length,
        data,
    )


def utf16(text: str) -> bytes:
    """Write a text as a PDF string."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


def set_with(text: str, *, alternative: str = "x", copy: CleanCopy = COPY) -> bytes:
    """Set the account with one more paragraph and picture."""
    blocks = (Para((Words((text,), "ru"),)), Picture(copy, alternative, ("x",)))
    more = Section("plain", "more", blocks)
    outline = SHORT._replace(sections=(*SHORT.sections, more))
    return paper_of(outline, missing="Знаки")


def in_word(part: str, old: str, new: str) -> bytes:
    """Change a part of the Word file."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(FILES["chronology.docx"])) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            target.writestr(info, data)
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    """Add a part to the Word file."""
    out = io.BytesIO(FILES["chronology.docx"])
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = 0
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(info, data)
    return out.getvalue()


def paragraph(inner: str) -> bytes:
    """Add a paragraph to the Word file."""
    return in_word("word/document.xml", "<w:sectPr>", f"<w:p>{inner}</w:p><w:sectPr>")


def run(text: str, look: str = "") -> str:
    """Return a run of a Word file."""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def row(cell: str) -> bytes:
    """Add a row to the table."""
    return FILES["chronology.csv"] + f'"{cell}"\r\n'.encode()


TALKING = COPY._replace(data=b"\xff\xd8\xff\xfe\x00\x06name" + COPY.data[2:])
"""A picture with a comment."""

PAPERS: Mapping[str, Callable[[], bytes]] = {
    "text": lambda: set_with(f"Звонил {NAME}."),
    "divided by a line": lambda: set_with("слово " * 11 + f"Глебом {NAME[:-1]}ым"),
    "inside a long word": lambda: set_with("x" * 78 + ". " + NAME),
    "alternative text": lambda: set_with("x", alternative=NAME),
    "heading of a bookmark": lambda: in_pdf(b"/Title", b"/Title" + utf16(NAME) + b"/Old"),
    "properties": lambda: in_pdf(b"/Creator(", b"/Author" + utf16(NAME) + b"/Creator("),
    "metadata": lambda: in_pdf(b"<xmp:CreatorTool>", f"<x>{NAME}</x><xmp:CreatorTool>".encode()),
    "comment": lambda: in_pdf(b"\ntrailer", f"\n% {NAME}\ntrailer".encode()),
    "hidden stream": lambda: in_pdf(b"\nxref", stream(b"", NAME.encode())),
    "packed stream": lambda: in_pdf(
        b"\nxref", stream(b"/Filter/FlateDecode", zlib.compress(NAME.encode()))
    ),
    "stream without a length": lambda: in_pdf(b"/Length ", b"/Lengt "),
    "literal string": lambda: in_pdf(b"/Creator(", b"/Subject(Shcheglov)/Creator("),
    "escaped string": lambda: in_pdf(b"/Creator(", b"/Subject(\\123hcheglov)/Creator("),
    "identifier": lambda: in_pdf(b"\ntrailer", f"\n% {full_incident().id}\ntrailer".encode()),
    "script": lambda: in_pdf(b"/Type/Catalog", b"/OpenAction<</S/JavaScript>>/Type/Catalog"),
    "embedded file": lambda: in_pdf(b"/Type/Catalog", b"/EmbeddedFiles[]/Type/Catalog"),
    "second version": lambda: FILES["chronology.pdf"] + b"\n%%EOF\n",
    "untagged": lambda: in_pdf(b"/MarkInfo", b"/MarkOdds"),
    "picture with more than pixels": lambda: set_with("x", copy=TALKING),
    "no PDF at all": lambda: b"%PDF-1.7 nothing",
}

LETTERS: Mapping[str, Callable[[], bytes]] = {
    "divided between runs": lambda: paragraph(run("Щег") + run("лову")),
    "divided between looks": lambda: paragraph(
        run("Щег") + run("лову", '<w:rPr><w:lang w:val="uk"/></w:rPr>')
    ),
    "hidden text": lambda: paragraph(run("x", "<w:rPr><w:vanish/></w:rPr>")),
    "field": lambda: paragraph('<w:fldSimple w:instr=" INCLUDETEXT x "/>'),
    "attribute": lambda: paragraph(f'<w:bookmarkStart w:id="9999" w:name="{NAME}"/>'),
    "comment": lambda: paragraph(f"<!-- {NAME} -->"),
    "revision id": lambda: in_word("word/document.xml", "<w:p>", '<w:p w:rsidR="00A1">'),
    "link outside": lambda: in_word(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        '<Relationship Id="x" TargetMode="External" Target="https://a.example"/></Relationships>',
    ),
    "title": lambda: in_word("docProps/core.xml", "<dc:title>", f"<dc:title>{NAME} "),
    "author": lambda: in_word(
        "docProps/core.xml", "<dc:title>", "<dc:creator>x</dc:creator><dc:title>"
    ),
    "picture with more than pixels": lambda: with_part("word/media/image9.jpg", COPY.data + b"x"),
    "note of the zip": lambda: FILES["chronology.docx"][:-2] + b"\x01\x00x",
    "no zip at all": lambda: b"PK",
}

IN_THE_MATRIX = frozenset(
    {"attribute", "embedded file", "field", "hidden text", "link outside", "note of the zip"}
    | {"picture with more than pixels", "revision id", "script", "second version", "untagged"}
)
"""Canaries that `canaries` plants for a check; there each is tried with and without it."""

CANARIES = {
    **{("chronology.pdf", name): made for name, made in PAPERS.items()},
    **{("chronology.docx", name): made for name, made in LETTERS.items()},
}


@pytest.mark.parametrize(
    ("name", "place"), [each for each in CANARIES if each[1] not in IN_THE_MATRIX]
)
def test_a_canary_stops_the_export(name: str, place: str) -> None:
    """Wherever a reader or a program could get at it."""
    assert leak_in({name: CANARIES[name, place]()}) is not None


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_an_honest_export_passes_in_every_format(template: str) -> None:
    """Under every template; a stop without a leak would teach people to go around the check."""
    language = "ru" if TEMPLATES[template].order % 2 else "en"
    export = forty(language=language, template=template, count=2)
    assert leak_in(export.rendered("pdf", "docx", "csv", "html"), export) is None


def test_words_that_were_allowed_may_stand_as_often() -> None:
    """The person decided to show the bird; it stands in the PDF once, and no more."""
    shown = make_export(choice="show", by=rules())
    outputs = shown.rendered("pdf", "docx", "csv")
    assert leak_in(outputs, shown) is None


def test_the_name_of_the_renderer_is_no_leak() -> None:
    """Words that every file of the format has are not the person's."""
    assert leak_in(FILES) is None


def test_the_words_of_the_label_are_not_the_persons() -> None:
    """Quotes of another language get room; its hint is the document's own."""
    export = forty(language="en", count=3)
    assert "Translation" in export.own.texts
    assert not any(isinstance(text, Words) for text in export.own.texts)
