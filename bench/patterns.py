"""Measure patterns: what each costs, and how it grows with the journal.

`python -m bench.patterns` prints a table of its own. The journal is folded in memory, without a
vault: reading one is measured elsewhere.
"""

from __future__ import annotations

import random
import tracemalloc
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bench import bounds
from safelog.export.chart import svg
from safelog.i18n import Catalogue
from safelog.journal.events import IncidentHeading, SavedHeading
from safelog.journal.facts import Facts, Onlooker
from safelog.journal.patterns import (
    Charts,
    Scope,
    context_pattern,
    entity_pattern,
    gap_pattern,
    hour_pattern,
    place_pattern,
    text_chart,
    week_pattern,
    weekday_pattern,
)
from safelog.journal.patterns.material import material_of
from safelog.journal.state import State
from safelog.model.ids import EntityId, IncidentId, make_id
from safelog.model.kind import load_kinds
from safelog.model.when import Precision, When

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SIZES = (1_000, 10_000, 100_000)
ENTITIES, PLACES, EVENTS_SHARE = 200, 50, 100
FIRST_DAY = datetime(2018, 1, 1, tzinfo=UTC)
MINUTES = 8 * 365 * 24 * 60
MIB = 1024 * 1024


class Teller:
    """Folds an invented journal: exact, rough and missing times, people who come back."""

    def __init__(self, count: int) -> None:
        """Fold `count` entries, one in a hundred of them a public event."""
        self._chance = random.Random(count)  # noqa: S311 - the same journal each time, no secret
        self.state = State()
        self.facts: dict[IncidentId, Facts] = {}
        self._people = [EntityId(self._new_id()) for _ in range(ENTITIES)]
        for number in range(count):
            self._tell(number, is_event=number % EVENTS_SHARE == 0)
        self.state.sort()

    def _new_id(self) -> str:
        return make_id(self._chance.randbytes(16))

    def _tell(self, number: int, *, is_event: bool) -> None:
        moment = FIRST_DAY + timedelta(minutes=self._chance.randrange(MINUTES))
        seconds, key = int(moment.timestamp()), IncidentId(self._new_id())
        heading = IncidentHeading(
            id=key,
            kind="context" if is_event else "surveillance.following",
            when=_day(moment) if is_event else self._when(moment),
        )
        self.state.apply(
            SavedHeading(
                at=seconds,
                revision=1,
                replaces=(),
                leaf=number.to_bytes(32, "big"),
                order=(seconds, seconds),
                incident=heading,
            ),
            number,
        )
        people = frozenset(self._chance.choices(self._people, k=3))
        self.facts[key] = Facts(
            entities=people,
            place=f"Место {self._chance.randrange(PLACES)}",
            witnesses=(Onlooker(min(people), "yes"),),
        )

    def _when(self, moment: datetime) -> When | None:
        match self._chance.randrange(10):
            case 0:
                return None
            case 1:
                return _day(moment)
            case 2:
                start = moment.replace(hour=17, minute=0)
                return _when("part_of_day", start, start + timedelta(hours=6), "evening")
            case 3:
                start = moment.replace(day=1, hour=0, minute=0)
                return _when("month_part", start, start + timedelta(days=11), "early")
            case _:
                return _when("exact", moment, moment + timedelta(minutes=1))


def _when(precision: Precision, start: datetime, end: datetime, part: str = "") -> When:
    first, last = (each.strftime("%Y-%m-%dT%H:%M") for each in (start, end))
    return When(
        said="",
        zone="Asia/Almaty",
        precision=precision,
        part=part,
        start=first,
        end=last,
    )


def _day(moment: datetime) -> When:
    start = moment.replace(hour=0, minute=0)
    return _when("day", start, start + timedelta(days=1))


def pattern_rows(sizes: Sequence[int]) -> Iterator[tuple[str, str, str, str, str]]:
    """Return rows for the table: what, size, measured, bound, aim."""
    kinds, charts = load_kinds(), Charts(Catalogue("ru"))
    before: dict[str, float] = {}
    for count in sizes:
        teller = Teller(count)
        tracemalloc.start()
        made = material_of(teller.state, teller.facts, kinds, Scope())
        memory = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        week = charts.week(week_pattern(made))
        acts: dict[str, Callable[[], object]] = {
            "gather": partial(material_of, teller.state, teller.facts, kinds, Scope()),
            "week": partial(week_pattern, made),
            "weekday": partial(weekday_pattern, made),
            "hour": partial(hour_pattern, made),
            "place": partial(place_pattern, made),
            "entity": partial(entity_pattern, made),
            "gaps": partial(gap_pattern, made),
            "context": partial(context_pattern, made),
            "text": partial(text_chart, week),
            "svg": partial(svg, week),
        }
        for name, act in acts.items():
            taken_s = bounds.median(bounds.repeated(act, 3))
            grown = f"{taken_s / before[name]:.1f} times the one before" if name in before else ""
            before[name] = taken_s
            yield f"patterns, {name}", f"{count:,}", f"{taken_s * 1000:,.1f} ms", grown, ""
        yield (
            "patterns, memory",
            f"{count:,}",
            f"{memory / MIB:.1f} MiB",
            "while they are shown",
            "",
        )


if __name__ == "__main__":
    for row in pattern_rows(SIZES):
        print("  ".join(row).rstrip())
