"""A removal reaches every copy of the vault, and whatever cuts it off is gone on with."""

from __future__ import annotations

import hashlib
import io
from base64 import b64encode

import msgspec
import pytest

from safelog.journal.attachments import attach, attachment_event, find_attachment, read_attachment
from safelog.journal.backups import contents_of
from safelog.journal.drafts import save_draft
from safelog.journal.entries import check_entries
from safelog.journal.events import Event, RowsImported, decode_event, encode_event
from safelog.journal.graves import graves, removed_entries
from safelog.journal.journal import Journal
from safelog.journal.links import merge_entities, save_link, split_entities
from safelog.journal.recipients import decisions, save_decisions
from safelog.journal.removal import (
    choose_attachment,
    choose_entity,
    choose_incident,
    choose_link,
    choose_revision,
    choose_version,
    finish_removals,
    remove,
)
from safelog.journal.salvage import Salvage, salvage
from safelog.journal.tombstones import DecisionsReduced, Tombstone
from safelog.model.ids import IncidentId, RecipientId
from safelog.model.link import Link, LinkId, Ref
from safelog.redact.cover import Decision, Occurrence
from safelog.vault import Secret
from safelog.vault.salvage import open_wreck
from tests.unit.journal.parted import Copies, events_of, facts, opened
from tests.unit.journal.test_removal import SECRET, edit, files_readable, readable, saved
from tests.unit.journal.world import JournalWorld, person
from tests.unit.vault.world import FOLDER, PASSPHRASE, KnownBytes, World

RECIPIENT = RecipientId("7" * 26)
PHOTO = bytes(range(256)) * 20


def decide(journal: Journal, incident: IncidentId, *folded: str) -> None:
    """Decide on places in an incident."""
    places = (
        Occurrence(incident=incident, path="narrative", entity="", folded=each, context="", index=0)
        for each in folded
    )
    save_decisions(
        journal, RECIPIENT, [Decision(occurrence=each, choice="hide") for each in places]
    )


def filled(world: JournalWorld) -> None:
    """Write the secret into everything that can be removed, beside what stays."""
    journal = world.create()
    stays = saved(journal, narrative="остаётся", title="1")
    gone = saved(journal, narrative=SECRET, title="2")
    corrected = saved(journal, narrative=SECRET, title="3")
    edit(journal, corrected, narrative="исправлено")
    attach(journal, stays.id, io.BytesIO(PHOTO), name=SECRET)
    attach(journal, gone.id, io.BytesIO(PHOTO[:99]), name=SECRET)
    people = [person(journal, name) for name in (SECRET, "Один", "Другой")]
    one = people[1]
    journal.save_entity(msgspec.structs.replace(one, aliases=(SECRET,)), base_revision=1)
    journal.save_entity(msgspec.structs.replace(one, aliases=()), base_revision=2)
    merge = merge_entities(journal, people[0].id, [one.id], basis=SECRET)
    split_entities(journal, merge.id, basis=SECRET)
    for end, target in ((people[0], gone.id), (people[2], stays.id)):
        link = Link(
            id=LinkId(journal.new_id()),
            relation="part_of",
            subject=Ref("incident", target),
            object=Ref("entity", end.id),
            basis=SECRET,
        )
        save_link(journal, link, base_revision=0)
    for words, about in ((SECRET, gone.id), ("ждёт", stays.id)):
        save_draft(journal, journal.new_id(), kind="", inputs={"a": words}, incident=about)
    decide(journal, gone.id, SECRET)
    decide(journal, stays.id, "остается")
    rows = ((b"1" * 32, b"a" * 32, gone.id), (b"2" * 32, b"b" * 32, stays.id))
    journal.append([RowsImported(at=1, source="calls", rows=rows)])
    journal.close()


def by_title(journal: Journal, title: str) -> IncidentId:
    """Return the incident of a title."""
    return next(t.heading.id for t in journal.threads() if t.heading.title == title)


def emptied(world: JournalWorld) -> None:
    """Remove the secret everywhere."""
    journal = world.open()
    stays, gone, corrected = (by_title(journal, title) for title in "123")
    names = {entity.name: entity.id for entity in journal.state.entities.values()}
    (file,) = journal.thread(stays).attachments
    (link,) = journal.state.linked[Ref("incident", stays)]
    for chosen in (
        choose_incident(journal, gone),
        choose_revision(journal, corrected, 1),
        choose_attachment(journal, file.id),
        choose_link(journal, link),
        choose_version(journal, names["Один"], 2),
        choose_entity(journal, names[SECRET]),
    ):
        remove(journal, chosen)
    journal.close()


@pytest.fixture(scope="module")
def prepared() -> Copies:
    """Make two copies with the secret in them, of which the other one removed it."""
    world = JournalWorld()
    filled(world)
    made = Copies.of(world)
    emptied(made.other)
    return made


@pytest.fixture
def copies(prepared: Copies) -> Copies:
    """Return such copies, for one test alone."""
    return Copies(Copies.of(prepared.one).other, Copies.of(prepared.other).other)


def everything(journal: Journal) -> dict[str, object]:
    """Return what a journal says, with what is linked, imported and removed."""
    state = journal.state
    return facts(journal) | {
        "links": {key: each.link for key, each in state.links.items()},
        "same": (state.sameness.merges, state.sameness.splits),
        "rows": [state.imported.knows(each * 32) for each in (b"1", b"2")],
        "removed": state.removed,
        "graves": graves(state),
    }


def told(world: JournalWorld) -> dict[str, object]:
    """Open a journal, hold that it is whole, and return what it says."""
    journal = world.open()
    assert check_entries(journal) == ()
    assert journal.vault.check().problems == ()
    found = everything(journal)
    journal.close()
    return found


def test_what_was_removed_there_is_removed_here(copies: Copies) -> None:
    """Every kind of record, from every file, and both copies say the same then."""
    report = copies.unite()
    assert report.removed == 13
    assert report.returned == ()
    assert told(copies.one) == told(copies.other)
    copies.back()
    assert events_of(copies.one) == events_of(copies.other)
    for world in (copies.one, copies.other):
        assert SECRET not in readable(world)
        assert files_readable(world) == []
        journal = world.open()
        assert journal.state.imported.knows(b"2" * 32)
        assert not journal.state.imported.knows(b"1" * 32)
        # Something of the other incident was removed too: maybe these words.
        assert b64encode(b"b" * 32).decode() not in readable(world)
        assert len(decisions(journal, RECIPIENT)) == 1
        assert len(removed_entries(journal.state)) == 4
        journal.close()


def test_what_is_removed_is_not_taken_over_again(copies: Copies) -> None:
    """Neither its records nor its files; what else is there goes on."""
    before = events_of(copies.other)
    report = copies.back()
    assert (report.added, report.removed, report.attachments) == (0, 0, 0)
    assert events_of(copies.other) == before
    assert SECRET not in readable(copies.other)


def cut_off(copies: Copies) -> None:
    """Do what a merge does before it removes: it was killed then."""
    journal = copies.one.open()
    with opened(copies.other) as other:
        known = {payload for _, payload in journal.vault.records()}
        missing = [each.payload for each in other.records() if each.payload not in known]
    journal.vault.append(missing)
    journal.close()


def test_a_merge_that_was_cut_off_shows_nothing_of_it(copies: Copies) -> None:
    """The tombstone counts at once; the next merge, or removal, takes the words away."""
    cut_off(copies)
    assert SECRET in readable(copies.one)
    journal = copies.one.open()
    assert journal.state.unfinished == 13
    journal.close()
    assert told(copies.one) == told(copies.other)
    again = Copies.of(copies.one)
    assert copies.unite().removed == 13
    journal = again.other.open()
    assert finish_removals(journal) == 13
    journal.close()
    for world in (copies.one, again.other):
        assert told(world) == told(copies.other)
        assert SECRET not in readable(world)
        assert files_readable(world) == []


def test_tombstones_come_before_what_they_are_for(copies: Copies) -> None:
    """In whatever order a log was put together."""
    journal = copies.other.open()
    known = {payload for _, payload in journal.vault.records()}
    fallen = sorted(events_of(copies.one) - known)
    journal.vault.append(fallen)
    journal.close()
    journal = copies.other.open()
    assert journal.state.unfinished == len(fallen) == 13
    journal.close()
    assert told(copies.other)["removed"]
    copies.unite()
    assert told(copies.one)["heads"] == told(copies.other)["heads"]


def test_what_was_written_without_knowing_stays(copies: Copies) -> None:
    """Of an incident, a file and a person that were removed there, and it is told."""
    journal = copies.one.open()
    gone = by_title(journal, "2")
    (entity,) = (each for each in journal.state.entities.values() if each.name == SECRET)
    journal.save_entity(msgspec.structs.replace(entity, name="Новое имя"), base_revision=1)
    edit(journal, journal.read(gone).incident, narrative="дальше")
    file = attach(journal, gone, io.BytesIO(b"new"), name="новое")
    journal.close()
    assert copies.unite().returned == (gone,)
    assert copies.back().returned == (gone,)
    for world in (copies.one, copies.other):
        journal = world.open()
        assert journal.read(gone).incident.narrative == "дальше"
        assert [each.revision for each in journal.line(gone)] == [2]
        assert journal.thread(gone).conflicts == ()
        assert journal.state.entities[entity.id].name == "Новое имя"
        assert b"".join(read_attachment(journal, file)) == b"new"
        assert {each.what for each in graves(journal.state)} >= {"revision", "version"}
        journal.close()


def test_a_file_of_an_incident_of_which_nothing_is_left(copies: Copies) -> None:
    """It was added in the other copy; it can be found, and goes with the incident."""
    journal = copies.one.open()
    gone = by_title(journal, "2")
    file = attach(journal, gone, io.BytesIO(PHOTO), name="новое")
    journal.close()
    copies.unite()
    journal = copies.one.open()
    assert gone not in [thread.heading.id for thread in journal.threads()]
    assert find_attachment(journal, file.id) == file
    remove(journal, choose_incident(journal, gone))
    journal.close()
    assert files_readable(copies.one) == []


def test_a_draft_that_waited_there_waits(copies: Copies) -> None:
    """One that ended is emptied, as it may hold the words that were removed."""
    journal = copies.one.open()
    gone, draft = by_title(journal, "2"), journal.new_id()
    for words in (f"{SECRET} три", "без этого"):
        save_draft(journal, draft, kind="", inputs={"a": words}, incident=gone)
    journal.close()
    copies.unite()
    assert SECRET not in readable(copies.one)
    journal = copies.one.open()
    assert journal.state.drafts[draft].inputs == {"a": "без этого"}
    journal.close()


def test_both_copies_may_remove_the_same(world: JournalWorld) -> None:
    """One tombstone counts, the same in both, and there is one remainder of each revision."""
    filled(world)
    made = Copies.of(world)
    emptied(made.one)
    made.other.clock += 7
    emptied(made.other)
    made.unite()
    made.back()
    assert events_of(made.one) == events_of(made.other)
    one, other = told(made.one), told(made.other)
    assert one["committed"] == other["committed"] == 4
    for each in (one, other):
        del each["removed"], each["graves"]
    assert one == other


def test_each_copy_may_take_decisions_away(world: JournalWorld) -> None:
    """Of decisions that were made together, what both left is left."""
    journal = world.create()
    rows = [saved(journal, narrative=words, title=words) for words in ("а", "б", "в")]
    places = [
        Occurrence(incident=each.id, path="narrative", entity="", folded="а", context="", index=0)
        for each in rows
    ]
    made = [Decision(occurrence=each, choice="show") for each in places]
    save_decisions(journal, RECIPIENT, made)
    journal.close()
    parted = Copies.of(world)
    for each, title in ((parted.one, "а"), (parted.other, "б")):
        journal = each.open()
        remove(journal, choose_incident(journal, by_title(journal, title)))
        journal.close()
    parted.unite()
    parted.back()
    for each in (parted.one, parted.other):
        journal = each.open()
        assert set(decisions(journal, RECIPIENT)) == {places[2]}
        found = [decode_event(payload, position=0) for _, payload in journal.vault.records()]
        left = [event for event in found if isinstance(event, DecisionsReduced)]
        assert all([d.occurrence for d in event.decisions] == [places[2]] for event in left)
        journal.close()


def test_files_of_one_commit_are_taken_over_one_by_one(world: JournalWorld) -> None:
    """The record that names them all is removed here; the other file comes all the same."""
    journal = world.create()
    row = saved(journal, narrative="слова")
    journal.close()
    parted = Copies.of(world)
    fresh = Copies(Copies.of(world).other, parted.other)
    journal = parted.other.open()
    contents = [b"one" * 9, b"other" * 9]
    blobs = [journal.vault.write_blob(io.BytesIO(content)) for content in contents]
    both = [attachment_event(journal, row.id, blob, name="файл") for blob in blobs]
    journal.append(both, blobs=blobs)
    journal.close()
    third = Copies.of(parted.other).other
    journal = third.open()
    remove(journal, choose_attachment(journal, both[0].id))
    journal.close()
    Copies(parted.one, third).unite()
    assert parted.unite().attachments == 0
    journal = fresh.one.open()
    journal.append([event for event in events_in(third) if isinstance(event, Tombstone)])
    journal.close()
    assert fresh.unite().attachments == 1
    for each in (parted.one, fresh.one):
        journal = each.open()
        assert b"".join(read_attachment(journal, both[1])) == contents[1]
        assert [item.id for item in journal.thread(row.id).attachments] == [both[1].id]
        assert journal.vault.check().problems == ()
        journal.close()


def events_in(world: JournalWorld) -> list[Event]:
    """Return the events of a vault."""
    return [decode_event(payload, position=0) for payload in events_of(world)]


def rescued(world: JournalWorld) -> tuple[JournalWorld, Salvage]:
    """Salvage a vault into a new one."""
    fresh = JournalWorld(vaults=World(), kinds=world.kinds, random=KnownBytes("new"))
    secret = Secret.from_text(PASSPHRASE)
    with open_wreck(FOLDER, secret, ports=world.vaults.ports) as wreck:
        vault = fresh.vaults.create()
        found = salvage(wreck, vault, fresh.surroundings)
        vault.close()
    return fresh, found


def test_a_salvage_brings_nothing_back(copies: Copies) -> None:
    """Not from a log in which both stand, and nothing that was removed counts as lost."""
    cut_off(copies)
    for world in (copies.one, copies.other):
        fresh, found = rescued(world)
        assert (found.gaps, found.lost_attachments, found.incidents) == ((), [], 2)
        assert SECRET not in readable(fresh)
        assert told(fresh) == told(copies.other)


def test_a_backup_counts_what_is_there(copies: Copies) -> None:
    """A removed incident is none of its contents."""
    with opened(copies.other) as copy:
        assert contents_of(copy).incidents == 2
        assert contents_of(copy).attachments == 0


def test_no_tombstone_holds_what_was_removed(copies: Copies) -> None:
    """Nor anything that a guess could be tried against: no hash of its bytes."""
    stones = [each for each in events_in(copies.other) if isinstance(each, Tombstone)]
    told_of = b"".join(map(encode_event, stones))
    assert len(stones) == 13
    for payload in events_of(copies.one) - events_of(copies.other):
        assert b64encode(hashlib.sha256(payload).digest()) not in told_of
    assert SECRET.encode() not in told_of
