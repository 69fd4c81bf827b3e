"""Reports to somebody and what they answered: added, answered, and those that are still open.

A follow-up is a row of its incident. A silence is counted from the day of the report as it is
known: an uncertain day gives the fewest and the most days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from safelog.errors import InvalidFieldError, NotFoundError
from safelog.journal.facts import is_open
from safelog.journal.journal import Journal, Saved
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp, Incident
from safelog.model.when import When
from safelog.model.when.value import civil
from safelog.model.when.zone import load_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report that nobody answered yet."""

    incident: IncidentId
    row: int
    """Which of the incident's follow-ups, from 0."""
    follow_up: FollowUp
    silent_days: tuple[int, int] | None
    """Fewest and most days since the report; None if its day is not known."""
    overdue_days: int | None
    """Days since the next date; None if it is still to come, or there is none."""


def add_follow_ups(
    journal: Journal, incidents: Iterable[IncidentId], rows: Sequence[FollowUp]
) -> tuple[Saved, ...]:
    """Add the same reports to one or several incidents in one commit; sealed ones take them too.

    Raises:
        NotFoundError: an incident is not in the journal; nothing was stored.
        InvalidFieldError: there is no row, or an incident has too many.
        InvalidTextError, InvalidTimeError: a row cannot be stored; nothing was.
    """
    if not rows:
        raise InvalidFieldError(field="follow_ups")
    with journal.lock:
        return journal.save_revisions(with_follow_ups(journal, incidents, rows))


def with_follow_ups(
    journal: Journal, incidents: Iterable[IncidentId], rows: Sequence[FollowUp]
) -> list[tuple[Incident, int]]:
    """Return the newest revision of each incident with `rows` added, and its number.

    Raises:
        NotFoundError: an incident is not in the journal.
    """
    revised = []
    for incident in dict.fromkeys(incidents):
        saved = journal.read(incident)
        grown = (*saved.incident.follow_ups, *rows)
        revised.append((msgspec.structs.replace(saved.incident, follow_ups=grown), saved.revision))
    return revised


def answer_follow_up(
    journal: Journal,
    incident: IncidentId,
    row: int,
    *,
    answer: str = "",
    answered: When | None = None,
    next_date: When | None = None,
) -> Saved:
    """Write down what came back, or when to ask again; what is left out stays as it is.

    Raises:
        NotFoundError: no such incident, or it has no such row.
        SealedError: the incident is sealed, and the row has another answer already.
        InvalidTextError, InvalidTimeError: it cannot be stored; nothing was.
    """
    with journal.lock:
        saved = journal.read(incident)
        rows = list(saved.incident.follow_ups)
        if not 0 <= row < len(rows):
            raise NotFoundError(what="follow_up")
        changes = {"answer": answer, "answered": answered, "next_date": next_date}
        given = {name: value for name, value in changes.items() if value}
        rows[row] = msgspec.structs.replace(rows[row], **given)
        revised = msgspec.structs.replace(saved.incident, follow_ups=tuple(rows))
        return journal.save(revised, base_revision=saved.revision)


def due(journal: Journal, now: datetime) -> tuple[Due, ...]:
    """Return the open reports: those overdue first, then the longest silences.

    Args:
        journal: an open journal.
        now: aware.
    """
    with journal.lock:
        found = [
            _due(incident, number, row, now)
            for incident, facts in journal.facts().by_incident.items()
            for number, row in enumerate(facts.follow_ups)
            if is_open(row)
        ]
    return tuple(sorted(found, key=_urgency))


def _due(incident: IncidentId, number: int, row: FollowUp, now: datetime) -> Due:
    silent, passed = _days(row.date, now), _days(row.next_date, now)
    return Due(
        incident=incident,
        row=number,
        follow_up=row,
        silent_days=silent,
        overdue_days=passed[0] if passed and passed[0] > 0 else None,
    )


def _days(since: When | None, now: datetime) -> tuple[int, int] | None:
    """Return the fewest and most days since a time, by the calendar of its zone."""
    if since is None or since.precision == "unknown":
        return None
    start, end = civil(since)
    today = now.astimezone(load_zone(since.zone)).date()
    last = (end - timedelta.resolution).date()
    return max(0, (today - last).days), max(0, (today - start.date()).days)


def _urgency(item: Due) -> tuple[int, int, str, int]:
    """Order by what waits longest; the id makes the order total."""
    overdue = item.overdue_days or 0
    silent = -1 if item.silent_days is None else item.silent_days[1]
    return -overdue, -silent, item.incident, item.row
