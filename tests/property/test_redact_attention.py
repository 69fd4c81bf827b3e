"""What is looked at by stretches is what is found when everything is looked at."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity

MATCHER = Matcher(
    [
        RegisteredEntity("p1", "person", "ru", "Глеб Аркадьевич Щеглов", ("5.05.1990",), "m"),
        RegisteredEntity("p2", "person", "en", "Fiona McAllister", (), "f"),
        RegisteredEntity("o1", "organisation", "ru", "Северный ветер"),
        RegisteredEntity("x1", "other", "ru", "7x7"),
        RegisteredEntity("n1", "phone", "ru", "+7 700 000 41 87"),
        RegisteredEntity("c1", "plate", "ru", "К417ОР799"),
        RegisteredEntity("e1", "email", "ru", "kira.v@post.example"),
        RegisteredEntity("a1", "address", "ru", "ул. Садовая, д. 12, кв. 47"),
        RegisteredEntity("g1", "coordinates", "en", "47.81250, 66.40417"),
    ]
)

NAMES = "Щеглов Щег лов Щег- щеглова, Глеб Г. А. Аркадьича Mc Allister McAllister's ветер Северный"
SPELT = (
    "Щ е г л о в N и ка эр — … - @ *** Щ***в щ3глов Лоб*** &#1065; %D0%A9 «Поля» дом hello the Ivy"
)
FIGURES = (
    "7x7 7 x 8 700 000 41 87 сорок один восемьдесят семь три нуля +7 4187 К417ОР799 799 5 05.05.90"
)
OTHERS = (
    "kira.v точка post example kira.v@post Садовой, д. 12 кв. 47 47.8125; 66.4042 47°48' мая 1990"
)
WORDS = st.sampled_from(f"{NAMES} {SPELT} {FIGURES} {OTHERS}".split())
GAPS = st.sampled_from([" ", " ", " ", "\n", ", ", "\u00a0", "-\n", "  "])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, GAPS), max_size=14))
def test_nothing_is_lost_between_the_stretches(pieces: list[tuple[str, str]]) -> None:
    """Every finder finds in its stretches what it finds in the whole text."""
    text = "".join(word + gap for word, gap in pieces)
    assert MATCHER.find(text) == MATCHER.find_everywhere(text)
