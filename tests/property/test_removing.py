"""Whatever two copies of a vault go through, what one removed is in neither after they are united.

And nothing else is lost by it: what somebody wrote without knowing of the removal stays.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from safelog.journal.attachments import attach
from safelog.journal.drafts import drop_draft, save_draft
from safelog.journal.entries import check_entries
from safelog.journal.events import (
    AttachmentAdded,
    DecisionsSaved,
    DraftSaved,
    EntitySaved,
    Event,
    IncidentSaved,
    LinkSaved,
    decode_event,
)
from safelog.journal.journal import Journal
from safelog.journal.links import merge_entities, save_link
from safelog.journal.names import Name, name_of
from safelog.journal.recipients import save_decisions
from safelog.journal.removal import (
    choose_attachment,
    choose_entity,
    choose_incident,
    choose_revision,
    remove,
)
from safelog.journal.tombstones import DecisionsReduced, Tombstone
from safelog.model.ids import RecipientId
from safelog.model.incident import Incident
from safelog.model.link import Link, LinkId, Ref
from safelog.redact.cover import Decision, Occurrence
from safelog.vault import Secret
from safelog.vault.heads import read_heads
from tests.unit.journal.parted import Copies, events_of, facts
from tests.unit.journal.world import JournalWorld, incident, person
from tests.unit.vault.keyholder import readable_under, records_under
from tests.unit.vault.world import FOLDER, PASSPHRASE

WRITING = ["add", "edit", "file", "entity", "rename", "link", "same", "draft", "drop", "decide"]
REMOVING = ["remove", "remove revision", "remove file", "remove entity"]
STEPS = st.lists(st.tuples(st.sampled_from(WRITING + REMOVING), st.integers(0, 3)), max_size=7)
KEPT = IncidentSaved | AttachmentAdded | EntitySaved | LinkSaved
RECIPIENT = RecipientId("7" * 26)


def live(world: JournalWorld, steps: list[tuple[str, int]], words: Iterator[str]) -> None:
    """Do several things to the journal of a world; each writes a word of its own."""
    journal = world.open()
    for name, number in steps:
        (take_away if name in REMOVING else write)(journal, name, number, next(words))
    journal.close()


def write(journal: Journal, name: str, number: int, word: str) -> None:
    """Write a word somewhere, if there is such a place."""
    threads, entities = journal.threads(), list(journal.state.entities.values())
    thread = threads[number % len(threads)] if threads else None
    entity = entities[number % len(entities)] if entities else None
    drafts = sorted(journal.state.drafts)
    match name:
        case "add":
            journal.save(incident(journal, narrative=word), base_revision=0)
        case "edit" if thread:
            read = journal.read(thread.heading.id)
            changed = msgspec.structs.replace(read.incident, narrative=word)
            journal.save(changed, base_revision=read.revision)
        case "file" if thread:
            attach(journal, thread.heading.id, io.BytesIO(word.encode() * 9), name=word)
        case "entity":
            person(journal, word)
        case "rename" if entity:
            known = journal.state.entity_saves[entity.id].revision
            journal.save_entity(msgspec.structs.replace(entity, name=word), base_revision=known)
        case "draft":
            about = thread.heading.id if thread else None
            save_draft(journal, journal.new_id(), kind="", inputs={"a": word}, incident=about)
        case "drop" if drafts:
            drop_draft(journal, drafts[number % len(drafts)])
        case "decide" if thread:
            decide(journal, journal.read(thread.heading.id).incident)
        case _:
            relate(journal, name, number, word)


def relate(journal: Journal, name: str, number: int, word: str) -> None:
    """Say that something belongs together, if there is anything."""
    threads, entities = journal.threads(), list(journal.state.entities.values())
    entity = entities[number % len(entities)] if entities else None
    match name:
        case "link" if threads and entity:
            thread = threads[number % len(threads)]
            ends = Ref("incident", thread.heading.id), Ref("entity", entity.id)
            made = Link(
                id=LinkId(journal.new_id()),
                relation="part_of",
                subject=ends[0],
                object=ends[1],
                basis=word,
            )
            save_link(journal, made, base_revision=0)
        case "same" if len(entities) > 1 and entity:
            first = next(each for each in entities if each != entity)
            stands = journal.state.representative
            if stands(first.id) != stands(entity.id):
                merge_entities(journal, first.id, [entity.id], basis=word)


def decide(journal: Journal, found: Incident) -> None:
    """Decide on the word of an incident."""
    place = Occurrence(
        incident=found.id,
        path="narrative",
        entity="",
        folded=found.narrative,
        context="",
        index=0,
    )
    save_decisions(journal, RECIPIENT, [Decision(occurrence=place, choice="hide")])


def take_away(journal: Journal, name: str, number: int, _word: str) -> None:
    """Remove something, if there is such a thing."""
    threads, entities = journal.threads(), list(journal.state.entities)
    files = sorted(journal.state.attached)
    thread = threads[number % len(threads)] if threads else None
    match name:
        case "remove" if thread:
            remove(journal, choose_incident(journal, thread.heading.id))
        case "remove revision" if thread:
            earlier = [each.number for each in thread.revisions if each.number < thread.revision]
            earlier = [each for each in earlier if each not in thread.conflicts]
            if earlier:
                chosen = choose_revision(journal, thread.heading.id, earlier[number % len(earlier)])
                remove(journal, chosen)
        case "remove file" if files:
            remove(journal, choose_attachment(journal, files[number % len(files)]))
        case "remove entity" if entities:
            remove(journal, choose_entity(journal, entities[number % len(entities)]))


def events(world: JournalWorld) -> dict[bytes, Event]:
    """Return the events in the vault of a world."""
    return {payload: decode_event(payload, position=0) for payload in events_of(world)}


def gone_in(*worlds: dict[bytes, Event]) -> set[Name | None]:
    """Return the names of what has a tombstone."""
    found = (event for world in worlds for event in world.values())
    return {name_of(event) for event in found if isinstance(event, Tombstone)}


def readable(world: JournalWorld) -> str:
    """Return all that the key opens in any file of a vault."""
    keys = read_heads(FOLDER, world.vaults.ports).unlock(Secret.from_text(PASSPHRASE)).keys
    files = world.vaults.memory.snapshot()
    blobs = [name for name in readable_under(keys, files) if name.startswith("blobs/")]
    found = [record.decode(errors="replace") for record in records_under(keys, files)]
    return "\n".join(found + blobs)


def words_of(found: Mapping[bytes, Event]) -> set[str]:
    """Return the words in events, and the files that they name."""
    texts = [payload.decode() for payload in found]
    words = {word for text in texts for word in text.split('"') if word.startswith("слово")}
    return words | {f"blobs/{e.blob}" for e in found.values() if isinstance(e, AttachmentAdded)}


def is_right(world: JournalWorld) -> dict[str, object]:
    """Hold that a journal is whole, and that nothing speaks of what is gone; return its facts."""
    journal = world.open()
    assert check_entries(journal) == ()
    assert journal.vault.check().problems == ()
    assert journal.state.unfinished == 0
    threads = journal.state.threads
    for _, payload in journal.vault.records():
        event = decode_event(payload, position=0)
        match event:
            case DraftSaved() if event.incident and not journal.state.waiting.has(event.version):
                assert threads[event.incident].revisions
            case DecisionsSaved() | DecisionsReduced():
                about = [each.occurrence.incident for each in event.decisions]
                assert all(threads[each].revisions for each in about)
    found = facts(journal)
    journal.close()
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=STEPS, one=STEPS, other=STEPS, skew=st.integers(-50, 50))
@example(
    before=[("add", 0), ("file", 0), ("edit", 0), ("decide", 0), ("draft", 0), ("drop", 0)],
    one=[("remove", 0)],
    other=[("edit", 0), ("file", 0), ("draft", 0), ("drop", 0), ("decide", 0)],
    skew=0,
)
@example(
    before=[("add", 0), ("edit", 0), ("add", 1), ("decide", 0), ("decide", 1)],
    one=[("remove revision", 0), ("remove revision", 1)],
    other=[("remove", 1), ("draft", 0), ("drop", 0)],
    skew=7,
)
@example(
    before=[("add", 0), ("add", 1)],
    one=[("remove", 0), ("draft", 0), ("drop", 0)],
    other=[],
    skew=0,
)
@example(
    before=[("entity", 0), ("entity", 1), ("same", 0), ("add", 0), ("link", 0)],
    one=[("remove entity", 0)],
    other=[("rename", 0), ("same", 1)],
    skew=3,
)
def test_what_one_copy_removed_is_in_neither(
    before: list[tuple[str, int]],
    one: list[tuple[str, int]],
    other: list[tuple[str, int]],
    skew: int,
) -> None:
    """The same events, the same journal; no removed word in any file, and no other word lost."""
    words = (f"слово{number}." for number in itertools.count(100))
    world = JournalWorld()
    world.create().close()
    live(world, before, words)
    copies = Copies.of(world)
    copies.other.clock += skew
    live(copies.one, one, words)
    live(copies.other, other, words)
    first, second = events(copies.one), events(copies.other)
    gone = gone_in(first, second)
    both = first | second
    wanted = {p: e for p, e in both.items() if isinstance(e, KEPT) and name_of(e) not in gone}
    fallen = {p: e for p, e in both.items() if name_of(e) in gone}
    copies.unite()
    copies.back()
    assert events_of(copies.one) == events_of(copies.other)
    for again in (copies.unite(), copies.back()):
        assert (again.added, again.removed) == (0, 0)
    assert is_right(copies.one) == is_right(copies.other)
    left = events(copies.one)
    assert wanted.keys() <= left.keys()
    waiting = {p: e for p, e in left.items() if isinstance(e, DraftSaved)}
    removed = words_of(fallen) - words_of(wanted) - words_of(waiting)
    for each in (copies.one, copies.other):
        found = readable(each)
        assert not [word for word in removed if word in found]


@settings(max_examples=5, deadline=None)
@given(steps=STEPS)
def test_what_was_removed_is_in_no_file(steps: list[tuple[str, int]]) -> None:
    """Whatever was done before and is done after: the key opens only what is still there."""
    words = (f"слово{number}." for number in itertools.count(100))
    world = JournalWorld()
    world.create().close()
    live(world, [*steps, ("add", 0), ("edit", 0), ("file", 0), ("remove", 0)], words)
    found, left = readable(world), words_of(events(world))
    assert {word for word in found.split('"') if word.startswith("слово")} <= left
    assert is_right(world)
