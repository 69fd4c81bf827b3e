"""Patterns of a redacted document: nothing in them that its reader does not read anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import pytest

from safelog.export.outline import Diagram, Label
from safelog.export.template import ChartCode
from safelog.export.wording import Wording
from safelog.i18n import Catalogue
from safelog.journal.patterns.shown import COLUMNS_MAX, shown_diagrams
from safelog.model.ids import IncidentId
from safelog.model.incident import FieldValue, Incident, Perpetrator, Witness
from safelog.redact.document import RedactedDocument
from safelog.redact.policy import DatePrecision, Policy, Rules
from safelog.redact.selection import ExportedIncident
from tests.unit.redact.world import (
    CAR,
    KINDS,
    LAWYER,
    REGISTER,
    SOURCE,
    STRANGER,
    composed,
    exported,
    numbered,
    profile,
    when,
)

THREE = ("3 мая 2026 в 07:10", "4 мая 2026 в 07:40", "20 мая 2026 в 21:00")


def told(number: int, said: str, **fields: object) -> ExportedIncident:
    """Return an incident of that time."""
    given: dict[str, object] = {"kind": "surveillance.following", **fields}
    incident = Incident(
        id=IncidentId(numbered(number + 1)),
        when=when(said) if said else None,
        **given,  # type: ignore[arg-type]  # the tests name real fields
    )
    return exported(incident, corrections=(), attachments=())


def document(
    selection: Iterable[ExportedIncident],
    *,
    dates: DatePrecision = "exact",
    hidden: str = "",
) -> RedactedDocument:
    """Return what such a recipient may see, with one field hidden."""
    fields = {**LAWYER.fields, hidden: "R4"} if hidden else LAWYER.fields
    policy: Policy = msgspec.structs.replace(LAWYER, dates=dates, fields=fields)
    by = Rules(policy, profile(language="en"), REGISTER, shift_days=-100)
    return composed(*selection, by=by)


def drawn(made: RedactedDocument) -> Mapping[ChartCode, Diagram]:
    """Return its charts by their codes."""
    return shown_diagrams(made, Wording(Catalogue("en"), KINDS), KINDS)


def figures(diagram: Diagram) -> dict[str, str]:
    """Return the bars that are not empty."""
    return {bar.label: bar.figures for bar in diagram.chart.bars if bar.possible}


def of_times(*said: str, dates: DatePrecision = "exact") -> Mapping[ChartCode, Diagram]:
    """Return the charts of incidents at these times."""
    selection = [told(number, each) for number, each in enumerate(said)]
    return drawn(document(selection, dates=dates))


def test_weeks_and_hours_are_counted() -> None:
    """Weeks by their Mondays, hours by the clock of the place."""
    charts = of_times(*THREE)
    assert figures(charts["week"]) == {
        "27 April 2026": "1",
        "4 May 2026": "1",
        "18 May 2026": "1",
    }
    assert figures(charts["hour"]) == {"07:00": "2", "21:00": "1"}


def test_of_two_incidents_no_pattern_is_drawn() -> None:
    """A line can always be drawn through two points."""
    assert of_times(*THREE[:2]) == {}


def test_a_chart_needs_three_that_it_can_count() -> None:
    """Without a time of day there is no chart of hours, without a time none of weeks."""
    assert of_times("3 мая 2026", "4 мая 2026", "").keys() == {"kind"}
    assert of_times("3 мая 2026", "4 мая 2026", "5 мая 2026").keys() == {"kind", "week"}


def test_long_records_are_counted_by_months() -> None:
    """So that a page shows them."""
    charts = of_times(*THREE, "3 января 2024")
    assert len(charts["week"].chart.bars) < COLUMNS_MAX
    assert "January 2024" in figures(charts["week"])


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("day", {"27 April 2026": "1", "4 May 2026": "1", "18 May 2026": "1"}),
        ("week", {"27 April 2026": "1", "4 May 2026": "1", "18 May 2026": "1"}),
        ("month", {"May 2026": "3"}),
    ],
)
def test_a_chart_is_as_coarse_as_the_dates(dates: DatePrecision, expected: dict[str, str]) -> None:
    """And no hour is known of a day that is told whole."""
    charts = of_times(*THREE, dates=dates)
    assert figures(charts["week"]) == expected
    assert "hour" not in charts


def test_a_range_that_is_told_coarsely_begins_on_no_day() -> None:
    """The first day of its month is the calendar's; nobody said it."""
    ranges = ("с 5 мая по 20 июня 2026", "с 9 мая по 21 июня 2026", "с 11 мая по 3 июля 2026")
    assert figures(of_times(*ranges, dates="month")["week"]) == {"May 2026": "3"}
    assert figures(of_times(*ranges, dates="week")["week"]) == {
        "4 May 2026": "2",
        "11 May 2026": "1",
    }


def test_shifted_weeks_say_so() -> None:
    """And stand where the paragraphs say they were."""
    chart = of_times(*THREE, dates="shifted")["week"].chart
    assert any("shifted" in note for note in chart.notes)
    assert next(bar.label for bar in chart.bars).endswith("January 2026")
    assert not any("shifted" in note for note in of_times(*THREE)["week"].chart.notes)


def test_public_events_stand_beside_the_weeks() -> None:
    """They are never counted as incidents."""
    event: Mapping[str, FieldValue] = {"event_kind": "protest"}
    selection = [told(number, each) for number, each in enumerate(THREE)]
    selection.append(told(9, "4 мая 2026", kind="context", details=event))
    chart = drawn(document(selection))["week"].chart
    assert [bar.mark for bar in chart.bars] == ["", "1 event", "", ""]
    assert sum(bar.possible for bar in chart.bars) == 3


def test_what_nobody_did_and_what_was_harmless_is_left_out() -> None:
    """And the chart says how many."""
    selection = [told(number, each) for number, each in enumerate(THREE)]
    selection.append(told(7, "4 мая 2026", kind="impact"))
    selection.append(told(8, "4 мая 2026", kind="unsure", details={"judgement": "dismissed"}))
    selection.append(told(9, "4 мая 2026", kind="unsure", details={"judgement": "open"}))
    chart = drawn(document(selection))["kind"].chart
    assert {bar.label: bar.possible for bar in chart.bars} == {"Surveillance": 3, "Not sure yet": 1}
    assert chart.notes[1:] == (
        "Not counted: 1 that turned out to be harmless.",
        "Not counted: 1 entry about a status or an effect, which nobody did.",
    )


def test_a_correction_and_what_it_corrects_are_one() -> None:
    """It takes the time that it leaves open from there."""
    selection = [told(number, each) for number, each in enumerate(THREE)]
    corrected = selection[0].incident.id
    later = told(9, "", corrects=corrected)
    selection.append(msgspec.structs.replace(later, first_recorded="2026-06-01T10:00:00Z"))
    charts = drawn(document(selection))
    assert sum(bar.sure for bar in charts["week"].chart.bars) == 3
    assert "Not counted: 1 entry that a later entry corrects." in charts["week"].chart.notes


def test_whoever_comes_back_is_told_by_label_or_by_paragraph() -> None:
    """No name stands in a chart; witnesses do not come back."""
    seen = {
        "perpetrators": (Perpetrator(entity=STRANGER.id), Perpetrator(entity=SOURCE.id)),
        "witnesses": (Witness(entity=STRANGER.id),),
        "details": {"vehicles": (CAR.id, STRANGER.id)},
    }
    plain = {"perpetrators": (Perpetrator(entity=SOURCE.id),), "details": {"vehicles": (CAR.id,)}}
    selection = [
        told(number, said, **fields)
        for number, (said, fields) in enumerate(zip(THREE, (plain, seen, plain), strict=True))
    ]
    diagram = drawn(document(selection))["entity"]
    assert {bar.label: bar.mark for bar in diagram.chart.bars} == {
        "[Person A · R4]": "paragraphs 1, 2, 3",
        "Vehicles: see paragraph 1": "paragraphs 1, 2, 3",
    }
    assert Label("[Person A · R4]") in diagram.names


def test_a_label_without_a_letter_is_nobody_who_comes_back() -> None:
    """Two of them may be two people, and a chart would say where both stand."""
    fields = {"perpetrators": (Perpetrator(entity=SOURCE.id),)}
    selection = [told(number, said, kind="warning", **fields) for number, said in enumerate(THREE)]
    assert "entity" in drawn(document(selection))
    assert "entity" not in drawn(document(selection, hidden="details.warner"))


def test_two_who_would_be_told_alike_are_told_apart() -> None:
    """Both are named by one field of one paragraph."""
    fields = {"details": {"vehicles": (CAR.id, STRANGER.id)}}
    selection = [told(number, said, **fields) for number, said in enumerate(THREE)]
    labels = [bar.label for bar in drawn(document(selection))["entity"].chart.bars]
    assert sorted(labels) == ["Vehicles: see paragraph 1", "Vehicles: see paragraph 1 (2)"]
