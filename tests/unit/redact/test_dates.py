"""Times are told coarsely or shifted, and nothing beside them gives the true ones away."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import OpenQuestionsError
from safelog.model.when import When
from safelog.redact.clock import hours_in_words
from safelog.redact.cover import TIME
from safelog.redact.dates import tell, tell_recorded, times_in_words
from safelog.redact.document import Hidden, RedactedDocument, Time, ToldTime
from safelog.redact.policy import DatePrecision, Rules, ToldPrecision
from safelog.redact.review import choices, review
from safelog.redact.withheld import told
from tests.unit.redact.world import (
    FINDER,
    KINDS,
    LAWYER,
    REGISTER,
    composed,
    exported,
    fields,
    full_incident,
    hide_all,
    profile,
    when,
)

SHIFT = -100
OPENING = when("около 18:00 3 мая 2026")


def coarse(dates: DatePrecision) -> Rules:
    """Return a lawyer's rules with times told so."""
    policy = msgspec.structs.replace(LAWYER, dates=dates)
    return Rules(policy, profile(), REGISTER, shift_days=SHIFT)


def document(
    dates: DatePrecision, narrative: str = "", when: When | None = OPENING
) -> RedactedDocument:
    """Return the full incident for such a recipient, every question hidden."""
    return hide_all(exported(full_incident(narrative=narrative, when=when)), by=coarse(dates))


@pytest.mark.parametrize(
    ("said", "precision", "start", "end", "shape"),
    [
        ("18:05 6 мая 2026", "day", "2026-05-06T00:00", "2026-05-07T00:00", "day"),
        ("6 мая 2026", "day", "2026-05-06T00:00", "2026-05-07T00:00", "day"),
        ("18:05 6 мая 2026", "week", "2026-05-04T00:00", "2026-05-11T00:00", "between"),
        ("с 12:00 до 15:00 6 мая 2026", "week", "2026-05-04T00:00", "2026-05-11T00:00", "between"),
        ("с 3 по 6 мая 2026", "week", "2026-04-27T00:00", "2026-05-11T00:00", "range"),
        ("18:05 6 мая 2026", "month", "2026-05-01T00:00", "2026-06-01T00:00", "month"),
        ("май 2026", "day", "2026-05-01T00:00", "2026-06-01T00:00", "between"),
        ("май 2026", "month", "2026-05-01T00:00", "2026-06-01T00:00", "month"),
        ("2025 год", "month", "2025-01-01T00:00", "2026-01-01T00:00", "between"),
        ("18:05 6 мая 2026", "shifted", "2026-01-26T18:05", "2026-01-26T18:06", "exact"),
        ("6 мая 2026", "shifted", "2026-01-26T00:00", "2026-01-27T00:00", "day"),
        ("май 2026", "shifted", "2026-01-21T00:00", "2026-02-21T00:00", "between"),
    ],
)
def test_a_time_has_the_bounds_of_its_precision(
    said: str, precision: ToldPrecision, start: str, end: str, shape: str
) -> None:
    """Never narrower than what was known, and never with the words for it."""
    time = tell(when(said), precision, shift_days=SHIFT)
    assert time is not None
    assert (time.start, time.end, time.precision) == (start, end, shape)
    assert (time.said.sentences, time.told, time.entered) == ((), precision, "")


def test_what_is_not_known_stays_unknown() -> None:
    """Nothing is made up, and nothing is said of the entry."""
    time = tell(when("когда-то"), "shifted", shift_days=SHIFT, recorded="2026-05-06T10:00:00Z")
    assert time is not None
    assert (time.precision, time.part, time.entered) == ("unknown", "", "")


@pytest.mark.parametrize("precision", ["week", "shifted"])
def test_where_the_calendar_ends_nothing_is_told(precision: ToldPrecision) -> None:
    """A time in the year 1 cannot be moved back; it is hidden whole."""
    first = When(
        said="", zone="UTC", precision="exact", start="0001-01-01T00:00", end="0001-01-01T00:01"
    )
    last = msgspec.structs.replace(first, start="9999-12-31T23:58", end="9999-12-31T23:59")
    edge = first if precision == "shifted" else last
    assert tell(edge, precision, shift_days=SHIFT) is None
    shown = document(precision, when=edge)
    (value,) = [field.value for field in shown.paragraphs[0].fields if field.path == "when"]
    assert isinstance(value, Hidden)


@pytest.mark.parametrize(
    ("recorded", "entered"),
    [
        ("2026-05-05T10:00:00Z", "before"),
        ("2026-05-06T16:00:00Z", "day"),
        ("2026-05-09T16:00:00Z", "week"),
        ("2026-05-20T16:00:00Z", "month"),
        ("2026-10-20T16:00:00Z", "year"),
        ("2027-10-20T16:00:00Z", "later"),
    ],
)
def test_the_delay_of_an_entry_is_told_in_steps(recorded: str, entered: str) -> None:
    """It is true under any shift, and too coarse to find the day by."""
    time = tell(when("18:05 6 мая 2026"), "shifted", shift_days=SHIFT, recorded=recorded)
    assert time is not None
    assert time.entered == entered


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("exact", "2026-05-04T08:12Z"),
        ("day", "2026-05-04"),
        ("week", "2026-05"),
        ("month", "2026-05"),
        ("shifted", ""),
    ],
)
def test_the_machines_times_are_as_coarse(precision: DatePrecision, shown: str) -> None:
    """An entry is mostly made on the day: its own time would give the event's away."""
    assert tell_recorded("2026-05-04T08:12Z", precision) == shown
    (paragraph,) = document(precision).paragraphs
    assert paragraph.recorded == shown
    assert len(paragraph.first_recorded) == len(shown)
    assert {len(each.recorded) for each in paragraph.corrections} == {len(shown)}
    assert {len(each.recorded) for each in document(precision).exhibits} == {len(shown)}


def test_what_lies_between_two_times_stays_true_under_a_shift() -> None:
    """All times of one recipient move by the same number of days."""
    times = {
        field.path: field.value.start
        for field in document("shifted").paragraphs[0].fields
        if isinstance(field.value, ToldTime)
    }
    assert times["noticed"] == "2026-01-23T00:00"
    assert times["follow_ups.0.date"] == "2026-01-24T00:00"


def test_no_true_time_is_left_in_a_shifted_document() -> None:
    """Neither in the words of a time, nor in the account, nor in a time of the machine."""
    text = "Это было 3 мая, в 18:05. Потом 04.05 и 12.03.2026, в мае 2026 и May 3rd. Ещё раз."
    shown = document("shifted", text)
    written = msgspec.json.encode(shown).decode().replace(shown.made, "")
    for said in ("3 мая", "18:05.", "04.05", "12.03", "мае 2026", "May 3rd", "2026-05"):
        assert said not in written
    assert "Ещё раз." in fields(shown)["narrative"]
    assert not [f for f in shown.paragraphs[0].fields if type(f.value) is Time]


def test_a_time_in_words_can_be_shown_on_purpose() -> None:
    """Hidden without a question, as a sure find is; the person may decide otherwise."""
    selection = exported(full_incident(narrative="Это было 3 мая."))
    by = coarse("shifted")
    found = review((selection,), by, FINDER, {}, kinds=KINDS)
    decided = choices(found.hide_all())
    decided |= {item.occurrence: "show" for item in found.items if item.words == "3 мая"}
    shown = fields(composed(selection, by=by, decisions=decided))
    assert shown["narrative"] == "Это было 3 мая."


def test_a_coarse_time_hides_only_what_is_finer() -> None:
    """Told by the day, a day in the account may stay; a time of the clock may not."""
    text = "3 мая 2026 в 18:05, дом 3 корпус 2026"
    assert [text[a:b] for a, b in times_in_words(text, "day")] == ["18:05"]
    assert {text[a:b] for a, b in times_in_words(text, "week")} >= {"18:05", "3 мая 2026"}
    assert not list(times_in_words("дом 3 корпус 2026", "week"))


HOURS = "Около половины шестого, о восьмій, half past five, кешкі бесте."


@pytest.mark.parametrize("dates", ["day", "week", "month", "shifted"])
def test_hours_in_words_are_a_question_where_hours_are_not_told(dates: DatePrecision) -> None:
    """Hidden unless the person shows them; an unanswered one stops the export."""
    selection = exported(full_incident(narrative=HOURS))
    by = coarse(dates)
    found = review((selection,), by, FINDER, {}, kinds=KINDS)
    asked = [item.words for item in found.questions]
    assert asked == ["половины шестого", "о восьмій", "half past five", "кешкі бесте"]
    assert fields(document(dates, HOURS))["narrative"] == (
        "Около [text  R6], [text  R6], [text  R6], [text  R6]."
    )
    with pytest.raises(OpenQuestionsError):
        composed(selection, by=by)
    decided = choices(found.hide_all())
    shown = decided | {i.occurrence: "show" for i in found.items if i.words == "о восьмій"}
    assert "о восьмій" in fields(composed(selection, by=by, decisions=shown))["narrative"]


def test_hours_in_words_stay_where_times_are_told_exactly() -> None:
    """Nothing is asked about them either."""
    selection = exported(full_incident(narrative=HOURS))
    assert review((selection,), coarse("exact"), FINDER, {}, kinds=KINDS).questions == ()


def test_a_time_in_figures_is_no_second_question() -> None:
    """Figures are hidden without one, whatever words stand around them."""
    selection = exported(full_incident(narrative="Came at 5 pm sharp, at 17:40 и в 17:20 вечера."))
    found = review((selection,), coarse("day"), FINDER, {}, kinds=KINDS)
    assert [item.words for item in found.items if item.trait == TIME] == ["5 pm", "17:40", "17:20"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("было около половины седьмого", ["половины седьмого"]),
        ("без четверти восемь пришёл", ["без четверти восемь"]),
        ("в шесть вышел, в два часа ночи вернулся", ["в шесть", "в два часа ночи"]),
        ("в 18 часов, потом 6 вечера", ["в 18 часов", "6 вечера"]),
        ("полшестого; в третьем часу ночи", ["полшестого", "в третьем часу ночи"]),
        ("в час дня", ["в час дня"]),
        ("после полудня", ["полудня"]),
        ("О восьмой — булочная", ["О восьмой"]),
        ("з шостої вечора стоїть, о пів на сьому", ["шостої вечора", "пів на сьому"]),
        ("о 18-й годині; близько п’ятої", ["о 18-й годині", "близько п’ятої"]),
        ("came at five, left at ten thirty", ["at five", "at ten thirty"]),
        ("at 5 o'clock, a quarter to six, noon", ["at 5 o'clock", "a quarter to six", "noon"]),
        ("сағат бес жарымда, таңғы сегізде", ["сағат бес жарымда", "таңғы сегізде"]),
        ("түн ортасында, жетіде", ["түн ортасында", "жетіде"]),
        ("в два этажа, с двух сторон, через 20 часов, до 7 лет, в час пик", []),
        ("на третій зустрічі, у п'ять метрів", []),
        ("at two places, five of them, from one side, by 20 people", []),
        ("екі адам, бес жаста", []),
    ],
)
def test_hours_are_known_by_the_words_around_them(text: str, hours: list[str]) -> None:
    """In four languages; numbers of other things are no hours."""
    assert [text[start:end] for start, end in hours_in_words(text)] == hours


def test_public_events_are_not_dated_beside_shifted_times() -> None:
    """Anybody can look up when a protest was: one true pair would undo the shift."""
    selection = exported(full_incident(kind="context", details={}, narrative=""))
    assert "when" not in fields(composed(selection, by=coarse("shifted")))
    assert "when" in fields(composed(selection, by=coarse("week")))


def test_a_coarse_time_counts_as_kept_back() -> None:
    """An exact one in the next export says so first."""
    dated = exported(full_incident(narrative="Это было 3 мая."))
    kept = told((dated,), coarse("week"), FINDER, {}, kinds=KINDS)
    (withheld,) = kept.withheld.values()
    assert "when" in withheld.fields
    assert all(withheld.entities)
