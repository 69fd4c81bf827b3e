"""A finished export of the invented account: the page, its JSON, and what it must not hold."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from PIL import Image

from safelog.export.arrange import Sources, arrange
from safelog.export.formats import render
from safelog.export.html import HtmlPart, render_html
from safelog.export.image import CleanCopy, clean_copy
from safelog.export.outline import Outline, OwnTexts
from safelog.export.own import own_texts
from safelog.export.papers import render_papers
from safelog.export.template import Template, load_templates
from safelog.export.vocabulary import fixed_words
from safelog.export.wording import Wording
from safelog.i18n.catalogue import Catalogue
from safelog.journal.patterns.shown import shown_diagrams
from safelog.model.kind import Kinds
from safelog.redact.cover import Choice, Finder, Occurrence
from safelog.redact.document import RedactedDocument
from safelog.redact.policy import Rules
from safelog.redact.review import review
from safelog.redact.selection import ExportedIncident
from safelog.redact.terms import HiddenTerms, hidden_terms
from tests.unit.redact.world import (
    FINDER,
    KINDS,
    attachment,
    composed,
    exported,
    full_incident,
    rules,
)

TEMPLATES = load_templates()
DIGITS = "04417 20931 77120 48815 00912 63307 51946 28830"


def photo(width: int = 64, height: int = 48) -> bytes:
    """Return a JPEG as a camera would write it, without metadata."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 130, 140)).save(out, "JPEG")
    return out.getvalue()


COPY = clean_copy(photo())
COPY_SHA256 = hashlib.sha256(COPY.data).hexdigest()


def paper_of(outline: Outline, *, missing: str = "Missing") -> bytes:
    """Set a document that is one volume."""
    (paper,) = render_papers((outline,), missing=missing, done=lambda: None)
    return paper


class Export(NamedTuple):
    """An export before the leak check."""

    document: RedactedDocument
    outline: Outline
    template: Template
    sources: Sources
    parts: tuple[HtmlPart, ...]
    json: bytes
    hidden: HiddenTerms
    finder: Finder
    fixed: frozenset[str]

    @property
    def html(self) -> bytes:
        """Return the page."""
        return b"".join(part.data for part in self.parts)

    def rendered(self, *formats: str) -> dict[str, bytes]:
        """Return the files of other formats by name."""
        made = render(self.document, template=self.template, formats=formats, sources=self.sources)
        return {file.name: b"".join(data for _, data in file.parts) for file in made.files}

    @property
    def own(self) -> OwnTexts:
        """Return what the document says itself."""
        return own_texts(self.outline)

    @property
    def outputs(self) -> dict[str, bytes]:
        """Return the files by name."""
        return {"chronology.html": self.html, "chronology.json": self.json}


def default_selection() -> tuple[ExportedIncident, ...]:
    """Return one incident with everything, and a photo."""
    incident = full_incident(title="Тайный заголовок")
    return (exported(incident, attachments=(attachment(copy_sha256=COPY_SHA256),)),)


def make_export(
    selection: tuple[ExportedIncident, ...] = (),
    *,
    by: Rules | None = None,
    choice: Choice = "hide",
    finder: Finder = FINDER,
    copies: Mapping[str, CleanCopy] | None = None,
    kinds: Kinds = KINDS,
    template: str = "chronology",
) -> Export:
    """Make an export with one answer to every question."""
    chosen = selection or default_selection()
    judged = by or rules()
    questions = review(chosen, judged, finder, {}, kinds=kinds).questions
    answers: dict[Occurrence, Choice] = {item.occurrence: choice for item in questions}
    document = composed(*chosen, by=judged, decisions=answers, finder=finder, kinds=kinds)
    catalogue = Catalogue(document.language)
    sources = Sources(
        catalogue=catalogue,
        kinds=kinds,
        policy=judged.policy,
        copies=copies or {COPY_SHA256: COPY},
        digits=DIGITS,
        diagrams=shown_diagrams(document, Wording(catalogue, kinds), kinds),
    )
    outline = arrange(document, TEMPLATES[template], sources)
    return Export(
        document=document,
        outline=outline,
        template=TEMPLATES[template],
        sources=sources,
        parts=render_html(outline),
        json=msgspec.json.encode(document),
        hidden=hidden_terms(chosen, judged, finder, answers, kinds=kinds),
        finder=finder,
        fixed=fixed_words(document, kinds, judged.policy),
    )
