"""Every way in which words can stand in bytes is undone."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.export.encodings import (
    Decoded,
    charsets,
    from_base64,
    from_data_uris,
    from_hex,
    other_charsets,
    stretches,
)
from safelog.export.escapes import from_escapes, from_numbers
from safelog.export.misread import Swapped, from_misread

WORD = "Щеглова"


def found(texts: object) -> bool:
    """Tell whether the word stands in one of the decoded texts."""
    assert hasattr(texts, "__iter__")
    return any(WORD in decoded.text for decoded in texts)


def in_base64(data: bytes) -> Iterator[Decoded]:
    """Read what could be base64 under every character set."""
    return (text for decoded in from_base64(data) for text in charsets(decoded))


@pytest.mark.parametrize(
    "charset",
    [
        *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
        *("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5"),
    ],
)
@pytest.mark.parametrize("before", [b"", b"x", b"\xff"])
def test_every_character_set_is_read(charset: str, before: bytes) -> None:
    """At every alignment."""
    assert found(charsets(before + WORD.encode(charset)))


def test_plain_ascii_is_read_once() -> None:
    """What can hold no other character set is not searched for one."""
    assert list(other_charsets(b"plain")) == []


@pytest.mark.parametrize("prefix", ["", "x", "xy", "xyz"])
@pytest.mark.parametrize("cut", [0, 1, 2])
def test_base64_is_read_at_every_alignment(prefix: str, cut: int) -> None:
    """With and without its padding, and where its end is missing."""
    encoded = base64.b64encode((prefix + WORD + " ...").encode())
    assert found(in_base64(b'"' + encoded[: len(encoded) - cut].rstrip(b"=") + b'"'))


def test_hex_is_read_at_both_alignments() -> None:
    """In either case."""
    encoded = WORD.encode().hex()
    assert found(from_hex(encoded.encode()))
    assert found(from_hex(b"0" + encoded.upper().encode() + b"0"))
    assert found(from_hex(b"0" + encoded.encode()))


PLANTS = (
    base64.b64encode(WORD.encode()),
    base64.b64encode(b"x" * 46 + WORD.encode()),
    base64.encodebytes(b"x" * 70 + WORD.encode()),
    WORD.encode().hex().encode(),
    WORD.encode().hex(" ").encode(),
    WORD.encode("cp1251").hex(":").encode(),
    WORD.encode().hex("-", 2).encode(),
    WORD.encode("utf-16-be").hex("\n", 2).encode(),
)
MARKUP = st.lists(
    st.sampled_from((b"<p>", b'<td class="c">', b"</td>", b"x. ", b"=", b"\xd0\xa9", b"\n", b"Ab9"))
).map(b"".join)


@settings(max_examples=80, deadline=None)
@given(before=MARKUP, plant=st.sampled_from(PLANTS), after=MARKUP)
def test_cutting_markup_away_loses_no_run(before: bytes, plant: bytes, after: bytes) -> None:
    """What is found in the bytes is found in their stretches."""
    data = before + plant + after
    cut = stretches([data, data])
    assert found(in_base64(cut)) == found(in_base64(data))
    assert found(from_hex(cut)) == found(from_hex(data))
    assert found(in_base64(b"<" + plant + b"<")) or found(from_hex(b"<" + plant + b"<"))


def test_a_stretch_is_read_once() -> None:
    """However often a file repeats it."""
    assert stretches([b"<abcdefgh><abcdefgh>", b'"abcdefgh"']) == b"abcdefgh"


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        ("%D0%A9", "Щ"),
        ("%25D0%25A9", "Щ"),
        ("&amp;amp;#1065;", "Щ"),
        ("&#x429;", "Щ"),
        ("\\u0429", "Щ"),
        ("\\u{429}", "Щ"),
        ("\\x41", "A"),
        ("%u0429", "Щ"),
        ("\\x{429}", "Щ"),
        ("\\U00000429", "Щ"),
        ("\\UFFFFFFFF", "\ufffd"),
        ("\\N{U+0429}", "Щ"),
        ("\\ud835\\udc12", "𝐒"),
        ("\\000429", "Щ"),
        ("/uni0429", "Щ"),
        ("Schr\\0000f6 der", "Schröder"),
        ("Schr\\f6 der", "Schröder"),
        ("=d0=a9", "Щ"),
        ("Щ=\nе", "Ще"),
        ("xn--" + WORD.lower().encode("punycode").decode(), WORD.lower()),
        ("xn--99999999999999", "xn--99999999999999"),
    ],
)
def test_escapes_are_taken_off(escaped: str, plain: str) -> None:
    """As often as they were put on."""
    assert plain in list(from_escapes(escaped)) or plain == escaped


@pytest.mark.parametrize(
    "escaped",
    [
        quote(WORD, encoding="cp1251"),
        quote(WORD, encoding="koi8-u"),
        quote(WORD, encoding="cp866"),
        "".join(f"\\'{octet:02x}" for octet in WORD.encode("cp1251")),
        "".join(f"={octet:02X}" for octet in WORD.encode("koi8-u")),
        "".join(f"\\u{ord(letter)}?" for letter in WORD),
        "".join(f"\\u{ord(letter):04x}" for letter in WORD) + "?",
    ],
)
def test_octets_and_numbers_are_read_in_each_way_they_could_mean(escaped: str) -> None:
    """An address, mail, or the text of an older office program does not say its character set."""
    assert WORD in " ".join(from_escapes(escaped))


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "utf-16-be"])
@pytest.mark.parametrize("row", ["{}", "0x{:02X}"])
@pytest.mark.parametrize("gap", [", ", ",", " ", ";\n"])
def test_rows_of_numbers_are_read(charset: str, row: str, gap: str) -> None:
    """A program that writes bytes one by one writes a row of numbers."""
    assert found(from_numbers(f"[{gap.join(map(row.format, WORD.encode(charset)))}]"))
    assert found(from_numbers(gap.join(map(row.format, map(ord, WORD)))))


@pytest.mark.parametrize("text", ["18, 5, 2026", "a1, 2, 3, 4", "0.5, 0.6, 0.7, 0.8", ""])
def test_what_is_no_row_of_numbers_gives_nothing(text: str) -> None:
    """Three numbers are a date."""
    assert list(from_numbers(text)) == []


def test_a_row_without_end_is_cut() -> None:
    """A hostile text does not keep the check busy."""
    *_, letters = from_numbers(", ".join(["208"] * 20_000))
    assert len(letters.text) < 2_100


def misread(text: str, charset: str) -> str:
    """Read a text of UTF-8 as another character set, as browsers do."""
    return "".join(
        bytes([octet]).decode(charset, "ignore") or chr(octet) for octet in text.encode()
    )


@pytest.mark.parametrize("charset", ["cp1252", "latin-1", "cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("word", [WORD, "Лисицына", "Ияса"])
def test_misread_words_are_read_again(charset: str, word: str) -> None:
    """Also letters whose second byte is no letter of the other set, and also twice."""
    once = misread(f"x {word} x", charset)
    assert any(word in decoded.text for decoded in from_misread(once))
    twice = misread(once, "latin-1")
    assert any(word in decoded.text for decoded in from_misread(twice))


@pytest.mark.parametrize("charset", ["cp1251", "koi8-u", "cp866", "iso8859-5"])
@pytest.mark.parametrize("wrong", ["latin-1", "mac-roman"])
def test_cyrillic_that_was_taken_for_latin_is_read_again(charset: str, wrong: str) -> None:
    """Somebody who knows the language reads it almost at sight."""
    assert found(from_misread(f"am {WORD.encode(charset).decode(wrong)} vorbei"))


def test_one_cyrillic_set_taken_for_another_is_known() -> None:
    """In any case, and with another ending."""
    swapped = Swapped(["Глеб Щеглов", "Ann Example", "Ян"])
    for word in ("Щеглов", "щегловым", "ЩЕГЛОВУ"):
        assert swapped.stand_in(f"пришёл «{word.encode('koi8-r').decode('cp1251')}» x")
    assert not swapped.stand_in("пришёл Щеглов, Ann Example, Ян и Глеб")


def test_a_text_without_escapes_gives_nothing() -> None:
    """It was searched as it is."""
    assert list(from_escapes("50 % & more")) == []


def test_escapes_are_not_taken_off_for_ever() -> None:
    """A hostile text does not keep the check busy."""
    assert len(list(from_escapes("%2525252525D0"))) == 3


def test_data_uris_are_decoded() -> None:
    """Plain and base64, with or without a type."""
    text = 'a data:text/plain;charset=utf-8,%41b "data:;base64,QWI=" data:image/PNG;base64,QWI='
    assert list(from_data_uris(text)) == [
        ("text/plain", b"Ab"),
        ("", b"Ab"),
        ("image/png", b"Ab"),
    ]


def test_damaged_base64_in_a_data_uri_is_an_error() -> None:
    """The caller turns it into a refusal."""
    with pytest.raises(ValueError, match="base64"):
        list(from_data_uris("data:text/plain;base64,%%%"))
