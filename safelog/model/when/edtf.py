"""A time in EDTF, for the machine-readable export.

ISO 8601-2:2019, and the Library of Congress's Extended Date/Time Format, level 2.
"""

from __future__ import annotations

from datetime import timedelta

from safelog.model.when import spans
from safelog.model.when.value import When, civil

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23}
_REDUCED = {"year": len("2024"), "month": len("2024-05")}


def to_edtf(when: When) -> str:
    """Return the time in EDTF, to the day at the finest.

    EDTF writes a time of day to the second or not at all, and nobody said a second; the clock times
    stand in `start` and `end`. What lasted is an interval (`a/b`), what happened once on one of
    several days is a choice of one (`[a..b]`). So is a winter: EDTF numbers it by one year without
    saying which of its two.
    """
    start, end = civil(when)
    first, last = (day.date().isoformat() for day in (start, end - timedelta(minutes=1)))
    if when.precision == "unknown":
        return "XXXX-XX-XX"
    if when.precision == "around" and when.part:
        return f"{spans.around_day_centre(start).isoformat()}~"
    if when.precision == "season":
        if when.part in _SEASONS:
            return f"{first[:4]}-{_SEASONS[when.part]}"
        return f"[{first[:7]}..{last[:7]}]"
    first, last = (day[: _REDUCED.get(when.precision, len(day))] for day in (first, last))
    if first != last:
        return f"{first}/{last}" if when.precision == "range" else f"[{first}..{last}]"
    return first
