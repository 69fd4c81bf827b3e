"""Cutting a text into segments."""

import re
import sys
from itertools import pairwise

import pytest
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


DEFINITION = re.compile(r"[.!?…。؟]+[\"'»”’)\]]*\s+|\n\s*")
"""The cut as docs/PROOF.md defines it, section 2.1: written for reading, not for speed."""


def as_defined(text: str) -> tuple[str, ...]:
    """Cut after every match of the definition."""
    edges = [0, *(match.end() for match in DEFINITION.finditer(text)), len(text)]
    return tuple(text[start:end] for start, end in pairwise(edges) if end > start)


@given(st.text(st.sampled_from(".!…؟»\"')]\n\r\t \u00a0\u2028\u200bаб")))
def test_the_cut_is_the_defined_one(text: str) -> None:
    """One pass gives what the definition gives, or exports of other readers would not verify."""
    assert segments(text) == as_defined(text)


def test_white_space_is_that_of_the_definition() -> None:
    """Every character, for the version of Unicode that this Python knows."""
    last = "\u3000"
    for code in range(ord(last) + 1):
        assert (len(segments(f"а.{chr(code)}б")) == 2) == chr(code).isspace()
    assert not any(chr(code).isspace() for code in range(ord(last) + 1, sys.maxunicode + 1))


@pytest.mark.parametrize("text", [".", ".)", "\n", ". ", "!»", ".\u200b", ")", " "])
def test_no_text_takes_longer_than_its_length(text: str) -> None:
    """A million characters that are almost a cut: searched again from each, they would take days.

    Every match is consumed, so the matches together are not longer than the text.
    """
    hostile = text * (1_000_000 // len(text))
    cut = segments(hostile)
    assert sum(map(len, cut)) == len(hostile)


@given(st.text())
def test_the_segments_joined_are_the_text(text: str) -> None:
    """No character is lost or doubled, and no segment is empty."""
    cut = segments(text)
    assert "".join(cut) == text
    assert all(cut)
