"""The independent reader sees everything that a reader could get at."""

from __future__ import annotations

import pytest

from safelog.export.reading import Tag, read_html, read_json


def test_text_joins_inside_a_block_and_breaks_between_blocks() -> None:
    """A name split by an inline element is one word."""
    page = b"<p>Ve<b>tr</b>ov</p><p>next</p> tail"
    assert read_html(page).blocks == ("Vetrov", "next", " tail")


def test_references_are_resolved_and_attributes_kept() -> None:
    """A reader sees letters, not references."""
    reading = read_html(b'<p title="&#86;etrov" hidden>&#x56;etrov</p>')
    assert reading.blocks == ("Vetrov",)
    assert reading.tags == (Tag("p", (("title", "Vetrov"), ("hidden", ""))),)


def test_what_a_browser_does_not_show_is_read() -> None:
    """Comments, declarations, instructions and styles."""
    reading = read_html(b"<!DOCTYPE x><?pi y><!-- c --><![CDATA[d]]><style>s</style>")
    assert reading.unseen == ("DOCTYPE x", "pi y", " c ", "CDATA[d")
    assert reading.styles == ("s",)


def test_a_page_that_ends_in_the_middle_is_read_to_its_end() -> None:
    """An unfinished element at the end is no hiding place."""
    assert any("secret" in block for block in read_html(b"<p>x</p><p secret").blocks)


def test_json_strings_and_keys_are_read() -> None:
    """At every depth, and also where one member hides another."""
    reading = read_json(b'{"a":["b",{"c":"d","c":"e"},1,null],"f":{}}')
    assert reading.strings == ("a", "b", "c", "d", "c", "e", "f")


def test_pieces_of_a_list_are_joined() -> None:
    """Strings of neighbours, and strings under one key of neighbours."""
    reading = read_json(b'{"p":[{"t":"Ve","n":1},{"t":"trov"}],"q":["a","b"],"r":[["c"]]}')
    assert set(reading.joined) == {"Vetrov", "ab", "c"}


@pytest.mark.parametrize("data", [b"\xff", b"{", b""])
def test_unreadable_json_is_an_error(data: bytes) -> None:
    """The caller turns it into a refusal."""
    with pytest.raises(ValueError, match=r"."):
        read_json(data)
