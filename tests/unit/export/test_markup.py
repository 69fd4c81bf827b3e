"""The one place where words become markup: nothing but its own functions makes an element."""

from __future__ import annotations

from pathlib import Path

import pytest

import safelog
from safelog.export.markup import (
    NOTHING,
    SLOT,
    Form,
    Markup,
    classed,
    compact,
    element,
    style,
    void,
    written,
)

ROOT = Path(safelog.__file__).parent


def test_an_element_holds_words_and_elements() -> None:
    """Words are escaped, elements are not, and both stand in their order."""
    made = element("p", "a < b & ", classed("span", "hash", "1 > 0"), ' "c"\n')
    assert made == '<p>a &lt; b &amp; <span class="hash">1 &gt; 0</span> "c"\n</p>'


def test_a_value_cannot_end_its_attribute() -> None:
    """White space is kept as a reference: a reader would take a line feed for a space."""
    made = void("img", {"alt": "\"><script>\n\t'&", "width": "1"})
    assert made == '<img alt="&quot;&gt;&lt;script&gt;&#10;&#09;\'&amp;" width="1">'


def test_an_empty_element_has_a_short_form_in_xml_alone() -> None:
    """A browser would take a short cell for one that was not closed."""
    assert element("td") == "<td></td>"
    assert compact("w:br") == compact("w:br", NOTHING) == "<w:br />"
    assert compact("w:lang", attributes={"w:val": "kk"}) == '<w:lang w:val="kk" />'
    assert compact("w:t", "a") == "<w:t>a</w:t>"


@pytest.mark.parametrize("made", [element, compact])
def test_no_name_of_an_element_comes_from_data(made: object) -> None:
    """A name that is not on the list of this module is refused."""
    assert callable(made)
    for tag in ("script", "style", "p onclick=x", "", "W:P"):
        with pytest.raises(LookupError):
            made(tag, "a")


def test_no_name_of_an_attribute_comes_from_data() -> None:
    """Nothing that acts, and nothing that could end the element."""
    for name in ("onclick", "style", "id x", ""):
        with pytest.raises(LookupError):
            element("p", attributes={name: "a"})
        with pytest.raises(LookupError):
            void("img", {"src": "a", name: "a"})


@pytest.mark.parametrize(
    "cut",
    [
        element("p", "a") + element("p", "b"),
        element("p", "a")[:],
        f"{element('p', 'a')}",
        "".join([element("p", "a")]),
        element("p", "%s") % "a",
        element("p", "a").replace("a", "b"),
    ],
)
def test_what_was_made_of_markup_is_words_again(cut: str) -> None:
    """A slip shows as signs on the page: an element comes from its function alone."""
    assert element("div", cut).count("<") == 2
    assert "&lt;p&gt;" in element("div", cut)


def test_nothing_else_makes_markup() -> None:
    """Else somebody's words could be called markup."""
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "Markup(" in path.read_text(encoding="utf-8")
    ]
    assert makers == ["export/markup.py"]


def test_a_form_is_filled_as_an_element_is() -> None:
    """Its frame stands around words, which are escaped, and elements."""
    form = Form(element("td", "1. ", element("p", SLOT), attributes={"class": "a&b"}))
    assert form.filled("<", NOTHING, element("p")) == (
        '<td class="a&amp;b">1. <p>&lt;<p></p></p></td>'
    )
    assert isinstance(form.filled(), Markup)


@pytest.mark.parametrize(
    "frame", [NOTHING, element("p", "<slot></slot>"), element("p", SLOT, SLOT)]
)
def test_a_form_has_one_open_place(frame: Markup) -> None:
    """Words that look like one are none."""
    with pytest.raises(ValueError, match="unpack"):
        Form(frame)


def test_a_style_sheet_cannot_end_itself() -> None:
    """It stands in the page as it is: a browser resolves no references in it."""
    assert style('a > b { content: "&" }') == '<style>a > b { content: "&" }</style>'
    with pytest.raises(ValueError, match="8"):
        style("p { } \n </style><p>")


def test_what_no_file_can_hold_is_replaced() -> None:
    """In words and in values alike; and a lone surrogate does not stop the writing."""
    bad = "\x00\x08\x0b\x1f\ud800\udfff\ufffe\uffff"
    assert element("p", bad) == f"<p>{chr(0xFFFD) * 8}</p>"
    assert element("p", attributes={"id": bad}) == f'<p id="{chr(0xFFFD) * 8}"></p>'
    assert written(element("p", "é\u202e\U0001f52a")) == "<p>é\u202e\U0001f52a</p>\n".encode()
