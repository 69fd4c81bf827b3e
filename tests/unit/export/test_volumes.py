"""Volumes: what a long document is parted into, and that nothing is lost between them."""

from __future__ import annotations

import io
import os
import resource
from collections.abc import Iterator
from threading import Barrier, Lock

import pytest
from pypdf import PdfReader

from safelog.errors import UnrenderedExportError
from safelog.export import formats
from safelog.export import papers as setting
from safelog.export.arrange import arrange
from safelog.export.formats import render
from safelog.export.outline import (
    Block,
    Heading,
    Link,
    Outline,
    Para,
    Picture,
    Section,
    Table,
    Target,
    Words,
)
from safelog.export.papers import render_papers
from safelog.export.readpdf import read_pdf
from safelog.export.typesetter import PaperData
from safelog.export.volumes import AT_ONCE, anchors, parted
from tests.unit.export.forty import forty
from tests.unit.export.page import COPY, TEMPLATES, paper_of

SMALL_BYTES = 4_000
KIB_PER_MIB = 1024
GROWTH_MIB = 25


def told(number: int, total: int) -> str:
    """Say which volume it is."""
    return f"Part {number} of {total}."


def outline(*sections: Section) -> Outline:
    """Return a document of a title and sections."""
    title = Section("title", "title", (Heading(1, "Title"),))
    return Outline("en", "Title", "2026-05-20T12:00Z", landscape=False, sections=(title, *sections))


def long_table(rows: int) -> Section:
    """Return a table under a heading; each row can be referred to."""
    cells = tuple(
        ((Para((Target(f"{n}.", f"p{n}"),)),), (Para((f"text {n}",)),)) for n in range(rows)
    )
    return Section(
        "plain", "log", (Heading(2, "Log"), Table(("No.", "What"), cells, (1, 4))), "log"
    )


def rows_of(volumes: tuple[Outline, ...]) -> Iterator[object]:
    """Walk the rows of all tables."""
    blocks = (block for each in volumes for part in each.sections for block in part.blocks)
    return (row for block in blocks if isinstance(block, Table) for row in block.rows)


def test_a_short_document_stays_whole() -> None:
    """Most are: not even a line is added."""
    whole = outline(long_table(3))
    assert parted(whole, told) == (whole,)


def test_every_section_stands_in_one_volume_in_its_order() -> None:
    """Numbers and anchors run on; only the title and the heading above come again."""
    export = forty(language="en", count=4)
    whole = arrange(export.document, TEMPLATES["chronology"], export.sources)
    volumes = parted(whole, told, volume_bytes=SMALL_BYTES)
    assert len(volumes) > 1
    kept = [section for each in volumes for section in each.sections if section.anchor]
    assert kept == [section for section in whole.sections if section.anchor]
    for number, volume in enumerate(volumes, start=1):
        headings = [
            block for part in volume.sections for block in part.blocks if isinstance(block, Heading)
        ]
        assert [each.text for each in headings if each.level == 1] == [whole.title]
        assert headings[0].level == 1
        assert headings[1].level == 2
        assert Para((f"Part {number} of {len(volumes)}.",), "kind") in volume.sections[0].blocks


def test_a_long_table_is_divided_between_rows() -> None:
    """Each piece has the head, and references lead to the rows of the same volume alone."""
    after = Para(("after",))
    section = long_table(200)
    whole = outline(section._replace(blocks=(*section.blocks, after)))
    volumes = parted(whole, told, volume_bytes=SMALL_BYTES)
    assert len(volumes) > 1
    assert tuple(rows_of(volumes)) == tuple(rows_of((whole,)))
    assert volumes[-1].sections[-1].blocks == (after,)
    assert {"p0", "log"} <= anchors(volumes[0])
    assert "p0" not in anchors(volumes[1])


def test_a_section_that_cannot_be_divided_is_a_volume() -> None:
    """A long account stays together, and a picture counts for its bytes."""
    picture = Picture(COPY._replace(data=bytes(20 * SMALL_BYTES)), "a", ("b",))
    blocks: tuple[Block, ...] = (Heading(3, "A"), Para((Words(("я" * SMALL_BYTES,), "ru"),)))
    texts = (Section("paragraph", "paragraph 1", blocks, "p1"),)
    images = (Section("exhibit", "exhibit 1", (Heading(2, "E"), picture), "e1"),)
    volumes = parted(outline(*texts, *images), told, volume_bytes=SMALL_BYTES)
    assert [each.sections[-1].anchor for each in volumes] == ["p1", "e1"]


def test_volumes_are_of_one_size_and_come_in_pairs() -> None:
    """Two are set at once: the last one would otherwise be set alone, or be short."""
    blocks = (Heading(3, "A"), Para((Words(("я" * 900,), "ru"),)))
    texts = [Section("paragraph", f"paragraph {n}", blocks, f"p{n}") for n in range(42)]
    volumes = parted(outline(*texts), told, volume_bytes=SMALL_BYTES)
    counts = [sum(bool(each.anchor) for each in volume.sections) for volume in volumes]
    assert sum(counts) == len(texts)
    assert len(counts) % AT_ONCE == 0
    assert max(counts) - min(counts) <= 1


def test_each_volume_is_a_whole_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing points out of it, its headings are in order, and progress tells each."""
    monkeypatch.setattr(
        formats, "parted", lambda whole, say: parted(whole, say, volume_bytes=5_000)
    )
    export = forty(language="ru", count=4)
    steps: list[tuple[int, int]] = []
    made = render(
        export.document,
        template=TEMPLATES["chronology"],
        formats=("pdf", "html"),
        sources=export.sources,
        progress=lambda done, total: steps.append((done, total)),
    )
    names = [file.name for file in made.files]
    papers = [b"".join(data for _, data in file.parts) for file in made.files[:-1]]
    count = len(papers)
    assert count > 1
    assert names == [*(f"chronology-{n}.pdf" for n in range(1, count + 1)), "chronology.html"]
    assert steps == [(done, count + 1) for done in range(1, count + 2)]
    for number, paper in enumerate(papers, start=1):
        reading = read_pdf(paper)
        assert reading.faults == ()
        assert f"Часть {number} из {count}." in " ".join(reading.text.split())
    titles = [text for text in made.own.texts if text.strip() == export.outline.title]
    assert len(titles) == count + 1


def test_a_reference_to_another_volume_is_text() -> None:
    """A link that leads nowhere would stop the PDF."""
    here = Section(
        "paragraph", "paragraph 1", (Heading(2, "A"), Para((Link("There", "p9"),))), "p1"
    )
    there = Section("paragraph", "paragraph 9", (Heading(2, "B"),), "p9")
    papers = render_papers((outline(here), outline(there)), missing="M", done=lambda: None)
    page = PdfReader(io.BytesIO(papers[0])).pages[0]
    assert "There" in page.extract_text()
    assert "/Annots" not in page


def lines(turn: int) -> Outline:
    """Return a document of many words that no other turn has."""
    told = (Para((f"turn {turn}, line {n}: " + "a few more words " * 9,)) for n in range(400))
    return outline(Section("plain", "x", (Heading(2, "A"), *told)))


def peak_mib() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


def test_what_was_set_is_not_kept() -> None:
    """Typst would keep the words of ten documents, and the memory of ten volumes."""
    pairs = [(lines(turn), lines(-turn)) for turn in range(1, 5)]
    render_papers(pairs[0], missing="M", done=lambda: None)
    before = peak_mib()
    for pair in pairs[1:]:
        render_papers(pair, missing="M", done=lambda: None)
    assert peak_mib() - before < GROWTH_MIB


@pytest.mark.parametrize("processors", [1, 2, None])
def test_the_bytes_do_not_depend_on_the_processors(
    monkeypatch: pytest.MonkeyPatch, processors: int | None
) -> None:
    """Whoever makes the same document on another laptop gets the same files in the same order."""
    volumes = [outline(long_table(rows)) for rows in (40, 3, 20)]
    alone = [paper_of(volume, missing="M") for volume in volumes]
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert render_papers(volumes, missing="M", done=lambda: None) == alone


class Press:
    """Stands in for the typesetter: notes what is done, and refuses one document."""

    def __init__(self, refused: str) -> None:
        """Begin with nothing done."""
        self.refused = refused
        self.making = 0
        self.most = 0
        self.forgotten: list[int] = []
        self.lock = Lock()
        self.both = Barrier(AT_ONCE, timeout=5)

    def set(self, paper: PaperData) -> bytes:
        """Wait until two are in the making; fail at the one that is refused."""
        with self.lock:
            self.making += 1
            self.most = max(self.most, self.making)
        self.both.wait()
        with self.lock:
            self.making -= 1
        if self.refused in paper.data:
            raise UnrenderedExportError
        return paper.data.encode()

    def forget(self) -> None:
        """Note how many are in the making."""
        self.forgotten.append(self.making)


def pressed(monkeypatch: pytest.MonkeyPatch, *, refused: str) -> Press:
    """Put a press in the place of the typesetter, on a laptop with four processors."""
    press = Press(refused)
    monkeypatch.setattr(setting, "Typesetter", lambda: press)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    return press


def test_two_volumes_are_set_at_once_and_forgotten_when_both_are_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More would need more memory; to forget while one is set would take from it what it needs."""
    press = pressed(monkeypatch, refused="nothing")
    steps: list[int] = []
    volumes = [outline(long_table(rows)) for rows in range(1, 5)]
    made = render_papers(volumes, missing="M", done=lambda: steps.append(press.making))
    assert [paper.count(b"text ") for paper in made] == [1, 2, 3, 4]
    assert press.most == AT_ONCE
    assert press.forgotten == [0, 0]
    assert len(steps) == 3


def test_a_volume_that_fails_stops_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """No further one is begun, and what was set is forgotten all the same."""
    press = pressed(monkeypatch, refused="text 1")
    volumes = [outline(long_table(rows)) for rows in (1, 2, 1, 1)]
    with pytest.raises(UnrenderedExportError):
        render_papers(volumes, missing="M", done=lambda: None)
    assert press.forgotten == [0]


def test_who_stops_between_volumes_stops_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The step that is told may be the moment at which the person has had enough."""

    def stop() -> None:
        raise KeyboardInterrupt

    press = pressed(monkeypatch, refused="nothing")
    with pytest.raises(KeyboardInterrupt):
        render_papers([outline(long_table(1))] * 4, missing="M", done=stop)
    assert press.forgotten == [0]
