"""Scripts without rules."""

from __future__ import annotations

import pytest

from safelog.redact.scripts import unknown_scripts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain ASCII.", []),
        ("Ще́глов, Ğalymjan, Мөлдір, 2ª, µ, ʼ, ℜ", []),
        ("Имя გიორგი здесь", [("გიორგი", "georgian")]),
        ("он 王 小明 ушёл", [("王 小明", "cjk")]),
        ("محمد и Ани́ и Աննա", [("محمد", "arabic"), ("Աննա", "armenian")]),
        ("Αθήνα", [("Αθήνα", "greek")]),
        ("\U0001f600 ½ № 5", []),
    ],
)
def test_letters_that_no_rule_reads_are_reported(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """Cyrillic and Latin pass, marks and digits are no letters, everything else is named."""
    assert [(text[r.start : r.end], r.script) for r in unknown_scripts(text)] == expected
