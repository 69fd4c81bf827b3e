"""The chronology as one HTML file that opens anywhere, offline, and prints on A4.

It is made from the redacted document alone. Invariants: no script, no reference to anything
outside the file (a policy in its head forbids both to the reader's browser), no time but the
document's own, no name of the program that made it beyond the method's words, and the same bytes
from the same document. The file comes in parts, so that a proof can name the part that was changed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import NamedTuple
from xml.etree import ElementTree as ET

from safelog.export.image import CleanCopy
from safelog.export.markup import Node, classed, element, opened, slot, written
from safelog.export.paragraph import ParagraphPage
from safelog.export.wording import Wording, is_empty
from safelog.i18n.catalogue import Catalogue
from safelog.model.entity import REASONS
from safelog.model.kind import Kinds
from safelog.redact.document import Exhibit, RedactedDocument, Text
from safelog.redact.policy import Policy

_DOCTYPE = b"<!DOCTYPE html>\n"
_METHOD = (
    ("kept", ("kept_1", "kept_2", "kept_3")),
    ("hidden", ("hidden_1", "hidden_2")),
    ("proven", ("proven_1", "proven_2")),
    (
        "not_proven",
        ("not_proven_1", "not_proven_2", "not_proven_3", "not_proven_4", "not_proven_5"),
    ),
)


class HtmlPart(NamedTuple):
    """A part of the file; the parts joined in order are the file."""

    place: str
    """head, `paragraph 3`, exhibits, `exhibit 2`, legend or method."""
    data: bytes


def render_html(
    document: RedactedDocument,
    *,
    catalogue: Catalogue,
    kinds: Kinds,
    policy: Policy,
    copies: Mapping[str, CleanCopy],
    digits: str,
) -> tuple[HtmlPart, ...]:
    """Render the document in the language of the catalogue.

    Args:
        document: what may be shown.
        catalogue: the sentences, in the recipient's language.
        kinds: the labels of kinds, fields, options and reasons.
        policy: the policy that was applied, for its name.
        copies: the clean copies by the lower-case hex of their SHA-256.
        digits: the digits of the key, to be compared with the person.
    """
    page = _Page(document, Wording(catalogue, kinds), policy)
    before, after = opened(page.frame(digits))
    paragraphs = ParagraphPage(page.words, document.made)
    parts = [HtmlPart("head", _DOCTYPE + before)]
    parts += [
        HtmlPart(f"paragraph {p.number}", written(paragraphs.render(p)))
        for p in document.paragraphs
    ]
    if document.exhibits:
        heading = element("h2", page.words.say("exhibits"), attributes={"id": "exhibits"})
        parts.append(HtmlPart("exhibits", written(heading)))
    for exhibit in document.exhibits:
        copy = copies[exhibit.copy] if exhibit.copy is not None else None
        rendered = page.exhibit(exhibit, copy)
        parts.append(HtmlPart(f"exhibit {exhibit.number}", written(rendered)))
    parts.append(HtmlPart("legend", written(page.legend())))
    parts.append(HtmlPart("method", written(page.method(digits)) + after))
    return tuple(parts)


def stylesheet() -> str:
    """Return the style sheet that every chronology carries."""
    return (resources.files("safelog.export") / "chronology.css").read_text(encoding="utf-8")


class _Page:
    """Renders what stands around the paragraphs."""

    def __init__(self, document: RedactedDocument, words: Wording, policy: Policy) -> None:
        self.words = words
        self._document = document
        self._policy = policy

    def frame(self, digits: str) -> ET.Element:
        """Return the whole page with a slot where its parts are put."""
        words = self.words
        main = element("main", self._title(digits))
        main.append(
            classed(
                "div",
                "intro",
                element("p", words.say("intro.reading")),
                element("p", words.say("intro.words")),
            )
        )
        main.append(element("h2", words.say("chronology"), attributes={"id": "chronology"}))
        main.append(slot())
        return element(
            "html",
            self._head(),
            element("body", main),
            attributes={"lang": words.language},
        )

    def _head(self) -> ET.Element:
        style = stylesheet()
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
            "base-uri 'none'; form-action 'none'"
        )
        # The policy comes first: it governs only what stands after it.
        return element(
            "head",
            element("meta", attributes={"charset": "utf-8"}),
            element(
                "meta", attributes={"http-equiv": "Content-Security-Policy", "content": policy}
            ),
            _meta("viewport", "width=device-width, initial-scale=1"),
            _meta("referrer", "no-referrer"),
            _meta("format-detection", "telephone=no, date=no, address=no, email=no"),
            element("title", self.words.say("title")),
            element("style", style),
        )

    def _title(self, digits: str) -> ET.Element:
        words, document = self.words, self._document
        scope = [words.count("count_paragraphs", len(document.paragraphs))]
        if document.exhibits:
            scope.append(words.count("count_exhibits", len(document.exhibits)))
        label = self._policy.label
        rows = _rows(
            (words.say("audience"), [label.get(words.language, label["en"])]),
            (words.say("prepared"), [words.moment(document.made)]),
            (words.say("scope"), [" · ".join(scope)]),
            (words.say("zone"), [document.zone]),
            (words.say("digits"), [classed("span", "hash", digits)]),
        )
        return classed("header", "title", element("h1", words.say("title")), rows)

    def exhibit(self, exhibit: Exhibit, copy: CleanCopy | None) -> ET.Element:
        """Return an exhibit: what it is, where it comes from, and its clean copy."""
        words = self.words
        heading = words.say("exhibit", number=exhibit.number)
        section = element(
            "section",
            element("h3", heading, attributes={"id": f"x{exhibit.number}"}),
            attributes={
                "class": "exhibit",
                "id": f"e{exhibit.number}",
                "aria-labelledby": f"x{exhibit.number}",
            },
        )
        section.append(_rows(*self._facts(exhibit)))
        if copy is None:
            section.append(classed("p", "record", words.say("exhibit_rows.not_shown")))
            return section
        source = f"data:{copy.media_type};base64,{base64.b64encode(copy.data).decode()}"
        image = element(
            "img",
            attributes={
                "src": source,
                "alt": f"{heading}. {words.say('exhibit_rows.copy')}",
                "width": str(copy.width),
                "height": str(copy.height),
            },
        )
        caption = element(
            "figcaption",
            f"{words.say('exhibit_rows.copy')}. {words.say('exhibit_rows.copy_sha256')}: ",
            classed("span", "hash", exhibit.copy or ""),
        )
        section.append(element("figure", image, caption))
        return section

    def _facts(self, exhibit: Exhibit) -> Iterator[tuple[str, Sequence[Node]]]:
        words = self.words
        yield words.say("exhibit_rows.media"), [words.say(f"media.{exhibit.media}")]
        for name, text in (
            ("description", exhibit.description),
            ("provenance", exhibit.provenance),
        ):
            if isinstance(text, Text) and not is_empty(text):
                yield words.say(f"exhibit_rows.{name}"), [words.quoted("div", "words", text)]
        yield words.say("exhibit_rows.recorded"), [words.moment(exhibit.recorded)]
        yield words.say("exhibit_rows.size"), [words.size(exhibit.size)]
        yield words.say("exhibit_rows.sha256"), [classed("span", "hash", exhibit.sha256)]
        if exhibit.removed:
            removed = ", ".join(words.say(f"removed.{code}") for code in exhibit.removed)
            yield words.say("exhibit_rows.removed"), [removed]
        yield words.say("exhibit_rows.named_in"), self._named_in(exhibit.number)

    def _named_in(self, number: int) -> list[Node]:
        links: list[Node] = []
        for paragraph in self._document.paragraphs:
            if number in paragraph.exhibits:
                told = self.words.say("paragraph", number=paragraph.number)
                href = {"href": f"#p{paragraph.number}"}
                links += [", ", element("a", told, attributes=href)]
        return links[1:]

    def legend(self) -> ET.Element:
        """Return what the labels are, and what the reasons mean."""
        words = self.words
        section = classed("section", "legend", element("h2", words.say("legend.heading")))
        rows = self._document.legend
        section.append(element("p", words.say("legend.intro" if rows else "legend.none")))
        if rows:
            section.append(self._labels())
        section.append(element("h3", words.say("legend.reasons")))
        section.append(_rows(*((reason, [words.reason(reason)]) for reason in REASONS)))
        return section

    def _labels(self) -> ET.Element:
        words, rows = self.words, self._document.legend
        counted = any(row.count is not None for row in rows)
        titles = [words.say("legend.label"), words.say("legend.reason")]
        if counted:
            titles.append(words.say("legend.count"))
        head = element(
            "tr", *(element("th", title, attributes={"scope": "col"}) for title in titles)
        )
        body = []
        for row in rows:
            cells = [
                element("td", words.black(row.hidden)),
                element("td", words.reason(row.hidden.reason)),
            ]
            if row.count is not None:
                cells.append(element("td", words.count("count_times", row.count)))
            body.append(element("tr", *cells))
        return element("table", element("thead", head), element("tbody", *body))

    def method(self, digits: str) -> ET.Element:
        """Return how the record is kept, what is proven about it, and what is not."""
        words = self.words
        section = classed("section", "method", element("h2", words.say("method.heading")))
        for heading, sentences in _METHOD:
            section.append(element("h3", words.say(f"method.{heading}")))
            items = (element("li", words.say(f"method.{sentence}")) for sentence in sentences)
            section.append(element("ul", *items))
        section.append(element("h3", words.say("digits")))
        section.append(classed("p", "digits", digits))
        return section


def _meta(name: str, content: str) -> ET.Element:
    return element("meta", attributes={"name": name, "content": content})


def _rows(*rows: tuple[str, Sequence[Node]]) -> ET.Element:
    cells: list[Node] = []
    for label, content in rows:
        cells += [element("dt", label), element("dd", *content)]
    return classed("dl", "facts", *cells)
