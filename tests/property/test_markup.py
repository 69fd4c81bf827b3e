"""Whatever words are put into markup, a reader that had no part in writing gets the same words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from hypothesis import example, given, settings
from hypothesis import strategies as st

from safelog.export.markup import SLOT, Form, Markup, compact, element, written
from safelog.export.ooxml import NAMESPACES, run

UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SIGNS = st.sampled_from(
    (
        *("]]>", "<!--", "-->", "<?", "&", "&amp;", "&#0;", "<", ">", '"', "'", "</w:t>", "</p>"),
        *("<script>", "<slot></slot>", "\r", "\r\n", "\n", "\t", "\x00", "\x1b", "\x85", "\u2028"),
        *(
            "\u202e",
            "\u061c",
            "\ufeff",
            "\ufffe",
            "\uffff",
            "\ud800",
            "\udfff",
            "и\u0306",
            "\U0001f52a",
        ),
    )
)
WORDS = st.lists(SIGNS | st.text(st.characters(), max_size=8), max_size=8).map("".join)
"""Any characters at all, with those in them that mean something to a reader."""

W = "{" + NAMESPACES["xmlns:w"] + "}"


def held(words: str) -> str:
    """Return what a file can hold of words."""
    return UNHELD.sub("\ufffd", words)


class _Page(HTMLParser):
    """Keeps every word and value of a page, and the names of what is in it."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.names: list[str] = []
        self.values: list[str | None] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += (tag, *(name for name, _ in attrs))
        self.values += (value for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.names.append(data)

    def handle_decl(self, decl: str) -> None:
        self.names.append(decl)

    def handle_pi(self, data: str) -> None:
        self.names.append(data)


def read(markup: Markup) -> ET.Element:
    """Read markup as XML."""
    root = ET.fromstring(written(markup))  # noqa: S314 (our own)
    assert isinstance(root, ET.Element)
    return root


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS, WORDS)
@example("]]>", "\r\n\t", "\ud83d")
def test_xml_gives_back_the_words(first: str, value: str, last: str) -> None:
    """Beside an element, in it, and in an attribute; nothing is added and nothing is changed."""
    inner = compact("w:r", last, attributes={"w:val": value})
    bound = {"xmlns:w": NAMESPACES["xmlns:w"]}
    frame = Form(compact("w:p", SLOT, attributes=bound))
    root = read(frame.filled(first, inner, first))
    assert [each.tag for each in root.iter()] == [f"{W}p", f"{W}r"]
    assert (root.text or "", root[0].tail or "") == (held(first), held(first))
    assert (root[0].text or "", root[0].attrib) == (held(last), {f"{W}val": held(value)})


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_a_page_gives_back_the_words(words: str, value: str) -> None:
    """Nothing in them is an element, a remark or an attribute."""
    inner = element("span", words, attributes={"id": value, "class": value})
    page = _Page(written(element("p", words, inner)))
    assert page.names == ["p", "span", "id", "class"]
    assert page.values == [held(value), held(value)]
    assert page.text == held(words) * 2 + "\n"


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_a_run_gives_back_the_words(words: str) -> None:
    """With a line break for each line feed, and a tab for each tab."""
    bound = {"xmlns:w": NAMESPACES["xmlns:w"]}
    root = read(compact("w:p", run(words), attributes=bound))
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    told = [signs.get(each.tag, each.text or "") for each in root.iter() if each.tag != f"{W}p"]
    assert "".join(told) == held(words)
