"""Reports to somebody, their answers, and the silences between."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from safelog.errors import InvalidFieldError, InvalidTextError, NotFoundError, SealedError
from safelog.journal.follow_ups import add_follow_ups, answer_follow_up, due
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp
from safelog.model.when import When, parse_when, unknown
from tests.unit.journal.world import NOW, JournalWorld, incident

TODAY = datetime.fromtimestamp(NOW, UTC)
"""12 May 2026, 17:00 in Almaty."""


def at(words: str) -> When:
    """Read a time as it is said."""
    return parse_when(words, language="en", zone="Asia/Almaty", now=TODAY)


def saved(journal: Journal, **fields: object) -> IncidentId:
    """Store an incident and return its id."""
    return journal.save(incident(journal, **fields), base_revision=0).incident.id


def test_one_report_to_several_bodies_about_several_incidents_is_one_commit(
    world: JournalWorld,
) -> None:
    """Two incidents reported to three bodies get six rows together or none."""
    journal = world.create()
    incidents = [saved(journal), saved(journal, state="sealed")]
    rows = [FollowUp(body=body, date=at("3 May 2026")) for body in ("police", "unhcr", "ngo")]
    count = journal.vault.count
    add_follow_ups(journal, [*incidents, incidents[0]], rows)
    assert journal.vault.count == count + 2
    assert [len(journal.read(each).incident.follow_ups) for each in incidents] == [3, 3]
    assert len(due(journal, TODAY)) == 6


def test_bad_reports_store_nothing(world: JournalWorld) -> None:
    """No row, an unknown incident or a text that cannot be kept: nothing is half done."""
    journal = world.create()
    known, count = saved(journal), journal.vault.count
    with pytest.raises(InvalidFieldError):
        add_follow_ups(journal, [known], [])
    with pytest.raises(NotFoundError):
        add_follow_ups(journal, [known, IncidentId(journal.new_id())], [FollowUp(to="участок")])
    with pytest.raises(InvalidTextError):
        add_follow_ups(journal, [known], [FollowUp(to="\ud800")])
    assert journal.vault.count == count


def test_silence_is_counted_in_days_of_the_calendar(world: JournalWorld) -> None:
    """A known day gives one number, an uncertain one the fewest and the most; none is invented."""
    journal = world.create()
    rows = [
        FollowUp(to="a", date=at("3 May 2026")),
        FollowUp(to="b", date=at("April 2026")),
        FollowUp(to="c", date=unknown("когда-то", "Asia/Almaty")),
        FollowUp(to="d"),
        FollowUp(to="e", date=at("1 June 2026")),
    ]
    add_follow_ups(journal, [saved(journal)], rows)
    counted = {item.follow_up.to: item.silent_days for item in due(journal, TODAY)}
    assert counted == {"a": (9, 9), "b": (12, 41), "c": None, "d": None, "e": (0, 0)}


def test_overdue_comes_first_then_the_longest_silence(world: JournalWorld) -> None:
    """The list begins with what was to be asked again by now."""
    journal = world.create()
    rows = [
        FollowUp(to="short", date=at("10 May 2026")),
        FollowUp(to="long", date=at("3 May 2026"), next_date=at("20 May 2026")),
        FollowUp(to="overdue", date=at("11 May 2026"), next_date=at("11 May 2026")),
        FollowUp(to="no date"),
        FollowUp(to="answered", answer="отказ", date=at("1 May 2026")),
        FollowUp(to="heard", answered=at("2 May 2026")),
    ]
    add_follow_ups(journal, [saved(journal)], rows)
    found = due(journal, TODAY)
    assert [item.follow_up.to for item in found] == ["overdue", "long", "short", "no date"]
    assert [item.overdue_days for item in found] == [1, None, None, None]


def test_answer_closes_the_row_of_a_sealed_incident(world: JournalWorld) -> None:
    """An answer years later is written into its row, and cannot be rewritten afterwards."""
    journal = world.create()
    key = saved(journal, state="sealed", follow_ups=(FollowUp(body="police", to="участок"),))
    answer_follow_up(journal, key, 0, next_date=at("20 May 2026"))
    answer_follow_up(journal, key, 0, answer="дело открыто", answered=at("today"))
    assert due(journal, TODAY) == ()
    assert journal.read(key).incident.follow_ups[0].next_date == at("20 May 2026")
    with pytest.raises(SealedError):
        answer_follow_up(journal, key, 0, answer="дела нет")
    with pytest.raises(NotFoundError):
        answer_follow_up(journal, key, 1, answer="?")


@pytest.mark.parametrize(
    "change",
    [
        {"follow_ups": ()},
        {"follow_ups": (FollowUp(body="ngo", to="участок"),)},
        {"narrative": "другое"},
    ],
)
def test_sealed_words_stay(world: JournalWorld, change: dict[str, object]) -> None:
    """A row that was written, or any other word, cannot be changed once it is sealed."""
    journal = world.create()
    key = saved(journal, state="sealed", follow_ups=(FollowUp(body="police", to="участок"),))
    revised = msgspec.structs.replace(journal.read(key).incident, **change)
    with pytest.raises(SealedError):
        journal.save(revised, base_revision=1)
