"""What a search can be narrowed down by, beside its words."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import msgspec
import pytest

from safelog.journal.attachments import attach
from safelog.journal.events import EntitiesMerged
from safelog.journal.journal import Journal
from safelog.journal.search.find import find
from safelog.journal.search.query import Hit, Period, Query
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp, Perpetrator, Place
from safelog.model.when import When, parse_when, unknown
from tests.unit.journal.world import incident, person


def put(journal: Journal, narrative: object = "дом", **fields: object) -> IncidentId:
    """Save an incident and return its id."""
    row = incident(journal, narrative=narrative, **fields)
    journal.save(row, base_revision=0)
    return row.id


def ids(journal: Journal, **conditions: object) -> list[IncidentId]:
    """Return what fulfils the conditions."""
    found = find(journal, Query(**conditions))  # type: ignore[arg-type]  # the tests name real ones
    return [hit.incident for hit in found.hits]


def said(words: str) -> When:
    """Return a time as somebody says it."""
    now = datetime(2026, 5, 12, 12, tzinfo=UTC)
    return parse_when(words, language="ru", zone="UTC", now=now)


def days(first: int, last: int) -> Period:
    """Return a period of days of May 2026, the last one included."""
    begun, ended = (datetime(2026, 5, day, tzinfo=UTC) for day in (first, last + 1))
    return Period(start=int(begun.timestamp()), end=int(ended.timestamp()))


def test_kind_and_state(journal: Journal) -> None:
    """Any of those given; without words they list."""
    visit = put(journal, kind="visit", state="complete")
    odd = put(journal, state="complete")
    draft = put(journal)
    assert ids(journal, kinds=frozenset({"visit"})) == [visit]
    assert ids(journal, kinds=frozenset({"visit", "unsure"})) == [draft, odd, visit]
    assert ids(journal, words="дом", states=frozenset({"complete"})) == [odd, visit]
    assert ids(journal, words="лес", states=frozenset({"complete"})) == []
    assert ids(journal) == []


def test_everybody_named(journal: Journal) -> None:
    """All of the entities, each with everybody merged with them."""
    first, second, third = (person(journal, name) for name in ("Арман", "Куаныш", "Дана"))
    one = put(journal, perpetrators=(Perpetrator(entity=first.id),))
    both = put(journal, perpetrators=(Perpetrator(entity=second.id), Perpetrator(entity=third.id)))
    assert ids(journal, entities=(first.id,)) == [one]
    assert ids(journal, entities=(first.id, third.id)) == []
    merge = EntitiesMerged(
        at=1,
        id=journal.new_id(),
        kept=first.id,
        absorbed=(second.id,),
        confidence="probable",
        basis="",
    )
    journal.append([merge])
    assert ids(journal, entities=(first.id,)) == ids(journal, entities=(second.id,)) == [both, one]
    assert ids(journal, entities=(first.id, third.id)) == [both]


def test_files_and_open_reports(journal: Journal) -> None:
    """With or without; a file that is attached, an answer that comes, are seen at once."""
    plain, silent = put(journal), put(journal, follow_ups=(FollowUp(body="police"),))
    assert ids(journal, has_evidence=True) == []
    assert ids(journal, has_evidence=False) == [silent, plain]
    attach(journal, plain, BytesIO(b"x"), name="снимок.jpg", description="ворота", provenance="")
    assert ids(journal, has_evidence=True) == [plain]
    assert ids(journal, words="снимок") == ids(journal, words="ворот") == [plain]
    assert ids(journal, has_open_follow_up=True) == [silent]
    assert ids(journal, has_open_follow_up=False) == [plain]
    answered = (FollowUp(body="police", answer="нет"),)
    saved = journal.read(silent).incident
    journal.save(msgspec.structs.replace(saved, follow_ups=answered), base_revision=1)
    assert ids(journal, has_open_follow_up=True) == []


def test_a_place_by_its_label_or_by_its_name_in_the_register(journal: Journal) -> None:
    """In any form; a name elsewhere in the incident is no place of it."""
    market = person(journal, "Старый рынок")
    there = put(journal, place=Place(label="Улица Рустави"))
    at_market = put(journal, place=Place(entity=market.id))
    put(journal, perpetrators=(Perpetrator(entity=market.id),))
    put(journal, "улица Рустави")
    assert ids(journal, place="улицу рустави") == [there]
    assert ids(journal, place="rustav") == [there]
    assert ids(journal, place="рынка") == [at_market]
    assert ids(journal, place="лес") == ids(journal, place="***") == []
    moved = msgspec.structs.replace(journal.read(there).incident, place=Place(label="Парк"))
    journal.save(moved, base_revision=1)
    assert ids(journal, place="рустави") == []
    assert ids(journal, words="дом", place="парке") == [there]


def test_a_period_takes_what_may_overlap_it_and_counts_what_has_no_time(journal: Journal) -> None:
    """An uncertain time is possible, never sure; no time at all is never left out in silence."""
    sure = put(journal, when=said("3 мая 2026, 18:00"))
    early = put(journal, when=said("начало мая 2026"))
    month = put(journal, when=said("май 2026"))
    put(journal, when=said("апрель 2026"))
    put(journal)
    put(journal, when=unknown("не помню", "UTC"))
    put(journal, "лес")
    found = find(journal, Query(words="дом", period=days(3, 4)))
    assert found.hits == (
        Hit(month, "exact", "possible"),
        Hit(early, "exact", "possible"),
        Hit(sure, "exact", "inside"),
    )
    assert found.without_time == 2
    assert find(journal, Query(period=days(3, 4))).without_time == 3
    assert find(journal, Query(words="дом", period=days(20, 21))).hits == (
        Hit(month, "exact", "possible"),
    )
    assert find(journal, Query(words="дом")).without_time == 0
    assert find(journal, Query(words='"дом"', period=days(3, 4))).without_time == 2
    assert find(journal, Query(words="дом", period=Period(end=0))).hits == ()


@pytest.mark.parametrize("words", ["дом", ""])
def test_conditions_hold_together(journal: Journal, words: str) -> None:
    """All of them, with words or without."""
    arman = person(journal, "Арман")
    fitting = {
        "kind": "visit",
        "state": "complete",
        "when": said("3 мая 2026"),
        "place": Place(label="Парк"),
        "perpetrators": (Perpetrator(entity=arman.id),),
        "follow_ups": (FollowUp(body="police"),),
    }
    wanted = put(journal, **fitting)
    for left_out in fitting:
        put(journal, **{name: value for name, value in fitting.items() if name != left_out})
    query = Query(
        words=words,
        kinds=frozenset({"visit"}),
        states=frozenset({"complete"}),
        entities=(arman.id,),
        place="парк",
        period=days(1, 30),
        has_evidence=False,
        has_open_follow_up=True,
    )
    found = find(journal, query)
    assert [hit.incident for hit in found.hits] == [wanted]
    assert found.without_time == 1
    assert find(journal, query) == found
