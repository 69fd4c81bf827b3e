"""Times of files: read, put in order, and never made up."""

from __future__ import annotations

import pytest

from safelog.errors import ImportFormatError, InvalidTimeError
from safelog.journal.imports.columns import DateOrder
from safelog.journal.imports.stamps import Instant, Written, order_of, read_clock, read_written


def written(date: str, time: str = "10:00") -> Written:
    """Read a date that can be read."""
    stamp = read_written(date, time)
    assert stamp is not None
    return stamp


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("18:04", (18, 4)),
        ("6:04\u202fPM", (18, 4)),
        ("6:04 p. m.", (18, 4)),
        ("6:04 p.m.", (18, 4)),
        ("12:00 AM", (0, 0)),
        ("12:30 pm", (12, 30)),
        ("6:04 пп", (18, 4)),
        ("6:04 дп", (6, 4)),
        ("18.04", (18, 4)),
        ("18:04:59", (18, 4)),
        ("18:04:59.123", (18, 4)),
        ("23:59:60", (23, 59)),
        ("24:00", None),
        ("18:60", None),
        ("18:04:61", None),
        ("13:00 PM", None),
        ("0:30 AM", None),
        ("soon", None),
    ],
)
def test_a_time_of_day_is_read_as_telephones_write_it(
    time: str, expected: tuple[int, int] | None
) -> None:
    """12 and 24 hours, any blank before the half of the day, and nothing that no clock shows."""
    assert read_clock(time) == expected


@pytest.mark.parametrize(
    ("date", "order", "day"),
    [
        ("03.05.26", "dmy", "2026-05-03"),
        ("3. 5. 2026", "dmy", "2026-05-03"),
        ("5/3/26", "mdy", "2026-05-03"),
        ("2026-05-03", "dmy", "2026-05-03"),
        ("2026/05/03", "mdy", "2026-05-03"),
        ("26/05/03", "ymd", "2026-05-03"),
    ],
)
def test_three_numbers_are_a_date_in_some_order(date: str, order: DateOrder, day: str) -> None:
    """A year of four digits says where it stands; everything else takes the order it is given."""
    assert written(date).when("Asia/Almaty", order).start == f"{day}T10:00"


@pytest.mark.parametrize("date", ["1-234-5", "123.4.26", "1/2/345", "1.2-26", "2026-05", ""])
def test_other_numbers_are_no_date(date: str) -> None:
    """What no telephone writes is not read as a date."""
    assert read_written(date, "10:00") is None


def test_the_words_of_the_file_stay_beside_the_minute() -> None:
    """A second that a `When` has no room for is kept as it was written."""
    when = written("03.05.26", "18:04:59").when("Asia/Almaty", "dmy")
    assert (when.said, when.start, when.precision) == (
        "03.05.26 18:04:59",
        "2026-05-03T18:04",
        "exact",
    )
    moment = Instant(1_777_813_451)
    assert moment.when("Asia/Almaty", "dmy").said == moment.said == "2026-05-03T13:04:11Z"
    assert moment.when("Asia/Almaty", "dmy").start == "2026-05-03T18:04"


def test_a_time_that_the_clock_showed_twice_is_ambiguous() -> None:
    """The night in which the clock was put back gives no made-up precision."""
    assert written("25.10.2026", "03:30").when("Europe/Vilnius", "dmy").precision == "ambiguous"


@pytest.mark.parametrize(
    ("stamp", "reason"),
    [
        (written("29.03.2026", "03:30"), "never_existed"),
        (written("31.02.2026"), "no_such_date"),
        (written("9999-12-31"), "bounds"),
        (Instant(10**12), "bounds"),
        (Instant(-(10**12)), "bounds"),
    ],
)
def test_a_time_that_no_clock_showed_is_refused(stamp: Written | Instant, reason: str) -> None:
    """The error says why."""
    with pytest.raises(InvalidTimeError) as caught:
        stamp.when("Europe/Vilnius", "dmy")
    assert caught.value.fields["reason"] == reason


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("5/3/26", "13/3/26"), "dmy"),
        (("5/3/26", "5/13/26"), "mdy"),
        (("03.05.26",), "dmy"),
        (("2026-05-03",), "dmy"),
        (("5/3/26", "6/3/26"), None),
        ((), "dmy"),
    ],
)
def test_the_dates_of_the_whole_file_decide_their_order(
    dates: tuple[str, ...], expected: str | None
) -> None:
    """One day above twelve is enough; where both readings fit everywhere nothing is chosen."""
    assert order_of([written(date) for date in dates]) == expected


def test_instants_need_no_order() -> None:
    """What names a moment is not read in any order."""
    assert order_of([Instant(0)]) == "dmy"


def test_dates_that_contradict_one_another_are_refused() -> None:
    """A file with both orders is of no telephone."""
    with pytest.raises(ImportFormatError) as caught:
        order_of([written("13/3/26"), written("3/13/26")])
    assert caught.value.fields["reason"] == "dates"
