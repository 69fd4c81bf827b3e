"""Which exports of a recipient continue one another.

A recipient's log is signed again at each export, and every export continues the one before. Where
two copies of a vault both made an export for one recipient, there are two lines with one beginning,
and none can continue both: whoever holds files of both sees two logs of one key. So the next export
continues one of the two and brings what is missing in its batch; which one, the recipient's last
file says, or else the clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from safelog.errors import LostExportError
from safelog.journal.events import ExportMade


def line_of(exports: Sequence[ExportMade]) -> list[ExportMade]:
    """Return the exports that the next one continues if nobody says otherwise, the oldest first.

    Raises:
        LostExportError: as for `line_through`.
    """
    if not exports:
        return []
    return line_through(exports, max(exports, key=_clock))


def line_through(exports: Sequence[ExportMade], last: ExportMade) -> list[ExportMade]:
    """Return the exports that end in `last` and continue one another, the oldest first.

    If `last` was continued, so is the line: the recipient may have given an older file, and an
    export that went out is not contradicted where that can be helped.

    Raises:
        LostExportError: an earlier one of the line is not there, so that nothing can continue it.
    """
    by_root = {made.root: made for made in exports}
    line = [last]
    while line[0].previous:
        earlier = by_root.get(line[0].previous)
        # Only somebody with the key could have made exports that go round in a circle.
        if earlier is None or earlier in line:
            raise LostExportError
        line.insert(0, earlier)
    while later := [made for made in exports if made.previous == line[-1].root]:
        line.append(max(later, key=_clock))
    return line


def _clock(made: ExportMade) -> tuple[int, int, bytes]:
    """Order exports in one way for every copy of a vault."""
    return made.at, made.size, made.root


def forked(exports: Sequence[ExportMade]) -> bool:
    """Tell whether two exports continue the same one."""
    return len({made.previous for made in exports}) < len(exports)
