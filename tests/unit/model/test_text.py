"""What a text may hold, and how it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelog.errors import InvalidTextError
from safelog.model.text import check_text, one_line, searchable, visible


def test_a_storable_text_is_returned_unchanged() -> None:
    """Nothing in the person's words is mended."""
    words = "  Он\u202eсказал:\t«приезжай»\r\n"
    assert check_text(words, field="narrative") is words


@pytest.mark.parametrize("text", ["\x00", "а\ud800б", "\udfff"])
def test_an_unstorable_text_is_refused(text: str) -> None:
    """NUL and lone surrogates would come back as something else."""
    with pytest.raises(InvalidTextError) as caught:
        check_text(text, field="narrative")
    assert caught.value.fields == {"field": "narrative"}


def test_a_text_over_the_limit_is_refused_and_at_the_limit_kept() -> None:
    """The limit itself still fits."""
    assert check_text("я" * 5, field="title", limit=5) == "яяяяя"
    with pytest.raises(InvalidTextError) as caught:
        check_text("я" * 6, field="title", limit=5)
    assert caught.value.fields == {"field": "title", "limit": 5}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("gpj\u202egpj", "gpj\ufffdgpj"),
        ("\u2066x\u2069", "\ufffdx\ufffd"),
        ("one\r\ntwo", "one\ntwo"),
        ("tab\tnew\nline", "tab\tnew\nline"),
        ("\x9b31m", "\ufffd31m"),
    ],
)
def test_misleading_characters_are_shown_as_a_mark(raw: str, shown: str) -> None:
    """A terminal or a page cannot be made to lie by a stored text."""
    assert visible(raw) == shown


def test_one_line_folds_white_space() -> None:
    """A list row never breaks."""
    assert one_line("  a\n\n b\tc ") == "a b c"


@given(st.text())
def test_visible_text_has_nothing_left_to_replace(text: str) -> None:
    """Showing is idempotent."""
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлка", "елка"),
        ("ЩЕГЛОВ", "щеглов"),
        ("и\u0306", "й"),
        ("ﬁre", "FIRE"),
        ("Straße", "STRASSE"),
    ],
)
def test_search_is_blind_to_case_and_yo(one: str, other: str) -> None:
    """Two spellings of a word are one word to search."""
    assert searchable(one) == searchable(other)
