"""How often the language of a labelled text is told, and how often a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safelog.model.language import likely_language

TEXTS = [
    (entry["lang"], entry["text"])
    for file in sorted((Path(__file__).parent / "data").glob("*sentences.jsonl"))
    for entry in map(json.loads, file.read_text(encoding="utf-8").splitlines())
]
WORDS = 5
"""How many words a fragment has. By letters alone every fifth Ukrainian one passed for Russian."""


def fragments(text: str) -> list[str]:
    """Cut a text into pieces of a few words."""
    words = text.split()
    return [" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS + 1, WORDS)]


@pytest.mark.parametrize(
    ("language", "told"), [("ru", 0.9), ("uk", 0.92), ("kk", 0.93), ("en", 0.95)]
)
def test_whole_texts_are_told(language: str, told: float) -> None:
    """Nearly always, and hardly ever as another language."""
    guesses: list[str] = [likely_language(text) for spoken, text in TEXTS if spoken == language]
    assert guesses.count(language) >= told * len(guesses)
    assert len(guesses) - guesses.count(language) - guesses.count("") <= 0.02 * len(guesses)


@pytest.mark.parametrize("language", ["ru", "uk", "kk", "en"])
def test_of_a_few_words_nothing_wrong_is_said(language: str) -> None:
    """What cannot be told is left unsaid."""
    guesses: list[str] = [
        likely_language(piece)
        for spoken, text in TEXTS
        if spoken == language
        for piece in fragments(text)
    ]
    assert len(guesses) > 300
    assert len(guesses) - guesses.count(language) - guesses.count("") <= 0.03 * len(guesses)
