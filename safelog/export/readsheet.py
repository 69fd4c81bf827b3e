"""Read a finished table again: its cells, cut where the document's own words meet the person's."""

from __future__ import annotations

import re
from typing import NamedTuple

from safelog.export.fault import Fault

_CELL = re.compile(r'"((?:[^"]|"")*)"(?:[,;]|\r\n|\Z)')
_CUTS = re.compile(r"\n|: |; | · (?!R[1-9]\])|[«»“”]")
"""Not inside a label, which ends with its reason."""
_MARK = "\ufeff"


class SheetReading(NamedTuple):
    """What a reader can get at in a table."""

    cells: tuple[str, ...]
    blocks: tuple[str, ...]
    """The cells, cut."""
    faults: tuple[Fault, ...]
    """What is no cell, and what a spreadsheet would carry out."""


def read_sheet(data: bytes) -> SheetReading:
    """Read a table.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    text = data.decode("utf-8")
    cells, end = [], len(_MARK)
    faults = [] if text.startswith(_MARK) else [Fault.CSV_MARK]
    for match in _CELL.finditer(text, end):
        if match.start() != end:
            break
        end = match.end()
        cells.append(match.group(1).replace('""', '"'))
    if end != len(text):
        faults.append(Fault.CSV_CELL)
    if any(cell.lstrip()[:1] in {"=", "+", "-", "@"} for cell in cells if cell.strip()):
        faults.append(Fault.CSV_FORMULA)
    blocks = tuple(part for cell in cells for part in _CUTS.split(cell) if part.strip())
    return SheetReading(tuple(cells), blocks, tuple(faults))
