"""How long after an event its entry was made, in words."""

from __future__ import annotations

from datetime import timedelta

from safelog.i18n import Catalogue
from safelog.model.when import Delay

_MINUTE = timedelta(minutes=1)
_UNITS = (
    ("minutes", _MINUTE, timedelta(hours=2)),
    ("hours", timedelta(hours=1), timedelta(days=2)),
    ("days", timedelta(days=1), timedelta.max),
)
"""Each unit, how long it is, and up to which delay it is used."""


def delay_text(catalogue: Catalogue, delay: Delay) -> str:
    """Return a delay in whole minutes, hours or days, never narrower than it is.

    The least is rounded down and the most up; where both are the same, it is the full units that
    have gone by.
    """
    if delay.most < timedelta():
        return catalogue.text("cli.show.delay.before")
    if delay.most < _MINUTE:
        return catalogue.text("cli.show.delay.none")
    name, unit = next((name, unit) for name, unit, limit in _UNITS if delay.most < limit)
    least, most = delay.least // unit, -(-delay.most // unit)
    if delay.least == delay.most:
        return catalogue.plural(f"cli.show.delay.{name}", least)
    if not least:
        return catalogue.plural(f"cli.show.delay.at_most.{name}", most)
    return catalogue.plural(f"cli.show.delay.between.{name}", most, least=least)
