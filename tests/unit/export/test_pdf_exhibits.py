"""An exhibit on paper: its picture stands below its own facts, and nothing of it is lost."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.unit.export.page import COPY_SHA256, DIGITS, make_export
from tests.unit.redact.world import attachment, exported, full_incident, rules


def pages(description: str, *, template: str, count: int = 6) -> list[str]:
    """Return the text of each page of a document with some pictures."""
    photos = tuple(
        attachment(number, copy_sha256=COPY_SHA256, description=description)
        for number in range(90, 90 + count)
    )
    selection = (exported(full_incident(), attachments=photos),)
    made = make_export(selection, by=rules(language="en"), template=template).rendered("pdf")
    paper = PdfReader(io.BytesIO(made["chronology.pdf"]))
    return [" ".join(page.extract_text().split()) for page in paper.pages]


@pytest.mark.parametrize("template", ["chronology", "protection"])
def test_a_picture_stands_on_the_page_of_its_facts(template: str) -> None:
    """Alone on the next one it would stand over the heading of another exhibit."""
    for page in pages("Снимок улицы.", template=template):
        assert page.count("SHA-256 of the original") >= page.count("SHA-256 of the copy")


def test_an_exhibit_longer_than_a_page_is_told_whole() -> None:
    """It is not kept together, or its end would leave the paper."""
    words = "слово " * 3000
    text = " ".join(pages(f"{words}конец описания.", template="chronology", count=1))
    assert text.count("слово") == 3000
    assert "конец описания." in text


@pytest.mark.parametrize("lines", [38, 40])
def test_the_digits_stand_on_the_page_that_says_what_they_are_for(lines: int) -> None:
    """After so many lines of other words, the page would end among the sentences above them."""
    last = pages("слово\n" * lines, template="chronology", count=1)[-1]
    assert last.index("What is not proven") < last.index(DIGITS)
