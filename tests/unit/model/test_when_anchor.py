"""Times that lean on an event: which one is meant, and what follows from what is known of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from safelog.errors import InvalidTimeError
from safelog.model.ids import IncidentId
from safelog.model.when import Anchor, When, bounds_utc, check_when, parse_when

VILNIUS = "Europe/Vilnius"
SATURDAY_AFTERNOON = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def event(number: int, title: str, when: str, *kinds: str, zone: str = VILNIUS) -> Anchor:
    """Return an event; its id begins with a zero and four times its number."""
    known = parse_when(when, language="en", zone=zone, now=SATURDAY_AFTERNOON)
    return Anchor(IncidentId("0" + str(number) * 4 + "0" * 21), known, title, kinds)


EVENTS = (
    event(1, "Суд по апелляции", "20 May 2026", "Political or other event"),
    event(2, "Обыск дома", "10 May 2026 9:05", "Visit or search", "Визит, обыск"),
    event(3, "The hearing in Vilnius", "May 2025"),
    event(4, "Second hearing", "around 3 June 2026"),
    event(5, "Звонок с угрозами", "12 June 2026 around 18:00"),
    event(6, "Тінту жүргізілді", "5 July 2026"),
    event(7, "Обшук у квартирі", "7 July 2026"),
    event(1, "", "1 July 2026 12:00", "A drone"),
    event(0, "Election day", "1 December 2026"),
)


def read(said: str, language: str, anchors: tuple[Anchor, ...] = EVENTS) -> When:
    """Read words typed on that Saturday."""
    return parse_when(
        said, language=language, zone=VILNIUS, now=SATURDAY_AFTERNOON, anchors=anchors
    )


def outcome(said: str, language: str = "en", anchors: tuple[Anchor, ...] = EVENTS) -> str:
    """Return a time in one line with the number of its event, or why it is refused."""
    try:
        when = read(said, language, anchors)
    except InvalidTimeError as error:
        return " ".join(map(str, error.fields.values()))
    part = f"/{when.part}" if when.part else ""
    return f"{when.precision}{part} {when.start} {when.end} @{when.anchor[1:2]}"


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        # days are counted on fingers, weeks and months are rounded
        ("за два дня до суда", "ru", "day 2026-05-18T00:00 2026-05-19T00:00 @1"),
        ("за 5 дней до суда", "ru", "between/day 2026-05-14T00:00 2026-05-17T00:00 @1"),
        ("через неделю после обыска", "ru", "between/day 2026-05-13T00:00 2026-05-22T00:00 @2"),
        ("за месяц до суда", "ru", "between/day 2026-04-04T00:00 2026-05-07T00:00 @1"),
        ("за полгода до суда", "ru", "between/day 2025-11-02T00:00 2025-12-09T00:00 @1"),
        ("недели через две после обыска", "ru", "between/day 2026-05-20T00:00 2026-05-29T00:00 @2"),
        ("дня за три до суда", "ru", "around/day 2026-05-15T00:00 2026-05-20T00:00 @1"),
        ("примерно за три дня до суда", "ru", "around/day 2026-05-15T00:00 2026-05-20T00:00 @1"),
        ("через пару дней после обыска", "ru", "between/day 2026-05-12T00:00 2026-05-14T00:00 @2"),
        ("через день после обыска", "ru", "between/day 2026-05-11T00:00 2026-05-13T00:00 @2"),
        # the day itself and those beside it
        ("в день обыска", "ru", "day 2026-05-10T00:00 2026-05-11T00:00 @2"),
        ("накануне суда", "ru", "day 2026-05-19T00:00 2026-05-20T00:00 @1"),
        ("на следующий день после обыска", "ru", "day 2026-05-11T00:00 2026-05-12T00:00 @2"),
        ("вечером накануне суда", "ru", "part_of_day/evening 2026-05-19T17:00 2026-05-19T23:00 @1"),
        ("в день обыска в 9:30", "ru", "exact 2026-05-10T09:30 2026-05-10T09:31 @2"),
        (
            "the night before the search",
            "en",
            "part_of_day/night 2026-05-09T22:00 2026-05-10T06:00 @2",
        ),
        (
            "the night after the search",
            "en",
            "part_of_day/night 2026-05-10T22:00 2026-05-11T06:00 @2",
        ),
        ("the night of the search", "en", "which_night"),
        ("since the day of the search", "en", "range/day 2026-05-10T00:00 2026-11-22T00:00 @2"),
        # hours and minutes
        ("через час после обыска", "ru", "around 2026-05-10T09:35 2026-05-10T10:35 @2"),
        ("ten minutes after the search", "en", "between 2026-05-10T09:05 2026-05-10T09:45 @2"),
        ("ten minutes before the search", "en", "between 2026-05-10T08:25 2026-05-10T09:06 @2"),
        ("12 hours before the search", "en", "between 2026-05-09T19:53 2026-05-09T22:18 @2"),
        ("about a day after the search", "en", "between/day 2026-05-10T00:00 2026-05-14T00:00 @2"),
        # what is uncertain about the event is added on both sides
        ("за час до звонка", "ru", "between 2026-06-12T16:00 2026-06-12T18:00 @5"),
        (
            "the day before the second hearing",
            "en",
            "between/day 2026-05-31T00:00 2026-06-05T00:00 @4",
        ),
        (
            "two weeks before the second hearing",
            "en",
            "between/day 2026-05-14T00:00 2026-05-27T00:00 @4",
        ),
        (
            "the evening before the second hearing",
            "en",
            "between 2026-05-31T17:00 2026-06-04T23:00 @4",
        ),
        (
            "the night before the second hearing",
            "en",
            "between 2026-05-31T22:00 2026-06-05T06:00 @4",
        ),
        (
            "a year after the hearing in vilnius",
            "en",
            "between/day 2025-10-29T00:00 2026-12-02T00:00 @3",
        ),
        ("on the day of the second hearing at 9:00", "en", "which_day"),
        (
            "since the day of the second hearing",
            "en",
            "between/day 2026-06-01T00:00 2026-11-22T00:00 @4",
        ),
        # after it, until now
        ("after the search", "en", "between 2026-05-10T09:05 2026-11-21T14:31 @2"),
        ("after the second hearing", "en", "between/day 2026-06-01T00:00 2026-11-22T00:00 @4"),
        ("after the election", "en", "end_before_start"),
        ("since the day of the election", "en", "end_before_start"),
        ("after the day of the election", "en", "end_before_start"),
        # an end without a beginning
        ("before the search", "en", "how_long"),
        ("shortly after the search", "en", "how_long"),
        # which one
        ("two weeks before the hearing", "en", "which_event 2"),
        ("накануне суда по апелляции", "ru", "day 2026-05-19T00:00 2026-05-20T00:00 @1"),
        ("the day after the drone", "en", "day 2026-07-02T00:00 2026-07-03T00:00 @1"),
        ("the day after 02222", "en", "day 2026-05-11T00:00 2026-05-12T00:00 @2"),
        ("the day after 01111", "en", "which_event 2"),
        ("the day after 022", "en", "unknown_event"),
        ("the day after the flood", "en", "unknown_event"),
        ("спустя два дня после наводнения", "ru", "unknown_event"),
        ("на следующий день после судьи", "ru", "unknown_event"),
        ("через неделю после обыскали", "ru", "unknown_event"),
        # Ukrainian and Kazakh
        ("за тиждень до обшуку", "uk", "between/day 2026-06-26T00:00 2026-07-05T00:00 @7"),
        ("через два тижні після обшуку", "uk", "between/day 2026-07-17T00:00 2026-07-26T00:00 @7"),
        (
            "увечері напередодні обшуку",
            "uk",
            "part_of_day/evening 2026-07-06T17:00 2026-07-06T23:00 @7",
        ),
        ("у день обшуку о 9:30", "uk", "exact 2026-07-07T09:30 2026-07-07T09:31 @7"),
        ("після обшуку", "uk", "between/day 2026-07-07T00:00 2026-11-22T00:00 @7"),
        ("тінтуден екі апта бұрын", "kk", "between/day 2026-06-17T00:00 2026-06-26T00:00 @6"),
        (
            "тінтуден кейін бір апта өткен соң",
            "kk",
            "between/day 2026-07-08T00:00 2026-07-17T00:00 @6",
        ),
        ("тінтуге екі күн қалғанда", "kk", "day 2026-07-03T00:00 2026-07-04T00:00 @6"),
        ("тінту күні таңертең", "kk", "part_of_day/morning 2026-07-05T05:00 2026-07-05T12:00 @6"),
        ("тінтудің ертеңіне", "kk", "day 2026-07-06T00:00 2026-07-07T00:00 @6"),
        ("тінтуден шамамен бір ай бұрын", "kk", "between/day 2026-05-20T00:00 2026-06-22T00:00 @6"),
        ("тінтуге дейін", "kk", "how_long"),
    ],
)
def test_words_that_lean_on_an_event(said: str, language: str, expected: str) -> None:
    """The bounds follow from the event's own, the words are kept, and the event is named."""
    assert outcome(said, language) == expected


def test_all_words_of_a_title_count_more_than_some() -> None:
    """An event whose whole title was said is meant, though others have the word in theirs."""
    plain = event(8, "Hearing", "3 March 2026")
    assert outcome("the day after the hearing", anchors=(*EVENTS, plain)).endswith("@8")


def test_a_title_counts_more_than_a_kind() -> None:
    """Many entries are of one kind, and a title was given to one of them."""
    other = event(9, "", "3 March 2026", "Визит, обыск")
    assert outcome("накануне обыска", "ru", (*EVENTS, other)).endswith("@2")
    assert outcome("накануне визита", "ru", (*EVENTS, other)) == "which_event 2"


def test_without_events_none_is_found() -> None:
    """Words that lean on an event are refused where there is none, and never guessed."""
    assert outcome("two weeks before the hearing", anchors=()) == "unknown_event"


def test_events_are_looked_at_only_where_words_lean_on_one() -> None:
    """Other times cost no walk through the journal."""

    def walked() -> tuple[Anchor, ...]:
        raise AssertionError

    plain = parse_when(
        "3 May 2024",
        language="en",
        zone=VILNIUS,
        now=SATURDAY_AFTERNOON,
        anchors=(each for _ in (0,) for each in walked()),
    )
    assert plain.anchor == ""


def test_an_event_in_another_zone() -> None:
    """The day of an event is that of the clock whose time is told."""
    night = event(8, "Raid", "3 May 2026 0:30", zone="Asia/Almaty")
    assert outcome("the day of the raid", anchors=(night,)) == (
        "day 2026-05-02T00:00 2026-05-03T00:00 @8"
    )


def test_hours_over_a_change_of_the_clock_are_counted_as_they_passed() -> None:
    """Two hours after a minute before the clock was put back, it shows one hour more."""
    before = event(8, "Raid", "27 October 2024 2:50")
    assert outcome("two hours after the raid", anchors=(before,)) == (
        "around 2024-10-27T03:20 2024-10-27T04:20 @8"
    )


def test_bounds_cover_an_hour_that_came_twice() -> None:
    """Where the clock shows an end before its beginning, the stretch stays as long as it was."""
    call = event(8, "Call", "27 October 2024 at 3:50 summer time")
    now = datetime(2024, 10, 27, 1, 10, tzinfo=UTC)
    when = parse_when("after the call", language="en", zone=VILNIUS, now=now, anchors=(call,))
    assert (when.start, when.end) == ("2024-10-27T03:50", "2024-10-27T04:11")
    begun, ended = bounds_utc(when)
    assert begun <= bounds_utc(call.when)[0] < now < ended


def test_hostile_titles_and_words() -> None:
    """Long, broken and mirrored titles are looked through, and nothing else happens."""
    titles = ("x" * 10_000_000, "\ud800\x00", "\u202eдус", "", "😀 !?", "суд " * 400)
    anchors = tuple(event(number, title, "3 May 2026") for number, title in enumerate(titles))
    assert outcome("накануне суда", "ru", anchors).endswith("@5")
    assert outcome("накануне \u202eсуда", "ru", anchors) == "characters"


def test_only_an_id_is_an_anchor() -> None:
    """A decoded time that leans on something else is refused."""
    when = read("за неделю до суда", "ru")
    check_when(when)
    broken = When(
        **{**{name: getattr(when, name) for name in when.__struct_fields__}, "anchor": "x"}
    )
    with pytest.raises(InvalidTimeError) as caught:
        check_when(broken)
    assert caught.value.fields == {"reason": "anchor"}
