"""Cutting a text into segments."""

from hypothesis import given
from hypothesis import strategies as st

from safelog.model.segments import segments


def test_sentences_and_lines_are_segments() -> None:
    """A segment ends after its marks, its closing quote and the white space."""
    text = "Он ждал. «Выходи!» Я не вышла…\nУтром он ушёл"
    assert segments(text) == ("Он ждал. ", "«Выходи!» ", "Я не вышла…\n", "Утром он ушёл")


def test_an_empty_text_has_no_segments() -> None:
    """Nothing is committed for nothing."""
    assert segments("") == ()


@given(st.text())
def test_the_segments_joined_are_the_text(text: str) -> None:
    """No character is lost or doubled, and no segment is empty."""
    cut = segments(text)
    assert "".join(cut) == text
    assert all(cut)
