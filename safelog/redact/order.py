"""The order of a document's paragraphs, by which they are numbered.

Where times are told exactly, or shifted, paragraphs stand in the order of the true times. Where
they are told by day, week or month, that order would say more than the times do: paragraphs that
are told one time stand in an order that only a key knows.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from safelog.model.when import sort_key
from safelog.redact.dates import tell
from safelog.redact.policy import Rules, ToldPrecision
from safelog.redact.selection import ExportedIncident


def chronological(selection: Iterable[ExportedIncident]) -> tuple[ExportedIncident, ...]:
    """Return the incidents in their true order, each once; without a date, last."""

    def key(exported: ExportedIncident) -> tuple[object, ...]:
        when = exported.incident.when
        known = sort_key(when) if when else ()
        return (when is None, known, exported.first_recorded, exported.incident.id)

    return tuple(sorted(_once(selection), key=key))


def paragraphs_in_order(
    selection: Iterable[ExportedIncident], rules: Rules, key: bytes
) -> tuple[ExportedIncident, ...]:
    """Return the incidents in the order in which this recipient reads them, each once.

    Args:
        selection: the incidents of the document.
        rules: the recipient's policy, which says how times are told.
        key: secret, of this recipient and export.
    """
    precision = rules.policy.dates
    if precision == "exact" or precision == "shifted":  # noqa: PLR1714 - mypy narrows by ==
        return chronological(selection)
    told = [(_told(each, precision, key), each) for each in _once(selection)]
    return tuple(exported for _, exported in sorted(told, key=lambda pair: pair[0]))


def _told(
    exported: ExportedIncident, precision: ToldPrecision, key: bytes
) -> tuple[bool, str, str, bytes]:
    """Return what may order a paragraph: the bounds that are told, and then the key."""
    when = exported.incident.when
    time = tell(when, precision, shift_days=0) if when else None
    drawn = hmac.digest(key, exported.incident.id.encode(), "sha256")
    if time is None or time.precision == "unknown":
        return True, "", "", drawn
    return False, time.start, time.end, drawn


def _once(selection: Iterable[ExportedIncident]) -> Iterable[ExportedIncident]:
    return {exported.incident.id: exported for exported in selection}.values()
