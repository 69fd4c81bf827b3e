"""The invented journal holds what a document has to be able to say."""

from __future__ import annotations

from collections import Counter

from safelog.journal.facts import is_open
from safelog.journal.patterns import entity_pattern, gather
from safelog.journal.series import series_of
from safelog.model.kind import load_kinds
from tests.documents.telling import contents
from tests.scenarios.story import Story

FAMILIES = {*(f"K{number}" for number in range(1, 18)), "P"}


def test_forty_entries_ten_in_each_language() -> None:
    """Nobody who lives between four languages writes in one."""
    told = contents().incidents
    assert Counter(entry.language for entry in told) == {"ru": 10, "uk": 10, "kk": 10, "en": 10}


def test_every_family_of_incident_is_told() -> None:
    """From surveillance to what nobody is sure of, and public events beside them."""
    kinds = load_kinds()
    assert {kinds.get(entry.kind).family for entry in contents().incidents} == FAMILIES


def test_every_precision_of_time_is_there(story: Story) -> None:
    """A minute, about, a part of a day, a stretch, a day, a season."""
    whens = [thread.heading.when for thread in story.journal.threads()]
    told = {when.precision for when in whens if when is not None}
    assert told >= {"exact", "around", "part_of_day", "range", "between", "day", "season"}


def test_reports_are_answered_and_met_with_silence(story: Story) -> None:
    """Both are what a lawyer asks about."""
    rows = [
        row
        for thread in story.journal.threads()
        for row in story.read(thread.heading.id).follow_ups
    ]
    silent = sum(map(is_open, rows))
    assert (len(rows), silent) == (24, 15)


def test_somebody_comes_back_and_a_series_goes_on(story: Story) -> None:
    """The man in the green jacket, the car, the account, and the letters of an aunt."""
    often = {row.entity: row.incidents for row in entity_pattern(gather(story.journal)).returning}
    named = {name: often[story.entity(name)] for name in ("мужчина в зелёной куртке", "QXZ 00?")}
    assert named == {"мужчина в зелёной куртке": 4, "QXZ 00?": 4}
    assert len(series_of(story.journal, story.entity("письма о тёте")).incidents) == 2


def test_one_entry_corrects_a_sealed_one_and_one_was_revised(story: Story) -> None:
    """Neither is silent."""
    threads = story.journal.threads()
    incidents = [story.read(thread.heading.id) for thread in threads]
    assert [each.corrects != "" for each in incidents].count(True) == 1
    sealed = next(each for each in incidents if each.state == "sealed")
    assert sealed.id in {each.corrects for each in incidents}
    assert any("психологу" in each.narrative for each in incidents)


def test_nothing_in_it_is_real() -> None:
    """Numbers of the invented range, pages that cannot exist."""
    for someone in contents().entities:
        if someone.kind == "phone":
            assert someone.name.startswith("+7 700 000 ")
        if someone.kind == "url":
            assert someone.name.endswith(".invalid")
