"""What the person removes for good leaves its tombstone, and none of its words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import InvalidFieldError, NotFoundError
from safelog.export.verify import verify
from safelog.journal.attachments import attach, attachment_event, read_attachment
from safelog.journal.drafts import save_draft
from safelog.journal.entries import check_entries
from safelog.journal.journal import Journal
from safelog.journal.links import links_of, merge_entities, save_link, split_entities
from safelog.journal.recipients import decisions, save_decisions, save_recipient
from safelog.journal.remains import Chosen
from safelog.journal.removal import (
    choose_attachment,
    choose_entity,
    choose_incident,
    choose_link,
    choose_revision,
    choose_version,
    finish_removals,
    remove,
    survey,
)
from safelog.journal.share import (
    JSON_NAME,
    ShareRequest,
    make_share,
    prepare,
    review_share,
    write_share,
)
from safelog.model.ids import AttachmentId, EntityId, IncidentId, RecipientId
from safelog.model.link import Link, LinkId, Ref
from safelog.redact.cover import Decision, Occurrence
from safelog.redact.policy import RecipientProfile
from safelog.redact.review import choices
from safelog.vault import Secret
from safelog.vault.heads import read_heads
from tests.unit.journal.world import JournalWorld, incident, person, searched
from tests.unit.vault.keyholder import readable_under, records_under
from tests.unit.vault.world import FOLDER, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safelog.model.incident import Incident

PHOTO = bytes(range(256)) * 300
SECRET = "тайное"


def readable(world: JournalWorld) -> str:
    """Return every word that the key opens in any file of a vault that nobody has open."""
    keys = read_heads(FOLDER, world.vaults.ports).unlock(Secret.from_text(PASSPHRASE)).keys
    found = records_under(keys, world.vaults.memory.snapshot())
    return "\n".join(record.decode(errors="replace") for record in found)


def files_readable(world: JournalWorld) -> list[str]:
    """Return the names of the attachments of which the key opens anything."""
    keys = read_heads(FOLDER, world.vaults.ports).unlock(Secret.from_text(PASSPHRASE)).keys
    names = readable_under(keys, world.vaults.memory.snapshot())
    return [name for name in names if name.startswith("blobs/")]


def edit(journal: Journal, row: Incident, **fields: object) -> Incident:
    """Save another revision."""
    changed = msgspec.structs.replace(journal.read(row.id).incident, **fields)
    journal.save(changed, base_revision=journal.thread(row.id).revision)
    return changed


def saved(journal: Journal, **fields: object) -> Incident:
    """Save a new incident."""
    return journal.save(incident(journal, **fields), base_revision=0).incident


def link(journal: Journal, subject: Ref, target: Ref, basis: str) -> Link:
    """Say that two things belong together."""
    made = Link(
        id=LinkId(journal.new_id()),
        relation="follows" if subject.kind == "incident" else "seen_with",
        subject=subject,
        object=target,
        basis=basis,
    )
    save_link(journal, made, base_revision=0)
    return made


def opened_again(world: JournalWorld, journal: Journal) -> Journal:
    """Close a journal and open it again."""
    journal.close()
    return world.open()


def test_an_incident_goes_with_all_that_is_its_own(world: JournalWorld, journal: Journal) -> None:
    """Revisions, attachments, drafts and links; what else there is stays, and all verifies."""
    other = saved(journal, narrative="другое")
    row = saved(journal, narrative=f"{SECRET} одно")
    edit(journal, row, narrative=f"{SECRET} два")
    attach(journal, row.id, io.BytesIO(PHOTO), name=SECRET, description=SECRET)
    kept = attach(journal, other.id, io.BytesIO(PHOTO[::-1]), name="другое")
    link(journal, Ref("incident", other.id), Ref("incident", row.id), SECRET)
    draft = journal.new_id()
    save_draft(
        journal, draft, kind="", inputs={"narrative": SECRET}, incident=row.id, base_revision=2
    )
    chosen = choose_incident(journal, row.id)
    told = survey(journal, chosen)
    assert (told.incidents, told.revisions, told.attachments, told.links, told.drafts) == (
        (1, 2, 1, 1, 1)
    )
    assert told.attachment_bytes == len(PHOTO)
    assert told.recorded[0] < told.recorded[1]
    count = journal.vault.count
    assert remove(journal, chosen) == 5
    now = journal
    for _ in range(2):
        assert now.vault.count == count
        assert [thread.heading.id for thread in now.threads()] == [other.id]
        assert len(now) == 1
        assert searched(now, SECRET) == []
        assert searched(now, "другое") == [other.id]
        assert list(now.facts().by_incident) == [other.id]
        assert now.state.drafts == {}
        assert list(links_of(now.state, Ref("incident", other.id))) == []
        with pytest.raises(NotFoundError):
            now.read(row.id)
        with pytest.raises(NotFoundError):
            now.find_incident(row.id)
        assert now.vault.check().problems == ()
        assert check_entries(now) == ()
        assert b"".join(read_attachment(now, kept)) == PHOTO[::-1]
        assert now.state.unfinished == 0
        now = opened_again(world, now)
    now.close()
    assert SECRET not in readable(world)
    assert files_readable(world) == [f"blobs/{kept.blob}"]


def test_nothing_gets_the_number_of_what_was_removed(journal: Journal) -> None:
    """Neither an incident that is brought in again under its id, nor an entity."""
    row = saved(journal, narrative=SECRET)
    edit(journal, row, narrative=f"{SECRET} два")
    who = person(journal, SECRET)
    remove(journal, choose_incident(journal, row.id))
    remove(journal, choose_entity(journal, who.id))
    again = journal.save(row, base_revision=0)
    assert again.revision == 3
    assert journal.thread(row.id).line[0].is_removed
    journal.save_entity(who, base_revision=0)
    assert journal.state.entity_saves[who.id].revision == 2


def test_an_earlier_revision_goes_and_the_others_stay(
    world: JournalWorld, journal: Journal
) -> None:
    """The date and the number of the removed one stay known."""
    row = saved(journal, narrative=f"{SECRET}.")
    first = journal.thread(row.id).first_recorded
    edit(journal, row, narrative="второе")
    edit(journal, row, narrative="третье")
    assert remove(journal, choose_revision(journal, row.id, 1)) == 1
    thread = journal.thread(row.id)
    assert [each.number for each in thread.revisions] == [2, 3]
    assert [(each.number, each.is_removed) for each in thread.line] == [
        (1, True),
        (2, False),
        (3, False),
    ]
    assert (thread.first_recorded, thread.revision, thread.conflicts) == (first, 3, ())
    assert [each.revision for each in journal.history(row.id)] == [2, 3]
    assert [each.revision for each in journal.line(row.id)] == [2, 3]
    with pytest.raises(NotFoundError):
        journal.read(row.id, 1)
    assert check_entries(journal) == ()
    assert edit(journal, row, narrative="четвёртое").narrative == "четвёртое"
    assert journal.thread(row.id).conflicts == ()
    journal.close()
    assert SECRET not in readable(world)


def test_what_counts_is_never_removed_alone(journal: Journal) -> None:
    """Neither the newest revision nor the newest version, nor what is not there."""
    row = saved(journal, narrative="раз")
    who = person(journal, "Арман Пример")
    with pytest.raises(InvalidFieldError):
        choose_revision(journal, row.id, 1)
    with pytest.raises(InvalidFieldError):
        choose_version(journal, who.id, 1)
    nothing = "0" * 26
    choices_of_nothing: tuple[Callable[[], Chosen], ...] = (
        lambda: choose_revision(journal, row.id, 2),
        lambda: choose_version(journal, who.id, 2),
        lambda: choose_version(journal, EntityId(nothing), 1),
        lambda: choose_incident(journal, IncidentId(nothing)),
        lambda: choose_attachment(journal, AttachmentId(nothing)),
        lambda: choose_link(journal, LinkId(nothing)),
        lambda: choose_entity(journal, EntityId(nothing)),
    )
    for choose in choices_of_nothing:
        with pytest.raises(NotFoundError):
            choose()


def test_an_attachment_goes_alone(world: JournalWorld, journal: Journal) -> None:
    """Its file is gone; one that came in the same commit stays, and so does the incident."""
    row = saved(journal, narrative="слова")
    gone = attach(journal, row.id, io.BytesIO(PHOTO), name=SECRET)
    stays = attach(journal, row.id, io.BytesIO(PHOTO[:500]), name="остаётся")
    remove(journal, choose_attachment(journal, gone.id))
    assert [item.id for item in journal.thread(row.id).attachments] == [stays.id]
    with pytest.raises(NotFoundError):
        list(read_attachment(journal, gone))
    assert check_entries(journal) == ()
    journal.close()
    assert SECRET not in readable(world)
    assert files_readable(world) == [f"blobs/{stays.blob}"]


def test_files_of_one_commit_go_one_by_one(world: JournalWorld, journal: Journal) -> None:
    """The first record of a commit names the files of all, and still does when it is removed."""
    row = saved(journal, narrative="слова")
    blobs = [journal.vault.write_blob(io.BytesIO(bytes([n]) * 90)) for n in range(2)]
    both = [attachment_event(journal, row.id, blob, name="образец") for blob in blobs]
    journal.append(both, blobs=blobs)
    remove(journal, choose_attachment(journal, both[0].id))
    assert b"".join(read_attachment(journal, both[1])) == bytes([1]) * 90
    assert journal.vault.check().problems == ()
    journal.close()
    assert f"blobs/{blobs[0].id}" not in files_readable(world)


def test_a_link_goes_with_all_that_it_said(world: JournalWorld, journal: Journal) -> None:
    """Its ends stay."""
    one, two = person(journal, "Первый Пример"), person(journal, "Второй Пример")
    made = link(journal, Ref("entity", one.id), Ref("entity", two.id), SECRET)
    save_link(journal, msgspec.structs.replace(made, basis=f"{SECRET} 2"), base_revision=1)
    assert remove(journal, choose_link(journal, made.id)) == 2
    assert list(links_of(journal.state, Ref("entity", one.id))) == []
    assert set(journal.state.entities) == {one.id, two.id}
    journal.close()
    assert SECRET not in readable(world)


def test_an_entity_goes_and_its_group_stays_one(world: JournalWorld, journal: Journal) -> None:
    """Merges lose their words; somebody who is there stands for the group."""
    gone, one, two = (person(journal, name) for name in (SECRET, "Первый", "Второй"))
    merge_entities(journal, gone.id, [one.id, two.id], basis=SECRET)
    undone = merge_entities(journal, one.id, [person(journal, "Третий").id], basis=SECRET)
    other = merge_entities(journal, gone.id, [person(journal, "Пятый").id], basis=SECRET)
    split_entities(journal, other.id, basis=SECRET)
    row = saved(journal, narrative="Он был здесь.", perpetrators=())
    link(journal, Ref("entity", gone.id), Ref("entity", one.id), SECRET)
    told = survey(journal, choose_entity(journal, gone.id))
    assert (told.entities, told.versions, told.links, told.merges) == (1, 1, 1, 2)
    remove(journal, choose_entity(journal, gone.id))
    journal = opened_again(world, journal)
    assert gone.id not in journal.state.entities
    assert journal.state.representative(two.id) == one.id
    assert journal.state.representative(gone.id) == one.id
    assert journal.state.sameness.group(one.id)[:2] == (one.id, two.id)
    assert {merge.id for merge in journal.state.sameness.holding} >= {undone.id}
    assert journal.read(row.id).incident == row
    journal.close()
    assert readable(world).count(SECRET) == 1


def test_a_version_of_an_entity_goes_alone(world: JournalWorld, journal: Journal) -> None:
    """The one that counts stays as it is."""
    who = person(journal, "Арман Пример", aliases=(SECRET,))
    journal.save_entity(msgspec.structs.replace(who, aliases=()), base_revision=1)
    remove(journal, choose_version(journal, who.id, 1))
    assert journal.state.entities[who.id].aliases == ()
    assert journal.state.entity_saves[who.id].revision == 2
    journal.close()
    assert SECRET not in readable(world)


RECIPIENT = RecipientId("7" * 26)


def decide(journal: Journal, row: Incident, *folded: str, entity: str = "") -> None:
    """Decide on places in an incident."""
    places = [
        Occurrence(
            incident=row.id,
            path="narrative",
            entity=entity,  # type: ignore[arg-type]  # an id or nothing
            folded=each,
            context="",
            index=0,
        )
        for each in folded
    ]
    save_decisions(
        journal, RECIPIENT, [Decision(occurrence=place, choice="show") for place in places]
    )


def test_decisions_go_with_the_words_that_they_are_about(
    world: JournalWorld, journal: Journal
) -> None:
    """Of a removed incident, of a removed person, and of words that no revision has any more."""
    other, row = saved(journal, narrative="другое"), saved(journal, narrative=SECRET)
    corrected = saved(journal, narrative=f"{SECRET} и Слово")
    edit(journal, corrected, narrative="слово")
    attach(journal, corrected.id, io.BytesIO(b"x"), name="файл", description="подпись")
    who = person(journal, "Арман Пример")
    decide(journal, other, "другое")
    decide(journal, row, SECRET)
    decide(journal, other, "арман", entity=who.id)
    decide(journal, corrected, SECRET, "слово", "подпись")
    for chosen in (
        choose_incident(journal, row.id),
        choose_entity(journal, who.id),
        choose_revision(journal, corrected.id, 1),
    ):
        remove(journal, chosen)
    journal = opened_again(world, journal)
    left = {(place.incident, place.folded) for place in decisions(journal, RECIPIENT)}
    assert left == {(other.id, "другое"), (corrected.id, "слово"), (corrected.id, "подпись")}
    decide(journal, other, "ещё")
    assert len(decisions(journal, RECIPIENT)) == 4
    journal.close()
    assert SECRET not in readable(world)


def test_words_of_drafts_that_wait_no_more_go_with_any_removal(
    world: JournalWorld, journal: Journal
) -> None:
    """They may be the same words; a draft that waits stays."""
    draft, waiting = journal.new_id(), journal.new_id()
    for words in (SECRET, f"{SECRET} и дальше", "уже без этого"):
        save_draft(journal, draft, kind="", inputs={"narrative": words})
    save_draft(journal, waiting, kind="", inputs={"narrative": "ждёт"})
    row = saved(journal, narrative="слова")
    edit(journal, row, narrative="другие")
    before = journal.state.drafts
    remove(journal, choose_revision(journal, row.id, 1))
    journal = opened_again(world, journal)
    assert journal.state.drafts == before
    save_draft(journal, draft, kind="", inputs={"narrative": "и ещё"})
    assert len(journal.state.drafts) == 2
    journal.close()
    assert SECRET not in readable(world)


def test_nothing_to_finish_changes_nothing(world: JournalWorld, journal: Journal) -> None:
    """Neither where nothing was ever removed nor where everything was."""
    row = saved(journal, narrative=SECRET)
    before = world.vaults.file("log")[:]
    assert finish_removals(journal) == 0
    remove(journal, choose_incident(journal, row.id))
    after = world.vaults.file("log")[:]
    assert after != before
    assert finish_removals(journal) == 0
    assert world.vaults.file("log") == after


# --- exports ---------------------------------------------------------------------------------


def export(journal: Journal, lawyer: RecipientProfile, out: Path) -> bytes:
    """Write an export of everything, and return its JSON file."""
    chosen = tuple(thread.heading.id for thread in journal.threads())
    prepared = prepare(journal, ShareRequest(lawyer.id, chosen, "Asia/Almaty"))
    review = review_share(journal, prepared, {})
    write_share(journal, make_share(journal, prepared, choices(review.hide_all())), out)
    return (out / JSON_NAME).read_bytes()


def lawyer_of(journal: Journal) -> RecipientProfile:
    """Register a lawyer."""
    profile = RecipientProfile(
        id=RecipientId(journal.new_id()), name="Бюро", policy="lawyer", language="ru"
    )
    save_recipient(journal, profile)
    return profile


@pytest.mark.parametrize("number", [1, 2])
def test_an_export_proves_the_date_of_a_removed_revision(
    journal: Journal, tmp_path: Path, number: int
) -> None:
    """It continues the earlier one, and shows when it was recorded, not what it changed."""
    lawyer = lawyer_of(journal)
    row = saved(journal, narrative=f"Было {SECRET}.", state="complete")
    edit(journal, row, narrative="Было так.")
    edit(journal, row, narrative="Было иначе.")
    dropped = saved(journal, narrative="Лишнее.", state="complete")
    attach(journal, row.id, io.BytesIO(b"x" * 100), name="файл")
    earlier = export(journal, lawyer, tmp_path / "1")
    exhibit = journal.thread(row.id).attachments[0]
    remove(journal, choose_revision(journal, row.id, number))
    remove(journal, choose_incident(journal, dropped.id))
    remove(journal, choose_attachment(journal, exhibit.id))
    exports: list[tuple[RecipientProfile, list[bytes], str]] = [(lawyer, [earlier], "2")]
    if number == 1:
        exports.append((lawyer_of(journal), [], "3"))
    for who, given, name in exports:
        newest = export(journal, who, tmp_path / name)
        page = tmp_path / name / "chronology.html"
        report = verify(newest, [(page.name, page.read_bytes())], earlier=given)
        assert report.earlier_given == len(given)
        document = msgspec.json.decode(newest)["document"]
        (paragraph,) = document["paragraphs"]
        assert [each["revision"] for each in paragraph["corrections"]] == [2, 3]
        assert [each["paths"] for each in paragraph["corrections"]] == [[], ["narrative"]]
        assert document["exhibits"] == []
        assert SECRET not in newest.decode()


def test_where_a_removed_person_was_linked_they_stay_hidden(
    journal: Journal, tmp_path: Path
) -> None:
    """Nobody knows who it is any more, so nothing of that stretch is shown."""
    gone = person(journal, "Кира Вымышлева")
    saved(journal, narrative="Здесь была @Кира Вымышлева.", state="complete")
    remove(journal, choose_entity(journal, gone.id))
    exported = export(journal, lawyer_of(journal), tmp_path / "1").decode()
    assert "Здесь была" in exported
    assert "Вымышлева" not in exported


def test_what_is_left_of_a_revision_is_checked(journal: Journal) -> None:
    """A remainder that is not what its leaf says is found."""
    row = saved(journal, narrative="раз")
    edit(journal, row, narrative="два")
    remove(journal, choose_revision(journal, row.id, 1))
    (removed,) = journal.thread(row.id).removed
    event = journal.event(removed.position)
    forged = msgspec.structs.replace(event, leaf=bytes(32), rest=bytes(32))
    journal.append([forged])
    assert len(check_entries(journal)) == 1
