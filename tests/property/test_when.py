"""Times keep their promises for any words, any zone and any year."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from safelog.errors import InvalidTimeError
from safelog.model.when import (
    Precision,
    When,
    bounds_utc,
    check_when,
    format_when,
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
    *("\u202e", "\x00", "ё", "é", "٣", "½", "～", "/", ":", "'", "~"),
]

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

Shape = tuple[Precision, str, spans.Span]


def shapes_of_moments() -> st.SearchStrategy[Shape]:
    """Return clock times, and stretches between them."""
    return st.one_of(
        minutes.map(lambda moment: ("exact", "", spans.minute(moment))),
        minutes.map(lambda moment: ("around", "", spans.around_time(moment))),
        st.builds(lambda start, length: ("between", "", (start, start + length)), minutes, lengths),
        st.builds(lambda start, length: ("range", "", (start, start + length)), minutes, lengths),
    )


def shapes_of_days() -> st.SearchStrategy[Shape]:
    """Return days, stretches of days, and parts of a day."""
    parts = st.sampled_from(
        ["early_morning", "morning", "afternoon", "evening", "late_evening", "night"]
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
        when = parse_when(said, language=language, zone=zone, now=now)
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
        # An end or a middle that the clock never showed can be stored, but not typed.
        assert error.fields["reason"] in {"never_existed", "bounds"}  # noqa: PT017 - either is right
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


@given(first=times(), second=times(), third=times())
def test_the_order_is_total(first: When, second: When, third: When) -> None:
    """Any two times compare, equal keys mean equal times, and the order is transitive."""
    keys = [sort_key(when) for when in (first, second, third)]
    assert (keys[0] == keys[1]) == (first == second)
    assert sum((keys[0] < keys[1], keys[0] == keys[1], keys[0] > keys[1])) == 1
    if keys[0] <= keys[1] <= keys[2]:
        assert keys[0] <= keys[2]


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
