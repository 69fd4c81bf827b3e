"""Write what the fonts inside typst can draw: `python -m tests.unit.export.glyph_tables`.

The fonts have no files of their own: they are found inside the compiled library by their headers.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

FOLDER = Path(__file__).parents[3] / "safelog" / "export" / "typst"
TABLES = {
    "libertinus-serif.txt": "Libertinus Serif Regular",
    "dejavu-sans-mono.txt": "DejaVu Sans Mono",
}
_HEADER = re.compile(rb"OTTO\x00[\x08-\x20]|\x00\x01\x00\x00\x00[\x08-\x20]")
_ENTRY = struct.Struct(">4sIII")
_MEANINGLESS = frozenset({"Cc", "Cf", "Cn", "Co"})
"""Control and format characters, and what no standard gives a meaning: PDF/A refuses the last."""


def library() -> bytes:
    """Return the compiled part of typst."""
    files = metadata.files("typst") or []
    return next(Path(str(file.locate())).read_bytes() for file in files if "_typst." in file.name)


def fonts(data: bytes) -> Iterator[TTFont]:
    """Find the fonts inside a file."""
    for match in _HEADER.finditer(data):
        start = match.start()
        count = data[start + 5]
        entries = [_ENTRY.unpack_from(data, start + 12 + 16 * at) for at in range(count)]
        if all(re.fullmatch(rb"[A-Za-z0-9/ ]{4}", entry[0]) for entry in entries):
            end = max(offset + length for _, _, offset, length in entries)
            try:
                yield TTFont(io.BytesIO(data[start : start + end]))
            except TTLibError:
                continue


def _has_meaning(point: int) -> bool:
    return unicodedata.category(chr(point)) not in _MEANINGLESS


def stretches(points: Iterable[int]) -> Iterator[str]:
    """Write code points as stretches, one a line."""
    first = last = -2
    for point in sorted(points):
        if point != last + 1:
            if last >= 0:
                yield f"{first:04X}-{last:04X}"
            first = point
        last = point
    yield f"{first:04X}-{last:04X}"


def tables() -> dict[str, str]:
    """Return the tables by the name of their file."""
    found = {}
    for font in fonts(library()):
        for file, name in TABLES.items():
            if font["name"].getDebugName(4) == name:
                points = filter(_has_meaning, font.getBestCmap() or ())
                found[file] = "\n".join(stretches(points)) + "\n"
    return found


if __name__ == "__main__":
    for file, table in tables().items():
        (FOLDER / file).write_text(table, encoding="ascii")
