"""Who and what comes back, and where incidents were."""

from __future__ import annotations

from safelog.journal.facts import Onlooker
from safelog.journal.journal import Journal
from safelog.journal.links import merge_entities, save_link
from safelog.journal.patterns import Material, entity_pattern, gather, place_pattern
from safelog.journal.patterns.places import CodeCount, DayRange, PlaceCount
from safelog.journal.patterns.returning import Sighting, Together
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.incident import Perpetrator, Place, Witness
from safelog.model.link import Link, LinkId, Ref
from tests.unit.journal.patterns.told import at, day, told, when
from tests.unit.journal.world import incident, person


def test_the_same_man_at_two_places_by_two_independent_observers(journal: Journal) -> None:
    """The question that the journal is for is answered by data."""
    man, again, sveta, oleg = (person(journal, name) for name in ("А", "Б", "Света", "Олег"))
    merge_entities(journal, man.id, [again.id])
    rows = (("3 May 2026", man, "у аптеки", sveta), ("9 May 2026", again, "вокзал", oleg))
    saved = [
        incident(
            journal,
            kind="surveillance.following",
            when=when(said),
            place=Place(label=place),
            perpetrators=(Perpetrator(entity=whom.id),),
            witnesses=(Witness(entity=witness.id, independent="yes"),),
        )
        for said, whom, place, witness in rows
    ]
    journal.save_all(saved)
    pattern = entity_pattern(gather(journal))
    assert [each.entity for each in pattern.returning] == [man.id]
    found = pattern.returning[0]
    assert (found.incidents, found.as_witness, found.kind) == (2, 0, "person")
    assert [place.label for place in found.places] == ["вокзал", "у аптеки"]
    assert set(found.witnesses) == {sveta.id, oleg.id}
    assert found.merged == (man.id, again.id)
    assert found.days == DayRange(first_day=day("2026-05-03"), last_day=day("2026-05-09"))
    assert found.kinds == (CodeCount("surveillance.following", 2),)
    assert [row.witnesses for row in found.sightings] == [(sveta.id,), (oleg.id,)]
    assert found.together == tuple(Together(each, 1) for each in sorted((sveta.id, oleg.id)))
    assert pattern.incidents == 2


def test_a_witness_does_not_come_back() -> None:
    """Whoever only sees what happens is not what it is about; once is not again."""
    both = frozenset({"friend", "car"})
    seen = (Onlooker("friend", "no"),)
    made = Material(
        incidents=(
            told("3 May 2026", entities=both, witnesses=seen),
            told("4 May 2026", entities=both, witnesses=seen),
            told("5 May 2026", entities=frozenset({"friend", "once"})),
        )
    )
    pattern = entity_pattern(made)
    assert [(each.entity, each.incidents) for each in pattern.returning] == [("car", 2)]
    assert (pattern.returning[0].witnesses, pattern.returning[0].kind) == ((), "")
    again = entity_pattern(
        Material(incidents=(*made.incidents, told(entities=frozenset({"friend"}))))
    )
    friend = next(each for each in again.returning if each.entity == "friend")
    assert (friend.incidents, friend.as_witness) == (2, 2)


def test_witnesses_without_a_name_are_not_told_apart() -> None:
    """They are counted beside those with one: they may be one person or several."""
    seen = (Onlooker("", "yes"), Onlooker("", "yes"), Onlooker("car", "yes"), Onlooker("a", "yes"))
    entry = told("3 May 2026", entities=frozenset({"car"}), witnesses=seen[:2], spot=at("Мост"))
    other = told(entities=frozenset({"car"}), witnesses=(seen[0], seen[3]))
    found = entity_pattern(Material(incidents=(entry, other))).returning[0]
    assert (found.witnesses, found.unnamed_witnesses) == (("a",), 3)
    assert found.sightings == (
        Sighting(
            incident=entry.id,
            days=DayRange(first_day=day("2026-05-03"), last_day=day("2026-05-03")),
            place="Мост",
            witnesses=(),
            unnamed_witnesses=2,
        ),
        Sighting(incident=other.id, days=None, place="", witnesses=("a",), unnamed_witnesses=1),
    )


def test_places_have_a_pattern_of_their_own() -> None:
    """An entity that is a place neither comes back nor is named together with anybody."""
    both = frozenset({"car", "bridge"})
    made = Material(
        incidents=(told(entities=both), told(entities=both)),
        entity_kinds={"car": "vehicle", "bridge": "place"},
    )
    assert [(each.entity, each.together) for each in entity_pattern(made).returning] == [
        ("car", ())
    ]


def test_links_are_named_and_not_added(journal: Journal) -> None:
    """Perhaps the same stays apart; who noticed it without being told is named, the person too."""
    man, other, third = (person(journal, name) for name in ("А", "Б", "В"))
    for whom in (man, man, other):
        journal.save(
            incident(journal, perpetrators=(Perpetrator(entity=whom.id),)), base_revision=0
        )
    for relation, ends, observer, independent in (
        ("same_as", (man, other), third.id, "yes"),
        ("seen_with", (third, man), "", "yes"),
        ("seen_with", (man, other), other.id, "no"),
    ):
        link = Link(
            id=LinkId(journal.new_id()),
            relation=relation,  # type: ignore[arg-type]  # a row of real values
            subject=Ref("entity", ends[0].id),
            object=Ref("entity", ends[1].id),
            observer=EntityId(observer),
            independent=independent,  # type: ignore[arg-type]  # a row of real values
        )
        save_link(journal, link, base_revision=0)
    found = entity_pattern(gather(journal)).returning[0]
    assert (found.incidents, found.perhaps_same) == (2, (other.id,))
    assert found.observers == ("", third.id)


def test_the_most_frequent_are_listed_and_the_rest_counted() -> None:
    """A hostile journal cannot make the answer endless."""
    names = [f"e{number}" for number in range(30)]
    made = Material(
        incidents=(
            told(entities=frozenset(names)),
            told(entities=frozenset(names)),
            told(entities=frozenset({"e7"})),
        )
    )
    pattern = entity_pattern(made, returning_max=5)
    assert [each.entity for each in pattern.returning] == ["e7", "e0", "e1", "e10", "e11"]
    assert pattern.more == 25
    assert entity_pattern(Material(incidents=())).returning == ()


def test_places_are_counted_with_their_times() -> None:
    """Most at one place first; kinds of place and countries count over all that say them."""
    made = Material(
        incidents=(
            told("3 May 2026", spot=at("Дом"), place_kind="home", country="LT"),
            told("early May 2026", spot=at("дом"), place_kind="home", country="LT"),
            told(spot=at("Рынок"), place_kind="shop"),
            told(country="DE"),
        )
    )
    pattern = place_pattern(made)
    assert pattern.places == (
        PlaceCount(
            key="дом",
            label="Дом",
            entity="",
            incidents=2,
            days=DayRange(first_day=day("2026-05-01"), last_day=day("2026-05-11")),
        ),
        PlaceCount(key="рынок", label="Рынок", entity="", incidents=1, days=None),
    )
    assert pattern.place_kinds == (CodeCount("home", 2), CodeCount("shop", 1))
    assert pattern.countries == (CodeCount("LT", 2), CodeCount("DE", 1))
    assert (pattern.incidents, pattern.left_out[0].count) == (3, 1)


def test_a_returning_thing_is_an_entity_of_any_kind(journal: Journal) -> None:
    """One number behind four messages comes back as much as a person does."""
    phone = Entity(id=EntityId(journal.new_id()), kind="phone", name="+7 700 000 00 01")
    journal.save_entity(phone, base_revision=0)
    journal.save_all(
        [
            incident(journal, kind="threat.message", details={"sender": (phone.id,)})
            for _ in range(4)
        ]
    )
    found = entity_pattern(gather(journal)).returning
    assert [(each.kind, each.incidents) for each in found] == [("phone", 4)]
