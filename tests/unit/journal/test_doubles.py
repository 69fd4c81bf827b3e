"""Incidents that an import made in two copies of a vault."""

from __future__ import annotations

import msgspec
import pytest

from safelog.journal.doubles import Doubled, doubled_incidents
from safelog.journal.events import RowsImported
from safelog.journal.imported import Imported
from safelog.journal.journal import Journal
from safelog.journal.links import save_link, withdraw_link
from safelog.journal.removal import choose_incident, remove
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.model.link import Link, LinkId, Ref, Relation
from tests.unit.journal.parted import Copies
from tests.unit.journal.world import JournalWorld, incident


def imported(journal: Journal, *rows: bytes) -> Incident:
    """Store an incident that was made from these rows of a file."""
    made = incident(journal, narrative="Мы знаем, где ты.")
    known = tuple((row, b"words", made.id) for row in rows)
    event = RowsImported(at=journal.surroundings.now(), source="whatsapp", rows=known)
    journal.save(made, base_revision=0, also=[event])
    return made


@pytest.fixture
def copies(world: JournalWorld) -> Copies:
    """Return two copies that imported nothing yet."""
    world.create().close()
    return Copies.of(world)


def said(journal: Journal, relation: Relation, one: IncidentId, other: IncidentId) -> Link:
    """Link two incidents."""
    made = Link(
        id=LinkId(journal.new_id()),
        relation=relation,
        subject=Ref("incident", one),
        object=Ref("incident", other),
    )
    save_link(journal, made, base_revision=0)
    return made


def test_what_both_copies_imported_is_found_once_they_are_united(copies: Copies) -> None:
    """By the rows, however many; each copy alone has nothing double; both find the same."""
    journal = copies.one.open()
    first, alone = imported(journal, b"1", b"2"), imported(journal, b"3")
    assert doubled_incidents(journal.state) == ()
    journal.close()
    journal = copies.other.open()
    second = imported(journal, b"1", b"2")
    journal.save(msgspec.structs.replace(second, response="Ушёл."), base_revision=1)
    journal.close()
    copies.unite()
    copies.back()
    for there in (copies.one, copies.other):
        journal = there.open()
        # The one that somebody went on with stands first: it is not the one to remove.
        assert doubled_incidents(journal.state) == (Doubled(second.id, first.id, rows=2),)
        assert alone.id in journal.state.threads
        journal.close()


@pytest.mark.parametrize("relation", ["same_as", "distinct_from"])
def test_what_was_said_of_a_pair_is_not_asked_again(
    world: JournalWorld, relation: Relation
) -> None:
    """Until the person says it no more; another link is no answer."""
    journal = world.create()
    one, other = imported(journal, b"1"), imported(journal, b"1")
    said(journal, "follows", one.id, other.id)
    said(journal, relation, one.id, imported(journal, b"2").id)
    assert len(doubled_incidents(journal.state)) == 1
    link = said(journal, relation, other.id, one.id)
    assert doubled_incidents(journal.state) == ()
    withdraw_link(journal, link)
    assert len(doubled_incidents(journal.state)) == 1


def test_a_removed_incident_is_no_double(world: JournalWorld) -> None:
    """Also after the journal was opened again, with a mark in the place of the import."""
    journal = world.create()
    one, other, third = (imported(journal, b"1") for _ in range(3))
    assert len(doubled_incidents(journal.state)) == 3
    remove(journal, choose_incident(journal, other.id))
    assert doubled_incidents(journal.state) == (Doubled(one.id, third.id, rows=1),)
    journal.close()
    again = world.open()
    assert doubled_incidents(again.state) == (Doubled(one.id, third.id, rows=1),)


def test_other_words_in_one_row_are_no_double() -> None:
    """An edited message is a second fact."""
    known = Imported()
    for content, number in ((b"a", "0"), (b"b", "1"), (b"a", "0")):
        row = (b"row", content, IncidentId(number * 26))
        known.apply(RowsImported(at=1, source="telegram", rows=(row,)))
    assert list(known.doubles()) == []
