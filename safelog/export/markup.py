"""Build HTML from elements; the library escapes, nothing here joins markup from strings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias
from xml.etree import ElementTree as ET

Node: TypeAlias = "ET.Element | str"

_SLOT = "slot"


def element(tag: str, *children: Node, attributes: Mapping[str, str] | None = None) -> ET.Element:
    """Return an element with children, which are elements or plain text."""
    made = ET.Element(tag, dict(attributes or {}))
    last: ET.Element | None = None
    for child in children:
        if not isinstance(child, str):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + child
        else:
            last.tail = (last.tail or "") + child
    return made


def classed(tag: str, name: str, *children: Node) -> ET.Element:
    """Return an element of a class of the stylesheet."""
    return element(tag, *children, attributes={"class": name})


def slot() -> ET.Element:
    """Return the place in a frame where other parts of the file are put."""
    return ET.Element(_SLOT)


def written(node: ET.Element) -> bytes:
    """Write an element as UTF-8, with one line break after it."""
    return ET.tostring(node, encoding="unicode", method="html").encode() + b"\n"


def opened(frame: ET.Element) -> tuple[bytes, bytes]:
    """Write a frame as what stands before its slot, and what stands after it.

    Raises:
        ValueError: the frame has not exactly one slot.
    """
    before, after = written(frame).split(f"<{_SLOT}></{_SLOT}>".encode())
    return before, after
