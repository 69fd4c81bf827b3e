"""Names in shapes that are seldom written: with tags, called, misspelt, without vowels."""

from __future__ import annotations

import pytest

from safelog.redact.names.derivation import shortened
from safelog.redact.names.finder import NameFinder
from safelog.redact.register import RegisteredEntity


@pytest.fixture(scope="module")
def finder() -> NameFinder:
    """Return a finder of three people."""
    return NameFinder(
        (
            RegisteredEntity("p1", "person", "ru", "Глеб Аркадьевич Щеглов", (), "m"),
            RegisteredEntity("p2", "person", "ru", "Ксения Щеглова", (), "f"),
            RegisteredEntity("p3", "person", "ru", "Татьяна Совина", (), "f"),
        )
    )


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Щегл</b>ов пришёл", [("Щегл</b>ов", "sure", "spacing")]),
        ("Татьяма Совина ушла", [("Татьяма Совина", "sure", "base")]),
        ("Ксюш, ты где?", [("Ксюш", "sure", "vocative")]),
        ("ксюш, ты где?", [("ксюш", "ask", "vocative")]),
        ("мам Тань приходи", [("Тань", "ask", "vocative")]),
        ("Щглв и снова Щглв", [("Щглв", "ask", "masked"), ("Щглв", "ask", "masked")]),
    ],
)
def test_a_seldom_shape_is_found(
    finder: NameFinder, text: str, hits: list[tuple[str, str, str]]
) -> None:
    """Each time that it is written, and not only at the first."""
    found = finder.find(text)
    assert [(text[hit.start : hit.end], str(hit.tier), hit.trait) for hit in found] == hits


def test_a_name_that_begins_with_vowels_has_short_forms_in_kazakh_alone() -> None:
    """No closed syllable is left to make a Russian one of; a short name has none at all."""
    assert list(shortened("иоанна", "ru")) == []
    assert "иожан" in list(shortened("иоанна", "kk"))
    assert list(shortened("аида", "kk")) == []
