"""The order of what is found, and what the index follows: revisions, names, merges, files."""

from __future__ import annotations

import msgspec
import pytest

from safelog.journal.contents import Contents
from safelog.journal.events import EntitiesMerged, EntitiesSplit
from safelog.journal.journal import Journal
from safelog.journal.search.find import find
from safelog.journal.search.index import Indexed, SearchIndex
from safelog.journal.search.query import Query
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Perpetrator
from tests.unit.journal.world import JournalWorld, incident, person, searched


def put(journal: Journal, narrative: str, **fields: object) -> IncidentId:
    """Save an incident and return its id."""
    row = incident(journal, narrative=narrative, **fields)
    journal.save(row, base_revision=0)
    return row.id


def ids(journal: Journal, words: str) -> list[IncidentId]:
    """Return what words find."""
    return [hit.incident for hit in find(journal, Query(words=words)).hits]


def test_the_best_come_first_and_of_them_the_last_saved(world: JournalWorld) -> None:
    """Exact words, then forms, then beginnings; the same after opening again."""
    journal = world.create()
    beginning = put(journal, "дымоход")
    exact = put(journal, "дым")
    form = put(journal, "дымом")
    later = put(journal, "Дым!")
    assert ids(journal, "дым") == [later, exact, form, beginning]
    journal.close()
    again = world.open()
    while again.index_some():
        pass
    assert ids(again, "дым") == [later, exact, form, beginning]


def test_a_correction_counts_as_saved_when_it_was_made(world: JournalWorld) -> None:
    """The last saved come first, whichever revision it was, and the words before are gone."""
    journal = world.create()
    first, second = put(journal, "дом старый"), put(journal, "дом новый")
    revised = msgspec.structs.replace(journal.read(first).incident, narrative="дом белый")
    journal.save(revised, base_revision=1)
    assert ids(journal, "дом") == [first, second]
    assert ids(journal, "старый") == []
    journal.close()
    again = world.open()
    assert searched(again, "дом") == [first, second]
    assert searched(again, "старый") == []


def test_the_newest_are_found_before_all_are_read(world: JournalWorld) -> None:
    """A search at once says that it is not complete; what is saved meanwhile is found."""
    journal = world.create()
    made = [put(journal, f"дом {number}") for number in range(5)]
    journal.close()
    again = world.open()
    assert find(again, Query(words="дом")).hits == ()
    assert again.index_some(2)
    early = find(again, Query(words="дом"))
    assert [hit.incident for hit in early.hits] == [made[4], made[3]]
    assert not early.is_complete
    assert not find(again, Query(words="нигде")).is_complete
    revised = msgspec.structs.replace(again.read(made[0]).incident, narrative="дом и сад")
    again.save(revised, base_revision=1)
    assert not again.index_some()
    whole = find(again, Query(words="дом"))
    assert [hit.incident for hit in whole.hits] == [made[0], *reversed(made[1:])]
    assert whole.is_complete


def test_no_more_are_returned_than_are_wanted(journal: Journal) -> None:
    """The best are, and that there are more is said."""
    put(journal, "домами")
    exact = put(journal, "дом")
    found = find(journal, Query(words="дом", limit=1))
    assert [hit.incident for hit in found.hits] == [exact]
    assert found.is_limited
    assert not find(journal, Query(words="дом", limit=2)).is_limited


@pytest.mark.parametrize("are_saved", [False, True])
def test_thousands_of_incidents_are_in_order(*, are_saved: bool) -> None:
    """Common words, rare ones, both together, and phrases, of more rows than are looked at once."""
    index = SearchIndex()
    count = 3_000
    made = [IncidentId(f"{number:026}") for number in range(count)]
    numbered = list(enumerate(made))
    for number, each in reversed(numbered) if are_saved else numbered:
        text = f"и слово{number} {'редко' if number % 1_000 == 7 else 'часто'} в лесу"
        put = index.add if are_saved else index.read
        put(Indexed(each, [text], tags=["kind visit"] if number in {3, 2_500} else ()))

    def found(words: str) -> list[IncidentId]:
        return [each.incident for each in index.find(words, lambda _: frozenset())]

    assert found("и") == made
    assert found("и часто") == [each for n, each in numbered if n % 1_000 != 7]
    assert found("редко и лес") == [made[7], made[1_007], made[2_007]]
    assert found('"редко в лес') == [made[7], made[1_007], made[2_007]]
    assert found('"в лесу"') == found('"в лес') == found('"в лесом"') == made
    assert found('"лесу в"') == []
    assert found("слово2999") == [made[2_999]]
    assert found("слово") == made
    among = index.tagged(["kind visit"])
    assert [each.incident for each in index.find("слово", lambda _: frozenset(), among)] == [
        made[3],
        made[2_500],
    ]


def test_a_name_finds_the_incidents_that_refer_to_its_bearer(journal: Journal) -> None:
    """In any form and by an alias, also where the incident has no word of it; a new name too."""
    arman = person(journal, "Арман Щеглов", aliases=("Щегол",))
    named = put(journal, "Опять он.", perpetrators=(Perpetrator(entity=arman.id),))
    told = put(journal, "Видел Щеглова.")
    assert ids(journal, "щегловым") == [told, named]
    assert ids(journal, "щегол") == [told, named] or ids(journal, "щегол") == [named]
    assert ids(journal, "shcheglov он") == [named]
    assert ids(journal, '"арман щеглов"') == [named]
    renamed = msgspec.structs.replace(arman, name="Куаныш", aliases=())
    journal.save_entity(renamed, base_revision=1)
    assert ids(journal, "куаныш") == [named]
    assert ids(journal, "щегловым") == [told]


def test_a_name_finds_what_names_somebody_merged_with_its_bearer(world: JournalWorld) -> None:
    """Two who are one are found by either name, until the merge is taken back."""
    journal = world.create()
    first, second = person(journal, "Арман"), person(journal, "Куаныш")
    one = put(journal, "раз", perpetrators=(Perpetrator(entity=first.id),))
    two = put(journal, "два", perpetrators=(Perpetrator(entity=second.id),))
    assert ids(journal, "арман") == [one]
    merge = EntitiesMerged(
        at=1,
        id=journal.new_id(),
        kept=EntityId(first.id),
        absorbed=(EntityId(second.id),),
        confidence="certain",
        basis="",
    )
    journal.append([merge])
    assert ids(journal, "арман") == ids(journal, "куаныш") == [two, one]
    journal.close()
    again = world.open()
    assert searched(again, "куаныш") == [two, one]
    again.append([EntitiesSplit(at=2, merge=merge.id, basis="")])
    assert searched(again, "арман") == [one]


def test_a_closed_index_knows_no_word(journal: Journal) -> None:
    """Nothing that was read is left after the end."""
    put(journal, "слово", title="дом")
    contents: Contents = journal.contents
    journal.close()
    assert len(contents.index.vocabulary) == 0
    assert not list(contents.index.find("слово", lambda _: frozenset()))
    assert contents.facts.by_incident == {}
