"""The events of a journal that times can lean on, and what becomes of the reference."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from safelog.errors import InvalidTimeError
from safelog.evidence.entry import incident_parts
from safelog.journal.anchors import JournalAnchors, without_anchors
from safelog.journal.forms import read_inputs
from safelog.journal.journal import Journal
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp, Incident, Stage
from safelog.model.when import When, parse_when, unknown
from tests.unit.journal.world import JournalWorld, incident


def time(world: JournalWorld, journal: Journal, said: str) -> When:
    """Read a time in Russian, as a form does."""
    answers = world.answers(journal)
    return parse_when(
        said, language="ru", zone=answers.zone, now=answers.now, anchors=answers.anchors
    )


@pytest.fixture
def hearing(world: JournalWorld, journal: Journal) -> Incident:
    """Record a hearing, an incident without a time and one with words for a time only."""
    made = incident(
        journal, kind="context", title="Суд", when=time(world, journal, "20 апреля 2026")
    )
    journal.save(made, base_revision=0)
    journal.save(incident(journal, title="Без времени"), base_revision=0)
    vague = incident(journal, title="Когда-то", when=unknown("давно", "Asia/Almaty"))
    journal.save(vague, base_revision=0)
    return made


def test_only_incidents_with_a_known_time(journal: Journal, hearing: Incident) -> None:
    """What has no bounds cannot give any."""
    (anchor,) = JournalAnchors(journal)
    assert (anchor.id, anchor.when, anchor.title) == (hearing.id, hearing.when, "Суд")
    assert "Политическое или иное событие" in anchor.kind_names


def test_the_newest_revision_is_the_event(
    world: JournalWorld, journal: Journal, hearing: Incident
) -> None:
    """Who asks later gets what is known later; what was read before stays as it was."""
    before = time(world, journal, "накануне суда")
    moved = msgspec.structs.replace(hearing, when=time(world, journal, "25 апреля 2026"))
    journal.save(moved, base_revision=1)
    after = time(world, journal, "накануне суда")
    assert (before.start, after.start) == ("2026-04-19T00:00", "2026-04-24T00:00")
    assert before.anchor == after.anchor == hearing.id


def test_no_incident_is_read_for_it(
    world: JournalWorld, journal: Journal, hearing: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The headings are enough."""

    def refuse(position: int) -> bytes:
        raise AssertionError(position)

    monkeypatch.setattr(journal.vault, "read", refuse)
    assert time(world, journal, "за неделю до суда").anchor == hearing.id


def test_a_form_keeps_what_was_understood(
    world: JournalWorld, journal: Journal, hearing: Incident
) -> None:
    """Words that did not change keep their bounds, though the hearing was moved."""
    key = IncidentId(journal.new_id())
    answers = world.answers(journal)
    inputs = {
        "when": "за неделю до суда",
        "stages.0.what": "звонок",
        "stages.0.when": "в день суда",
    }
    made = read_inputs("unsure", inputs, answers, incident=key).incident
    moved = msgspec.structs.replace(hearing, when=time(world, journal, "25 апреля 2026"))
    journal.save(moved, base_revision=1)
    edited = {**inputs, "title": "Мост"}
    again = read_inputs("unsure", edited, answers, incident=key, base=made).incident
    assert (again.when, again.stages) == (made.when, made.stages)


def test_another_language_may_know_the_words(
    world: JournalWorld, journal: Journal, hearing: Incident
) -> None:
    """What lacks only its event is tried in other languages, and the first reason is told."""
    key = IncidentId(journal.new_id())
    answers = world.answers(journal, language="en")
    read = read_inputs("unsure", {"when": "накануне суда"}, answers, incident=key).incident
    assert read.when is not None
    assert read.when.anchor == hearing.id
    for said, why in (("the day after the flood", "unknown_event"), ("до суда", "how_long")):
        with pytest.raises(InvalidTimeError) as caught:
            read_inputs("unsure", {"when": said}, answers, incident=key)
        assert caught.value.fields == {"reason": why, "field": "when"}
    alone = replace(answers, anchors=())
    with pytest.raises(InvalidTimeError):
        read_inputs("unsure", {"when": "накануне суда"}, alone, incident=key)


def test_the_reference_is_no_part_and_can_be_dropped(
    world: JournalWorld, journal: Journal, hearing: Incident
) -> None:
    """Nothing that is committed to or exported holds it; words and bounds stay without it."""
    leaning = time(world, journal, "за неделю до суда")
    plain = msgspec.structs.replace(leaning, anchor="")

    def told(when: When) -> Incident:
        return incident(
            journal,
            id=IncidentId("0" * 26),
            kind="surveillance.watch",
            when=when,
            noticed=when,
            stages=(Stage(what="звонок", when=when),),
            follow_ups=(FollowUp(date=when),),
            details={"watched_from": when, "shifts": "две", "vantage_point": "двор"},
        )

    made = told(leaning)
    assert without_anchors(made) == told(plain)
    parts = incident_parts(made, recorded="2026-05-03T16:05:09Z", revision=1)
    assert parts == incident_parts(told(plain), recorded="2026-05-03T16:05:09Z", revision=1)
    assert not [part for part in parts if hearing.id.encode() in part.value]
