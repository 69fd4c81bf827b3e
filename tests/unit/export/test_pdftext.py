"""The text of a PDF as its pages draw it: the same as other readers find, or nothing at all."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from safelog.export.outline import Heading, Outline, Para, Section, Words
from safelog.export.pdfsyntax import unescaped
from safelog.export.pdftext import Objects, objects_in, read_drawn
from safelog.export.readpdf import read_pdf
from tests.unit.export.forty import forty
from tests.unit.export.page import paper_of

PDFTOTEXT = shutil.which("pdftotext")

PAPER = forty(language="ru", count=3).rendered("pdf")["chronology.pdf"]
FONT = b"/f0 2 0 R"
OBJECTS = {
    1: b"<</Pages 5 0 R>>",
    2: b"<</Type/Font/DescendantFonts[3 0 R]/ToUnicode 4 0 R>>",
    3: b"<</DW 0/W[0 0 500 1 3 600]>>",
    5: b"<</Type/Pages/Kids[6 0 R]>>",
    6: b"<</Type/Page/Resources 7 0 R/Contents 8 0 R>>",
    7: b"<</Font<</f0 2 0 R>>>>",
}
TABLE = b"3 beginbfchar\n<0001> <042F>\n<0002> <043D>\n<0003> <0020>\nendbfchar\n"
ESCAPES = (
    b"\\n",
    b"\\t",
    b"\\(",
    b"\\)",
    b"\\\\",
    b"\\000",
    b"\\101",
    b"\\400",
    b"\\7",
    b"\\q",
    b"\\\n",
)
ESCAPE = re.compile(rb"\\([0-7]{1,3})|(\\?.)", re.DOTALL)
LETTERS = {
    b"\\n": b"\n",
    b"\\t": b"\t",
    b"\\(": b"(",
    b"\\)": b")",
    b"\\\\": b"\\",
    b"\\q": b"q",
    b"\\\n": b"",
    b"\\a": b"a",
    b"\\x": b"x",
    b"\\9": b"9",
    b"\\\0": b"\0",
    b"\\\xff": b"\xff",
}
TRAILER = b"trailer\n<</Size 9/Root 1 0 R>>"


def shown(string: bytes, x: int = 0, y: int = 0) -> bytes:
    """Draw glyphs at a place, ten points high."""
    return b"q 1 0 0 1 %d %d cm\nBT 0 Tr/f0 10 Tf 1 0 0 1 0 0 Tm%s\nET\nQ\n" % (x, y, string)


def drawn(stream: bytes, table: bytes = TABLE, objects: dict[int, bytes] | None = None) -> str:
    """Read one page."""
    pages = read_drawn(TRAILER, Objects({**OBJECTS, **(objects or {})}, {4: table, 8: stream}))
    return "|".join(line for lines in pages.pages for line in lines)


@pytest.mark.parametrize("template", ["asylum", "protection", "timeline", "un"])
def test_it_is_what_another_reader_finds(template: str) -> None:
    """Word for word, in the same order, in paragraphs, tables, charts and wide pages."""
    paper = forty(language="en", template=template, count=5).rendered("pdf")["chronology.pdf"]
    pages = PdfReader(io.BytesIO(paper), strict=True).pages
    found = [word for page in pages for word in page.extract_text().split()]
    assert read_pdf(paper).text.split() == found
    assert read_pdf(paper).pages == len(pages)


@pytest.mark.skipif(PDFTOTEXT is None, reason="needs pdftotext")
def test_a_third_reader_finds_the_same_letters() -> None:
    """The program that Debian reads files with, in the order of the stream."""
    command = [PDFTOTEXT or "", "-raw", "-", "-"]
    found = subprocess.run(command, input=PAPER, capture_output=True, check=True).stdout.decode()
    assert sorted("".join(read_pdf(PAPER).text.split())) == sorted("".join(found.split()))


def test_letters_that_touch_are_one_word() -> None:
    """A run of letters that begins where another ends goes on with it."""
    first, second = b"[(\\000\\001)-10(\\000\\002)]TJ", b"<0001>Tj"
    assert drawn(shown(first) + shown(second, 12)) == "ЯнЯ"


@pytest.mark.parametrize(
    "steps",
    [
        shown(b"(\\000\\001)Tj") + shown(b"(\\000\\002)Tj", 8),
        shown(b"(\\000\\001)Tj", 90) + shown(b"(\\000\\002)Tj"),
        shown(b"[(\\000\\001)-900(\\000\\002)]TJ"),
        shown(b"(\\000\\001\\000\\003)Tj") + shown(b"(\\000\\002)Tj", 20),
    ],
)
def test_letters_apart_are_two_words(steps: bytes) -> None:
    """A gap is a space, and one space is enough."""
    assert drawn(steps) == "Я н"


def test_another_height_is_another_line() -> None:
    """However near the letters are."""
    assert drawn(shown(b"(\\000\\001)Tj") + shown(b"(\\000\\002)Tj", 6, 12)) == "|".join("Ян")


def test_a_matrix_holds_until_it_is_given_back() -> None:
    """What was moved inside is moved no more outside."""
    inner = b"q 1 0 0 1 0 40 cm\n" + shown(b"(\\000\\001)Tj") + b"Q\n"
    assert drawn(inner + shown(b"(\\000\\002)Tj", 0, 40)) == "Я н"


def test_parentheses_may_stand_deep_in_a_string() -> None:
    """They are glyphs by chance, and a program escapes them only where they are odd."""
    deep = b"(" + b"\\000\\001" + b"(" * 10 + b")" * 10 + b")"
    table = TABLE.replace(b"endbfchar", b"<2828> <0410>\n<2929> <0411>\nendbfchar")
    objects = {3: b"<</DW 0/W[0 0 500 1 3 600 10280 10537 600]>>"}
    wide = drawn(shown(deep + b"Tj"), table, objects)
    assert wide == "Я" + "А" * 5 + "Б" * 5


def test_a_backslash_is_a_glyph_too() -> None:
    """Escaped by another one, it escapes nothing itself; what follows are digits."""
    table = TABLE.replace(b"endbfchar", b"<005C> <0411>\n<3030> <0412>\n<3000> <0413>\nendbfchar")
    for string in (b"(\\000\\\\00\\060\\000)Tj", b"[(\\000\\\\)-10(00)-10(0\\000)]TJ"):
        assert drawn(shown(string), table) == "БВГ"


@settings(max_examples=150, deadline=None)
@given(
    raw=st.lists(st.sampled_from([*ESCAPES, b"a", b"0", b"9", b"x", b"\0", b"\xff"])).map(b"".join)
)
def test_escapes_are_read_as_the_standard_says(raw: bytes) -> None:
    """The short way through them and the long one come to the same."""
    said, at = b"", 0
    while at < len(raw):
        match = ESCAPE.match(raw, at)
        assert match is not None
        at = match.end()
        said += bytes([int(match[1], 8) & 0xFF]) if match[1] else LETTERS.get(match[2], match[2])
    assert unescaped(raw) == said


@pytest.mark.parametrize(
    "stream",
    [
        b"% Shcheglov\n" + shown(b"(\\000\\001)Tj"),
        shown(b"(\\000\\001)Tj") + b"/Secret gs\n",
        shown(b"(\\000\\001)Tj") + b"/Span<</Author(x)>>BDC\nEMC\n",
        shown(b"(\\000\\001)'"),
        shown(b"[(\\000\\001)]Tj"),
        shown(b"(\\000\\011)Tj"),
        shown(b"(\\000)Tj"),
        shown(b"/Name Tj"),
        b"BI /W 1 ID x EI\n",
        b"Q\n",
    ],
)
def test_what_we_never_draw_is_not_overlooked(stream: bytes) -> None:
    """Comments, other steps, other names, glyphs without a text: all of it is an error."""
    with pytest.raises((ValueError, IndexError)):
        drawn(stream)


@pytest.mark.parametrize(
    "objects",
    [
        {5: b"<</Type/Pages/Kids[5 0 R]>>"},
        {6: b"<</Type/Page/Resources 7 0 R>>"},
        {7: b"<</Font<</Secret 2 0 R>>>>"},
        {3: b"<</DW 0>>"},
    ],
)
def test_a_page_that_is_built_otherwise_is_not_read(objects: dict[int, bytes]) -> None:
    """A tree with a ring, a page without contents, another name, a font without widths."""
    with pytest.raises((ValueError, KeyError)):
        drawn(shown(b"(\\000\\001)Tj"), objects=objects)


def test_a_table_of_another_kind_is_not_read() -> None:
    """Ranges of glyphs would be left out of it."""
    with pytest.raises(ValueError, match=r"^$"):
        drawn(b"", TABLE + b"1 beginbfrange\n<0004> <0005> <0410>\nendbfrange\n")


def test_a_page_without_text_is_empty() -> None:
    """A picture needs no font."""
    assert drawn(b"q 1 0 0 1 0 0 cm/x0 Do\nQ\n", objects={7: b"<</XObject<<>>>>"}) == ""


def test_an_object_stands_there_once() -> None:
    """Of two with one number nobody knows which one is shown."""
    with pytest.raises(ValueError, match=r"^$"):
        objects_in(b"1 0 obj\n<<>>\nendobj\n1 0 obj\n<<>>\nendobj")


def packed(change: Callable[[bytes], bytes]) -> bytes:
    """Change the first stream that draws text."""
    for match in re.finditer(rb"<</Length ([0-9]+)/Filter/FlateDecode>>\nstream\n", PAPER):
        raw = PAPER[match.end() : match.end() + int(match[1])]
        if b"BT" in (stream := zlib.decompress(raw)):
            again = zlib.compress(change(stream))
            opened = b"<</Length %d/Filter/FlateDecode>>\nstream\n" % len(again)
            return PAPER[: match.start()] + opened + again + PAPER[match.end() + len(raw) :]
    raise AssertionError


def test_streams_that_were_read_whole_are_not_searched_as_noise() -> None:
    """They hold places and numbers of glyphs, and strings beside marks, which are searched."""
    assert not any(b"BT 0 Tr" in stream for stream in read_pdf(PAPER).streams)
    named = packed(lambda stream: stream.replace(b"/Span<<", b"/Span<</Alt(Shcheglov)", 1))
    assert "Shcheglov" in read_pdf(named).strings


def test_a_remark_in_the_stream_of_a_page_is_refused() -> None:
    """No viewer shows it, and it goes with the file."""
    with pytest.raises(ValueError, match=r"^$"):
        read_pdf(packed(lambda stream: stream + b"\n% Shcheglov"))


def test_numbers_of_objects_are_left_out_of_what_is_searched() -> None:
    """Nothing else is: a place where no object begins stays."""
    outside = read_pdf(PAPER).streams[0]
    assert not re.search(rb"[0-9] 0 R\b|^[0-9]{10} 00000 n", outside, re.MULTILINE)
    place = re.findall(rb"[0-9]{10} 00000 n", PAPER)[3]
    moved = PAPER.replace(place, b"7000001122 00000 n")
    assert b"7000001122" in read_pdf(moved).streams[0]


@settings(max_examples=12, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@example("שלום а\u0301\u0301 العربية 中 🔪 ₸")
def test_whatever_people_write_can_be_read_again(text: str) -> None:
    """An export must not be refused for letters that somebody used: from the right, in piles."""
    said = Para((Words((text,), ""),))
    section = Section("plain", "words", (Heading(1, "Words"), said))
    outline = Outline("en", "Words", "2026-05-20T12:00Z", landscape=False, sections=(section,))
    reading = read_pdf(paper_of(outline))
    assert reading.faults == ()
    assert reading.text.startswith("Words")
