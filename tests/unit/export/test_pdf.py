"""The PDF: what stands in it, that it is archival and accessible, and what it never does."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from safelog.errors import UnrenderedExportError
from safelog.export.outline import Heading, Link, Outline, Para, Section, Words
from safelog.export.readpdf import PdfReading, read_pdf
from tests.unit.export.forty import forty
from tests.unit.export.page import TEMPLATES, make_export, paper_of

PDFTOTEXT = shutil.which("pdftotext")
STRACE = shutil.which("strace")
HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    "*bold* _it_ `raw` $x^2$ = Heading",
    "<p1> @p1 #p1 \\u{41} ~ --- // comment /* */",
    "#{panic()}",
    "https://example.org/?a=b",
)


def outline(*texts: str, language: str = "ru", landscape: bool = False) -> Outline:
    """Return a document of one heading and the person's texts."""
    said = tuple(Para((Words((text,), "ru"),)) for text in texts)
    section = Section("plain", "words", (Heading(1, "Words"), *said))
    return Outline(language, "Words", "2026-05-20T12:00Z", landscape, (section,))


def read(*texts: str) -> PdfReading:
    """Set texts and read them again."""
    return read_pdf(paper_of(outline(*texts)))


@pytest.fixture(scope="module")
def paper() -> bytes:
    """Set an account with everything in it."""
    return make_export().rendered("pdf")["chronology.pdf"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markup_is_shown_as_written(text: str) -> None:
    """No text can read a file, ask a network or change the look."""
    assert text in read(text).text


def test_an_account_with_everything_is_in_the_text(paper: bytes) -> None:
    """Headings, labels, the account, exhibits, legend and method can be read out again."""
    text = read_pdf(paper).text
    for told in ("Хронология", "Мы с [Человек A · R4]", "Приложение 1", "Метод", "ab" * 32):
        assert told in text


def test_the_file_says_that_it_is_archival_and_accessible(paper: bytes) -> None:
    """PDF/A-2a and PDF/UA-1, tagged, with its language and its title."""
    for entry in (b"/MarkInfo<</Marked true", b"/StructTreeRoot", b"/Lang(ru)"):
        assert entry in paper
    assert b"/DisplayDocTitle true" in paper
    metadata = paper[paper.index(b"<?xpacket") : paper.rindex(b"<?xpacket")].decode()
    for claim in ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"):
        assert claim in metadata
    assert "Хронология происшествий" in metadata


def test_the_file_carries_nothing_but_the_document(paper: bytes) -> None:
    """No script, no file, no form, no link out, one version, every font inside."""
    reading = read_pdf(paper)
    assert reading.faults == ()
    assert paper.count(b"%%EOF") == 1
    fonts = re.findall(rb"/Type/FontDescriptor.*?endobj", paper, re.DOTALL)
    assert fonts
    assert all(b"/FontFile" in font for font in fonts)
    assert set(PdfReader(io.BytesIO(paper)).metadata or ()) == {
        "/Title",
        "/Creator",
        "/CreationDate",
        "/ModDate",
    }


def test_the_same_document_gives_the_same_bytes(paper: bytes) -> None:
    """The time is the document's own; nothing is drawn by chance."""
    assert make_export().rendered("pdf")["chronology.pdf"] == paper
    assert b"D:20260520120000" in paper


def test_texts_are_paragraphs_for_a_screen_reader(paper: bytes) -> None:
    """What stands apart on paper is heard apart: no text hangs in the document without a tag."""
    assert paper.count(b"/S/P") > 20
    assert not any(b"/Placement/Block" in span for span in re.findall(rb"/S/Span[^\n]*", paper))


def test_links_lead_to_the_place_that_they_name() -> None:
    """From a paragraph to its exhibit and back; the place is found though it is set later."""
    reader = PdfReader(io.BytesIO(forty(language="en", count=1).rendered("pdf")["chronology.pdf"]))
    named = reader.named_destinations
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    assert {str(note["/Dest"]) for note in notes} == set(named) == {"e1", "p1"}
    # Heights of a page are counted from below.
    assert float(str(named["p1"]["/Top"])) > float(str(named["e1"]["/Top"])) > 0


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_is_set(template: str) -> None:
    """Wide ones too; and nothing hidden is in the text."""
    language = "en" if TEMPLATES[template].order % 2 else "ru"
    paper = forty(language=language, template=template, count=2).rendered("pdf")["chronology.pdf"]
    reading = read_pdf(paper)
    assert reading.faults == ()
    assert not any(word in reading.text for word in ("Глеб", "Щегл", "Тамар", "Тайный"))
    assert "мужчина в серой кепке развернулся тоже" in " ".join(reading.text.split())


def test_kazakh_ukrainian_and_money_are_drawn() -> None:
    """Every letter of the four languages, and the signs of their money."""
    words = "Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і Ґ Є Ї ґ є ї ₸ ₴ ₽ € «»“”–—№…’"
    assert words in read(words).text


def test_other_scripts_of_our_fonts_are_drawn() -> None:
    """Georgian and Armenian stand as they were written."""
    reading = read("ქართული Հայերեն")
    assert "ქართული Հայերեն" in reading.text
    assert "Missing" not in reading.text


def test_what_no_font_has_is_told_and_listed() -> None:
    """A knife in a threat must not become an empty box."""
    text = read("Смотри 🔪 中").text
    assert "Смотри [U+1F52A] [U+4E2D]" in text
    assert "Missing" in text
    assert "[U+1F52A] HOCHO" in text


def test_a_word_longer_than_a_line_is_whole_for_a_reader() -> None:
    """It is divided on paper; the lines are searched also as if they were one word."""
    long = "".join(f"{number:04}" for number in range(200))
    reading = read(f"А вот: {long} и всё")
    assert long in "".join(reading.text.split())
    assert reading.divided
    assert all(f"{end}{start}" in long for end, start in reading.divided if end in long)


def test_line_breaks_and_tabs_stay() -> None:
    """Lines stand apart; a tab leaves a gap."""
    assert "раз два три четыре" in " ".join(read("раз\nдва\r\nтри\tчетыре").text.split())


@pytest.mark.parametrize(
    "text",
    [
        "\u202eоборот",
        "а\u0301\u0301\u0301",
        "\u200d\u200d",
        "e\u20dd",
        "\ufe0f",
        "\ue000",
        "\U0010ffff",
        "\uf6c5",
    ],
)
def test_odd_characters_do_not_stop_the_typesetter(text: str) -> None:
    """Overrides, piles of marks, joiners, private and unassigned characters."""
    told = read(f"начало {text} конец").text
    assert "начало" in told
    assert "конец" in told


def parts(paragraphs: int) -> list[str]:
    """Return the pages of a document of four parts: introduction, chronology, exhibits, labels."""
    told = [
        Section("paragraph", f"paragraph {n}", (Heading(3, f"Day {n}"),), f"p{n}")
        for n in range(paragraphs)
    ]
    sections = (
        Section("title", "title", (Heading(1, "Words"),)),
        Section("intro", "intro", (Para(("Introduction",)),)),
        Section("plain", "chronology", (Heading(2, "Chronology"),)),
        *told,
        Section("plain", "exhibits", (Heading(2, "Exhibits"),)),
        Section("exhibit", "exhibit 1", (Heading(3, "Exhibit 1"), Para(("A photo",))), "e1"),
        Section("legend", "legend", (Heading(2, "Labels"),)),
        Section("method", "method", (Heading(2, "Method"), Heading(3, "Digits"))),
    )
    paper = paper_of(outline()._replace(sections=sections))
    return [page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages]


def test_the_parts_of_a_long_document_begin_on_a_page_of_their_own() -> None:
    """They are found there; typst sets what stands between such pages on several processors."""
    pages = parts(100)
    begun = [page.split()[0] for page in pages if not page.startswith("Day")]
    assert begun == ["Words", "Chronology", "Exhibits", "Labels"]
    assert "Method" in pages[-1]


def test_a_short_document_runs_on() -> None:
    """Nobody needs a page for three lines."""
    assert len(parts(3)) == 1


def test_a_failure_of_the_typesetter_is_an_error_of_ours() -> None:
    """A reference to nowhere is refused, and no file is made."""
    broken = outline("x")
    lost = Section("plain", "lost", (Para((Link("there", "p99"),)),))
    with pytest.raises(UnrenderedExportError):
        paper_of(broken._replace(sections=(*broken.sections, lost)))


def test_an_interruption_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C leaves as Ctrl+C."""

    def interrupted(*_words: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(typst, "Compiler", interrupted)
    with pytest.raises(KeyboardInterrupt):
        paper_of(outline("x"))


@pytest.mark.skipif(STRACE is None, reason="needs strace")
def test_nothing_is_written_and_nobody_asked_while_a_document_is_set(tmp_path: Path) -> None:
    """No temporary file, no other file, no socket: bytes go in and bytes come out."""
    root = str(Path(__file__).parents[3])
    code = f"""
import sys
sys.path.insert(0, {root!r})
from safelog.export.outline import Outline, Para, Section
from safelog.export.papers import render_papers
said = Section("plain", "words", (Para(("words",)),))
made = Outline("en", "T", "2026-05-20T12:00Z", False, (said,))
assert render_papers((made,), missing="M", done=lambda: None)
"""
    trace = tmp_path / "trace"
    calls = "trace=openat,open,creat,rename,renameat,renameat2,mkdir,unlink,unlinkat,socket,connect"
    command = [str(STRACE), "-f", "-o", str(trace), "-e", calls, sys.executable, "-B", "-c", code]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, timeout=300)
    written = [
        line
        for line in trace.read_text().splitlines()
        if re.search(r"O_WRONLY|O_RDWR|O_CREAT|rename|mkdir|unlink|socket\(|connect\(", line)
        and "/dev/" not in line
    ]
    assert written == []
    assert [file.name for file in tmp_path.iterdir()] == ["trace"]


@pytest.mark.skipif(PDFTOTEXT is None, reason="needs poppler-utils")
def test_a_second_reader_finds_the_same_and_nothing_hidden(paper: bytes, tmp_path: Path) -> None:
    """Poppler reads the account too, and none of the hidden names."""
    (tmp_path / "x.pdf").write_bytes(paper)
    command = [str(PDFTOTEXT), "-raw", str(tmp_path / "x.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert "Мы с [Человек A · R4]" in " ".join(text.split())
    assert not any(word in text for word in ("Глеб", "Щегл", "Тамар", "Сиренев", "Тайный"))
