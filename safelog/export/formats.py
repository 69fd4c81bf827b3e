"""The formats of a document, by the word that a person chooses them with.

A format makes one file or more, under neutral names, in the parts that a proof can name. The JSON
file is not made here: it is the proof, and always goes with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from safelog.export.arrange import Sources, arrange
from safelog.export.bundle import OutputFile
from safelog.export.html import render_html
from safelog.export.outline import Outline, OwnTexts
from safelog.export.own import own_texts
from safelog.export.pdf import render_pdf
from safelog.export.sheet import render_tables
from safelog.export.template import Template
from safelog.export.word import render_word
from safelog.redact.document import RedactedDocument

JSON = "json"


class _Rendering(NamedTuple):
    document: RedactedDocument
    outline: Outline
    sources: Sources


def _html(rendering: _Rendering) -> Iterator[OutputFile]:
    yield OutputFile("chronology.html", render_html(rendering.outline))


def _pdf(rendering: _Rendering) -> Iterator[OutputFile]:
    missing = rendering.sources.catalogue.text("export.missing_glyphs")
    paper = render_pdf(rendering.outline, missing=missing)
    yield OutputFile("chronology.pdf", [("pdf", paper)])


def _docx(rendering: _Rendering) -> Iterator[OutputFile]:
    yield OutputFile("chronology.docx", [("docx", render_word(rendering.outline))])


def _csv(rendering: _Rendering) -> Iterator[OutputFile]:
    for name, table in render_tables(rendering.document, rendering.sources).items():
        yield OutputFile(name, [("csv", table)])


_FORMATS: Mapping[str, Callable[[_Rendering], Iterator[OutputFile]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "html": _html,
    "csv": _csv,
    JSON: lambda _: iter(()),
}

FORMATS = tuple(_FORMATS)
"""What can be asked for; JSON alone makes no other file."""

DEFAULT_FORMATS = ("html",)


class Rendered(NamedTuple):
    """The files of a document, but for the proof, and what they say themselves."""

    files: tuple[OutputFile, ...]
    own: OwnTexts


def render(
    document: RedactedDocument, *, template: Template, formats: Iterable[str], sources: Sources
) -> Rendered:
    """Render a document in some formats.

    Raises:
        LookupError: there is no such format.
        UnrenderedExportError: a format could not be made.
    """
    outline = arrange(document, template, sources)
    rendering = _Rendering(document, outline, sources)
    files = [file for name in dict.fromkeys(formats) for file in _FORMATS[name](rendering)]
    return Rendered(tuple(files), own_texts(outline))
