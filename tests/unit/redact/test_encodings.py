"""Names in encodings that are made for machines, and in Braille."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity

MATCHER = Matcher(
    [
        RegisteredEntity("p1", "person", "ru", "Глеб Щеглов", (), "m"),
        RegisteredEntity("p2", "person", "en", "Ivy Thornbury", (), "f"),
        RegisteredEntity("e1", "email", "en", "kira.v@post.example"),
    ]
)


def found(text: str) -> list[tuple[str, str, str]]:
    """Return what is found: the stretch, whose, its tier."""
    return [(text[h.start : h.end], h.entity_id, str(h.tier)) for h in MATCHER.find(text)]


NAME = quote("Щеглов")


@pytest.mark.parametrize(
    ("text", "covered", "whose"),
    [
        (f"см. https://x.example/{NAME}/1 там", NAME, "p1"),
        (f"см. ?q={quote('Щеглова')}&p=2", quote("Щеглова"), "p1"),
        (f"см. %{'Щеглов'.encode('cp1251').hex('%').upper()} там", None, "p1"),
        ("см. =D0=A9=D0=B5=D0=B3=D0=BB=D0=BE=D0=B2 там", None, "p1"),
        ("см. &#1065;&#1077;&#1075;&#1083;&#1086;&#1074; там", None, "p1"),
        ("см. &#x429;&#x435;&#x433;&#x43b;&#x43e;&#x432; там", None, "p1"),
        ("см. \\u0429\\u0435\\u0433\\u043b\\u043e\\u0432 там", None, "p1"),
        ("see \\x54\\x68ornbury now", "\\x54\\x68ornbury", "p2"),
        ("см. Щегл&#1086;ва там", "Щегл&#1086;ва", "p1"),
        ("сайт xn--b1abfzp6d.example там", None, "p1"),
        ("знак ⠭⠑⠛⠇⠕⠺ там", "⠭⠑⠛⠇⠕⠺", "p1"),
        ("mail kira.v%40post.example now", "kira.v%40post.example", "e1"),
    ],
)
def test_an_encoded_name_is_found_whole(text: str, covered: str | None, whose: str) -> None:
    """The hit covers what was written, unit by unit; in doubt more than that."""
    hits = found(text)
    assert [hit[1] for hit in hits] == [whose], hits
    assert (covered or text.split()[1].removesuffix(".example")) in hits[0][0]


def test_two_encoded_words_are_one_name() -> None:
    """A space between them is a space."""
    written = " ".join("".join(f"&#{ord(c)};" for c in word) for word in ("Глеб", "Щеглов"))
    assert found(f"там {written} был") == [(written, "p1", "sure")]


@pytest.mark.parametrize("word", ["Глеб Щеглов", "это писал Щеглов"])
def test_base64_is_asked_about_whole(word: str) -> None:
    """Nobody can tell which of its letters are the name's."""
    packed = base64.b64encode(word.encode()).decode()
    safe = base64.urlsafe_b64encode(word.encode()).decode().rstrip("=")
    assert found(f"код {packed} тут") == [(packed, "p1", "ask")]
    assert found(f"код {safe} тут") == [(safe, "p1", "ask")]


@pytest.mark.parametrize(
    "text",
    [
        "50% и %41",
        "a &copy; b &#1041;",
        "\\ud800 \\U00110000 \\x41",
        "xn--\u0430 xn--99999999999 xn--a",
        "⠇⠕ и ⠼",
        "dGhpcyBpcyBub3RoaW5n",
        "Gk3sl1Kd93mXz0aQ",
        "AAAAAAAAAAAAAAAAAAAA",
        "administration",
        "Ab" * 3000,
        "=D0=D0=D0",
        "%D0%D0%98",
    ],
)
def test_what_says_no_name_is_left_alone(text: str) -> None:
    """Broken encodings, too."""
    assert found(text) == []


def test_a_name_beside_an_encoding_is_found_once() -> None:
    """What is written plainly is not found a second time."""
    assert found("Щеглов&nbsp;шёл &#1080; пел") == [("Щеглов", "p1", "sure")]
