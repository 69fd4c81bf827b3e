"""Patterns: what many incidents show that one does not.

Pure functions over `Material`, which `gather` makes once from the journal, so that a thread may
compute while the journal goes on. Each returns data that says how many incidents it is made of, how
many were left out and why; `Charts` turns data into charts in the words of a catalogue, and
`text_chart` those into lines.

No pattern says more than was said. A time is a stretch: where it lies in several weeks it is
counted for certain in none of them and perhaps in each. A pattern shows what was written down, and
says nothing of why it happened.
"""

from typing import TypeAlias

from safelog.journal.patterns.chart_text import text_chart
from safelog.journal.patterns.charts import Charts
from safelog.journal.patterns.context import ContextPattern, context_pattern
from safelog.journal.patterns.gaps import GapPattern, gap_pattern
from safelog.journal.patterns.happening import Happening, Spot, time_known
from safelog.journal.patterns.material import Material, Scope, gather
from safelog.journal.patterns.places import PlacePattern, day_range, place_pattern
from safelog.journal.patterns.returning import EntityPattern, Returning, entity_pattern
from safelog.journal.patterns.tally import LeftOut, Pattern, Range
from safelog.journal.patterns.times import (
    HourPattern,
    WeekdayPattern,
    WeekPattern,
    hour_pattern,
    week_pattern,
    weekday_pattern,
)

AnyPattern: TypeAlias = (
    WeekPattern
    | WeekdayPattern
    | HourPattern
    | PlacePattern
    | EntityPattern
    | GapPattern
    | ContextPattern
)

__all__ = [
    "AnyPattern",
    "Charts",
    "ContextPattern",
    "EntityPattern",
    "GapPattern",
    "Happening",
    "HourPattern",
    "LeftOut",
    "Material",
    "Pattern",
    "PlacePattern",
    "Range",
    "Returning",
    "Scope",
    "Spot",
    "WeekPattern",
    "WeekdayPattern",
    "context_pattern",
    "day_range",
    "entity_pattern",
    "gap_pattern",
    "gather",
    "hour_pattern",
    "place_pattern",
    "text_chart",
    "time_known",
    "week_pattern",
    "weekday_pattern",
]
