"""The Word file: what a lawyer finds in it, and what nobody does."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import docx
import pytest

from safelog.export.outline import (
    Block,
    Fact,
    Facts,
    Heading,
    Item,
    Items,
    Outline,
    Para,
    Quote,
    Section,
    Table,
    Words,
)
from safelog.export.readword import read_word
from safelog.export.word import render_word
from tests.unit.export.forty import forty
from tests.unit.export.page import COPY, TEMPLATES, make_export

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def letter(*, language: str = "ru", template: str = "chronology", count: int = 6) -> bytes:
    """Render the invented account."""
    return forty(language=language, template=template, count=count).rendered("docx")[
        "chronology.docx"
    ]


def said(text: str) -> bytes:
    """Render a document that says one thing."""
    return of_blocks(Para((Words((text,), "ru"),)))


def of_blocks(*blocks: Block) -> bytes:
    """Render a document of some blocks under a heading."""
    section = Section("plain", "words", (Heading(1, "T"), *blocks))
    return render_word(Outline("en", "T", "2026-05-20T12:00Z", False, (section,)))  # noqa: FBT003 (a row by its places)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_another_program_reads_every_template(template: str) -> None:
    """Every style is one of the file's; the account is there, and nothing hidden."""
    document = docx.Document(io.BytesIO(letter(template=template)))
    known = {style.style_id for style in document.styles}
    for tag in ("pStyle", "rStyle", "tblStyle"):
        assert {each.get(f"{W}val") for each in document.element.iter(f"{W}{tag}")} <= known
    styles = {part.style.name for part in document.paragraphs if part.style is not None}
    assert {"Title", "Heading 1"} <= styles
    text = "\n".join(part.text or "" for part in document.element.iter(f"{W}t"))
    assert "мужчина в серой кепке развернулся тоже" in text
    assert not any(word in text for word in ("Глеб", "Щегл", "Тамар", "Тайный"))


def test_paragraphs_are_numbered_by_text() -> None:
    """A number stays what it is when a paragraph is taken out."""
    document = docx.Document(io.BytesIO(letter()))
    headings = [
        part.text
        for part in document.paragraphs
        if part.style is not None and part.style.name == "Heading 2"
    ]
    assert [text.split()[0] for text in headings[:6]] == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_there_is_room_for_a_translation_beside_a_quote() -> None:
    """A cell to write into, next to words in another language."""
    document = docx.Document(io.BytesIO(letter(language="en")))
    cells = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    beside = [row for row in cells if row[-1] == "Translation"]
    assert any("Шли от вокзала" in row[0] for row in beside)


def test_the_words_carry_their_language() -> None:
    """The spelling check of the reader's program follows it."""
    data = zipfile.ZipFile(io.BytesIO(letter(language="en"))).read("word/document.xml")
    languages = {node.get(f"{W}val") for node in ET.fromstring(data).iter(f"{W}lang")}  # noqa: S314 (our own file)
    assert {"ru", "uk", "kk"} <= languages


def test_the_properties_say_nothing_about_anybody() -> None:
    """No author, one date, which is the document's."""
    properties = docx.Document(io.BytesIO(letter(count=1))).core_properties
    assert (properties.author, properties.last_modified_by, properties.keywords) == ("", "", "")
    assert properties.title == "Хронология происшествий"
    assert str(properties.created) == str(properties.modified) == "2026-05-20 12:00:00+00:00"


def test_the_file_has_no_residue() -> None:
    """Only known parts, one date for all, no revision ids, no thumbnail, no custom data."""
    with zipfile.ZipFile(io.BytesIO(letter(count=4))) as archive:
        names = set(archive.namelist())
        dates = {info.date_time for info in archive.infolist()}
        assert b"rsid" not in archive.read("word/document.xml")
        media = [archive.read(name) for name in sorted(names) if "/media/" in name]
    assert media == [COPY.data]
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert not any(part in name for name in names for part in ("custom", "thumbnail", "app.xml"))
    assert read_word(letter(count=4)).faults == ()


def test_the_same_document_gives_the_same_bytes() -> None:
    """Nothing is drawn by chance."""
    assert letter(count=2) == letter(count=2)


@pytest.mark.parametrize(
    "text", ["<w:p/> & ]]> </w:t>", "a\ufffeb\uffff", "a\x0bb\x00c", "раз\nдва\tтри", "🔪 中文 ₸"]
)
def test_any_text_makes_a_whole_file(text: str) -> None:
    """Markup stays words; what XML cannot hold is replaced."""
    document = docx.Document(io.BytesIO(said(text)))
    told = document.paragraphs[-1].text
    expected = "".join("\ufffd" if c in "\x00\x0b\ufffe\uffff" else c for c in text)
    assert told == expected


def test_values_hold_any_text_too() -> None:
    """The title, an anchor and the language of words are attributes and properties."""
    hostile = 'T" w:x="\ud800\uffff<w:p/>&'
    section = Section("plain", "a", (Heading(1, "T"), Para((Words(("a",), hostile),))), hostile)
    data = render_word(Outline("en", hostile, "2026-05-20T12:00Z", False, (section,)))  # noqa: FBT003 (a row by its places)
    assert read_word(data).faults == ()
    held = hostile.replace("\ud800\uffff", "\ufffd\ufffd")
    document = docx.Document(io.BytesIO(data))
    assert document.core_properties.title == held
    for name, tag in (("name", "bookmarkStart"), ("val", "lang")):
        assert [each.get(f"{W}{name}") for each in document.element.iter(f"{W}{tag}")] == [held]


def test_an_item_is_numbered_once_before_its_first_fact() -> None:
    """Also where that fact is a quote with room beside it; the second has no number."""
    quote = Quote(Words(("Стой",), "ru"), "words", "Translation")
    facts = Facts((Fact("Words", quote), Fact("Role", ("officer",))))
    data = of_blocks(Items((Item(facts), Item(Facts((Fact("Role", ("driver",)),)), "No answer."))))
    told = [part.text for part in docx.Document(io.BytesIO(data)).paragraphs]
    assert told == ["T", "1. Words\t", "", "Role\tofficer", "2. Role\tdriver", "No answer."]


def test_a_cell_ends_with_a_paragraph() -> None:
    """Word calls a file damaged whose cell is empty."""
    table = Table(("a", "b"), (((), (Para(("c",)),)),), (1, 1))
    document = docx.Document(io.BytesIO(of_blocks(table)))
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    assert [[part.text for part in cell.paragraphs] for cell in cells] == [
        ["a"],
        ["b"],
        [""],
        ["c"],
    ]


def test_an_exhibit_has_its_picture_and_the_words_for_it() -> None:
    """The clean copy is in the file, and a screen reader is told what it is."""
    data = make_export().rendered("docx")["chronology.docx"]
    document = docx.Document(io.BytesIO(data))
    assert len(document.inline_shapes) == 1
    assert b"descr=" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
