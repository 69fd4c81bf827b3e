"""What counts as an incident, decided once for all patterns."""

from __future__ import annotations

from datetime import date

import msgspec

from safelog.journal.events import IncidentSaved
from safelog.journal.journal import Journal
from safelog.journal.links import merge_entities, save_link, withdraw_link
from safelog.journal.patterns import LeftOut, Material, Scope, gather, place_pattern, week_pattern
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident, Perpetrator, Place, Witness
from safelog.model.link import Link, LinkId, Ref
from tests.unit.journal.patterns.told import when
from tests.unit.journal.world import JournalWorld, incident, person


def save(journal: Journal, said: str = "", **fields: object) -> Incident:
    """Store an incident that began when the words say."""
    made = incident(journal, **({"when": when(said)} if said else {}), **fields)
    journal.save(made, base_revision=0)
    return made


def ids(material: Material) -> list[str]:
    """Return the ids of the incidents in order."""
    return [entry.id for entry in material.incidents]


def linked(journal: Journal, subject: str, other: str, **fields: object) -> Link:
    """Store a link between two entities."""
    made = {"relation": "same_as", **fields}
    link = Link(
        id=LinkId(journal.new_id()),
        subject=Ref("entity", subject),
        object=Ref("entity", other),
        **made,  # type: ignore[arg-type]  # the tests name real fields
    )
    save_link(journal, link, base_revision=0)
    return link


def test_public_events_stand_apart(journal: Journal) -> None:
    """They are no incidents; decisions and effects are nobody's acts, and said to be left out."""
    called = save(journal, "3 May 2026", kind="threat.call")
    protest = save(journal, "2 May 2026", kind="context", details={"event_kind": "protest"})
    save(journal, kind="status")
    save(journal, kind="impact")
    material = gather(journal)
    assert ids(material) == [called.id]
    assert [(entry.id, entry.event_kind) for entry in material.events] == [(protest.id, "protest")]
    assert material.left_out == (LeftOut("no_act", 2),)


def test_kinds_can_be_chosen(journal: Journal) -> None:
    """What is asked for by its kind counts, even if nobody did it; the rest is not missing."""
    save(journal, "3 May 2026", kind="threat.call")
    effect = save(journal, "4 May 2026", kind="impact")
    event = save(journal, "5 May 2026", kind="context", details={"event_kind": "election"})
    save(journal, "6 May 2026", kind="context", details={"event_kind": "protest"})
    scope = Scope(kinds=frozenset({"impact"}), event_kinds=frozenset({"election"}))
    material = gather(journal, scope)
    assert ids(material) == [effect.id]
    assert [entry.id for entry in material.events] == [event.id]
    assert material.left_out == ()
    assert len(gather(journal, Scope(kinds=frozenset({"context"}))).incidents) == 2


def test_what_turned_out_to_be_harmless_is_not_counted(journal: Journal) -> None:
    """A dismissed note is said to be left out; an open one counts."""
    save(journal, details={"judgement": "dismissed"})
    noticed = save(journal, details={"judgement": "open"})
    material = gather(journal)
    assert ids(material) == [noticed.id]
    assert material.left_out == (LeftOut("dismissed", 1),)


def test_a_period_takes_what_may_have_begun_in_it(journal: Journal) -> None:
    """What reaches over its edge is counted as such; what has no time is left out."""
    inside = save(journal, "15 April 2026")
    edge = save(journal, "early April 2026")
    save(journal, "3 May 2026")
    save(journal, "10 March 2026")
    save(journal)
    save(journal, "3 May 2026", kind="context")
    scope = Scope(first_day=date(2026, 4, 5), last_day=date(2026, 5, 2))
    material = gather(journal, scope)
    assert ids(material) == [edge.id, inside.id]
    assert (material.at_edge, material.events) == (1, ())
    assert material.left_out == (LeftOut("no_time", 1),)
    assert len(gather(journal, Scope(first_day=date(2026, 5, 3))).incidents) == 1


def test_only_what_is_exported_can_be_counted(journal: Journal) -> None:
    """Nothing outside of a selection is in the material, not even as a number."""
    shown = save(journal, "15 April 2026", place=Place(label="дом"))
    save(journal, "16 April 2026", corrects=shown.id)
    save(journal, details={"judgement": "dismissed"})
    save(journal, kind="context")
    material = gather(journal, Scope(only=frozenset({shown.id})))
    assert (ids(material), material.events, material.left_out) == ([shown.id], (), ())
    assert len(material.recorded) == 1


def test_an_entry_and_its_correction_are_one_incident(journal: Journal) -> None:
    """The newest stands for both, with the time and the place that it leaves open."""
    sealed = save(journal, "3 May 2026", state="sealed", place=Place(label="у аптеки"))
    save(journal, corrects=sealed.id)
    newest = save(journal, place=Place(label="вокзал"), corrects=sealed.id)
    material = gather(journal)
    assert ids(material) == [newest.id]
    assert material.left_out == (LeftOut("corrected", 2),)
    assert [place.label for place in place_pattern(material).places] == ["вокзал"]
    assert week_pattern(material).incidents == 1


def test_corrections_in_a_circle_leave_one(world: JournalWorld) -> None:
    """Two copies of a vault may have brought half of a circle each: one entry still counts."""
    journal = world.create()
    first, second, third = (IncidentId(journal.new_id()) for _ in range(3))
    for key, corrects in ((first, second), (second, third), (third, first)):
        journal.save(Incident(id=key, kind="unsure", corrects=corrects), base_revision=0)
    assert ids(gather(journal)) == [third]
    lone = save(journal, corrects=IncidentId(journal.new_id()))
    assert set(ids(gather(journal))) == {third, lone.id}


def test_a_long_chain_of_corrections_is_one_incident(journal: Journal) -> None:
    """Each corrects the one before; all together they are one."""
    last = save(journal)
    for _ in range(20):
        last = save(journal, corrects=last.id)
    material = gather(journal)
    assert ids(material) == [last.id]
    assert material.left_out == (LeftOut("corrected", 20),)


def test_merged_entities_are_one(journal: Journal) -> None:
    """Names, places and witnesses go by whoever stands for their group."""
    cap, grey, seen, saw = (person(journal, name) for name in ("А", "Б", "В", "Г"))
    merge_entities(journal, cap.id, [grey.id])
    merge_entities(journal, seen.id, [saw.id])
    save(
        journal,
        perpetrators=(Perpetrator(entity=grey.id),),
        witnesses=(Witness(entity=saw.id, independent="yes"), Witness(independent="no")),
        place=Place(entity=grey.id, label="другое имя"),
    )
    material = gather(journal)
    entry = material.incidents[0]
    assert entry.entities == {cap.id, seen.id}
    assert [witness.entity for witness in entry.witnesses] == [seen.id, ""]
    assert entry.spot is not None
    assert (entry.spot.key, entry.spot.label) == (cap.id, "А")
    assert material.groups == {cap.id: (cap.id, grey.id), seen.id: (seen.id, saw.id)}
    assert material.entity_kinds == {cap.id: "person", seen.id: "person"}


def test_a_place_that_is_not_in_the_register_goes_by_its_words(journal: Journal) -> None:
    """Case and spacing make no difference; an entity that was lost leaves the label."""
    lost = journal.new_id()
    for place in (
        Place(label="У  аптеки"),
        Place(label="у аптеки"),
        Place(label="у АПТЕКИ", entity=lost),  # type: ignore[arg-type]  # an id of nobody
        Place(kind="street"),
    ):
        save(journal, place=place)
    pattern = place_pattern(gather(journal))
    assert [(place.label, place.incidents) for place in pattern.places] == [("У аптеки", 3)]
    assert pattern.left_out == (LeftOut("no_place", 1),)


def test_only_links_that_say_who_comes_back_are_taken(journal: Journal) -> None:
    """Between entities, and not withdrawn; of those merged since, only that they are the same."""
    cap, grey, third = (person(journal, name) for name in ("А", "Б", "В"))
    noted = save(journal, perpetrators=(Perpetrator(entity=cap.id),))
    kept = linked(journal, grey.id, third.id, observer=cap.id, independent="yes")
    linked(journal, cap.id, third.id, relation="works_for")
    withdraw_link(journal, linked(journal, cap.id, third.id, relation="seen_with"))
    linked(journal, cap.id, grey.id, relation="seen_with")
    same = linked(journal, cap.id, grey.id)
    beside = Link(
        id=LinkId(journal.new_id()),
        relation="seen_with",
        subject=Ref("incident", noted.id),
        object=Ref("entity", cap.id),
    )
    save_link(journal, beside, base_revision=0)
    merge_entities(journal, cap.id, [grey.id])
    links = {link.id: link for link in gather(journal).links}
    assert set(links) == {kept.id, same.id}
    assert (links[kept.id].subject.id, links[kept.id].observer) == (cap.id, cap.id)
    assert (links[same.id].object.id, links[same.id].observer) == (cap.id, "")


def test_a_kind_that_a_later_safelog_brought_counts(world: JournalWorld) -> None:
    """An entry is an incident, unless it is known that it is none."""
    journal = world.create()
    made = save(journal, "3 May 2026")
    event = journal.event(journal.vault.count - 1)
    assert isinstance(event, IncidentSaved)
    later = msgspec.structs.replace(
        event,
        revision=2,
        replaces=(event.leaf,),
        leaf=bytes(32),
        incident=msgspec.structs.replace(made, kind="surveillance.balloon"),
    )
    journal.append([later])
    material = gather(journal)
    assert [entry.kind for entry in material.incidents] == ["surveillance.balloon"]


def test_material_stays_as_it_was(journal: Journal) -> None:
    """A thread may compute while the journal goes on."""
    save(journal, "3 May 2026")
    material = gather(journal)
    save(journal, "4 May 2026")
    assert len(material.incidents) == 1
    assert len(gather(journal).incidents) == 2
