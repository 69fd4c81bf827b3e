"""Patterns as lines: a short overview without names, charts, and who comes back in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from safelog.cli.console import Console
from safelog.cli.listing import SHORT_ID
from safelog.journal.patterns import (
    AnyPattern,
    Charts,
    EntityPattern,
    GapPattern,
    HourPattern,
    Material,
    Pattern,
    PlacePattern,
    Returning,
    WeekdayPattern,
    WeekPattern,
    context_pattern,
    day_range,
    entity_pattern,
    gap_pattern,
    hour_pattern,
    place_pattern,
    week_pattern,
    weekday_pattern,
)
from safelog.journal.patterns.charts import ROWS_MAX
from safelog.journal.state import State
from safelog.model.chart import Chart
from safelog.model.ids import EntityId
from safelog.model.kind import Kinds
from safelog.model.text import one_line

PATTERNS: dict[str, Callable[[Material], AnyPattern]] = {
    "week": week_pattern,
    "weekday": weekday_pattern,
    "hour": hour_pattern,
    "place": place_pattern,
    "entity": entity_pattern,
    "gaps": gap_pattern,
    "context": context_pattern,
}
"""The patterns by the words for them on the command line."""

_PEAKS = ("week", "weekday", "hour", "gaps")
"""Patterns of which the overview tells the highest; the others would tell names."""


class PatternText:
    """The words of patterns on the person's own screen, with their private names."""

    def __init__(self, console: Console, state: State, kinds: Kinds) -> None:
        """Speak the language of `console`; names are those of the journal."""
        self._console = console
        self._state = state
        self._kinds = kinds
        self._charts = Charts(console.catalogue)

    def chart(self, pattern: AnyPattern) -> Chart:
        """Return the chart of a pattern."""
        match pattern:
            case WeekPattern():
                chart = self._charts.week(pattern)
            case WeekdayPattern():
                chart = self._charts.weekday(pattern)
            case HourPattern():
                chart = self._charts.hour(pattern)
            case PlacePattern():
                chart = self._charts.place(pattern, label_of=lambda place: place.label)
            case EntityPattern():
                chart = self._charts.entity(pattern, label_of=self._name)
            case GapPattern():
                chart = self._charts.gaps(pattern)
            case _:
                chart = self._charts.context(pattern)
        return chart

    def overview(self, material: Material) -> Iterator[str]:
        """Return the lines that stand for all patterns: numbers and times, nobody's name."""
        say = self._console
        counted = Pattern(
            incidents=len(material.incidents),
            at_edge=material.at_edge,
            left_out=material.left_out,
        )
        yield from self._charts.made_of(counted)
        days = day_range(material.incidents)
        if days is not None:
            yield say.text("patterns.days", days=self._charts.days(days.first_day, days.last_day))
        for by in _PEAKS:
            chart = self.chart(PATTERNS[by](material))
            if chart.largest:
                peak = max(chart.bars, key=lambda bar: (bar.sure, bar.possible))
                yield say.text(
                    "patterns.peak", title=chart.title, label=peak.label, count=peak.said
                )
        yield say.plural("patterns.places", len(place_pattern(material).places))
        found = entity_pattern(material, returning_max=0)
        yield say.plural("patterns.returning", found.more)
        yield say.plural("patterns.events", len(material.events))

    def details(self, pattern: EntityPattern) -> Iterator[str]:
        """Return what is known of each who comes back, in sentences."""
        for each in pattern.returning[:ROWS_MAX]:
            yield ""
            yield self._name(each.entity)
            yield from (f"  {line}" for line in self._detail(each) if line)

    def _detail(self, each: Returning) -> Iterator[str]:
        say = self._console
        kinds = (f"{self._kind(kind.code)} ({kind.incidents})" for kind in each.kinds)
        yield say.text("patterns.detail.kinds", kinds=", ".join(kinds))
        if each.days is not None:
            days = self._charts.days(each.days.first_day, each.days.last_day)
            yield say.text("patterns.detail.days", days=days)
        places = ", ".join(f"{place.label} ({place.incidents})" for place in each.places)
        yield say.text("patterns.detail.places", places=places) if places else ""
        names = ", ".join(map(self._name, each.witnesses))
        yield say.text("patterns.detail.witnesses", names=names) if names else ""
        if each.unnamed_witnesses:
            yield say.plural("patterns.detail.unnamed", each.unnamed_witnesses)
        names = ", ".join(
            self._name(name) if name else say.text("patterns.detail.you") for name in each.observers
        )
        yield say.text("patterns.detail.observers", names=names) if names else ""
        beside = ", ".join(
            f"{self._name(other.entity)} ({other.incidents})" for other in each.together[:ROWS_MAX]
        )
        yield say.text("patterns.detail.together", names=beside) if beside else ""
        names = ", ".join(map(self._name, each.perhaps_same))
        yield say.text("patterns.detail.perhaps", names=names) if names else ""
        if each.as_witness:
            yield say.plural("patterns.detail.as_witness", each.as_witness)

    def _kind(self, code: str) -> str:
        """Return the label of a kind; its code if a later safelog brought it."""
        known = code in self._kinds.codes
        return self._kinds.get(code).label[self._console.catalogue.language] if known else code

    def _name(self, entity: str) -> str:
        known = self._state.entities.get(EntityId(entity))
        return one_line(known.name) if known else entity[:SHORT_ID]
