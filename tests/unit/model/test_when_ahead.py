"""Times that are still to come: deadlines, hearings, the day to ask again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from safelog.errors import InvalidTimeError
from safelog.model.when import parse_when

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
"""A Tuesday, 13:00 in Almaty."""


def starts(said: str, language: str = "ru", now: datetime = NOW) -> str:
    """Return when a deadline that was said begins."""
    when = parse_when(said, language=language, zone="Asia/Almaty", now=now, ahead=True)
    assert when.said == said
    return when.start


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("в пятницу", "2026-05-15T00:00"),
        ("до пятницы", "2026-05-15T00:00"),
        ("в понедельник утром", "2026-05-18T05:00"),
        ("11 июня", "2026-06-11T00:00"),
        ("3 мая", "2027-05-03T00:00"),
        ("12 мая", "2026-05-12T00:00"),
        ("13 июля в 10:00", "2026-07-13T10:00"),
        ("в начале июня", "2026-06-01T00:00"),
        ("летом", "2026-06-01T00:00"),
        ("в 18:00", "2026-05-12T18:00"),
        ("в 12:00", "2026-05-13T12:00"),
        ("с 3 по 5 июня", "2026-06-03T00:00"),
        ("29 февраля", "2024-02-29T00:00"),
    ],
)
def test_what_is_left_out_is_the_nearest_future(said: str, start: str) -> None:
    """A weekday, a date or an hour without more is the next one; none is made up."""
    assert starts(said) == start


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("вчера", "2026-05-11T00:00"),
        ("завтра в 9:00", "2026-05-13T09:00"),
        ("3 мая 2025", "2025-05-03T00:00"),
        ("03.05.2026", "2026-05-03T00:00"),
        ("на прошлой неделе", "2026-05-04T00:00"),
        ("через 3 дня", "2026-05-15T00:00"),
    ],
)
def test_what_says_its_day_keeps_it(said: str, start: str) -> None:
    """A deadline that is over is over: nothing that was said moves."""
    assert starts(said)[:10] == start[:10]


def test_other_languages_have_deadlines_too() -> None:
    """By Friday, in each language that can be told by its words."""
    assert starts("by Friday", "en") == "2026-05-15T00:00"
    assert starts("до п'ятниці", "uk") == "2026-05-15T00:00"
    assert starts("жұма күні", "kk") == "2026-05-15T00:00"


def test_a_weekday_on_that_day_is_still_two_days() -> None:
    """Said on a Friday, Friday is refused rather than guessed; before a hearing stays unbounded."""
    with pytest.raises(InvalidTimeError):
        starts("в пятницу", now=datetime(2026, 5, 15, 8, tzinfo=UTC))
    with pytest.raises(InvalidTimeError):
        starts("до суда")


def test_what_happened_is_still_the_nearest_past() -> None:
    """Without being asked, nothing is ahead."""
    when = parse_when("в пятницу", language="ru", zone="Asia/Almaty", now=NOW)
    assert when.start == "2026-05-08T00:00"
