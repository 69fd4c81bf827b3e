"""What a paragraph says of its time, of its corrections, and of words in other languages."""

from __future__ import annotations

import msgspec
import pytest

from safelog.export.outline import Quote, Record
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp, Incident
from safelog.model.when import parse_when
from safelog.redact.policy import DatePrecision
from safelog.redact.selection import ExportedIncident
from tests.unit.export.page import Export, make_export
from tests.unit.redact.world import LAWYER, MADE, exported, numbered, rules, when


def told(number: int, **fields: object) -> ExportedIncident:
    """Return an incident that was entered once and never changed."""
    incident = Incident(
        id=IncidentId(numbered(number)),
        kind="disappearance",
        **fields,  # type: ignore[arg-type]  # the tests name real fields
    )
    return exported(incident, revision=1, corrections=(), attachments=())


def records(export: Export) -> list[str]:
    """Return how the entries came to be, a text for each paragraph."""
    blocks = (block for section in export.outline.sections for block in section.blocks)
    return [str(block.lines) for block in blocks if isinstance(block, Record)]


def test_an_entry_and_its_correction_name_each_other() -> None:
    """Whoever reads the first must not miss the second."""
    first = told(1, when=when("3 мая 2026"))
    second = told(2, when=when("9 мая 2026"), corrects=first.incident.id)
    english = rules(language="en")
    corrected, correcting = records(make_export((first, second), by=english))
    assert "Corrected by paragraph 2." in corrected
    assert "Corrects paragraph 1." in correcting
    assert "Correct" not in records(make_export((first,), by=english))[0]


@pytest.mark.parametrize(
    ("dates", "told_as"),
    [("exact", "Entered 3 May 2026, 16:40 UTC"), ("day", "3 May 2026"), ("week", "May 2026")],
)
def test_times_of_the_machine_are_told_in_words(dates: DatePrecision, told_as: str) -> None:
    """Coarse ones too: 2026-05 is no date in anybody's language."""
    policy = msgspec.structs.replace(LAWYER, dates=dates)
    (record,) = records(make_export((told(1),), by=rules(policy=policy, language="en")))
    assert f"{told_as}." in record
    assert "2026-05" not in record


def test_the_silence_after_a_vague_day_is_at_least_so_long() -> None:
    """A report of some day in May was not made on its last."""
    reports = (FollowUp(body="ngo", date=when("начало мая 2026")),)
    html = make_export((told(1, follow_ups=reports),), by=rules(language="en")).html.decode()
    assert "silent for at least 8 days as of" in html


@pytest.mark.parametrize(("language", "told_as"), [("ru", "9 мая 2026"), ("en", "9 May 2026")])
def test_words_that_tell_a_time_as_the_document_does_stand_once(
    language: str, told_as: str
) -> None:
    """A date twice in a row makes its reader look for the difference."""
    reports = (FollowUp(body="ngo", date=when("9 мая 2026")),)
    page = make_export((told(1, follow_ups=reports),), by=rules(language=language))
    html = page.html.decode()
    assert (html.count("9 мая 2026"), told_as in html) == (1, True)


def test_a_zone_that_is_not_the_documents_is_named_everywhere() -> None:
    """Also beside a whole day, and in the list of contents."""
    almaty = parse_when("3 мая 2026", language="ru", zone="Asia/Almaty", now=MADE)
    here = told(2, when=when("9 мая 2026"), noticed=when("9 мая 2026 в 10:00"))
    page = make_export((told(1, when=almaty, noticed=almaty), here), by=rules(language="en"))
    html = page.html.decode()
    assert html.count("3 May 2026 (Asia/Almaty)") == 3
    assert "(Europe/Vilnius)" not in html


def test_a_number_without_words_needs_no_translation() -> None:
    """The room beside it would stand empty for ever."""
    reports = (
        FollowUp(body="ngo", reference="T-000117", answer="Заяву прийняли, відповіді немає."),
    )
    export = make_export((told(1, follow_ups=reports),))
    rows = [
        content
        for section in export.outline.sections
        for block in section.blocks
        for item in getattr(block, "items", ())
        for _, content in item.facts.rows
        if isinstance(content, Quote)
    ]
    assert [bool(each.room) for each in rows] == [False, True]


def test_a_form_asks_only_about_its_kinds() -> None:
    """Six questions about a disappearance say nothing about a call."""
    call = told(2, when=when("9 мая 2026"))
    call = msgspec.structs.replace(
        call, incident=msgspec.structs.replace(call.incident, kind="threat.call")
    )
    selection = (told(1, when=when("3 мая 2026")), call)
    export = make_export(selection, by=rules(language="en"), template="wgeid")
    parts = {part.place: part.data.decode() for part in export.parts}
    assert "Not stated in the record." in parts["paragraph 1"]
    assert "Not stated in the record." not in parts["paragraph 2"]
