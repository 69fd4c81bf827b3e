"""What a paragraph says of its time, of its corrections, and of words in other languages."""

from __future__ import annotations

import msgspec
import pytest

from safelog.export.outline import Quote, Record
from safelog.export.wording import Wording
from safelog.i18n.catalogue import Catalogue
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp, Incident
from safelog.model.when import parse_when
from safelog.redact.policy import DatePrecision
from safelog.redact.selection import ExportedIncident
from tests.unit.export.page import Export, make_export
from tests.unit.redact.world import KINDS, LAWYER, MADE, exported, numbered, rules, when

WORDING = Wording(Catalogue("ru"), KINDS)


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


@pytest.mark.parametrize(
    ("dates", "told_as"),
    [
        ("exact", "Times of events have the precision that the person gave them."),
        ("day", "told by the day, also where the person gave the hour."),
        ("week", "told by the week, also where the person gave the day or the hour."),
        ("month", "told by the month, also where the person gave the day or the hour."),
        ("shifted", "shifted by one number of days, which is not told."),
    ],
)
def test_the_method_says_how_times_are_told(dates: DatePrecision, told_as: str) -> None:
    """A week in the place of an hour would read as all that the person knew."""
    policy = msgspec.structs.replace(LAWYER, dates=dates)
    by = rules(policy=policy, language="en")
    html = make_export((told(1, when=when("3 мая 2026 в 10:00")),), by=by).html.decode()
    assert html.count(told_as) == 1
    assert html.count("Times of events") == 1
    assert "to the minute" not in html


def test_a_sentence_that_ends_in_an_abbreviation_has_one_point() -> None:
    """A Kazakh date ends in «ж.»."""
    policy = msgspec.structs.replace(LAWYER, dates="day")
    (record,) = records(make_export((told(1),), by=rules(policy=policy, language="kk")))
    assert "2026 ж.'" in record


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


def test_a_form_of_every_kind_names_in_one_line_what_the_record_does_not_say() -> None:
    """Four headings above "not stated" in each of forty paragraphs hide what was said."""
    export = make_export(
        (told(1, when=when("3 мая 2026")),), by=rules(language="en"), template="un"
    )
    (part,) = (each.data.decode() for each in export.parts if each.place == "paragraph 1")
    empty = "Where; Who is believed responsible; Witnesses; Effect; "
    assert part.count("Not stated in the record") == 1
    assert f"Not stated in the record: {empty}" in part


def test_what_happened_is_told_as_the_form_asks_for_it() -> None:
    """By the names of the fields, what was demanded would stand before the words of the threat."""
    details = {"demand": "Вернуться.", "words": "Дорога открыта.", "channel": "sms"}
    call = told(1, when=when("3 мая 2026"), details=details)
    call = msgspec.structs.replace(
        call, incident=msgspec.structs.replace(call.incident, kind="threat.message")
    )
    html = make_export((call,), by=rules(language="en")).html.decode()
    places = [html.index(label) for label in ("Channel", "Exact words", "Demand")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("codes", "told_as"),
    [
        (("come", "send"), "приехать или прийти; прислать деньги, данные или документы"),
        (("come", "call"), "приехать или прийти, позвонить"),
    ],
)
def test_a_comma_inside_an_option_does_not_part_two(codes: tuple[str, ...], told_as: str) -> None:
    """Whoever counts what was asked for must count what was chosen."""
    assert WORDING.codes("details.asks", "lure.direct", codes) == told_as


@pytest.mark.parametrize(
    ("said", "told_as"),
    [
        ("3 мая 2026 в 15:00", "через 4 часа после"),
        ("3 мая 2026 в 23:00", "до указанного времени"),
        ("3 мая 2025", "не раньше чем через 364 дня после"),
        ("2 мая 2024", "не раньше чем через 2 года после"),
        ("4 мая 2024", "не раньше чем через 728 дней после"),
        ("20 марта 2019", "не раньше чем через 7 лет и 1 месяц после"),
    ],
)
def test_a_long_delay_is_told_in_years_and_months(said: str, told_as: str) -> None:
    """Nobody imagines 2132 days; what is over is counted, never more."""
    (record,) = records(make_export((told(1, when=when(said)),), by=rules(language="ru")))
    assert told_as in record


def test_a_list_in_a_row_about_something_else_has_its_name() -> None:
    """Or a witness would read like one of those who did it."""
    by = rules(language="en")
    log = make_export((exported(attachments=()),), by=by, template="protection").html.decode()
    assert log.count("Who saw it") == 1
    assert "Who did it" not in log
