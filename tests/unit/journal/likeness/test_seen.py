"""“Seen before?” over a journal: in step with it, and silent where it was told to be."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from safelog.journal.journal import Journal
from safelog.journal.likeness import ClueCode, SeenBefore, Strength, Suggestion
from safelog.journal.links import merge_entities, save_link, split_entities, withdraw_link
from safelog.model.entity import Entity, EntityKind
from safelog.model.ids import EntityId
from safelog.model.incident import Incident, Mention, Witness
from safelog.model.link import Link, LinkId, Ref
from safelog.model.when import at_minute
from tests.unit.journal.world import JournalWorld, incident, person


def thing(journal: Journal, kind: EntityKind, name: str, **fields: object) -> Entity:
    """Make an entity and store it."""
    made = Entity(
        id=EntityId(journal.new_id()),
        kind=kind,
        name=name,
        **fields,  # type: ignore[arg-type]  # the tests name real fields
    )
    journal.save_entity(made, base_revision=0)
    return made


def told(suggestions: tuple[Suggestion, ...]) -> list[tuple[EntityId, str]]:
    """Return entities and strengths."""
    return [(each.entity, each.strength.name.lower()) for each in suggestions]


def distinct(journal: Journal, one: Entity, other: Entity) -> Link:
    """Say that two entities are not the same."""
    link = Link(
        id=LinkId(journal.new_id()),
        relation="distinct_from",
        subject=Ref("entity", one.id),
        object=Ref("entity", other.id),
        basis="отец и сын",
    )
    save_link(journal, link, base_revision=0)
    return link


def test_number_in_the_story_is_suggested_with_how_often_it_was_seen(journal: Journal) -> None:
    """Only what is not linked is asked about, with its words, its incidents and the latest."""
    seen = SeenBefore(journal)
    phone = thing(journal, "phone", "+7 700 000 00 11")
    assert seen.suggest(incident(journal, narrative="Ничего.")) == ()
    dates = (datetime(2026, 5, 3, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    earlier = [
        journal.save(
            incident(
                journal, witnesses=(Witness(entity=phone.id),), when=at_minute(day, zone="UTC")
            ),
            base_revision=0,
        ).incident
        for day in dates
    ]
    now = incident(journal, narrative="Снова с 8 700 000 00 11, спросил про сестру.")
    (found,) = seen.suggest(now)
    assert found == Suggestion(
        entity=phone.id,
        strength=Strength.RULE,
        clues=found.clues,
        said="8 700 000 00 11",
        times=2,
        last=earlier[0].id,
    )
    assert [clue.code for clue in found.clues] == [ClueCode.NUMBER_PREFIX]


def test_linked_words_are_not_asked_about(journal: Journal) -> None:
    """A mention, a witness, or whoever else the incident names accounts for the words."""
    seen = SeenBefore(journal)
    father, son = person(journal, "Аркадий Щеглов"), person(journal, "Глеб Щеглов")
    text = "Пришёл Щеглов."
    free = incident(journal, narrative=text)
    assert {each.entity for each in seen.suggest(free)} == {father.id, son.id}
    marked = msgspec.structs.replace(
        free, mentions=(Mention(field="narrative", start=7, end=13, entity=son.id),)
    )
    assert seen.suggest(marked) == ()
    witnessed = msgspec.structs.replace(free, witnesses=(Witness(entity=son.id),))
    assert seen.suggest(witnessed) == ()
    other_words = msgspec.structs.replace(witnessed, response="Спросил Аркадия Щеглова.")
    assert told(seen.suggest(other_words)) == [(father.id, "rule")]


def test_inputs_of_a_form_are_read_while_they_are_written(journal: Journal) -> None:
    """What stands in the fields so far is enough; nothing has to be stored."""
    seen = SeenBefore(journal)
    crow = thing(journal, "account", "t.me/crow_77")
    car = thing(journal, "vehicle", "К 417 ОР 799")
    inputs = {"narrative": "Писал @crow_77", "place.label": "у дома, к417ор"}
    assert told(seen.suggest(inputs)) == [(crow.id, "rule"), (car.id, "possible")]
    assert told(seen.suggest(inputs, most=1)) == [(crow.id, "rule")]


def test_new_entity_is_compared_before_and_after_it_is_stored(journal: Journal) -> None:
    """It is never like itself, and one that changed is compared by its new name."""
    seen = SeenBefore(journal)
    known = person(journal, "Глеб Аркадьевич Щеглов")
    new = Entity(id=EntityId(journal.new_id()), kind="person", name="Gleb Shcheglov")
    assert told(seen.suggest(new)) == [(known.id, "rule")]
    journal.save_entity(new, base_revision=0)
    assert told(seen.suggest(new)) == [(known.id, "rule")]
    assert told(seen.suggest(known)) == [(new.id, "rule")]
    journal.save_entity(msgspec.structs.replace(new, name="Oleg Stupak"), base_revision=1)
    assert seen.suggest(known) == ()


def test_merged_entities_are_one_answer(journal: Journal) -> None:
    """Whoever was merged is found under the one that stands for all, until it is taken back."""
    seen = SeenBefore(journal)
    kept, absorbed = person(journal, "Вова Ключник"), person(journal, "Глеб Щеглов")
    journal.save(incident(journal, witnesses=(Witness(entity=absorbed.id),)), base_revision=0)
    merge = merge_entities(journal, kept.id, [absorbed.id])
    (found,) = seen.look_up("Gleb Shcheglov")
    assert (found.entity, found.times) == (kept.id, 1)
    assert seen.suggest(absorbed) == ()
    split_entities(journal, merge.id)
    assert [each.entity for each in seen.look_up("Gleb Shcheglov")] == [absorbed.id]


def test_said_to_be_distinct_is_silent_for_both_until_taken_back(journal: Journal) -> None:
    """The statement counts in both directions, for whole groups, and can be withdrawn."""
    seen = SeenBefore(journal)
    one, other = person(journal, "Глеб Щеглов"), person(journal, "Глеб Щеглов")
    third = person(journal, "Назар Тихий")
    assert [(each.strength, {each.first, each.second}) for each in seen.pairs()] == [
        (Strength.EXACT, {one.id, other.id})
    ]
    link = distinct(journal, one, other)
    assert seen.suggest(one) == seen.suggest(other) == ()
    assert seen.pairs() == ()
    merge_entities(journal, third.id, [other.id])
    assert seen.suggest(one) == ()
    withdraw_link(journal, link)
    assert told(seen.suggest(one)) == [(third.id, "exact")]


def test_pairs_are_of_one_kind_best_first_and_named_after_the_more_frequent(
    journal: Journal,
) -> None:
    """Only what a merge would take is listed; merged pairs and other kinds are not."""
    seen = SeenBefore(journal)
    first, second = person(journal, "Иван Петров"), person(journal, "Ivan Petrov")
    phone = thing(journal, "phone", "+7 700 000 00 11")
    thing(journal, "account", "wa.me/77000000011")
    double = thing(journal, "phone", "8 700 000 00 11")
    journal.save(incident(journal, witnesses=(Witness(entity=double.id),)), base_revision=0)
    journal.save(incident(journal, witnesses=(Witness(entity=second.id),)), base_revision=0)
    pairs = seen.pairs()
    assert [(each.first, each.second, each.strength) for each in pairs] == [
        (double.id, phone.id, Strength.RULE),
        (second.id, first.id, Strength.POSSIBLE),
    ]
    merge_entities(journal, double.id, [phone.id])
    assert [each.first for each in seen.pairs()] == [second.id]


def test_words_without_a_kind_are_looked_up_in_every_way(journal: Journal) -> None:
    """Small letters, a part of a plate, a description: whoever asks need not know what it is."""
    seen = SeenBefore(journal)
    gleb = person(journal, "Глеб Щеглов")
    cap = person(journal, "мужчина в серой кепке", known=False)
    car = thing(journal, "vehicle", "Белая Лада, К 417 ОР 799")
    fund = thing(journal, "organisation", "фонд «Рассветный берег»")
    for words, expected in (
        ("щеглов", gleb),
        ("глеб щеглов", gleb),
        ("серая кепка", cap),
        ("к 417 ор", car),
        ("? 417 ор 799", car),
        ("рассветный берег", fund),
    ):
        assert [each.entity for each in seen.look_up(words)] == [expected.id], words
    assert seen.look_up("   ") == ()
    assert seen.look_up("\ud800\x00" * 2_000) == ()


def test_aliases_count_and_whoever_is_removed_is_forgotten(journal: Journal) -> None:
    """Every spelling of an entity is compared; the index holds what the register holds."""
    seen = SeenBefore(journal)
    crow = person(journal, "Назар Тихий", aliases=("@crow_77", "+7 700 000 00 11"))
    (found,) = seen.suggest({"narrative": "crow_77 звонил с +77000000011"})
    assert (found.entity, found.strength) == (crow.id, Strength.EXACT)
    del journal.state.entities[crow.id]
    journal.save(incident(journal), base_revision=0)
    assert seen.suggest({"narrative": "crow_77 звонил с +77000000011"}) == ()


def test_suggestions_change_nothing(world: JournalWorld) -> None:
    """Asking stores no record and links nothing."""
    journal = world.create()
    person(journal, "Глеб Щеглов")
    other = person(journal, "Gleb Shcheglov")
    count = journal.vault.count
    seen = SeenBefore(journal)
    story = Incident(
        id=incident(journal).id, kind="unsure", narrative="Видел Глеба Щеглова и Gleb Shcheglov."
    )
    assert len(seen.suggest(story)) == 2
    assert seen.pairs()
    assert seen.suggest(other)
    assert seen.look_up("щеглов")
    assert journal.vault.count == count
    assert not journal.state.links
    assert not journal.state.sameness.holding
