"""Write markup as text: words are escaped here, and nowhere else.

`Markup` is what this module wrote; nothing else makes any. Every other string is words, and whoever
reads the file gets them back as words, whatever signs are in them. What was cut out of markup or
joined to it is a plain string again: a slip in a renderer shows as signs on a page, and cannot
become an element. Elements and attributes have names of closed lists, so none comes from data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_ELEMENTS = frozenset(
    {
        # A page.
        *("html", "head", "meta", "title", "body", "main", "header", "article", "section"),
        *(
            "footer",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "blockquote",
            "span",
            "a",
            "ol",
            "ul",
            "li",
        ),
        *("dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption"),
        "img",
        # A drawing.
        *("svg", "desc", "rect", "text", "polygon"),
        # The parts of a Word file.
        *("Types", "Default", "Override", "Relationships", "Relationship", "cp:coreProperties"),
        *("dc:title", "dc:language", "dcterms:created", "dcterms:modified"),
        *("w:document", "w:body", "w:sectPr", "w:footerReference", "w:pgSz", "w:pgMar"),
        *("w:bookmarkStart", "w:bookmarkEnd", "w:hyperlink", "w:p", "w:pPr", "w:pStyle"),
        *("w:r", "w:rPr", "w:rStyle", "w:lang", "w:t", "w:br", "w:tab", "w:drawing"),
        *("w:tbl", "w:tblPr", "w:tblStyle", "w:tblW", "w:tblLayout", "w:tblLook", "w:tblGrid"),
        *("w:gridCol", "w:tr", "w:trPr", "w:cantSplit", "w:tblHeader", "w:tc", "w:tcPr", "w:tcW"),
        *(
            "wp:inline",
            "wp:extent",
            "wp:docPr",
            "a:graphic",
            "a:graphicData",
            "a:blip",
            "a:stretch",
        ),
        *("a:fillRect", "a:xfrm", "a:off", "a:ext", "a:prstGeom", "a:avLst", "pic:pic"),
        *("pic:nvPicPr", "pic:cNvPr", "pic:cNvPicPr", "pic:blipFill", "pic:spPr"),
    }
)
_ATTRIBUTES = frozenset(
    {
        # A page.
        *("alt", "aria-labelledby", "charset", "class", "content", "height", "href", "http-equiv"),
        *("id", "lang", "name", "scope", "src", "width"),
        # A drawing.
        *("fill", "font-family", "font-size", "points", "role", "stroke", "text-anchor", "viewBox"),
        *("x", "xmlns", "y"),
        # The parts of a Word file.
        *("ContentType", "Extension", "Id", "PartName", "Target", "Type", "cx", "cy", "descr"),
        *("distB", "distL", "distR", "distT", "prst", "r:embed", "r:id", "uri", "w:anchor"),
        *("w:bottom", "w:firstRow", "w:footer", "w:gutter", "w:h", "w:header", "w:id", "w:left"),
        *("w:name", "w:orient", "w:right", "w:top", "w:type", "w:val", "w:w", "xml:space"),
        *("xmlns:a", "xmlns:cp", "xmlns:dc", "xmlns:dcterms", "xmlns:pic", "xmlns:r", "xmlns:w"),
        *("xmlns:wp", "xmlns:xsi", "xsi:type"),
    }
)

# What XML 1.0 cannot hold, not even as a reference (section 2.2).
_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
# Besides what could begin or end something: a reader makes a line feed of a carriage return
# (section 2.11), and spaces of tabs and line feeds inside an attribute (section 3.3.3).
_IN_TEXT = re.compile(f"[&<>\r{_FORBIDDEN}]")
_IN_VALUE = re.compile(f'[&<>"\r\n\t{_FORBIDDEN}]')
_REFERENCES = MappingProxyType(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\r": "&#13;",
        "\n": "&#10;",
        "\t": "&#09;",
    }
)
_NONE: Mapping[str, str] = MappingProxyType({})
_ENDS = MappingProxyType({name: (f"<{name}", f"</{name}>") for name in _ELEMENTS})


class Markup(str):
    """What this module wrote; any other string is words."""

    __slots__ = ()


NOTHING = Markup()

SLOT = Markup("<slot></slot>")
"""The place in a frame where something else goes."""


class Form:
    """Markup with one open place: written and checked once, filled in many times."""

    __slots__ = ("after", "before")

    def __init__(self, frame: Markup) -> None:
        """Open a frame at its slot.

        Raises:
            ValueError: it has not exactly one slot.
        """
        self.before, self.after = frame.split(SLOT)

    def filled(self, *children: str) -> Markup:
        """Return the frame with children, which are markup or words, in the place of its slot."""
        return Markup(f"{self.before}{_inside(children)}{self.after}")


def element(tag: str, *children: str, attributes: Mapping[str, str] = _NONE) -> Markup:
    """Return an element of a page or a drawing, with both its ends.

    Args:
        tag: its name.
        children: markup, or words.
        attributes: names and values.

    Raises:
        LookupError: nothing of ours has an element or an attribute of that name.
    """
    start, end = _ENDS[tag]
    named = _named(attributes) if attributes else ""
    return Markup(f"{start}{named}>{_inside(children)}{end}")


def void(tag: str, attributes: Mapping[str, str]) -> Markup:
    """Return an element of a page that has no end, such as a picture.

    Raises:
        LookupError: as `element`.
    """
    start, _ = _ENDS[tag]
    return Markup(f"{start}{_named(attributes)}>")


def compact(tag: str, *children: str, attributes: Mapping[str, str] = _NONE) -> Markup:
    """Return an element of XML, in its short form if nothing is in it.

    Raises:
        LookupError: as `element`.
    """
    start, end = _ENDS[tag]
    named = _named(attributes) if attributes else ""
    inside = _inside(children)
    return Markup(f"{start}{named}>{inside}{end}" if inside else f"{start}{named} />")


def classed(tag: str, name: str, *children: str) -> Markup:
    """Return an element of a class of the stylesheet."""
    return _classed(tag, name).filled(*children)


@lru_cache(maxsize=64)
def _classed(tag: str, name: str) -> Form:
    return Form(element(tag, SLOT, attributes={"class": name}))


def style(sheet: str) -> Markup:
    """Return a style sheet as an element; no browser resolves references in one.

    Raises:
        ValueError: it holds `<`, which could end it.
    """
    if "<" in sheet:
        raise ValueError(sheet.index("<"))
    return Markup(f"<style>{sheet}</style>")


def written(markup: Markup) -> bytes:
    """Write markup as UTF-8, with one line break after it."""
    return markup.encode() + b"\n"


def _named(attributes: Mapping[str, str]) -> str:
    if not _ATTRIBUTES.issuperset(attributes):
        raise LookupError(*attributes.keys() - _ATTRIBUTES)
    return "".join(
        [f' {name}="{_escaped(value, _IN_VALUE)}"' for name, value in attributes.items()]
    )


def _inside(children: tuple[str, ...]) -> str:
    return "".join(
        [each if isinstance(each, Markup) else _escaped(each, _IN_TEXT) for each in children]
    )


def _escaped(words: str, special: re.Pattern[str]) -> str:
    # A shortcut for most words, and for the megabytes of a picture: what is printable is none of
    # the characters that cannot be held, and no white space but the space itself.
    if words.isprintable() and not ("&" in words or "<" in words or ">" in words or '"' in words):
        return words
    return special.sub(_reference, words)


def _reference(found: re.Match[str]) -> str:
    return _REFERENCES.get(found[0], "\ufffd")
