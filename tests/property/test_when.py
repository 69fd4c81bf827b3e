"""Times keep their promises for any words, any zone and any year."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.errors import InvalidTimeError
from safelog.model.ids import IncidentId
from safelog.model.when import (
    Anchor,
    Precision,
    When,
    bounds_utc,
    check_when,
    entry_delay,
    format_when,
    from_edtf,
    languages,
    parse_when,
    sort_key,
    spans,
    to_edtf,
    unknown,
    zone_names,
)
from safelog.model.when.value import make

PIECES = [
    *("3", "31", "18", "6", "2024", "0000", "9999", "24", "18:05", "2:30", "24:00", "2024-05-03"),
    *("03.05.2024", "99.99.99", "may", "3rd", "on", "at", "around", "between", "and", "from", "to"),
    *("-", "–", "pm", "morning", "evening", "night", "last", "yesterday", "monday", "early", "mid"),
    *(
        "winter",
        "in",
        "of",
        "мая",
        "май",
        "в",
        "с",
        "до",
        "по",
        "на",
        "между",
        "и",
        "около",
        "часа",
    ),
    *("утра", "вечера", "ночью", "ночь", "вчера", "в ночь", "зимой", "начало", "года", "3-го", ","),
    *(
        "two",
        "2",
        "weeks",
        "days",
        "ago",
        "before",
        "after",
        "the",
        "hearing",
        "last",
        "next",
        "week",
    ),
    *(
        "half",
        "past",
        "year",
        "since",
        "couple",
        "of",
        "hour",
        "this",
        "tonight",
        "midnight",
        "16/17",
    ),
    *("за", "неделю", "дня", "назад", "через", "суда", "прошлой", "неделе", "полшестого", "весь"),
    *("тому", "тижня", "минулого", "вівторка", "обшуку", "пів", "шосту", "наприкінці"),
    *("бұрын", "кейін", "өткен", "аптада", "сот", "күні", "кешкі", "жарым", "былтыр", "2024-21"),
    *("\u202e", "\x00", "ё", "é", "٣", "½", "～", "/", ":", "'", "~"),
]

EVENTS = (
    Anchor(
        IncidentId("0" * 26),
        unknown("", "UTC"),
        "the hearing — суд — сот — обшук",
    ),
    Anchor(
        IncidentId("1" * 26),
        make(
            said="",
            zone="Asia/Almaty",
            precision="around",
            span=spans.around_time(datetime(2024, 2, 29, 23, 45)),  # noqa: DTZ001 - civil times have no zone
        ),
        "second",
    ),
)
"""Events with the least and with much known of their time."""

zones = st.sampled_from(sorted(zone_names()))
common_zones = st.sampled_from(
    ["Europe/Vilnius", "Asia/Almaty", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "UTC"]
)
moments = st.datetimes(timezones=st.just(UTC))
said = st.text(max_size=250) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)

days = st.dates(date(2, 1, 10), date(9998, 12, 20))
minutes = st.builds(
    datetime.combine, days, st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
)
lengths = st.integers(1, 10_000).map(lambda number: timedelta(minutes=number))

UNTYPED = {"never_existed", "bounds", "no_such_time"}
"""Why a time that can be stored may not be typed."""

Shape = tuple[Precision, str, spans.Span]


def shapes_of_moments() -> st.SearchStrategy[Shape]:
    """Return clock times, and stretches between them."""
    return st.one_of(
        minutes.map(lambda moment: ("exact", "", spans.minute(moment))),
        minutes.map(lambda moment: ("exact", "second_pass", spans.minute(moment))),
        minutes.map(lambda moment: ("around", "", spans.around_time(moment))),
        st.builds(lambda start, length: ("between", "", (start, start + length)), minutes, lengths),
        st.builds(lambda start, length: ("range", "", (start, start + length)), minutes, lengths),
    )


def shapes_of_days() -> st.SearchStrategy[Shape]:
    """Return days, stretches of days, and parts of a day."""
    parts = st.sampled_from(
        [
            *("small_hours", "before_morning", "dawn", "early_morning", "morning", "midday"),
            *("afternoon", "dusk", "evening", "late_evening", "night"),
        ]
    )
    pairs = st.builds(lambda day, more: (day, day + timedelta(days=more)), days, st.integers(1, 9))
    return st.one_of(
        days.map(lambda day: ("day", "", spans.days(day, day))),
        days.map(lambda day: ("around", "day", spans.around_day(day))),
        pairs.map(lambda pair: ("between", "day", spans.days(*pair))),
        pairs.map(lambda pair: ("range", "day", spans.days(*pair))),
        st.builds(
            lambda day, part: ("part_of_day", part, spans.part_of_day(day, part)), days, parts
        ),
    )


def shapes_of_months() -> st.SearchStrategy[Shape]:
    """Return months and what is counted in them."""
    thirds, seasons = (
        st.sampled_from(codes)
        for codes in (["early", "mid", "late"], ["spring", "summer", "autumn", "winter"])
    )
    return st.one_of(
        days.map(lambda day: ("month", "", spans.months(day.year, day.month))),
        days.map(lambda day: ("year", "", spans.months(day.year, 1, 12))),
        st.builds(
            lambda day, third: (
                "month_part",
                third,
                spans.third_of_month(day.year, day.month, third),
            ),
            days,
            thirds,
        ),
        st.builds(lambda day, code: ("season", code, spans.season(day.year, code)), days, seasons),
    )


@st.composite
def times(draw: st.DrawFn) -> When:
    """Any time that safelog could have written."""
    shapes = st.one_of(shapes_of_moments(), shapes_of_days(), shapes_of_months())
    precision, part, span = draw(shapes)
    zone = draw(zones | common_zones)
    try:
        return make(said="", zone=zone, precision=precision, part=part, span=span)
    except InvalidTimeError:
        return unknown("", zone)


@given(said=said, language=st.sampled_from(languages()), zone=zones | st.text(), now=moments)
def test_any_words_are_read_or_refused(said: str, language: str, zone: str, now: datetime) -> None:
    """Reading raises nothing but its own error, and what it reads passes its own check."""
    with contextlib.suppress(InvalidTimeError):
        when = parse_when(said, language=language, zone=zone, now=now, anchors=EVENTS)
        assert when.said == said
        check_when(when)
        begun, ended = bounds_utc(when)
        assert begun < ended
        assert msgspec.json.decode(msgspec.json.encode(when), type=When) == when


@given(when=times(), language=st.sampled_from(languages()), now=moments)
def test_printed_times_read_back(when: When, language: str, now: datetime) -> None:
    """What is printed reads back to the same bounds and precision, whenever it is typed."""
    text = format_when(when, language)
    try:
        again = parse_when(text, language=language, zone=when.zone, now=now)
    except InvalidTimeError as error:
        # An end or a middle that the clock never showed can be stored, but not typed, and neither
        # can the second pass of a time that came once.
        assert error.fields["reason"] in UNTYPED  # noqa: PT017 - any of them is right
        return
    same_minute = {"exact", "ambiguous"}
    assert again.precision == when.precision or {again.precision, when.precision} == same_minute
    assert (again.start, again.end, again.part) == (when.start, when.end, when.part)


@given(when=times())
def test_times_say_no_more_than_their_bounds(when: When) -> None:
    """Every time is checked, has a start before its end, and a date in EDTF."""
    check_when(when)
    assert when.start < when.end
    begun, ended = bounds_utc(when)
    assert begun < ended
    assert to_edtf(when)


@settings(max_examples=60)
@given(first=times(), second=times(), third=times())
def test_the_order_is_total(first: When, second: When, third: When) -> None:
    """Any two times compare, only equal ones are equal, and what was over before comes before."""
    keys = [sort_key(when) for when in (first, second, third)]
    assert (keys[0] == keys[1]) == (first == second)
    assert sum((keys[0] < keys[1], keys[0] == keys[1], keys[0] > keys[1])) == 1
    if keys[0] <= keys[1] <= keys[2]:
        assert keys[0] <= keys[2]
    if "unknown" in {first.precision, second.precision}:
        assert (keys[0] < keys[1]) or first.precision == "unknown"
    elif bounds_utc(first)[1] <= bounds_utc(second)[0]:
        assert keys[0] < keys[1]


@settings(max_examples=60)
@given(when=times(), zone=common_zones)
def test_edtf_reads_back_as_no_less(when: When, zone: str) -> None:
    """EDTF is written again as it was, and what it stands for is never narrower."""
    text = to_edtf(when)
    try:
        again = from_edtf(text, zone=zone)
    except InvalidTimeError as error:
        assert error.fields["reason"] in {"bounds", "never_existed"}  # noqa: PT017 - either is right
        return
    assert to_edtf(again) == text
    assert (again.said, again.zone) == (text, zone)
    assert again.start <= when.start
    assert when.end <= again.end


@given(text=st.text(max_size=30) | st.from_regex(r"[\[X0-9~./\]-]{4,25}"), zone=zones)
def test_any_edtf_is_read_or_refused(text: str, zone: str) -> None:
    """Reading EDTF raises nothing but its own error."""
    with contextlib.suppress(InvalidTimeError):
        check_when(from_edtf(text, zone=zone))


@settings(max_examples=60)
@given(when=times(), recorded=moments, share=st.floats(0, 1))
def test_a_delay_covers_every_moment_that_was_meant(
    when: When, recorded: datetime, share: float
) -> None:
    """Wherever in the bounds the event was, the true delay lies between the least and the most."""
    delay = entry_delay(when, recorded)
    assert (delay is None) == (when.precision == "unknown")
    if delay is not None:
        begun, ended = bounds_utc(when)
        minute = timedelta(minutes=1) if when.precision == "exact" else timedelta()
        true = recorded - (begun + (ended - begun - minute) * share)
        assert delay.least - minute <= true <= delay.most
        assert delay.least <= delay.most


LENGTHS = ["the day before", "on the day of", "two weeks before", "an hour after", "a month after"]


@given(
    day=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    before=st.integers(0, 40),
    after=st.integers(0, 40),
    said=st.sampled_from(LENGTHS),
    zone=common_zones,
)
def test_less_known_of_an_event_is_never_more_of_what_leans_on_it(
    day: date, before: int, after: int, said: str, zone: str
) -> None:
    """Whatever day an uncertain event was on, the bounds that follow from it hold."""

    def leaning(first: date, last: date) -> tuple[datetime, datetime]:
        precision: Precision = "day" if first == last else "between"
        part = "" if first == last else "day"
        known = make(
            said="", zone=zone, precision=precision, part=part, span=spans.days(first, last)
        )
        anchors = (Anchor(IncidentId("1" * 26), known, "Hearing"),)
        now = datetime(2031, 1, 1, tzinfo=UTC)
        when = parse_when(f"{said} the hearing", language="en", zone=zone, now=now, anchors=anchors)
        return bounds_utc(when)

    try:
        narrow = leaning(day, day)
        wide = leaning(day - timedelta(days=before), day + timedelta(days=after))
    except InvalidTimeError:  # Samoa had no 30 December 2011
        return
    assert wide[0] <= narrow[0]
    assert narrow[1] <= wide[1]


@given(
    precision=st.sampled_from(["exact", "around", "between", "part_of_day", "season", "unknown"]),
    part=st.sampled_from(["", "day", "evening", "early", "winter"]) | st.text(max_size=5),
    start=st.text(max_size=20) | minutes.map(lambda moment: moment.isoformat(timespec="minutes")),
    end=st.text(max_size=20) | minutes.map(lambda moment: moment.isoformat(timespec="minutes")),
    zone=st.text(max_size=20) | zones,
    said=st.text(),
)
def test_decoded_times_are_held_or_refused(
    precision: Precision, part: str, start: str, end: str, zone: str, said: str
) -> None:
    """Whatever a file claims, checking raises only its own error, and what passes can be used."""
    when = When(said=said, zone=zone, precision=precision, part=part, start=start, end=end)
    with contextlib.suppress(InvalidTimeError):
        check_when(when)
        begun, ended = bounds_utc(when)
        assert begun < ended
        assert format_when(when, "en")
        assert to_edtf(when)
