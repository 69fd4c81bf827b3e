"""What people say about times, and what it is read as."""

from __future__ import annotations

import contextlib
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from safelog.errors import InvalidTimeError
from safelog.model.when import When, bounds_utc, check_when, format_when, languages, parse_when

VILNIUS = "Europe/Vilnius"
SATURDAY_AFTERNOON = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
"""14:30 on a Saturday in Vilnius."""


def read(
    said: str,
    language: str = "en",
    *,
    zone: str = VILNIUS,
    now: datetime = SATURDAY_AFTERNOON,
) -> When:
    """Read words typed on that Saturday."""
    return parse_when(said, language=language, zone=zone, now=now)


def shape(when: When) -> str:
    """Return a time in one line."""
    part = f"/{when.part}" if when.part else ""
    return f"{when.precision}{part} {when.start} {when.end}"


def reason(
    said: str, language: str = "en", *, zone: str = VILNIUS, now: datetime = SATURDAY_AFTERNOON
) -> str:
    """Return why the words are refused."""
    with pytest.raises(InvalidTimeError) as caught:
        read(said, language, zone=zone, now=now)
    return str(caught.value.fields["reason"])


SAYINGS = Path(__file__).with_name("sayings")


def sayings(language: str, table: str) -> dict[str, str]:
    """Return what people write in a language, with what it stands for or why it is refused."""
    file = tomllib.loads((SAYINGS / f"{language}.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = file[table]
    return found


def outcome(said: str, language: str) -> str:
    """Return a time in one line, or why it is refused."""
    try:
        return shape(read(said, language))
    except InvalidTimeError as error:
        return str(error.fields["reason"])


@pytest.mark.parametrize("language", languages())
def test_words_are_read_as_what_they_stand_for(language: str) -> None:
    """Every saying is read as its bounds and its precision, and is kept as it was typed."""
    expected = sayings(language, "read")
    found = {said: read(said, language) for said in expected}
    assert {said: shape(when) for said, when in found.items()} == expected
    assert [said for said, when in found.items() if when.said != said] == []
    assert len(expected) >= 160


@pytest.mark.parametrize("language", languages())
def test_what_could_be_two_things_is_refused(language: str) -> None:
    """Nothing is guessed: the reason says what has to be asked."""
    expected = sayings(language, "refused")
    assert {said: outcome(said, language) for said in expected} == expected


@pytest.fixture(scope="module")
def times() -> dict[str, When]:
    """Read the sayings of every language; each time stands once, under its line."""
    return {
        shape(when): when
        for each in languages()
        for when in (read(said, each) for said in sayings(each, "read"))
    }


@pytest.mark.parametrize("language", languages())
def test_printed_times_can_be_typed_again(language: str, times: dict[str, When]) -> None:
    """Whatever was said in whichever language, every language prints what reads back the same."""
    printed = {key: format_when(when, language) for key, when in times.items()}
    back = {key: outcome(text, language) for key, text in printed.items()}
    assert back == {key: key for key in times}


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("before the hearing", "en", "how_long"),
        ("перед слушанием", "ru", "how_long"),
        ("вчера", "en", "unknown_words"),
        ("", "en", "unknown_words"),
        ("18.05", "ru", "unknown_words"),
        ("примерно между 16 и 18", "ru", "unknown_words"),
        ("18", "en", "unknown_words"),
        ("3 May 18", "en", "unknown_words"),
        ("3 May; 18:05", "en", "unknown_words"),
        ("at 6", "en", "half_of_day"),
        ("в шесть", "ru", "half_of_day"),
        ("between 4 and 6", "en", "half_of_day"),
        ("между 4 и 6", "ru", "half_of_day"),
        ("from 10 pm to 2", "en", "half_of_day"),
        ("between 11 and 1 pm", "en", "half_of_day"),
        ("at 15 in the morning", "en", "no_such_time"),
        ("6:75 pm", "en", "no_such_time"),
        ("25:00", "en", "no_such_time"),
        ("18:60", "en", "no_such_time"),
        ("31 April 2024", "en", "no_such_date"),
        ("30 February", "en", "no_such_date"),
        ("29 February 2023", "en", "no_such_date"),
        ("2024-13-01", "en", "no_such_date"),
        ("Monday 3 May 2024", "en", "no_such_date"),
        ("3 May 0000", "en", "no_such_date"),
        ("3 May 0001", "en", "bounds"),
        ("31 December 9999 23:59", "en", "bounds"),
        ("9999", "en", "bounds"),
        ("winter 9998–9999", "en", "bounds"),
        ("around 1 January 0002", "en", "bounds"),
        ("on Saturday", "en", "which_day"),
        ("в субботу", "ru", "which_day"),
        ("night of 3 May", "en", "which_night"),
        ("ночью 3 мая", "ru", "which_night"),
        ("вчера ночью", "ru", "which_night"),
        ("вчера ночью в 2", "ru", "which_night"),
        ("night of 3–5 May", "en", "which_night"),
        ("evening of 3–4 May", "en", "which_night"),
        ("winter 2024", "en", "which_winter"),
        ("зимой 2024", "ru", "which_winter"),
        ("вчора вночі", "uk", "which_night"),
        ("о шостій", "uk", "half_of_day"),
        ("взимку 2024", "uk", "which_winter"),
        ("кеше түнде", "kk", "which_night"),
        ("сағат алтыда", "kk", "half_of_day"),
        ("сағат 4 пен 6 арасында", "kk", "half_of_day"),
        ("winter 2023–2025", "en", "which_winter"),
        ("spring 2023–2024", "en", "which_winter"),
        ("from 5 to 3 May 2024", "en", "end_before_start"),
        ("from 4 May 2024 2:00 to 3 May 2024 22:00", "en", "end_before_start"),
        ("from 18:00 to 18:00", "en", "end_before_start"),
        ("3 May 2024 18:05 (this hour came twice)", "en", "no_such_time"),
        ("3 May\u202e 2024", "en", "characters"),
        ("3 May\x00", "en", "characters"),
        ("3 \ud800", "en", "characters"),
        ("x" * 201, "en", "too_long"),
    ],
)
def test_what_cannot_be_read_says_why(said: str, language: str, expected: str) -> None:
    """What is no time, or could be two, is refused with its reason; nothing is guessed."""
    assert reason(said, language) == expected


def test_ten_megabytes_are_refused_at_once() -> None:
    """A huge text is refused by its length, before any pattern looks at it."""
    started = datetime.now(UTC)
    assert reason("3 May " * 1_700_000) == "too_long"
    assert (datetime.now(UTC) - started).total_seconds() < 1


def test_skipped_time_is_refused_and_named() -> None:
    """A time that the clock was put forward past never was; the error says which time."""
    with pytest.raises(InvalidTimeError) as caught:
        read("31 March 2024 03:30")
    assert caught.value.fields == {"reason": "never_existed", "at": "03:30"}
    assert reason("31 March 2024 from 2:00 to 3:30") == "never_existed"
    assert reason("31 March 2024 around 3:30") == "never_existed"
    assert shape(read("31 March 2024 04:00")) == "exact 2024-03-31T04:00 2024-03-31T04:01"


def test_skipped_day_is_refused() -> None:
    """Samoa had no 30 December 2011, so nothing happened on it."""
    assert reason("30 December 2011", zone="Pacific/Apia") == "never_existed"
    assert read("29 December 2011", zone="Pacific/Apia").precision == "day"


def test_repeated_time_is_ambiguous() -> None:
    """A time that the clock showed twice is not called exact."""
    assert read("27 October 2024 03:30").precision == "ambiguous"
    assert read("27 October 2024 02:59").precision == "exact"
    assert read("27 October 2024 04:00").precision == "exact"
    assert read("27 October 2024 03:30 (this hour came twice)").precision == "ambiguous"


def test_now_in_a_repeated_hour_says_which() -> None:
    """The machine knows which pass of the hour it is, and keeps it."""
    for hour, part in ((0, "first_pass"), (1, "second_pass")):
        when = read("now", now=datetime(2024, 10, 27, hour, 30, tzinfo=UTC))
        assert shape(when) == f"exact/{part} 2024-10-27T03:30 2024-10-27T03:31"


@pytest.mark.parametrize(
    ("said", "language", "hour"),
    [
        ("27 October 2024 at 3:30 summer time", "en", 0),
        ("27 October 2024 at 3:30 after the clocks went back", "en", 1),
        ("27 октября 2024 в 3:30 по летнему времени", "ru", 0),
        ("27.10.2024 в 3:30 во второй раз", "ru", 1),
        ("27 жовтня 2024 о 3:30 за зимовим часом", "uk", 1),
        ("27 қазан 2024 3:30 жазғы уақытпен", "kk", 0),
    ],
)
def test_which_of_two_can_be_said(said: str, language: str, hour: int) -> None:
    """A time that was shown twice is one minute if somebody says which."""
    when = read(said, language)
    begun = datetime(2024, 10, 27, hour, 30, tzinfo=UTC)
    assert bounds_utc(when) == (begun, begun + timedelta(minutes=1))
    assert reason("28 October 2024 at 3:30 summer time") == "no_such_time"


KAZAKHSTAN = {
    # zone: offset of a night in hours, by the year
    "Asia/Almaty": {2018: 6, 2023: 6, 2025: 5},
    "Asia/Qostanay": {2018: 6, 2023: 6, 2025: 5},
    "Asia/Qyzylorda": {2018: 6, 2019: 5, 2023: 5, 2025: 5},
    "Asia/Aqtau": {2018: 5, 2023: 5, 2025: 5},
    "Asia/Oral": {2018: 5, 2023: 5, 2025: 5},
}


@pytest.mark.parametrize("zone", KAZAKHSTAN)
def test_every_zone_of_kazakhstan_has_its_own_history(zone: str) -> None:
    """One time since 1 March 2024; Kyzylorda left the eastern one in December 2018."""
    for year, offset in KAZAKHSTAN[zone].items():
        begun, _ = bounds_utc(read(f"1 June {year} 12:00", zone=zone))
        assert begun == datetime(year, 6, 1, 12 - offset, tzinfo=UTC)


def test_a_clock_put_back_into_the_day_before() -> None:
    """The last hour of 20 December 2018 came twice in Kyzylorda, and the day had 25 hours."""
    said = "20 December 2018 23:30"
    assert read(said, zone="Asia/Qyzylorda").precision == "ambiguous"
    begun, ended = bounds_utc(read("20 December 2018", zone="Asia/Qyzylorda"))
    assert ended - begun == timedelta(hours=25)


def test_nearest_past_follows_the_clock_of_the_zone() -> None:
    """Today is today where the clock stands, not where the machine thinks in UTC."""
    late = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    assert read("today", now=late).start == "2026-11-21T00:00"
    assert read("today", now=late, zone="UTC").start == "2026-11-20T00:00"


@pytest.mark.parametrize(
    ("said", "language", "hour", "expected"),
    [
        ("last night", "en", 3, "which_night"),
        ("прошлой ночью", "ru", 3, "which_night"),
        ("last night", "en", 23, "2026-11-20T17:00"),
        ("сегодня ночью", "ru", 3, "2026-11-20T22:00"),
        ("сегодня ночью", "ru", 23, "which_night"),
        ("ночью", "ru", 3, "2026-11-20T22:00"),
        ("ночью", "ru", 23, "which_night"),
    ],
)
def test_nights_said_during_a_night(said: str, language: str, hour: int, expected: str) -> None:
    """During a night "last night" could be two nights, and late in the evening "tonight" could."""
    now = datetime(2026, 11, 21, hour, 0, tzinfo=UTC)
    if expected == "which_night":
        assert reason(said, language, zone="UTC", now=now) == expected
    else:
        assert read(said, language, zone="UTC", now=now).start == expected


def test_kazakhstan_has_had_one_time_since_march_2024() -> None:
    """The clocks of Almaty were put back an hour as 1 March 2024 began."""
    almaty = "Asia/Almaty"
    assert read("29 February 2024 23:30", zone=almaty).precision == "ambiguous"
    assert read("1 March 2024 00:30", zone=almaty).precision == "exact"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Factory", "europe/vilnius"])
def test_only_zones_of_the_database(zone: str) -> None:
    """A zone is a name of the IANA database, exactly."""
    assert reason("now", zone=zone) == "unknown_zone"


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 21, 14, 30, tzinfo=UTC).replace(tzinfo=None),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(3, 12, 31, tzinfo=UTC),
        datetime(9997, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
def test_now_must_be_usable(now: datetime) -> None:
    """A naive clock, or one at the ends of the calendar, is refused without overflow."""
    assert reason("now", now=now) == "bounds"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("year", [4, 9996])
def test_nothing_overflows_at_the_ends_of_the_calendar(language: str, year: int) -> None:
    """Whatever is said in the first years or the last, it is a time or it is refused."""
    nows = (datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, 59, tzinfo=UTC))
    zones = ("Pacific/Pago_Pago", "Pacific/Kiritimati")
    # Every third saying: each form has several.
    for said in [*sayings(language, "read"), *sayings(language, "refused")][::3]:
        for now, zone in zip(nows, zones, strict=True):
            with contextlib.suppress(InvalidTimeError):
                check_when(read(said, language, zone=zone, now=now))


@pytest.mark.parametrize(
    ("said", "month", "expected"),
    [
        ("last winter", 1, "which_year"),
        ("this winter", 1, "season/winter 2025-12-01T00:00 2026-03-01T00:00"),
        ("this winter", 6, "season/winter 2026-12-01T00:00 2027-03-01T00:00"),
        ("last May", 3, "month 2025-05-01T00:00 2025-06-01T00:00"),
        ("last May", 5, "month 2025-05-01T00:00 2025-06-01T00:00"),
        ("last May", 6, "which_year"),
        ("next May", 3, "which_year"),
        ("next May", 6, "month 2027-05-01T00:00 2027-06-01T00:00"),
        ("last summer", 3, "season/summer 2025-06-01T00:00 2025-09-01T00:00"),
        ("tonight", 6, "part_of_day/evening_or_night 2026-06-14T17:00 2026-06-15T06:00"),
        ("after 3 am", 6, "between 2026-06-15T03:00 2026-06-15T03:01"),
        ("at the weekend", 6, "between/day 2026-06-13T00:00 2026-06-15T00:00"),
        ("last weekend", 6, "between/day 2026-06-13T00:00 2026-06-15T00:00"),
        ("this Friday", 6, "day 2026-06-19T00:00 2026-06-20T00:00"),
        ("this Monday", 6, "day 2026-06-15T00:00 2026-06-16T00:00"),
        ("last Friday", 6, "day 2026-06-12T00:00 2026-06-13T00:00"),
        ("last Monday", 6, "day 2026-06-08T00:00 2026-06-09T00:00"),
        ("next Friday", 6, "which_day"),
        ("next Monday", 6, "day 2026-06-22T00:00 2026-06-23T00:00"),
        ("since Tuesday", 6, "range/day 2026-06-09T00:00 2026-06-16T00:00"),
        ("since today", 6, "day 2026-06-15T00:00 2026-06-16T00:00"),
        ("since tomorrow", 6, "end_before_start"),
        ("after today", 6, "end_before_start"),
        ("yesterday in the evening or night", 6, "which_night"),
    ],
)
def test_words_that_depend_on_the_day_of_typing(said: str, month: int, expected: str) -> None:
    """Last, this and next are counted from the day of typing, here the 15th at three at night."""
    now = datetime(2026, month, 15, 3, 0, tzinfo=UTC)
    try:
        found = shape(read(said, zone="UTC", now=now))
    except InvalidTimeError as error:
        found = str(error.fields["reason"])
    assert found == expected


def test_leap_day_beyond_eight_years() -> None:
    """The last 29 February can be eight years back."""
    now = datetime(1904, 2, 1, tzinfo=UTC)
    assert read("29 February", now=now, zone="UTC").start == "1896-02-29T00:00"


def test_unknown_language_is_a_defect_of_the_caller() -> None:
    """The language is chosen by the program, so an unknown one is not the person's error."""
    with pytest.raises(LookupError):
        read("now", "xx")
