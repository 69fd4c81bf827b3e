"""The journal: what is saved is there, in order, and nothing is overwritten."""

from __future__ import annotations

import gc

import msgspec
import pytest

from safelog.errors import (
    AmbiguousError,
    ConflictError,
    DamagedRecordError,
    InvalidFieldError,
    NotFoundError,
    SealedError,
    VaultClosedError,
)
from safelog.evidence.entry import Entry, base_leaf, incident_parts
from safelog.journal.attachments import find_attachment
from safelog.journal.events import AttachmentAdded, IncidentSaved, JournalBegun
from safelog.journal.journal import Journal
from safelog.journal.moment import iso_utc
from safelog.model.ids import AttachmentId, IncidentId, make_id
from safelog.model.incident import FollowUp
from safelog.model.when import parse_when, unknown
from tests.unit.journal.world import JournalWorld, incident, person, searched


def test_an_incident_is_read_back_as_it_was_saved(world: JournalWorld) -> None:
    """Closing and opening the vault changes no word."""
    journal = world.create()
    written = incident(journal, narrative="Стоял у подъезда\u202e и\tждал.\n", title="ночь")
    journal.save(written, base_revision=0)
    journal.close()

    read = world.open().read(written.id)
    assert read.incident == written
    assert (read.revision, read.recorded) == (1, read.first_recorded)


def test_a_correction_is_a_new_revision_and_the_old_one_stays(journal: Journal) -> None:
    """Nothing is overwritten."""
    first = incident(journal, narrative="В шесть.")
    journal.save(first, base_revision=0)
    second = msgspec.structs.replace(first, narrative="В семь.")
    journal.save(second, base_revision=1)

    assert [saved.incident.narrative for saved in journal.history(first.id)] == [
        "В шесть.",
        "В семь.",
    ]
    assert journal.read(first.id, 1).incident == first
    assert journal.read(first.id).recorded > journal.read(first.id).first_recorded
    assert len(journal) == 1


def test_editing_an_old_revision_is_a_conflict_and_stores_nothing(journal: Journal) -> None:
    """Two windows cannot lose one another's words."""
    first = incident(journal, narrative="а")
    journal.save(first, base_revision=0)
    journal.save(msgspec.structs.replace(first, narrative="б"), base_revision=1)
    with pytest.raises(ConflictError) as caught:
        journal.save(msgspec.structs.replace(first, narrative="в"), base_revision=1)
    assert caught.value.fields == {"revision": 2}
    assert journal.read(first.id).incident.narrative == "б"


def test_a_sealed_incident_takes_only_further_follow_ups(journal: Journal) -> None:
    """An answer may come years later; a changed word may not."""
    sealed = incident(journal, narrative="а", state="sealed", follow_ups=(FollowUp(to="A"),))
    journal.save(sealed, base_revision=0)
    for change in (
        {"narrative": "б"},
        {"state": "complete"},
        {"follow_ups": (FollowUp(to="B"),)},
        {"follow_ups": ()},
    ):
        with pytest.raises(SealedError):
            journal.save(msgspec.structs.replace(sealed, **change), base_revision=1)
    answered = msgspec.structs.replace(sealed, follow_ups=(FollowUp(to="A"), FollowUp(to="B")))
    assert journal.save(answered, base_revision=1).revision == 2


def test_an_invalid_incident_is_refused_and_nothing_is_stored(journal: Journal) -> None:
    """The count of records is the same as before."""
    before = journal.vault.count
    with pytest.raises(InvalidFieldError):
        journal.save(incident(journal, details={"no_such": "x"}), base_revision=0)
    assert (journal.vault.count, len(journal)) == (before, 0)


def test_many_are_saved_all_or_none(journal: Journal) -> None:
    """A bad row in the middle keeps the good ones out."""
    good = [incident(journal, narrative=str(number)) for number in range(3)]
    bad = incident(journal, kind="unsure", details={"x": "y"})
    with pytest.raises(InvalidFieldError):
        journal.save_all([good[0], bad, good[1]])
    assert len(journal) == 0
    someone = person(journal, "Кира Вымышлева")
    renamed = msgspec.structs.replace(someone, name="Кира В.")
    assert journal.save_all([renamed, *good]) == 4
    assert journal.save_all([]) == 0
    for twice in (incident(journal), renamed):
        with pytest.raises(InvalidFieldError):
            journal.save_all([twice, twice])
    assert [thread.heading.id for thread in journal.threads()] == [row.id for row in good]
    assert journal.state.entities[someone.id].name == "Кира В."


def test_the_timeline_is_in_the_order_of_times_and_kept_so(world: JournalWorld) -> None:
    """Uncertain times stand by their beginning; without a time, by the recording."""
    journal = world.create()
    answers = world.answers(journal)

    def when(said: str) -> object:
        return parse_when(said, language="en", zone="Asia/Almaty", now=answers.now)

    march = incident(journal, when=when("5 March 2026"))
    spring = incident(journal, when=when("spring 2026"))
    undated = incident(journal)
    vague = incident(journal, when=unknown("когда-то", "Asia/Almaty"))
    for row in (undated, march, spring, vague):
        journal.save(row, base_revision=0)
    order = [thread.heading.id for thread in journal.threads()]
    assert order == [spring.id, march.id, undated.id, vague.id]
    assert [t.heading.id for t in journal.threads(1, 3)] == [march.id, undated.id]

    journal.save(msgspec.structs.replace(march, when=when("1 April 2026")), base_revision=1)
    journal.save(msgspec.structs.replace(spring, title="т"), base_revision=1)
    journal.save(msgspec.structs.replace(undated, when=when("2 January 2026")), base_revision=1)
    order = [thread.heading.id for thread in journal.threads()]
    assert order == [undated.id, spring.id, march.id, vague.id]
    journal.close()
    assert [thread.heading.id for thread in world.open().threads()] == order


def test_an_incident_is_found_by_the_beginning_of_its_id(journal: Journal) -> None:
    """Four characters are enough when they fit one incident."""
    one = incident(journal, id=IncidentId(make_id(b"\x00" * 15 + b"\x01")))
    two = incident(journal, id=IncidentId(make_id(b"\x00" * 15 + b"\x02")))
    other = incident(journal, id=IncidentId(make_id(b"\x70" * 16)))
    for row in (one, two, other):
        journal.save(row, base_revision=0)
    assert journal.find_incident(other.id[:4].upper()) == other.id
    assert journal.find_incident(one.id) == one.id
    with pytest.raises(AmbiguousError) as caught:
        journal.find_incident("0000")
    assert caught.value.fields == {"what": "incident", "count": 2}
    for text in ("000", "zzzz", "", make_id(b"\x01" * 16)):
        with pytest.raises(NotFoundError):
            journal.find_incident(text)


def test_an_entity_is_found_by_name_alias_or_id(journal: Journal) -> None:
    """Case and ё do not matter; two of one name are told apart by id."""
    one = person(journal, "Артём Вымышлев", aliases=("Тёма",))
    assert journal.find_entity(" артем вымышлев ") == one.id
    assert journal.find_entity("ТЁМА") == one.id
    assert journal.find_entity(one.id[:6]) == one.id
    person(journal, "Тёма")
    with pytest.raises(AmbiguousError):
        journal.find_entity("Тема")
    with pytest.raises(NotFoundError):
        journal.find_entity("Никто")


def test_an_entity_changes_by_revisions(journal: Journal) -> None:
    """A stale change is a conflict."""
    one = person(journal, "Кира")
    journal.save_entity(msgspec.structs.replace(one, name="Кира В."), base_revision=1)
    with pytest.raises(ConflictError):
        journal.save_entity(msgspec.structs.replace(one, name="К."), base_revision=1)
    assert journal.state.entities[one.id].name == "Кира В."


@pytest.mark.parametrize("revision", [0, 2, -1])
def test_a_revision_that_is_not_there_is_not_found(journal: Journal, revision: int) -> None:
    """So is an incident that is not there."""
    row = incident(journal)
    journal.save(row, base_revision=0)
    with pytest.raises(NotFoundError):
        journal.read(row.id, revision)
    with pytest.raises(NotFoundError):
        journal.read(IncidentId("x"))


def test_every_save_carries_its_commitment(journal: Journal) -> None:
    """The stored leaf is that of the words, the time and the number of the revision."""
    row = incident(journal, narrative="Кто-то звонил.")
    journal.save(row, base_revision=0)
    event = journal.event(journal.state.committed[0])
    assert isinstance(event, IncidentSaved)
    parts = incident_parts(row, recorded=iso_utc(event.at), revision=1)
    assert event.leaf == base_leaf(Entry(seed=event.seed, parts=parts))


def test_search_finds_words_blind_to_case_and_yo_in_every_text(world: JournalWorld) -> None:
    """Title, narrative, fields; the newest revision only; before and after reopening."""
    journal = world.create()
    first = incident(journal, title="Ёлка", narrative="Серая машина у дома.")
    second = incident(journal, details={"why_noticed": "Машину видел дважды"})
    journal.save(first, base_revision=0)
    journal.save(second, base_revision=0)
    assert searched(journal, "ЕЛКА") == [first.id]
    assert searched(journal, "машин") == [second.id, first.id]
    assert searched(journal, '"серая машина"') == [first.id]
    assert searched(journal, '"машина серая"') == []
    assert searched(journal, "машина дома") == [first.id]
    journal.save(msgspec.structs.replace(first, narrative="Пусто."), base_revision=1)
    assert searched(journal, "серая") == []
    journal.close()
    again = world.open()
    assert searched(again, "машин") == [second.id]
    assert searched(again, "пусто") == [first.id]


@pytest.mark.parametrize("query", ["", "   ", '"', "***", 'a" OR "b', "NEAR(", "x" * 10_000, "^"])
def test_no_query_is_an_operator_or_an_error(journal: Journal, query: str) -> None:
    """What a person types is only ever words."""
    journal.save(incident(journal, narrative="b"), base_revision=0)
    assert searched(journal, query) == []


def test_revisions_of_one_incident_twice_are_refused(journal: Journal) -> None:
    """Which of the two counts would be chance; nothing is stored."""
    first = incident(journal, narrative="a")
    count = journal.vault.count
    with pytest.raises(InvalidFieldError):
        journal.save_revisions([(first, 0), (msgspec.structs.replace(first, narrative="b"), 0)])
    assert journal.vault.count == count
    (saved,) = journal.save_revisions([(first, 0)])
    assert saved.incident.narrative == "a"


def test_settings_are_kept(world: JournalWorld) -> None:
    """The idle time is the person's choice; five minutes until then."""
    journal = world.create()
    assert journal.state.idle_lock_minutes == 5
    journal.save_settings(idle_lock_minutes=2)
    journal.close()
    assert world.open().state.idle_lock_minutes == 2


def test_a_closed_journal_refuses_and_can_be_closed_again(journal: Journal) -> None:
    """After locking nothing can be read."""
    row = incident(journal, narrative="тайна")
    journal.save(row, base_revision=0)
    journal.close()
    journal.close()
    assert len(journal) == 0
    with pytest.raises(VaultClosedError):
        journal.save(incident(journal), base_revision=0)
    with pytest.raises(NotFoundError):
        journal.read(row.id)


@pytest.mark.parametrize(
    "payload",
    [b"", b"{}", b"[]", b'{"event":"no.such","at":1}', b"\xff", b'{"event":"journal.begun"}'],
)
def test_a_record_that_is_no_event_is_damage(world: JournalWorld, payload: bytes) -> None:
    """It is named by its position, and the vault is not changed."""
    vault = world.vaults.create()
    vault.append([payload])
    vault.close()
    with pytest.raises(DamagedRecordError) as caught:
        world.open()
    assert caught.value.fields == {"position": 0}


def test_an_attachment_waits_for_its_incident(world: JournalWorld) -> None:
    """Where the incident was lost, the file was not, and is found by its id."""
    journal = world.create()
    orphan = AttachmentAdded(
        at=1,
        id=AttachmentId("abcd"),
        incident=IncidentId(journal.new_id()),
        blob="",
        name="",
        size=0,
        sha256=b"",
        description="",
        provenance="",
        seed=b"",
        leaf=b"",
    )
    journal.append([orphan])
    journal.close()
    journal = world.open()
    assert find_attachment(journal, "abcd") == orphan
    assert journal.state.strays == {orphan.incident: [orphan]}
    journal.save(incident(journal, id=orphan.incident), base_revision=0)
    assert journal.read(orphan.incident).attachments == (orphan,)
    assert journal.state.strays == {}
    journal.close()


def test_reading_a_record_of_another_kind_is_damage(journal: Journal) -> None:
    """A thread whose position holds no incident is refused."""
    row = incident(journal)
    journal.save(row, base_revision=0)
    position = journal.append([JournalBegun(at=1)])[0]
    thread = journal.state.threads[row.id]
    thread.revisions[0] = thread.revisions[0]._replace(position=position)
    with pytest.raises(DamagedRecordError):
        journal.read(row.id)


@pytest.mark.parametrize("enabled", [True, False])
def test_opening_leaves_the_garbage_collector_as_it_was(
    world: JournalWorld, *, enabled: bool
) -> None:
    """Also when a record is damaged."""
    vault = world.vaults.create()
    vault.append([b"{}"])
    vault.close()
    try:
        (gc.enable if enabled else gc.disable)()
        with pytest.raises(DamagedRecordError):
            world.open()
        assert gc.isenabled() == enabled
    finally:
        gc.enable()
