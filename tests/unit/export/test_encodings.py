"""Every way in which words can stand in bytes is undone."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.export.encodings import (
    charsets,
    from_base64,
    from_data_uris,
    from_escapes,
    from_hex,
    other_charsets,
    stretches,
)

WORD = "Щеглова"


def found(texts: object) -> bool:
    """Tell whether the word stands in one of the decoded texts."""
    assert hasattr(texts, "__iter__")
    return any(WORD in decoded.text for decoded in texts)


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
    assert found(from_base64(b'"' + encoded[: len(encoded) - cut].rstrip(b"=") + b'"'))


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
    assert found(from_base64(cut)) == found(from_base64(data))
    assert found(from_hex(cut)) == found(from_hex(data))
    assert found(from_base64(b"<" + plant + b"<")) or found(from_hex(b"<" + plant + b"<"))


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
    ],
)
def test_escapes_are_taken_off(escaped: str, plain: str) -> None:
    """As often as they were put on."""
    assert list(from_escapes(escaped))[-1] == plain


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
