"""How the words of a query are read."""

from __future__ import annotations

import pytest

from safelog.journal.search.find import find
from safelog.journal.search.index import Indexed, SearchIndex
from safelog.journal.search.query import (
    QUERY_LIMIT,
    WORDS_LIMIT,
    Overlap,
    Period,
    Query,
    Term,
    terms,
)
from safelog.journal.search.vocabulary import Vocabulary
from safelog.model.ids import IncidentId
from tests.unit.journal.world import JournalWorld, incident


def test_quotes_are_the_only_operator() -> None:
    """Everything else is a word or nothing."""
    assert terms('AND "серая машина" NEAR(x*') == (
        Term(("AND",), is_last=False),
        Term(("серая", "машина"), is_phrase=True, is_quoted=True, is_last=False),
        Term(("NEAR", "x"), is_phrase=True),
    )
    assert terms('а "б') == (Term(("а",), is_last=False), Term(("б",), is_phrase=True))
    assert terms('"" "***" \ud800 \x00 ^') == ()


def test_a_number_with_gaps_is_one_part() -> None:
    """It may be found as a whole, or as its pieces."""
    assert terms("с +7 700 000-00-01 и") == (
        Term(("с",), is_last=False),
        Term(("7", "700", "000", "00", "01"), code="77000000001", is_last=False),
        Term(("и",)),
    )


def test_a_query_has_bounds() -> None:
    """Ten million characters cost what two hundred do, and a word typed twice counts once."""
    assert terms("x" * 10_000_000) == (Term(("x" * QUERY_LIMIT,)),)
    many = terms(" ".join(f"w{number}" for number in range(QUERY_LIMIT)))
    assert sum(len(term.words) for term in many) == WORDS_LIMIT
    assert len(terms("дом дом дом")) == 1


@pytest.mark.parametrize("words", ["", "   ", '"', "***", "\ud800", "\x00", "a\ud800\x00" * 1000])
def test_a_query_without_words_that_occur_finds_nothing(world: JournalWorld, words: str) -> None:
    """Nothing that can be typed is an error."""
    journal = world.create()
    journal.save(incident(journal, narrative="б"), base_revision=0)
    assert find(journal, Query(words=words)).hits == ()
    assert find(journal, Query(words=words, kinds=frozenset({"visit"}))).hits == ()


def test_a_very_long_text_is_read_in_one_go() -> None:
    """The longest that is taken, without a space or with nothing but short words."""
    index = SearchIndex()
    made = IncidentId("0abcdefghjkmnpqrstvwxyz012")
    index.read(Indexed(made, ["ж" * 200_000, "слово " * 30_000, "1 " * 100_000]))
    assert [each.incident for each in index.find("слова", lambda _: frozenset())] == [made]


@pytest.mark.parametrize(
    ("start", "end", "overlap"),
    [
        (12, 15, "inside"),
        (10, 20, "inside"),
        (5, 12, "possible"),
        (18, 25, "possible"),
        (5, 25, "possible"),
        (5, 10, None),
        (20, 25, None),
    ],
)
def test_a_time_lies_inside_or_may_overlap(start: int, end: int, overlap: Overlap | None) -> None:
    """Ends are not inside: what ends when the period begins is outside."""
    assert Period(start=10, end=20).overlap(start, end) == overlap


def test_a_period_may_be_open() -> None:
    """Since a day, or until a day."""
    assert Period(start=10).overlap(12, 99) == "inside"
    assert Period(end=20).overlap(-99, 12) == "inside"
    assert Period(start=10).overlap(0, 5) is None


def test_words_beyond_the_last_number_share_one_and_are_still_found() -> None:
    """A text that was made to have no word twice finds too much, never too little."""
    vocabulary = Vocabulary(last_mark=0x102)
    text = "один два три четыре пять"
    marks = vocabulary.marks(text)
    for word in text.split():
        assert vocabulary.matches(word, "exact") & set(marks)
    assert len(set(marks)) <= 3


def test_what_is_recalled_has_a_bound() -> None:
    """Forgetting it changes nothing but the time that the next word takes."""
    vocabulary = Vocabulary()
    marks = vocabulary.marks("дом, дома")
    vocabulary.trim(limit=0)
    vocabulary.trim()
    assert vocabulary.marks("дом, дома") == marks
    assert len(vocabulary) == 2
