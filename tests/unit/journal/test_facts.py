"""What is known of all incidents at once."""

from __future__ import annotations

from safelog.journal.facts import Onlooker
from safelog.model.ids import EntityId
from safelog.model.incident import FollowUp, Perpetrator, Place, Witness
from tests.unit.journal.world import JournalWorld, incident, person


def test_facts_name_everybody_and_follow_the_newest_revision(world: JournalWorld) -> None:
    """Entities in fields, rows and marks count; what a later revision left out does not."""
    journal = world.create()
    caller, driver, witness = (person(journal, name) for name in ("А", "Б", "Света"))
    phone = EntityId(journal.new_id())
    first = incident(
        journal,
        kind="threat.call",
        narrative="Потом пришла @Света.",
        details={"sender": (phone,), "duration": 3},
        perpetrators=(Perpetrator(entity=caller.id),),
        witnesses=(Witness(saw="лицо"),),
        place=Place(label="у аптеки", kind="street", country="LT", entity=driver.id),
        follow_ups=(FollowUp(body="police"),),
    )
    journal.save(first, base_revision=0)
    journal.close()
    table = world.open().facts()
    facts = table.by_incident[first.id]
    assert facts.entities == {caller.id, driver.id, witness.id, phone}
    assert (facts.place, facts.country, facts.place_kind) == ("у аптеки", "LT", "street")
    assert facts.follow_ups == first.follow_ups
    assert table.naming[caller.id] == {first.id}


def test_facts_are_kept_in_step(world: JournalWorld) -> None:
    """A new revision takes the place of the one before; one entity can be a field's value."""
    journal = world.create()
    series, other = person(journal, "А"), person(journal, "Б")
    made = incident(journal, kind="lure.direct", details={"series": series.id})
    journal.save(made, base_revision=0)
    assert journal.facts().naming[series.id] == {made.id}
    later = incident(journal, kind="lure.direct", details={"series": other.id})
    journal.save(type(made)(id=made.id, kind=made.kind, details=later.details), base_revision=1)
    assert journal.facts().naming[series.id] == set()
    assert journal.facts().naming[other.id] == {made.id}


def test_facts_say_who_saw_it_and_what_became_of_it(world: JournalWorld) -> None:
    """Witnesses keep their independence; judgement and kind of event come from their own kinds."""
    journal = world.create()
    seen = person(journal, "Света")
    witnesses = (Witness(entity=seen.id, saw="лицо", independent="yes"), Witness(saw="спину"))
    dismissed = incident(journal, witnesses=witnesses, details={"judgement": "dismissed"})
    protest = incident(journal, kind="context", details={"event_kind": "protest"})
    journal.save_all([dismissed, protest])
    correction = incident(journal, corrects=dismissed.id)
    journal.save(correction, base_revision=0)
    facts = journal.facts().by_incident
    assert facts[dismissed.id].witnesses == (Onlooker(seen.id, "yes"), Onlooker("", ""))
    assert facts[dismissed.id].judgement == "dismissed"
    assert (facts[protest.id].event_kind, facts[protest.id].judgement) == ("protest", "")
    assert facts[correction.id].corrects == dismissed.id
