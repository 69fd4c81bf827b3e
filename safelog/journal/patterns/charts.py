"""From patterns to charts, in the words of a catalogue.

Names of people and places are given by the caller: the private ones for the person's own screen,
the labels of an export for an export. Nothing here looks a name up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from safelog.i18n import Catalogue
from safelog.journal.patterns.context import ContextPattern, Window
from safelog.journal.patterns.gaps import Gap, GapPattern
from safelog.journal.patterns.places import PlaceCount, PlacePattern
from safelog.journal.patterns.returning import EntityPattern, Returning
from safelog.journal.patterns.tally import Pattern, Range
from safelog.journal.patterns.times import HourPattern, PeriodCount, WeekdayPattern, WeekPattern
from safelog.journal.patterns.units import Unit
from safelog.model.chart import Bar, Chart, Shape
from safelog.model.when import Precision, When, format_when

ROWS_MAX = 24
"""Most names in one chart."""

_SHOWN: dict[Unit, Precision] = {"week": "day", "month": "month", "year": "year"}


class Charts:
    """Makes the charts of one language."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Speak the language of `catalogue`."""
        self._catalogue = catalogue

    def week(self, pattern: WeekPattern) -> Chart:
        """Draw incidents over the weeks, with the number of public events beside each."""
        notes = [self._text("week.weeks")] if pattern.unit == "week" else []
        if pattern.events:
            notes.append(self._plural("week.events_total", pattern.events))
        if pattern.events_left_out:
            notes.append(self._plural("week.events_left_out", pattern.events_left_out))
        return self._chart(
            pattern,
            title=f"week.title.{pattern.unit}",
            shape="columns",
            bars=tuple(
                self._bar(
                    self._period(pattern.unit, each), each.incidents, self._events(each.events)
                )
                for each in pattern.periods
            ),
            notes=tuple(notes),
            mark_label=self._text("week.mark_label") if pattern.events else "",
        )

    def hour(self, pattern: HourPattern) -> Chart:
        """Draw incidents over the hours of the day."""
        return self._chart(
            pattern,
            title="hour.title",
            shape="columns",
            bars=tuple(
                self._bar(f"{hour:02d}:00", count) for hour, count in enumerate(pattern.hours)
            ),
            notes=(self._text("hour.clock"),),
        )

    def kind(self, pattern: Pattern, counts: Mapping[str, int]) -> Chart:
        """Draw how many incidents are of each kind, the kinds by the names they have here."""
        return self._chart(
            pattern,
            title="kind.title",
            shape="rows",
            bars=tuple(self._bar(name, Range(count, count)) for name, count in counts.items()),
        )

    def weekday(self, pattern: WeekdayPattern) -> Chart:
        """Draw incidents over the days of the week."""
        return self._chart(
            pattern,
            title="weekday.title",
            shape="rows",
            bars=tuple(
                self._bar(self._text(f"weekday.{day}"), count)
                for day, count in enumerate(pattern.weekdays, start=1)
            ),
        )

    def place(self, pattern: PlacePattern, *, label_of: Callable[[PlaceCount], str]) -> Chart:
        """Draw incidents by place; `label_of` says how each is called here."""
        return self._chart(
            pattern,
            title="place.title",
            shape="rows",
            bars=tuple(
                self._bar(label_of(each), Range(each.incidents, each.incidents))
                for each in pattern.places[:ROWS_MAX]
            ),
            notes=tuple(self._rest(len(pattern.places) - ROWS_MAX)),
        )

    def entity(
        self,
        pattern: EntityPattern,
        *,
        label_of: Callable[[str], str],
        mark_of: Callable[[Returning], str] | None = None,
    ) -> Chart:
        """Draw who comes back.

        Args:
            pattern: who does.
            label_of: says how an entity is called here.
            mark_of: says what stands beside its bar; the number of places if None.
        """
        shown = pattern.returning[:ROWS_MAX]
        rest = len(pattern.returning) - len(shown) + pattern.more
        return self._chart(
            pattern,
            title="entity.title",
            shape="rows",
            bars=tuple(
                self._bar(
                    label_of(each.entity),
                    Range(each.incidents, each.incidents),
                    mark_of(each) if mark_of else self._places(each),
                )
                for each in shown
            ),
            notes=(*self._rest(rest), self._text("entity.witness")),
        )

    def gaps(self, pattern: GapPattern) -> Chart:
        """Draw the longest silences."""
        return self._chart(
            pattern,
            title="gaps.title",
            shape="rows",
            bars=tuple(
                self._bar(self.days(each.first_day, each.last_day), each.days, self._silence(each))
                for each in pattern.gaps
            ),
            notes=(self._text("gaps.caveat"),),
            possible_label=self._text("gaps.possible"),
        )

    def context(self, pattern: ContextPattern) -> Chart:
        """Draw incidents around public events, beside what other days hold."""
        if not pattern.events:
            notes = [self._text("context.no_events")]
        else:
            notes = list(self._context_notes(pattern))
        if pattern.events_left_out:
            notes.append(self._plural("context.events_left_out", pattern.events_left_out))
        return self._chart(
            pattern,
            title="context.title",
            shape="rows",
            bars=tuple(
                self._bar(self._lag(each), each.incidents, self._usual(each))
                for each in pattern.windows
                if pattern.events
            ),
            notes=tuple(notes),
        )

    def made_of(self, pattern: Pattern) -> Iterator[str]:
        """Say how many incidents a pattern is made of, and how many are missing and why."""
        yield self._plural("made_of", pattern.incidents)
        if pattern.at_edge:
            yield self._plural("at_edge", pattern.at_edge)
        for left in pattern.left_out:
            yield self._plural(f"left_out.{left.reason}", left.count)

    def days(self, first: date, last: date) -> str:
        """Say from which day to which, or the day, if it is one."""
        if first == last:
            return self._day(first)
        return self._said(_when(first, last + timedelta(days=1), "range", "day"))

    # --- the parts of a chart ----------------------------------------------------------------

    def _chart(
        self,
        pattern: Pattern,
        *,
        title: str,
        shape: Shape,
        bars: tuple[Bar, ...],
        notes: tuple[str, ...] = (),
        mark_label: str = "",
        possible_label: str = "",
    ) -> Chart:
        return Chart(
            language=self._catalogue.language,
            title=self._text(title),
            shape=shape,
            bars=bars,
            sure_label=self._text("sure"),
            possible_label=possible_label or self._text("possible"),
            mark_label=mark_label,
            notes=(*self.made_of(pattern), *notes),
        )

    def _bar(self, label: str, count: Range, mark: str = "") -> Bar:
        return Bar(
            label=label,
            sure=count.sure,
            possible=count.possible,
            said=self._range(count.sure, count.possible),
            mark=mark,
        )

    def _range(self, low: float, high: float) -> str:
        if low == high:
            return self._number(low)
        return self._text("range", sure=self._number(low), possible=self._number(high))

    def _number(self, number: float) -> str:
        return str(number).replace(".", self._text("decimal"))

    def _places(self, seen: Returning) -> str:
        return self._plural("entity.places", len(seen.places)) if seen.places else ""

    def _rest(self, count: int) -> Iterator[str]:
        if count > 0:
            yield self._plural("more", count)

    # --- the words of single patterns --------------------------------------------------------

    def _period(self, unit: Unit, period: PeriodCount) -> str:
        if unit in _SHOWN:
            return self._day(period.first_day, _SHOWN[unit])
        return self._text("years", first=period.first_day.year, last=period.last_day.year)

    def _events(self, count: Range) -> str:
        if not count.possible:
            return ""
        key = "week.events" if count.sure == count.possible else "week.events_range"
        return self._plural(key, count.possible)

    def _day(self, day: date, precision: Precision = "day") -> str:
        return self._said(_when(day, day, precision))

    def _said(self, when: When) -> str:
        return format_when(when, self._catalogue.language)

    def _silence(self, gap: Gap) -> str:
        """Say what may be wrong with a silence; the gravest alone, as the place is short."""
        if gap.before_journal:
            return self._text("gaps.before")
        if not gap.recorded:
            return self._text("gaps.silent")
        return self._plural("gaps.may_hold", gap.may_hold) if gap.may_hold else ""

    def _lag(self, window: Window) -> str:
        first, last = window.first_lag, window.last_lag
        if first == last == 0:
            return self._text("context.same_day")
        if first < 0:
            return self._text("context.before", first=-last, last=-first)
        return self._text("context.after", first=first, last=last)

    def _usual(self, window: Window) -> str:
        if window.usual_low is None or window.usual_high is None:
            return ""
        return self._text("usual", number=self._range(window.usual_low, window.usual_high))

    def _context_notes(self, pattern: ContextPattern) -> Iterator[str]:
        yield self._plural("context.events", pattern.events)
        elsewhere = pattern.elsewhere
        if elsewhere.days:
            held = elsewhere.incidents
            said = self._range(held.sure, held.possible)
            yield self._plural("context.elsewhere", elsewhere.days, incidents=said)
            yield self._text("context.usual_label")
        if pattern.is_overlapping:
            yield self._text("context.overlapping")
        if pattern.shifts is not None:
            yield self._plural(
                "context.shifts",
                pattern.shifts.as_many,
                incidents=pattern.shifts.incidents,
                ways=pattern.shifts.ways,
            )
        yield self._text("context.no_causes")

    def _text(self, key: str, /, **values: object) -> str:
        return self._catalogue.text(f"patterns.{key}", **values)

    def _plural(self, key: str, count: int, /, **values: object) -> str:
        return self._catalogue.plural(f"patterns.{key}", count, **values)


def _when(first: date, end: date, precision: Precision, part: str = "") -> When:
    """Return a time that is only printed; no zone and no words belong to it."""
    start, ended = (f"{day.isoformat()}T00:00" for day in (first, end))
    return When(said="", zone="UTC", precision=precision, part=part, start=start, end=ended)
