"""Measure documents: `python -m bench.documents` prints a line for each format and size.

One document of two hundred invented incidents is made as an export makes it; a larger one repeats
its paragraphs under other numbers. Each format is rendered, and read and searched again, in a
process of its own, because what a format leaves in memory would count for the next.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from safelog.export.checks import CHECKS
from safelog.export.formats import render
from safelog.export.leakcheck import run_checks
from safelog.redact.document import RedactedDocument
from tests.unit.export.forty import forty
from tests.unit.export.page import TEMPLATES, Export

ROOT = Path(__file__).parents[1]
BASE = 200
SIZES = (200, 5_000)
FORMATS = ("pdf", "docx", "html", "csv")
AIMS_S = {200: 0.5, 5_000: 10.0}
KIB_PER_MIB = 1024
SEARCHED_UP_TO = 200


def repeated(document: RedactedDocument, count: int) -> RedactedDocument:
    """Return a document of `count` paragraphs: those of another one, again and again."""
    source = document.paragraphs
    paragraphs = tuple(
        msgspec.structs.replace(source[at % len(source)], number=at + 1, corrects=None)
        for at in range(count)
    )
    return msgspec.structs.replace(document, paragraphs=paragraphs)


def measure(size: int, kind: str) -> str:
    """Render one format, search it if it is small, and say how long that took."""
    export: Export = forty(language="en", count=BASE)
    document = repeated(export.document, size)
    idle_mib = peak_mib()
    began = time.perf_counter(), time.process_time()
    rendered = render(
        document, template=TEMPLATES["chronology"], formats=(kind,), sources=export.sources
    )
    wall_s, cpu_s = time.perf_counter() - began[0], time.process_time() - began[1]
    memory_mib = peak_mib() - idle_mib
    files = {file.name: b"".join(data for _, data in file.parts) for file in rendered.files}
    searched = ""
    if size <= SEARCHED_UP_TO:
        began_s = time.process_time()
        run_checks(
            CHECKS,
            files,
            hidden=export.hidden,
            finder=export.finder,
            fixed=export.fixed,
            own=rendered.own,
        )
        searched = f"{time.process_time() - began_s:.2f} s"
    aim_s = AIMS_S[size]
    verdict = "met" if wall_s < aim_s else "MISSED"
    size_mib = sum(map(len, files.values())) / KIB_PER_MIB**2
    return (
        f"{kind:5} {size:6,}  {wall_s:7.2f} s  {cpu_s:7.2f} s  {memory_mib:7.0f} MiB"
        f"  {size_mib:6.1f} MiB  {searched:>8}  {aim_s} s: {verdict}"
    )


def peak_mib() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


def main() -> int:
    """Measure every format in every size."""
    if len(sys.argv) > 1:
        print(measure(int(sys.argv[1]), sys.argv[2]))
        return 0
    print("format  size      wall       cpu      memory       file  searched  aim")
    for size in SIZES:
        for kind in FORMATS:
            command = [sys.executable, "-m", "bench.documents", str(size), kind]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
            print(done.stdout.strip() or f"{kind:5} {size:6,}  FAILED", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
