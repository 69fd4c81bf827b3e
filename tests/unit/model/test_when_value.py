"""The struct, its rules, its order, and its form in EDTF."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from safelog.errors import InvalidTimeError
from safelog.model.when import (
    When,
    at_minute,
    bounds_utc,
    check_when,
    format_when,
    from_edtf,
    parse_when,
    sort_key,
    to_edtf,
    unknown,
    zone_names,
)

VILNIUS = "Europe/Vilnius"
NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def read(said: str, zone: str = VILNIUS) -> When:
    """Read English words."""
    return parse_when(said, language="en", zone=zone, now=NOW)


def test_survives_json() -> None:
    """Encoding and decoding gives the same value, without empty fields."""
    when = read("3 May 2024 18:05")
    encoded = msgspec.json.encode(when)
    assert b'"part"' not in encoded
    assert msgspec.json.decode(encoded, type=When) == when


def test_unknown_field_is_refused() -> None:
    """A field that the struct does not have is an error, not silence."""
    encoded = msgspec.json.encode(read("now"))[:-1] + b',"fold":1}'
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(encoded, type=When)


def changed(when: When, **fields: str) -> When:
    """Return the time as a file would give it that says something else in some fields."""
    return msgspec.convert(msgspec.to_builtins(when) | fields, type=When)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"zone": "Mars/Olympus"}, "unknown_zone"),
        ({"zone": "../UTC"}, "unknown_zone"),
        ({"said": "x" * 1001}, "words"),
        ({"said": "\x00"}, "words"),
        ({"start": "2024-05-03 18:05"}, "bounds"),
        ({"start": "2024-05-03T18:05:00"}, "bounds"),
        ({"start": "2024-05-03T18:05\n"}, "bounds"),
        ({"start": "２024-05-03T18:05"}, "bounds"),
        ({"start": "2024-02-30T18:05"}, "bounds"),
        ({"start": "2024-05-03T18:06"}, "bounds"),
        ({"start": "0001-05-03T18:05"}, "bounds"),
        ({"end": "9999-05-03T18:05"}, "bounds"),
        ({"end": "2024-05-03T24:00"}, "bounds"),
        ({"end": ""}, "bounds"),
        ({"end": "2024-05-03T18:07"}, "precision"),
        ({"part": "evening"}, "precision"),
        ({"precision": "around"}, "precision"),
        ({"precision": "day"}, "precision"),
        ({"precision": "unknown"}, "precision"),
        ({"precision": "part_of_day", "part": "evening"}, "precision"),
        ({"precision": "part_of_day", "part": "teatime"}, "precision"),
        ({"precision": "month_part", "part": "evening"}, "precision"),
        ({"precision": "season", "part": "early"}, "precision"),
        ({"precision": "range", "part": "evening"}, "precision"),
        ({"precision": "between", "part": "day"}, "precision"),
    ],
)
def test_contradictions_are_refused(fields: dict[str, str], reason: str) -> None:
    """A decoded time that safelog could not have written is refused, with what contradicts."""
    with pytest.raises(InvalidTimeError) as caught:
        check_when(changed(read("3 May 2024 18:05"), **fields))
    assert caught.value.fields == {"reason": reason}


def test_days_need_whole_days() -> None:
    """A stretch of days begins and ends at midnight and is longer than one day."""
    days = read("from 3 to 5 May 2024")
    check_when(days)
    for end in ("2024-05-04T00:00", "2024-05-06T12:00"):
        with pytest.raises(InvalidTimeError):
            check_when(changed(days, end=end))


def test_an_old_entry_survives_new_rules_of_a_zone() -> None:
    """A stored time that the clock skipped, by today's rules, is still read and still ordered."""
    skipped = changed(read("3 May 2024 18:05"), start="2024-03-31T03:30", end="2024-03-31T03:31")
    check_when(skipped)
    begun, ended = bounds_utc(skipped)
    assert begun == datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
    assert ended > begun


def test_bounds_are_instants() -> None:
    """The bounds of a minute in Vilnius are three hours earlier in UTC in May."""
    assert bounds_utc(read("3 May 2024 18:05")) == (
        datetime(2024, 5, 3, 15, 5, tzinfo=UTC),
        datetime(2024, 5, 3, 15, 6, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("said", "zone", "start", "end"),
    [
        # The clock went back from 04:00 to 03:00 at 01:00 UTC.
        ("27 October 2024 03:30", VILNIUS, "2024-10-27T00:30", "2024-10-27T01:31"),
        ("27 October 2024 from 2:00 to 3:00", VILNIUS, "2024-10-26T23:00", "2024-10-27T00:00"),
        ("27 October 2024 from 3:00 to 4:00", VILNIUS, "2024-10-27T00:00", "2024-10-27T02:00"),
        ("27 October 2024 from 4:00 to 5:00", VILNIUS, "2024-10-27T02:00", "2024-10-27T03:00"),
        ("27 October 2024", VILNIUS, "2024-10-26T21:00", "2024-10-27T22:00"),
        # The clock went forward from 03:00 to 04:00 at 01:00 UTC.
        ("31 March 2024 around 2:45", VILNIUS, "2024-03-31T00:15", "2024-03-31T01:00"),
        ("31 March 2024 around 4:15", VILNIUS, "2024-03-31T01:00", "2024-03-31T01:45"),
        ("31 March 2024", VILNIUS, "2024-03-30T22:00", "2024-03-31T21:00"),
        # In Cairo the day itself began at 01:00, as midnight was skipped at 22:00 UTC.
        ("26 April 2024", "Africa/Cairo", "2024-04-25T22:00", "2024-04-26T21:00"),
    ],
)
def test_bounds_over_a_change_of_the_clock(said: str, zone: str, start: str, end: str) -> None:
    """Instants read within the civil bounds are inside; what the clock never showed is not."""
    expected = tuple(datetime.fromisoformat(f"{bound}+00:00") for bound in (start, end))
    assert bounds_utc(read(said, zone)) == expected


def test_order() -> None:
    """Times order by start, then by end, whatever their zone; unknown ones are last."""
    times = [
        read("3 May 2024"),
        read("May 2024"),
        read("3 May 2024 02:00", "Asia/Almaty"),
        read("3 May 2024 02:00", "Europe/London"),
        read("3 May 2024 05:00", "Europe/Berlin"),
        unknown("before the hearing", "UTC"),
        read("1 January 2030"),
    ]
    ordered = [f"{when.said} {when.zone}" for when in sorted(times, key=sort_key)]
    assert ordered == [
        "May 2024 Europe/Vilnius",
        "3 May 2024 02:00 Asia/Almaty",
        "3 May 2024 Europe/Vilnius",
        "3 May 2024 02:00 Europe/London",
        "3 May 2024 05:00 Europe/Berlin",
        "1 January 2030 Europe/Vilnius",
        "before the hearing UTC",
    ]


def test_words_that_are_no_time_are_kept() -> None:
    """Words that cannot be read stay as typed, with nothing claimed about them."""
    when = unknown("до суда, в дождь", "Europe/Vilnius")
    check_when(when)
    assert (when.said, when.precision) == ("до суда, в дождь", "unknown")
    assert format_when(when, "en") == "time not known"


def test_kept_words_have_limits() -> None:
    """Words too long for a line are refused rather than cut."""
    with pytest.raises(InvalidTimeError):
        unknown("x" * 1001, "UTC")


def test_the_minute_of_a_moment() -> None:
    """The machine's clock gives a minute without words."""
    when = at_minute(datetime(2026, 11, 21, 12, 30, 59, tzinfo=UTC), zone="Asia/Almaty")
    assert (when.said, when.start) == ("", "2026-11-21T17:30")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("3 May 2024 18:05", "2024-05-03"),
        ("3 May 2024 around 18:00", "2024-05-03"),
        ("around 3 May 2024", "2024-05-03~"),
        ("evening of 3 May 2024", "2024-05-03"),
        ("late evening of 3 May 2024", "2024-05-03"),
        ("night of 3–4 May 2024", "[2024-05-03..2024-05-04]"),
        ("3 May 2024 between 22 and 2 at night", "[2024-05-03..2024-05-04]"),
        ("from 22:00 on 3 May 2024 to 2:00 on 4 May 2024", "2024-05-03/2024-05-04"),
        ("3 May 2024", "2024-05-03"),
        ("between 3 and 5 May 2024", "[2024-05-03..2024-05-05]"),
        ("from 3 to 5 May 2024", "2024-05-03/2024-05-05"),
        ("late May 2024", "[2024-05-20..2024-05-31]"),
        ("May 2024", "2024-05"),
        ("spring 2024", "2024-21"),
        ("summer 2024", "2024-22"),
        ("autumn 2024", "2024-23"),
        ("winter 2023–2024", "[2023-12..2024-02]"),
        ("2024", "2024"),
        ("0987", "0987"),
        ("unknown", "XXXX-XX-XX"),
    ],
)
def test_edtf(said: str, expected: str) -> None:
    """EDTF gets the days and nothing finer, as a choice unless it lasted; it is read back."""
    assert to_edtf(read(said)) == expected
    again = from_edtf(expected, zone=VILNIUS)
    assert (again.said, to_edtf(again)) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-03", "day 2024-05-03T00:00 2024-05-04T00:00"),
        ("2024-05-03~", "around 2024-05-01T00:00 2024-05-06T00:00"),
        ("2024-05", "month 2024-05-01T00:00 2024-06-01T00:00"),
        ("2024", "year 2024-01-01T00:00 2025-01-01T00:00"),
        ("2024-21", "season 2024-03-01T00:00 2024-06-01T00:00"),
        ("2024-05-03/2024-05-05", "range 2024-05-03T00:00 2024-05-06T00:00"),
        ("[2024-05-03..2024-05-05]", "between 2024-05-03T00:00 2024-05-06T00:00"),
        ("[2023-12..2024-02]", "season 2023-12-01T00:00 2024-03-01T00:00"),
        ("XXXX-XX-XX", "unknown 0002-01-01T00:00 9999-01-01T00:00"),
        # other forms, or none
        ("", "unknown_words"),
        ("2024-05-XX", "unknown_words"),
        ("2024-05-03?", "unknown_words"),
        ("2024-05-03T18:00:00Z", "unknown_words"),
        ("2024-05/..", "unknown_words"),
        ("[2024-05-03..2024-05-05", "unknown_words"),
        ("2024-05-03..2024-05-05", "unknown_words"),
        ("{2024-05-03..2024-05-05}", "unknown_words"),
        ("2024-05-03\n", "unknown_words"),
        ("２024", "unknown_words"),
        ("2024-24", "no_such_date"),
        ("2024-13", "no_such_date"),
        ("2024-02-30", "no_such_date"),
        ("0000", "no_such_date"),
        ("0001-05", "bounds"),
        ("9999", "bounds"),
        ("0001-21", "bounds"),
        ("0002-01-01~", "bounds"),
        ("9998-12-31/9999-01-01", "bounds"),
        ("2024-05-05/2024-05-03", "end_before_start"),
        ("[2024-05-03..2024-05-03]", "end_before_start"),
        ("[2023-11..2024-02]", "which_winter"),
        ("[2023-12..2025-02]", "which_winter"),
    ],
)
def test_edtf_is_read(text: str, expected: str) -> None:
    """The forms that are written are read, and no other."""
    try:
        when = from_edtf(text, zone=VILNIUS)
        found = f"{when.precision} {when.start} {when.end}"
    except InvalidTimeError as error:
        found = str(error.fields["reason"])
    assert found == expected


def test_zone_is_shown_when_asked() -> None:
    """The zone's name follows only where it is asked for: it tells where the person was."""
    when = read("3 May 2024 18:05")
    assert format_when(when, "en") == "3 May 2024, 18:05"
    assert format_when(when, "en", with_zone=True) == "3 May 2024, 18:05 (Europe/Vilnius)"
    assert format_when(when, "ru", with_zone=True) == "3 мая 2024 года, 18:05 (Europe/Vilnius)"


def test_a_time_shown_twice_is_printed_as_such() -> None:
    """A reader is told that the clock showed the time twice, and the words read back."""
    when = read("27 October 2024 03:30")
    assert format_when(when, "en") == "27 October 2024, 03:30 (this hour came twice)"
    assert format_when(when, "ru") == "27 октября 2024 года, 03:30 (этот час был дважды)"
    again = parse_when(format_when(when, "ru"), language="ru", zone=VILNIUS, now=NOW)
    assert (again.precision, again.start) == ("ambiguous", when.start)


def test_every_zone_loads() -> None:
    """Every name of the list can be used."""
    for zone in sorted(zone_names()):
        assert at_minute(NOW, zone=zone).zone == zone
