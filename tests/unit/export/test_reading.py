"""The independent reader sees everything that a reader could get at."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.export.reading import HtmlReading, Tag, read_html, read_json
from tests.unit.export.page import make_export

PIECES = (
    *(
        "<p>",
        "</p>",
        '<p class="a">',
        '<a href="#p1">',
        "</a>",
        "<b>",
        "</b >",
        "<br/>",
        "<p hidden>",
    ),
    *("<style>", "</style>", "<style media=x>", "<script>", "</script>", "<title>", "</title>"),
    *(
        '<td class="a&amp;b" lang="ru">',
        '<td title="a&b">',
        "<td title='x'>",
        '<svg viewBox="0 0">',
    ),
    *(
        "<!DOCTYPE html>",
        "<!-- x -->",
        "<?pi?>",
        "<",
        "&",
        "&amp;",
        "&#86;",
        "&notit",
        ">",
        "\n",
        "x",
    ),
    *(
        "<P>",
        "</P>",
        '<p  class="a">',
        '<p\nid="a">',
        '</p id="a">',
        "<textarea>",
        "</textarea>",
        '"',
    ),
)


def read_patiently(head: str, body: str) -> HtmlReading:
    """Read a page by the event parser: a comment forbids the short way."""
    reading = read_html(f"{head}<!-- x -->{body}".encode())
    kept = list(reading.unseen)
    kept.remove(" x ")
    return reading._replace(unseen=tuple(kept))


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


@settings(max_examples=300, deadline=None)
@given(page=st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_the_short_way_through_a_page_finds_what_the_long_one_does(page: str) -> None:
    """Whatever could be read in two ways is left to the long one."""
    head = "<!DOCTYPE html>"
    assert read_html((head + page).encode()) == read_patiently(head, page)


def test_a_page_of_ours_reads_the_same_either_way() -> None:
    """With every element that it has."""
    head, mark, body = make_export().html.decode().partition("<html")
    assert read_html((head + mark + body).encode()) == read_patiently(head, mark + body)


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


def test_numbers_that_stand_together_are_joined() -> None:
    """A place is two numbers, and bytes are a list of them."""
    reading = read_json(
        b'{"at":{"lat":54.68916,"lon":25.2798},"b":[208,169],"c":[1],"d":[[1,2],"x"]}'
    )
    assert reading.numbers == ("54.68916, 25.2798", "208, 169", "1, 2")


@pytest.mark.parametrize("data", [b"\xff", b"{", b""])
def test_unreadable_json_is_an_error(data: bytes) -> None:
    """The caller turns it into a refusal."""
    with pytest.raises(ValueError, match=r"."):
        read_json(data)
