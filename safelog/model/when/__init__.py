"""Fuzzy time: what somebody knows about when something happened, and no more.

A made-up precision sinks a testimony, so a time keeps the words as typed and honest bounds beside
them. `value` has the struct and its rules, `parse` and `show` go from words and back, `phrases` and
`languages/` hold the words, the modules of readings say what they come to, `anchor` finds the event
that words lean on, `spans` and `zone` hold the calendar and the clocks.
"""

from safelog.model.when.anchor import Anchor
from safelog.model.when.delay import Delay, entry_delay
from safelog.model.when.edtf import from_edtf, to_edtf
from safelog.model.when.parse import parse_when
from safelog.model.when.phrases import languages
from safelog.model.when.shape import Precision
from safelog.model.when.show import format_when
from safelog.model.when.value import (
    When,
    at_minute,
    bounds_utc,
    check_when,
    sort_key,
    unknown,
)
from safelog.model.when.zone import zone_names

__all__ = [
    "Anchor",
    "Delay",
    "Precision",
    "When",
    "at_minute",
    "bounds_utc",
    "check_when",
    "entry_delay",
    "format_when",
    "from_edtf",
    "languages",
    "parse_when",
    "sort_key",
    "to_edtf",
    "unknown",
    "zone_names",
]
