"""The formats of a document, by the word that a person chooses them with.

A format makes one file or more, under neutral names, in the parts that a proof can name. The JSON
file is not made here: it is the proof, and always goes with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import NamedTuple

from safelog.export.arrange import Sources, arrange
from safelog.export.bundle import OutputFile
from safelog.export.html import render_html
from safelog.export.outline import Outline, OwnTexts
from safelog.export.own import own_texts
from safelog.export.papers import render_papers
from safelog.export.sheet import render_tables
from safelog.export.template import Template
from safelog.export.volumes import parted
from safelog.export.word import render_word
from safelog.redact.document import RedactedDocument

JSON = "json"


Progress = Callable[[int, int], None]
"""Takes how many steps are done, and how many there are."""


class _Rendering(NamedTuple):
    document: RedactedDocument
    outline: Outline
    volumes: tuple[Outline, ...]
    """The outline in parts that can be set at once."""
    sources: Sources
    tick: Callable[[], None]
    """Called when a volume is done and others follow."""


def _html(rendering: _Rendering) -> Iterator[OutputFile]:
    yield OutputFile("chronology.html", render_html(rendering.outline))


def _pdf(rendering: _Rendering) -> Iterator[OutputFile]:
    missing = rendering.sources.catalogue.text("export.missing_glyphs")
    papers = render_papers(rendering.volumes, missing=missing, done=rendering.tick)
    for number, paper in enumerate(papers, start=1):
        name = f"chronology-{number}.pdf" if len(papers) > 1 else "chronology.pdf"
        yield OutputFile(name, [("pdf", paper)])


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
    document: RedactedDocument,
    *,
    template: Template,
    formats: Iterable[str],
    sources: Sources,
    progress: Progress | None = None,
) -> Rendered:
    """Render a document in some formats.

    Raises:
        LookupError: there is no such format.
        UnrenderedExportError: a format could not be made.
    """
    names = tuple(dict.fromkeys(formats))
    outline = arrange(document, template, sources)
    volumes = parted(outline, partial(_told, sources)) if "pdf" in names else (outline,)
    total = len(names) + len(volumes) - 1
    steps = count(1)

    def tick() -> None:
        if progress is not None:
            progress(next(steps), total)

    rendering = _Rendering(document, outline, volumes, sources, tick)
    files: list[OutputFile] = []
    for name in names:
        files += _FORMATS[name](rendering)
        tick()
    sections = tuple(section for volume in volumes for section in volume.sections)
    return Rendered(tuple(files), own_texts(outline._replace(sections=sections)))


def _told(sources: Sources, number: int, total: int) -> str:
    return sources.catalogue.text("export.volume", number=number, total=total)
