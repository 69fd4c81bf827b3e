"""Patterns of a redacted document: charts that hold what its reader may see, and nothing else.

Everything is counted from the document that goes out, never from the journal behind it. Invariants:
a chart tells no time more exactly than its paragraph does; nobody is named in it, for a label
stands in it as in the text, and whoever the document shows by name is told by the paragraph that
names them first.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from safelog.export.outline import Diagram, Label
from safelog.export.paragraph import time_of
from safelog.export.template import ChartCode
from safelog.export.wording import Wording, as_when
from safelog.journal.facts import Onlooker
from safelog.journal.patterns.charts import Charts
from safelog.journal.patterns.happening import DAY, Happening, Known, Stretch, time_known
from safelog.journal.patterns.material import EVENT_FAMILY, NO_ACTS, Material
from safelog.journal.patterns.returning import Returning, entity_pattern
from safelog.journal.patterns.tally import LeftOut, Pattern, Reason
from safelog.journal.patterns.times import hour_pattern, week_pattern
from safelog.journal.patterns.units import Unit
from safelog.journal.patterns.versions import behind
from safelog.model.chart import Chart
from safelog.model.kind import Kinds, label
from safelog.redact.document import (
    Codes,
    Field,
    Hidden,
    Paragraph,
    RedactedDocument,
    Ref,
    Shown,
    Time,
    ToldTime,
)

FEWEST = 3
"""Fewest incidents of which a pattern is drawn: of two, a line can always be drawn."""

COLUMNS_MAX = 60
"""Most weeks that stand apart on a page; beyond them months do, or years."""

_WEEK = 7
_BETWEEN = Shown(text=", ")
"""What stands between several names of one field."""


def shown_diagrams(
    document: RedactedDocument, words: Wording, kinds: Kinds
) -> Mapping[ChartCode, Diagram]:
    """Return the charts that there is something to draw for."""
    return _Drawing(document, words, kinds).diagrams()


class _Drawing:
    """Counts one document."""

    def __init__(self, document: RedactedDocument, words: Wording, kinds: Kinds) -> None:
        self._document = document
        self._words = words
        self._kinds = kinds
        self._charts = Charts(words.catalogue)
        self._names: dict[str, str] = {}
        self._labels: dict[str, Label] = {}
        self._left: Counter[Reason] = Counter()
        self._material = self._made()

    def diagrams(self) -> dict[ChartCode, Diagram]:
        material = self._material
        if len(material.incidents) < FEWEST:
            return {}
        charts: dict[ChartCode, Chart] = {"kind": self._by_kind()}
        weeks = week_pattern(material, periods_max=COLUMNS_MAX, finest=self._finest())
        if weeks.incidents >= FEWEST:
            charts["week"] = self._with_shift(self._charts.week(weeks))
        hours = hour_pattern(material)
        if hours.incidents >= FEWEST:
            charts["hour"] = self._charts.hour(hours)
        returning = entity_pattern(material)
        if returning.returning:
            charts["entity"] = self._charts.entity(
                returning, label_of=self._names.__getitem__, mark_of=self._paragraphs
            )
        counted, shortened = map(self._words.say, ("patterns.count", "patterns.shortened"))
        return {
            code: Diagram(chart, counted, self._labelled(chart), shortened)
            for code, chart in charts.items()
        }

    # --- the charts --------------------------------------------------------------------------

    def _by_kind(self) -> Chart:
        families = Counter(self._family(each.kind) for each in self._material.incidents)
        options, language = self._kinds.families, self._words.language
        counts = {label(options, code, language): count for code, count in families.most_common()}
        left_out = self._material.left_out
        pattern = Pattern(incidents=families.total(), at_edge=0, left_out=left_out)
        return self._charts.kind(pattern, counts)

    def _finest(self) -> Unit:
        """Return the unit of the course of time: not finer than times are told."""
        times = (time_of(each) for each in self._document.paragraphs)
        told = {each.told for each in times if isinstance(each, ToldTime)}
        return "month" if "month" in told else "week"

    def _with_shift(self, chart: Chart) -> Chart:
        """Say that the weeks are shifted, where the times of the document are."""
        times = (time_of(each) for each in self._document.paragraphs)
        if not any(isinstance(each, ToldTime) and each.told == "shifted" for each in times):
            return chart
        notes = (*chart.notes, self._words.say("patterns.shifted"))
        return msgspec.structs.replace(chart, notes=notes)

    def _paragraphs(self, seen: Returning) -> str:
        numbers = sorted(int(each.incident) for each in seen.sightings)
        told = ", ".join(map(str, numbers))
        return self._words.catalogue.plural("export.patterns.where", len(numbers), numbers=told)

    def _labelled(self, chart: Chart) -> tuple[str | Label, ...]:
        return tuple(self._labels.get(bar.label, bar.label) for bar in chart.bars)

    # --- what is counted ---------------------------------------------------------------------

    def _made(self) -> Material:
        paragraphs = {each.number: each for each in self._document.paragraphs}
        stands = behind(
            tuple(paragraphs),
            corrects=lambda number: paragraphs[number].corrects,
            age=lambda number: (paragraphs[number].first_recorded, number),
        )
        incidents, events = [], []
        for number, paragraph in paragraphs.items():
            if number not in stands:
                continue
            others = stands[number]
            entry = self._happening(paragraph, tuple(paragraphs[other] for other in others))
            if self._family(paragraph.kind) == EVENT_FAMILY:
                events.append(entry)
            elif self._is_counted(paragraph):
                incidents.append(entry)
                self._left["corrected"] += len(others)
        left_out = tuple(LeftOut(*row) for row in sorted(self._left.items()) if row[1])
        return Material(incidents=tuple(incidents), events=tuple(events), left_out=left_out)

    def _happening(self, paragraph: Paragraph, others: tuple[Paragraph, ...]) -> Happening:
        """Make a happening; a correction takes the time that it leaves open from the corrected."""
        known = (_known(time) for each in (paragraph, *others) if (time := time_of(each)))
        return Happening(
            id=str(paragraph.number),
            kind=paragraph.kind,
            time=next((each for each in known if each), None),
            entities=frozenset(
                name for field in paragraph.fields for name in self._named(field, paragraph)
            ),
            witnesses=tuple(
                Onlooker(name, "unknown")
                for field in paragraph.fields
                if field.path.startswith("witnesses.")
                for name in self._named(field, paragraph)
            ),
        )

    def _is_counted(self, paragraph: Paragraph) -> bool:
        if self._family(paragraph.kind) in NO_ACTS:
            self._left["no_act"] += 1
            return False
        judged = (field.value for field in paragraph.fields if field.path == "details.judgement")
        if any(isinstance(value, Codes) and "dismissed" in value.codes for value in judged):
            self._left["dismissed"] += 1
            return False
        return True

    def _family(self, kind: str) -> str:
        return self._kinds.get(kind).family

    def _named(self, field: Field, paragraph: Paragraph) -> Iterator[str]:
        """Walk whom a field names, each by a key that stays the same through the document."""
        if not isinstance(field.value, Ref) or self._words.is_file(field.path, paragraph.kind):
            return
        for pieces in _several(field.value):
            match pieces:
                case (Hidden(letter=""),):
                    # Two labels without a letter may be two people.
                    continue
                case (Hidden() as hidden,):
                    yield self._label(hidden)
                case _:
                    yield self._shown(pieces, field, paragraph)

    def _label(self, hidden: Hidden) -> str:
        made = self._words.black(hidden)
        self._labels[made.text] = made
        return self._names.setdefault(made.text, made.text)

    def _shown(self, pieces: tuple[Shown | Hidden, ...], field: Field, paragraph: Paragraph) -> str:
        """Tell somebody who is named by the paragraph that does so first: names stand there."""
        key = str(pieces)
        if key not in self._names:
            what = self._words.field(field.path, paragraph.kind)
            told = self._words.say("patterns.named", what=what, number=paragraph.number)
            taken = sum(name.startswith(told) for name in self._names.values())
            self._names[key] = f"{told} ({taken + 1})" if taken else told
        return key


def _several(reference: Ref) -> Iterator[tuple[Shown | Hidden, ...]]:
    """Divide a reference to several into each of them."""
    pieces: list[Shown | Hidden] = []
    for piece in reference.name:
        if piece == _BETWEEN:
            yield tuple(pieces)
            pieces = []
        else:
            pieces.append(piece)
    yield tuple(pieces)


def _known(time: Time) -> Known | None:
    """Return a time as patterns know it.

    A range that is told coarsely begins somewhere in its first week or month. Its first day is the
    calendar's, and would be a day that nobody told.
    """
    known = time_known(as_when(time))
    if known is None or not isinstance(time, ToldTime) or time.told == "shifted":
        return known
    start = known.begun.start
    first = date.fromordinal(start // DAY)
    days = {"day": 1, "week": _WEEK, "month": calendar.monthrange(first.year, first.month)[1]}
    return known._replace(begun=Stretch(start, max(start + days[time.told] * DAY, known.begun.end)))
