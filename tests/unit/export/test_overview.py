"""Overviews: contents, patterns, reports and silences."""

from __future__ import annotations

import pytest

from safelog.export.outline import Block, Diagram, Para, Table
from safelog.model.ids import IncidentId, make_id
from safelog.model.incident import FollowUp, Incident
from safelog.redact.selection import ExportedIncident
from tests.unit.export.forty import forty
from tests.unit.export.page import Export, make_export
from tests.unit.redact.world import exported, rules, when


def told(number: int, said: str, *reports: FollowUp) -> ExportedIncident:
    """Return an incident of that time."""
    incident = Incident(
        id=IncidentId(make_id(number.to_bytes(16, "big"))),
        kind="unsure",
        when=when(said) if said else None,
        follow_ups=reports,
    )
    return exported(incident, corrections=(), attachments=())


def blocks(export: Export, place: str) -> tuple[Block, ...]:
    """Return the blocks of a section; empty where there is none."""
    return next((each.blocks for each in export.outline.sections if each.place == place), ())


def test_contents_list_every_paragraph() -> None:
    """Number, time and kind, and no words of the person."""
    table = next(block for block in blocks(forty(count=5), "contents") if isinstance(block, Table))
    assert len(table.rows) == 5
    assert blocks(forty(count=1), "contents") == ()


def test_a_template_chooses_its_charts() -> None:
    """In its order, and only where there is something to draw."""
    found = blocks(forty(count=8, template="timeline"), "patterns")
    drawn = [block.chart.shape for block in found if isinstance(block, Diagram)]
    assert drawn == ["columns", "rows"]
    assert blocks(forty(count=2), "patterns") == ()
    assert blocks(forty(count=8, template="echr"), "patterns") == ()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_reports_are_listed_with_their_answers_and_silences(language: str) -> None:
    """One line each; the words of the answer stand in the paragraph alone."""
    asked = FollowUp(body="police", date=when("4 мая 2026"))
    answered = FollowUp(body="ngo", answer="Приняли.")
    selection = (told(1, "3 мая 2026", asked, answered), told(2, "5 мая 2026"))
    export = make_export(selection, by=rules(language=language), template="police")
    found = blocks(export, "reports")
    table = next(block for block in found if isinstance(block, Table))
    assert len(table.rows) == 2
    lines = [cell[0].line for row in table.rows for cell in row if isinstance(cell[0], Para)]
    assert lines[5] == ("–",)
    assert "Приняли." not in str(table)
    said = found[1]
    assert isinstance(said, Para)
    assert said.line[0] == {
        "en": "2 reports made; 1 of them without an answer. "
        "Silences are counted up to 20 May 2026.",
        "ru": "2 обращения; 1 из них без ответа. Дни молчания посчитаны на 20 мая 2026 года.",
    }.get(language)
    assert "20" not in str(lines[3])


def test_where_all_was_answered_no_silence_is_counted() -> None:
    """Nothing is said of the day up to which it would have been."""
    answered = FollowUp(body="ngo", answer="Приняли.")
    selection = (told(1, "3 мая 2026", answered),)
    export = make_export(selection, by=rules(language="en"), template="police")
    said = blocks(export, "reports")[1]
    assert said == Para(("1 report made; 0 of them without an answer.",))


def test_without_reports_there_is_no_list() -> None:
    """An empty heading would be a question."""
    export = make_export((told(1, "3 мая 2026"),), template="police")
    assert blocks(export, "reports") == ()
