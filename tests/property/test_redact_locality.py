"""The answer for a text depends on that text: not on what was read before, nor on what is far."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.redact.hit import Hit
from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity

REGISTER = (
    RegisteredEntity("p1", "person", "ru", "Глеб Щеглов", (), "m"),
    RegisteredEntity("p2", "person", "kk", "Айна Сейтқазыұлы", (), "f"),
    RegisteredEntity("p3", "person", "en", "Mark Ashdown", (), "m"),
    RegisteredEntity("c1", "plate", "ru", "К417ОР799"),
    RegisteredEntity("a1", "address", "ru", "ул. Садовая, д. 12, кв. 47"),
)

NAMES = "Щеглов щеглов, Щеглову Щег лов Щег- Глеб Глебов Г. Щ е г л о в Mark mark's Марк Ашдаун"
OTHERS = "Айна айнаға Глебпен Щегловтен Сейтқазыұлымен Вера К417ОР799 к 417 ор Садовой, 12 47 #марк"
PLAIN = "вчера сказала, что и у не телефон дом лежал әрине ол сказав the was гора мая 1990 — тема"
WORDS = st.sampled_from(f"{NAMES} {OTHERS} {PLAIN} {PLAIN}".split())
GAPS = st.sampled_from([" ", " ", " ", "\n", "  ", "\u00a0"])
SENTENCES = st.lists(st.tuples(WORDS, GAPS), max_size=8).map(
    lambda pieces: (
        f"Вечером опять было тихо, {''.join(map(''.join, pieces))} а потом все ушли домой спать."
    )
)

MATCHER = Matcher(REGISTER)


@settings(max_examples=12, deadline=None)
@given(st.lists(SENTENCES, max_size=3), SENTENCES)
def test_what_was_read_before_changes_nothing(before: list[str], text: str) -> None:
    """A matcher that never saw a word answers as one that remembers all of them."""
    fresh = Matcher(REGISTER).find(text)
    for other in (*before, text):
        MATCHER.find(other)
    assert MATCHER.find(text) == fresh


@settings(max_examples=120, deadline=None)
@given(st.lists(SENTENCES, min_size=2, max_size=4))
def test_paragraphs_are_read_apart(sentences: list[str]) -> None:
    """What is found in a paragraph is found there, whatever stands in the others."""
    apart: list[Hit] = []
    start = 0
    for sentence in sentences:
        apart += (
            Hit(hit.start + start, hit.end + start, hit.entity_id, hit.tier, hit.trait)
            for hit in MATCHER.find(sentence)
        )
        start += len(sentence) + 2
    assert MATCHER.find("\n\n".join(sentences)) == tuple(apart)
