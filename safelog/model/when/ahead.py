"""Times that are usually still to come: a deadline, a hearing.

What is left out of them is the nearest future. Whatever says by itself which day it means ("11 June
2027", "tomorrow", "in two weeks") means that day, also if it is over by now.
"""

from __future__ import annotations

from datetime import timedelta

from safelog.model.when.phrases import Form, Words

_SETTLED = frozenset(
    {
        *("y", "yy", "y1", "y2", "iso", "dotted", "year_rel", "month_rel", "week", "weekend"),
        *("relative", "which", "unit", "n", "length", "anchor", "event_day"),
        *("past_night", "this_night", "tonight"),
    }
)
"""Slots that say which day, month or year is meant, or count from today."""

_YEARLY = frozenset({"month", "month1", "month2", "season"})
_DAILY = frozenset({"clock", "h", "part"})

_UNTIL: Form = "unbounded"


def period_left_out(words: Words) -> timedelta | None:
    """Return how far apart the times are that the words may mean; None if they mean one."""
    slots = {key.rpartition(".")[2] for key in words}
    if slots & _SETTLED:
        return None
    if "weekday" in slots:
        return timedelta(days=7)
    if slots & _YEARLY:
        return timedelta(days=365)
    return timedelta(days=1) if slots & _DAILY else None


def form_ahead(form: Form, words: Words) -> Form:
    """Return the form to read: a deadline "by Friday" is that Friday."""
    names = {key.partition(".")[0] for key in words}
    return "day" if form == _UNTIL and names == {"date"} else form
