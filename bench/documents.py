"""Measure documents: `python -m bench.documents` prints a line for each format and size.

One document of two hundred invented incidents is made as an export makes it; a larger one repeats
its paragraphs under other numbers. Each format is rendered, and read and searched again, in a
process of its own, because what a format leaves in memory would count for the next. `quick` is the
PDF of as many incidents that nobody completed, which are an account and a time. The last lines
set the same text as a PDF without any structure: what the typesetter needs however it is asked.

`python -m bench.documents 200 pdf` measures one line alone.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
import typst

from safelog.export.checks import CHECKS
from safelog.export.formats import render
from safelog.export.leakcheck import run_checks
from safelog.export.outline import OwnTexts
from safelog.export.readpdf import read_pdf
from safelog.redact.document import RedactedDocument
from safelog.redact.terms import HiddenTerms
from tests.unit.export.forty import exported, forty, hurried
from tests.unit.export.page import TEMPLATES, Export

ROOT = Path(__file__).parents[1]
BASE = 200
SIZES = (200, 5_000)
FORMATS = ("json", "csv", "html", "docx", "pdf", "quick", "bare")
AIMS_S = {200: 0.5, 5_000: 10.0}
KIB_PER_MIB = 1024
WORDS_IN_LINE = 12
PAGE = re.compile(rb"/Type/Page\b")

BARE = b"""
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), fallback: false, size: 10.5pt)
#set text(hyphenate: false, ligatures: false)
#set page(paper: "a4", margin: 20mm)
#for line in json(bytes(sys.inputs.lines)) { block(line) }
"""
"""The text of a document, line by line, and nothing else."""

_Result = TypeVar("_Result")


class Made(NamedTuple):
    """What one format made."""

    files: Mapping[str, bytes]
    own: OwnTexts


class Cost(NamedTuple):
    """What a step took."""

    wall_s: float
    cpu_s: float

    def __str__(self) -> str:
        """Say it in two columns."""
        return f"{self.wall_s:8.2f} s {self.cpu_s:8.2f} s"


def repeated(document: RedactedDocument, times: int) -> RedactedDocument:
    """Return a document with the paragraphs of another one, again and again."""
    numbers = count(1)
    paragraphs = tuple(
        msgspec.structs.replace(paragraph, number=next(numbers), corrects=None)
        for _ in range(times)
        for paragraph in document.paragraphs
    )
    return msgspec.structs.replace(document, paragraphs=paragraphs)


def allowed(hidden: HiddenTerms, times: int) -> HiddenTerms:
    """Let what legitimately remains stand as often as it is repeated."""
    return hidden._replace(
        hidden={words: most * times for words, most in hidden.hidden.items()},
        private={words: most * times for words, most in hidden.private.items()},
        shown={words: most * times for words, most in hidden.shown.items()},
    )


def timed(step: Callable[[], _Result]) -> tuple[_Result, Cost]:
    """Do something, and say what it took."""
    began = time.perf_counter(), time.process_time()
    result = step()
    return result, Cost(time.perf_counter() - began[0], time.process_time() - began[1])


def made(export: Export, document: RedactedDocument, kind: str) -> Made:
    """Render one format. Of the JSON file the document alone: `bench.proof` measures the proof."""
    if kind == "json":
        return Made({"chronology.json": msgspec.json.encode(document)}, OwnTexts())
    formats = ("pdf" if kind == "quick" else kind,)
    rendered = render(
        document, template=TEMPLATES["chronology"], formats=formats, sources=export.sources
    )
    files = {file.name: b"".join(data for _, data in file.parts) for file in rendered.files}
    return Made(files, rendered.own)


def lines_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Read the words of finished papers, a dozen to a line."""
    told = {}
    for name, data in files.items():
        words = read_pdf(data).text.split()
        starts = range(0, len(words), WORDS_IN_LINE)
        lines = [" ".join(words[at : at + WORDS_IN_LINE]) for at in starts]
        told[name] = msgspec.json.encode(lines).decode()
    return told


def bare(told: Mapping[str, str]) -> dict[str, bytes]:
    """Set lines of words: no tags, no links, no tables."""
    fonts = typst.Fonts(include_system_fonts=False)
    papers = {}
    for name, lines in told.items():
        inputs = {"lines": lines}
        compiler = typst.Compiler(
            BARE, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs
        )
        paper = compiler.compile(format="pdf", pdf_tags=False)
        papers[name] = paper if isinstance(paper, bytes) else b""
    return papers


def measure(size: int, kind: str) -> str:
    """Render one format, search it, and say what that took."""
    incidents = hurried if kind == "quick" else exported
    export = forty(language="en", count=BASE, told=incidents)
    times = size // BASE
    document = repeated(export.document, times)
    if kind == "bare":
        told = lines_of(made(export, document, "pdf").files)
        papers, setting = timed(lambda: bare(told))
        return row(kind, size, str(setting), "", papers)
    idle_mib = peak_mib()
    (files, own), rendering = timed(lambda: made(export, document, kind))
    memory_mib = peak_mib() - idle_mib
    hidden = allowed(export.hidden, times)
    _, searching = timed(
        lambda: run_checks(
            CHECKS, files, hidden=hidden, finder=export.finder, fixed=export.fixed, own=own
        )
    )
    aim_s = AIMS_S[size]
    verdict = "met" if rendering.wall_s < aim_s else "MISSED"
    costs = f"{rendering}{searching}{memory_mib:8.0f} MiB"
    return row(kind, size, costs, f"  {aim_s} s: {verdict}", files)


def row(kind: str, size: int, costs: str, verdict: str, files: Mapping[str, bytes]) -> str:
    """Return a line of the table."""
    size_mib = sum(map(len, files.values())) / KIB_PER_MIB**2
    pages = sum(len(PAGE.findall(data)) for name, data in files.items() if name.endswith(".pdf"))
    return f"{kind:5} {size:6,} {costs:65}{size_mib:7.1f} MiB {pages or '':>6}{verdict}"


def peak_mib() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


def main() -> int:
    """Measure every format in every size."""
    if len(sys.argv) > 1:
        print(measure(int(sys.argv[1]), sys.argv[2]))
        return 0
    words = f"{'rendered':>10} {'processor':>10}{'searched':>11} {'processor':>10}{'memory':>12}"
    print(f"{'':5} {'size':>6} {words:65}{'file':>11} {'pages':>6}  aim for rendering")
    for size in SIZES:
        for kind in FORMATS:
            command = [sys.executable, "-m", "bench.documents", str(size), kind]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
            print(done.stdout.rstrip() or f"{kind:5} {size:6,}  FAILED", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
