"""An outline as one HTML file that opens anywhere, offline, and prints on A4.

Invariants: no script, no reference to anything outside the file (a policy in its head forbids both
to the reader's browser), no time but the document's own, no name of the program that made it
beyond the method's words, and the same bytes from the same outline. The file comes in parts, so
that a proof can name the part that was changed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

from safelog.export.htmlblock import Blocks
from safelog.export.markup import SLOT, Form, Markup, element, style, void, written
from safelog.export.outline import Outline, Section

_DOCTYPE = b"<!DOCTYPE html>\n"

_SECTIONS = {"paragraph": "article", "title": "header", "intro": "div"}


class HtmlPart(NamedTuple):
    """A part of the file; the parts joined in order are the file."""

    place: str
    """head, or the place of a section: `paragraph 3`, exhibits, `exhibit 2`, legend, method."""
    data: bytes


def render_html(outline: Outline) -> tuple[HtmlPart, ...]:
    """Render an outline as a page."""
    frame = Form(_frame(outline))
    blocks = Blocks(outline.language)
    parts = [HtmlPart("head", _DOCTYPE + frame.before.encode())]
    for section in outline.sections:
        data = b"".join(map(written, _section(section, blocks)))
        parts.append(HtmlPart(section.place, data))
    parts[-1] = parts[-1]._replace(data=parts[-1].data + frame.after.encode() + b"\n")
    return tuple(parts)


def stylesheet() -> str:
    """Return the style sheet that every page carries."""
    return (resources.files("safelog.export") / "chronology.css").read_text(encoding="utf-8")


def _section(section: Section, blocks: Blocks) -> Iterator[Markup]:
    """Render a section: by itself, or as blocks that follow one another."""
    rendered = blocks.of_section(section)
    if section.kind == "plain":
        yield from rendered
        return
    attributes: dict[str, str] = {"class": section.kind}
    if section.anchor:
        attributes["id"] = section.anchor
        attributes["aria-labelledby"] = blocks.heading_id(section)
    yield element(_SECTIONS.get(section.kind, "section"), *rendered, attributes=attributes)


def _frame(outline: Outline) -> Markup:
    """Return the whole page with a slot where its parts are put."""
    main = element("main", SLOT, attributes={"class": "wide"} if outline.landscape else {})
    attributes = {"lang": outline.language}
    return element("html", _head(outline), element("body", main), attributes=attributes)


def _head(outline: Outline) -> Markup:
    sheet = stylesheet()
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # The policy comes first: it governs only what stands after it.
    return element(
        "head",
        void("meta", {"charset": "utf-8"}),
        void("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        _meta("viewport", "width=device-width, initial-scale=1"),
        _meta("referrer", "no-referrer"),
        _meta("format-detection", "telephone=no, date=no, address=no, email=no"),
        element("title", outline.title),
        style(sheet),
    )


def _meta(name: str, content: str) -> Markup:
    return void("meta", {"name": name, "content": content})
