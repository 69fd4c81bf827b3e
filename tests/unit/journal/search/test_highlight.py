"""Where the words stand that were found, in the text as it was written."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelog.journal.attachments import attach
from safelog.journal.journal import Journal
from safelog.journal.search.find import find
from safelog.journal.search.highlight import Highlighter, Highlights, Piece
from safelog.journal.search.query import Query
from safelog.journal.search.tokens import words
from safelog.model.ids import IncidentId
from safelog.model.incident import Perpetrator, Stage
from tests.unit.journal.world import JournalWorld, incident, person


def put(journal: Journal, **fields: object) -> IncidentId:
    """Save an incident and return its id."""
    row = incident(journal, **fields)
    journal.save(row, base_revision=0)
    return row.id


def lit(journal: Journal, query: str, made: IncidentId) -> Highlights:
    """Return what is highlighted in an incident."""
    return Highlighter(journal, Query(words=query)).of(made)


def cut(journal: Journal, query: str, text: str) -> list[str]:
    """Return the stretches of a narrative that a query highlights."""
    stretches = lit(journal, query, put(journal, narrative=text)).stretches
    assert {each.path for each in stretches} <= {"narrative"}
    return [text[each.start : each.end] for each in stretches]


@pytest.mark.parametrize(
    ("query", "text", "stretches"),
    [
        ("vetka", "🚁 Сломаны ветки, ветка!", ["ветки", "ветка"]),
        ("ветер", unicodedata.normalize("NFD", "Ёлка. Вете\u0301р дул"), ["Вете\u0301р"]),
        ("серая машина", "Машина: серая.", ["Машина", "серая"]),
        ('"серая машина"', "серая машина, машина серая", ["серая машина"]),
        ('"нет такого"', "нет", []),
        ("7000000", "с +7 (700) 000-00-01 был", ["7 (700) 000-00-01"]),
        ("а123вс", "номер А 123 ВС 77.", ["А 123 ВС 77"]),
        ("маш", "машина и маша", ["машина", "маша"]),
        ("обєкт", "об’єкт", ["об’єкт"]),
        ("слово", "сло\u200bво\u202e", ["сло\u200bво\u202e"]),
    ],
)
def test_what_was_found_is_highlighted(
    journal: Journal, query: str, text: str, stretches: list[str]
) -> None:
    """The stretches count code points of the text as it was written."""
    assert cut(journal, query, text) == stretches


def test_each_text_has_its_path(journal: Journal) -> None:
    """Fields, stages, the words of a time, what is said of a file; never the codes."""
    made = put(
        journal,
        title="дом",
        details={"why_noticed": "у дома"},
        stages=(Stage(what="улица"), Stage(what="дома")),
    )
    file = attach(journal, made, BytesIO(b"x"), name="дом.jpg", description="дом", provenance="")
    assert [each.path for each in lit(journal, "дом", made).stretches] == [
        "title",
        "stages.1.what",
        "details.why_noticed",
        f"attachments.{file.id}.name",
        f"attachments.{file.id}.description",
    ]


def test_who_is_named_by_reference_is_said(journal: Journal) -> None:
    """The incident has no word of it, but refers to somebody called so."""
    arman, dana = person(journal, "Арман"), person(journal, "Дана")
    named = (Perpetrator(entity=arman.id), Perpetrator(entity=dana.id))
    made = put(journal, narrative="Опять они.", perpetrators=named)
    found = lit(journal, "арманом", made)
    assert found.stretches == ()
    assert found.line == ()
    assert found.named == (arman.id,)


def test_the_line_is_of_the_text_that_holds_most(journal: Journal) -> None:
    """Around the first word found, cut between words, on one line and safe to show."""
    before, after = "слово " * 20, "\n\tдалеко" * 40
    text = f"{before}серая\u202e  машина{after}"
    made = put(journal, title="машина", narrative=text)
    line = lit(journal, "серая машина", made).line
    shown = "".join(piece.text for piece in line)
    assert [piece.text for piece in line if piece.is_found] == ["серая\ufffd", "машина"]
    assert shown.startswith("…слово слово")
    assert shown.endswith("далеко…")
    assert "\n" not in shown
    assert len(shown) <= 110
    assert lit(journal, "дом", made).line == ()
    assert lit(journal, "машина", made).line == (Piece("машина", is_found=True),)


def test_a_word_longer_than_a_line_is_shown_whole(journal: Journal) -> None:
    """It is what was looked for."""
    made = put(journal, narrative=f"x {'щ' * 300}а и дальше")
    assert "щ" * 300 in "".join(piece.text for piece in lit(journal, "щ", made).line)


def test_a_found_word_beyond_the_line_is_not_shown(journal: Journal) -> None:
    """The line ends before it; the stretches know it."""
    made = put(journal, narrative="дом" + " слово" * 40 + " дом")
    found = lit(journal, "дом", made)
    assert len(found.stretches) == 2
    assert [piece.text for piece in found.line if piece.is_found] == ["дом"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_whatever_is_found_by_its_words_is_highlighted(text: str) -> None:
    """The highlighter and the index agree on every word."""
    journal = JournalWorld().create()
    made = put(journal, narrative=text)
    for word in {word.text for word in words(text)}:
        assert find(journal, Query(words=word)).hits
        found = lit(journal, word, made)
        assert word in {text[each.start : each.end] for each in found.stretches} or any(
            word in text[each.start : each.end] for each in found.stretches
        )
        assert any(piece.is_found for piece in found.line)
