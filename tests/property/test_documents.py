"""Whatever the person wrote, each format is made whole and says it."""

from __future__ import annotations

import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.export.glyphs import Drawable
from safelog.export.outline import Heading, Outline, Para, Section, Words
from safelog.export.readpdf import read_pdf
from safelog.export.readword import read_word
from safelog.export.word import render_word
from safelog.model.text import visible
from tests.unit.export.page import paper_of

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60)


def outline(text: str) -> Outline:
    """Return a document of one text."""
    shown = Words((visible(text),), "ru")
    section = Section("plain", "words", (Heading(1, "T"), Para((shown,))))
    return Outline("en", "T", "2026-05-20T12:00Z", False, (section,))  # noqa: FBT003 (a row by its places)


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_any_text_can_be_set(text: str) -> None:
    """The typesetter neither stops nor panics, and the file is one of ours."""
    assert read_pdf(paper_of(outline(text), missing="M")).faults == ()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_is_drawn_can_be_drawn(text: str) -> None:
    """Making a text drawable twice changes nothing more."""
    once = Drawable().text(text)
    again = Drawable()
    assert again.text(once) == once
    assert again.missing == set()


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_any_text_stands_in_a_word_file_as_it_was_written(text: str) -> None:
    """But for what XML cannot hold."""
    data = render_word(outline(text))
    assert read_word(data).faults == ()
    told = docx.Document(io.BytesIO(data)).paragraphs[-1].text
    expected = visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert told == expected
