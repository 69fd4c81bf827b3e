"""Links between incidents and entities, and entities that turn out to be one."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest

from safelog.errors import ConflictError, InvalidFieldError, InvalidLinkError, NotFoundError
from safelog.journal.events import EntitiesMerged, EntitiesSplit
from safelog.journal.journal import Journal
from safelog.journal.links import (
    links_of,
    merge_entities,
    save_link,
    split_entities,
    withdraw_link,
)
from safelog.journal.sameness import Sameness
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.link import Link, LinkId, Ref, Relation
from tests.unit.journal.world import JournalWorld, incident, person


def link(
    journal: Journal, subject: Entity, target: Entity, relation: Relation, **fields: object
) -> Link:
    """Make a link between two entities and store it."""
    made = Link(
        id=LinkId(journal.new_id()),
        relation=relation,
        subject=Ref("entity", subject.id),
        object=Ref("entity", target.id),
        **fields,  # type: ignore[arg-type]  # the tests name real fields
    )
    save_link(journal, made, base_revision=0)
    return made


def test_link_survives_reopening_and_stands_at_both_ends(world: JournalWorld) -> None:
    """What was said of two entities is there again, seen from each."""
    journal = world.create()
    rider, van = person(journal, "Глеб Щеглов"), person(journal, "Марат Жаксыбеков")
    made = link(journal, rider, van, "seen_with", confidence="probable", basis="двое видели")
    journal.close()
    opened = world.open()
    for end in (rider, van):
        assert list(links_of(opened.state, Ref("entity", end.id))) == [made]


def test_incident_can_be_an_end(world: JournalWorld) -> None:
    """An incident belongs to a series by a link."""
    journal = world.create()
    saved = journal.save(incident(journal), base_revision=0)
    series = Entity(id=EntityId(journal.new_id()), kind="series", name="пожар")
    journal.save_entity(series, base_revision=0)
    made = Link(
        id=LinkId(journal.new_id()),
        relation="part_of",
        subject=Ref("incident", saved.incident.id),
        object=Ref("entity", series.id),
    )
    save_link(journal, made, base_revision=0)
    assert list(links_of(journal.state, Ref("incident", saved.incident.id))) == [made]


def test_withdrawn_link_is_no_longer_said(world: JournalWorld) -> None:
    """A link that was taken back is gone from both ends, and its first words stay in the log."""
    journal = world.create()
    first, second = person(journal, "Анна Сорокина"), person(journal, "Олег Птицын")
    made = link(journal, first, second, "works_for", standing="suspected")
    withdraw_link(journal, made)
    assert list(links_of(journal.state, Ref("entity", first.id))) == []
    assert journal.state.links[made.id].revision == 2


def test_changed_link_needs_the_revision_that_was_read(world: JournalWorld) -> None:
    """Two changes of one link do not overwrite one another."""
    journal = world.create()
    made = link(journal, person(journal, "Анна"), person(journal, "Олег"), "uses")
    save_link(journal, msgspec.structs.replace(made, basis="другое"), base_revision=1)
    with pytest.raises(ConflictError):
        save_link(journal, made, base_revision=1)


def test_circle_is_refused_and_what_was_there_stays(world: JournalWorld) -> None:
    """A whole cannot become a part of its own part."""
    journal = world.create()
    one, two, three = (person(journal, name) for name in ("А", "Б", "В"))
    link(journal, one, two, "part_of")
    link(journal, two, three, "part_of")
    link(journal, one, three, "part_of")
    count = journal.vault.count
    with pytest.raises(InvalidLinkError) as refused:
        link(journal, three, one, "part_of")
    assert refused.value.fields == {"reason": "circle"}
    assert journal.vault.count == count
    link(journal, three, one, "seen_with")


@pytest.mark.parametrize(
    "bad", ["self", "id", "observer", "end", "malformed_end", "unknown_observer"]
)
def test_bad_link_is_refused(world: JournalWorld, bad: str) -> None:
    """A link has two ends that are there, and an observer who is."""
    journal = world.create()
    one, two = person(journal, "А"), person(journal, "Б")
    good = Link(
        id=LinkId(journal.new_id()),
        relation="uses",
        subject=Ref("entity", one.id),
        object=Ref("entity", two.id),
    )
    changes: dict[str, dict[str, object]] = {
        "self": {"object": good.subject},
        "id": {"id": "?"},
        "observer": {"observer": "?"},
        "end": {"object": Ref("incident", two.id)},
        "malformed_end": {"object": Ref("entity", "?")},
        "unknown_observer": {"observer": EntityId(journal.new_id())},
    }
    with pytest.raises((InvalidFieldError, InvalidLinkError, NotFoundError)):
        save_link(journal, msgspec.structs.replace(good, **changes[bad]), base_revision=0)
    assert not journal.state.links


def test_merged_entities_answer_as_one_and_can_be_split(world: JournalWorld) -> None:
    """After a merge every question is about the group; after a split about each again."""
    journal = world.create()
    one, two, three = (person(journal, name) for name in ("Глеб", "Человек в кепке", "Сосед"))
    made = link(journal, two, three, "seen_with")
    merge = merge_entities(journal, one.id, [two.id], confidence="probable", basis="тот же шрам")
    assert journal.find_entity("Человек в кепке") == one.id
    assert list(links_of(journal.state, Ref("entity", one.id))) == [made]
    journal.close()
    opened = world.open()
    assert opened.state.sameness.group(two.id) == (one.id, two.id)
    split_entities(opened, merge.id)
    assert opened.find_entity("Человек в кепке") == two.id
    with pytest.raises(NotFoundError):
        split_entities(opened, merge.id)


def test_merge_of_nothing_unknown_twice_or_other_kind_is_refused(world: JournalWorld) -> None:
    """Only different entities of one kind become one."""
    journal = world.create()
    one, two = person(journal, "А"), person(journal, "Б")
    van = Entity(id=EntityId(journal.new_id()), kind="vehicle", name="0?? AAA 02")
    journal.save_entity(van, base_revision=0)
    for absorbed, reason in (([], "one_already"), ([one.id], "one_already"), ([van.id], "kinds")):
        with pytest.raises(InvalidLinkError) as refused:
            merge_entities(journal, one.id, absorbed)
        assert refused.value.fields == {"reason": reason}
    with pytest.raises(NotFoundError):
        merge_entities(journal, one.id, [EntityId(journal.new_id())])
    merge_entities(journal, one.id, [two.id])
    with pytest.raises(InvalidLinkError):
        merge_entities(journal, two.id, [one.id])


def test_groups_do_not_depend_on_the_order_of_events() -> None:
    """Copies of a vault that took the same events in another order give the same groups."""
    a, b, c, d = (EntityId(letter) for letter in "abcd")

    def merge(at: int, kept: EntityId, *absorbed: EntityId) -> EntitiesMerged:
        return EntitiesMerged(
            at=at, id=f"m{at}", kept=kept, absorbed=absorbed, confidence="", basis=""
        )

    events: tuple[EntitiesMerged | EntitiesSplit, ...] = (
        merge(1, a, b),
        merge(2, c, d),
        merge(3, d, b),
        merge(4, b, a),
        EntitiesSplit(at=5, merge="m2", basis=""),
    )
    seen = set()
    for order in permutations(events):
        same = Sameness()
        for event in order:
            same.apply(event)
        seen.add(tuple(same.representative(each) for each in (a, b, c, d)))
    assert seen == {(d, d, c, d)}
