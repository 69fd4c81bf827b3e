"""Which bounds belong to which precision.

Only the ends of "between" and "range" are free; all other bounds follow from where they start. So a
decoded time is checked by building it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Literal

from safelog.model.when import spans

Precision = Literal[
    "exact",
    "ambiguous",
    "around",
    "between",
    "range",
    "part_of_day",
    "day",
    "month_part",
    "month",
    "season",
    "year",
    "unknown",
]

_DAY = timedelta(days=1)

_SPANS: Mapping[tuple[Precision, str], Callable[[datetime, str], spans.Span]] = {
    ("exact", ""): lambda start, _: spans.minute(start),
    ("exact", "first_pass"): lambda start, _: spans.minute(start),
    ("exact", "second_pass"): lambda start, _: spans.minute(start),
    ("ambiguous", ""): lambda start, _: spans.minute(start),
    ("around", ""): lambda start, _: spans.around_time(spans.around_time_centre(start)),
    ("around", "day"): lambda start, _: spans.around_day(spans.around_day_centre(start)),
    ("part_of_day", ""): lambda start, part: spans.part_of_day(start.date(), part),
    ("day", ""): lambda start, _: spans.days(start, start),
    ("month_part", ""): lambda start, part: spans.third_of_month(start.year, start.month, part),
    ("month", ""): lambda start, _: spans.months(start.year, start.month),
    ("season", ""): lambda start, part: spans.season(start.year, part),
    ("year", ""): lambda start, _: spans.months(start.year, 1, spans.MONTHS),
    ("unknown", ""): lambda _start, _: (spans.EARLIEST, spans.LATEST),
}
"""The span that begins at a start, by precision and part; named parts stand under no part."""

_NAMED: Mapping[Precision, Callable[[str], bool]] = {
    "part_of_day": spans.has_part,
    "month_part": spans.has_third,
    "season": spans.has_season,
}
"""The precisions whose part is a name from the data."""


def is_canonical(precision: Precision, part: str, span: spans.Span) -> bool:
    """Tell whether `span` is one that the precision and its part stand for."""
    start, end = span
    if precision in {"between", "range"}:
        whole_days = start.time() == end.time() == time() and end - start > _DAY
        return not part or (part == "day" and whole_days)
    is_name = _NAMED.get(precision)
    if is_name and not is_name(part):
        return False
    span_from = _SPANS.get((precision, "" if is_name else part))
    return span_from is not None and span_from(start, part) == span
