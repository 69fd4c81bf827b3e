"""Exports after merges: one label for one person, under every name they had."""

from __future__ import annotations

import msgspec

from safelog.journal.journal import Journal
from safelog.journal.links import merge_entities
from safelog.journal.recipients import save_recipient
from safelog.journal.share import ShareRequest, make_share, prepare
from safelog.journal.united import united_profile, united_register, with_representatives
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.incident import Mention, Perpetrator, Place, Witness
from tests.unit.journal.test_parts import profile
from tests.unit.journal.world import JournalWorld, incident, person


def test_group_has_all_names_and_the_strictest_protection(world: JournalWorld) -> None:
    """A description is no name; a member who is protected protects the group."""
    journal = world.create()
    cap = person(journal, "Человек в кепке", known=False, aliases=("Кепка",), public_label="он")
    name = person(journal, "Глеб Щеглов", sex="m", protected="source", reason="R4")
    alone = person(journal, "Света")
    merge_entities(journal, cap.id, [name.id])
    united, other = united_register(journal.state)
    assert other == alone
    assert (united.id, united.name, united.known) == (cap.id, "Глеб Щеглов", True)
    assert united.aliases == ("Кепка",)
    assert (united.protected, united.reason, united.public_label) == ("source", "R4", "он")


def test_group_of_the_unknown_keeps_its_description(world: JournalWorld) -> None:
    """Two descriptions of one man do not become names that are looked for."""
    journal = world.create()
    one = person(journal, "Человек в кепке", known=False)
    two = person(journal, "Высокий с тростью", known=False)
    merge_entities(journal, one.id, [two.id])
    (united,) = united_register(journal.state)
    assert (united.known, united.name, united.aliases) == (False, "Человек в кепке", ())


def test_profile_shows_a_group_only_if_it_shows_all_of_it(world: JournalWorld) -> None:
    """Hiding one name hides the person; showing one name shows nobody."""
    journal = world.create()
    one, two = person(journal, "А"), person(journal, "Б")
    merge_entities(journal, one.id, [two.id])
    half = profile(journal, hide=(two.id,), show=(two.id,))
    assert united_profile(half, journal.state).hide == (one.id,)
    assert united_profile(half, journal.state).show == ()
    whole = profile(journal, show=(two.id, one.id))
    assert united_profile(whole, journal.state).show == (one.id,)


def test_every_reference_of_an_incident_follows_the_merge(world: JournalWorld) -> None:
    """Rows, place, fields of the kind and marks name the one who stands for the group."""
    journal = world.create()
    one, two = person(journal, "А"), person(journal, "Б")
    merge_entities(journal, one.id, [two.id])
    row = incident(
        journal,
        kind="lure.direct",
        narrative="@Б",
        place=Place(entity=two.id),
        perpetrators=(Perpetrator(entity=two.id), Perpetrator(role="водитель")),
        witnesses=(Witness(entity=two.id),),
        details={"sender": (two.id, one.id), "series": two.id, "words": "приди"},
        mentions=(Mention(field="narrative", start=0, end=2, entity=two.id),),
    )
    made = with_representatives(row, journal.state, world.kinds)
    assert two.id not in str(msgspec.to_builtins(made))
    assert made.details == {"sender": (one.id,), "series": one.id, "words": "приди"}
    assert with_representatives(made, journal.state, world.kinds) == made


def test_merged_person_has_one_label_in_an_export(journal: Journal) -> None:
    """Both names stand under one label, and neither is in the document."""
    one = person(journal, "Глеб Щеглов", sex="m")
    two = person(journal, "Тимур Вершинин", sex="m")
    merge_entities(journal, one.id, [two.id])
    recipient = profile(journal, language="en")
    save_recipient(journal, recipient)
    row = incident(
        journal,
        state="complete",
        narrative="За рулём был Щеглов. Потом позвонил Вершинин.",
        perpetrators=(Perpetrator(entity=two.id),),
    )
    saved = journal.save(row, base_revision=0)
    request = ShareRequest(recipient.id, (saved.incident.id,), "Europe/Vilnius")
    share = make_share(journal, prepare(journal, request), {})
    labels = {row.hidden.letter for row in share.document.legend if row.hidden.kind == "person"}
    assert labels == {"A"}


def test_register_of_other_kinds_is_untouched(world: JournalWorld) -> None:
    """Without merges the register is the register."""
    journal = world.create()
    van = Entity(id=EntityId(journal.new_id()), kind="vehicle", name="000 AAA 02")
    journal.save_entity(van, base_revision=0)
    assert united_register(journal.state) == (van,)
