"""Which incidents name somebody, before and after everything was read."""

from __future__ import annotations

from safelog.journal.naming import incidents_naming
from safelog.model.ids import EntityId
from safelog.model.incident import Perpetrator, Place
from tests.unit.journal.world import JournalWorld, incident, person


def test_it_is_the_same_whether_everything_was_read_or_nothing(world: JournalWorld) -> None:
    """In rows, fields, places and marks; only the newest revisions count, and no mere words."""
    journal = world.create()
    arman, dana, sveta, unseen = (person(journal, n) for n in ("Арман", "Дана", "Света", "Глеб"))
    changed = incident(journal, perpetrators=(Perpetrator(entity=dana.id),))
    journal.save(changed, base_revision=0)
    journal.save(type(changed)(id=changed.id, kind=changed.kind), base_revision=1)
    rows = (
        incident(journal, perpetrators=(Perpetrator(entity=arman.id),)),
        incident(journal, place=Place(entity=arman.id), narrative="Потом пришла @Света."),
        incident(journal, kind="lure.direct", details={"series": dana.id}),
        incident(journal, narrative=f"Записал {unseen.id} на бумаге, Арман."),
    )
    journal.save_all(rows)
    journal.close()
    again = world.open()
    asked = [arman.id, dana.id, sveta.id, unseen.id, EntityId("0abcdefghjkmnpqrstvwxyz012")]
    found = incidents_naming(again, asked)
    assert not again.contents.is_complete
    assert found == {
        arman.id: {rows[0].id, rows[1].id},
        dana.id: {rows[2].id},
        sveta.id: {rows[1].id},
        unseen.id: frozenset(),
        asked[4]: frozenset(),
    }
    assert incidents_naming(again, []) == {}
    again.facts()
    assert incidents_naming(again, asked) == found
