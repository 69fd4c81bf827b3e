"""Folding: one spelling for all the ways in which the same letters can be written."""

import pytest

from safelog.redact.fold import fold, fold_word


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ЩЕГЛОВ", "щеглов"),
        ("Арте\u0301м", "артем"),
        ("Артём", "артем"),
        ("Тихии\u0306", "тихии"),
        ("Ще\u200bгло\u00adва", "щеглова"),
        ("Ｇｌｅｂ", "gleb"),
        ("Ğalymjan", "galymjan"),
        ("Weißmann", "weissmann"),
        ("Łukasz ıx", "lukasz ix"),
        ("Лук’яненко", "лук'яненко"),
        ("Дуб\u2011рова", "дуб-рова"),
        ("а\x00б\u3164в", "абв"),
        ("а\tб\r\u2028в", "а б\n\nв"),
    ],
)
def test_ways_to_write_one_thing_fold_to_one_spelling(written: str, folded: str) -> None:
    """Case, marks, invisible and compatibility characters make no difference."""
    assert fold_word(written) == folded
    assert fold(written).text == folded


def test_a_folded_stretch_leads_back_to_the_original() -> None:
    """The original stretch includes the marks and invisible characters after its last letter."""
    text = "у За\u00adго\u0301р\u0301 ß"
    folded = fold(text)
    start = folded.text.index("загор")
    begin, end = folded.span(start, start + 5)
    assert text[begin:end] == "За\u00adго\u0301р\u0301"
    assert folded.span(folded.text.index("s"), folded.text.index("s") + 1) == (11, 12)
    assert folded.span(len(folded.text) - 1, len(folded.text)) == (11, 12)
