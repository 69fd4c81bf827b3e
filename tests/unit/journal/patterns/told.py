"""Happenings from the words of a time, for tests that need no journal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from safelog.journal.patterns import Happening, Material, Spot, time_known
from safelog.model.when import When, parse_when

NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)

_numbers = count(1)


def when(said: str, zone: str = "Asia/Almaty") -> When:
    """Return the time that English words say."""
    return parse_when(said, language="en", zone=zone, now=NOW)


def told(said: str = "", **fields: object) -> Happening:
    """Return an incident that began when the words say; without words its time is not known."""
    time = time_known(when(said)) if said else None
    made = {"id": f"i{next(_numbers):04d}", "kind": "unsure", "time": time, **fields}
    return Happening(**made)  # type: ignore[arg-type]  # the tests name real fields


def at(label: str) -> Spot:
    """Return a place that has words only."""
    return Spot(label.casefold(), label)


def material(*said: str, events: tuple[str, ...] = ()) -> Material:
    """Return material of incidents and public events with these times."""
    return Material(incidents=tuple(map(told, said)), events=tuple(map(told, events)))


def recorded(*days: str) -> tuple[int, ...]:
    """Return noon of some days in seconds of UTC."""
    noon = " 12:00+00:00"
    return tuple(int(datetime.fromisoformat(f"{day}{noon}").timestamp()) for day in days)


def day(text: str) -> date:
    """Return a day as ISO 8601 writes it."""
    return date.fromisoformat(text)
