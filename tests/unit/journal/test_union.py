"""Two copies of a vault that went different ways become one journal, with nothing lost."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedRecordError,
    DivergedExportError,
    LostExportError,
    OtherVaultError,
    ProofError,
)
from safelog.export.verify import verify
from safelog.journal.attachments import attach, read_attachment
from safelog.journal.drafts import drop_draft, save_draft
from safelog.journal.entries import check_entries
from safelog.journal.events import ExportMade
from safelog.journal.journal import Journal
from safelog.journal.lines import line_of
from safelog.journal.recipients import save_decisions, save_recipient
from safelog.journal.share import (
    JSON_NAME,
    ShareRequest,
    make_share,
    prepare,
    review_share,
    shareable,
    write_share,
)
from safelog.journal.union import unite
from safelog.model.ids import IncidentId, RecipientId
from safelog.redact.cover import Decision, Occurrence
from safelog.redact.policy import RecipientProfile
from safelog.redact.review import choices
from tests.unit.journal.parted import Copies, events_of, facts, opened
from tests.unit.journal.world import JournalWorld, incident, person, searched
from tests.unit.vault.world import FOLDER, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PHOTO = bytes(range(256)) * 300


@pytest.fixture
def copies(world: JournalWorld) -> Copies:
    """Return two copies of a vault with one incident, one person and a setting."""
    journal = world.create()
    journal.save(incident(journal, narrative="первое"), base_revision=0)
    person(journal, "Арман Пример")
    journal.save_settings(idle_lock_minutes=3)
    journal.close()
    return Copies.of(world)


def edited(world: JournalWorld, narrative: str, *, later: int = 0) -> None:
    """Save a revision of the first incident in one world."""
    world.clock += later
    journal = world.open()
    current = journal.read(journal.threads()[0].heading.id)
    changed = msgspec.structs.replace(current.incident, narrative=narrative, title=narrative)
    journal.save(changed, base_revision=current.revision)
    journal.close()


def open_both(copies: Copies) -> Iterator[Journal]:
    """Open one journal after the other."""
    for world in (copies.one, copies.other):
        journal = world.open()
        yield journal
        journal.close()


def test_each_copy_gets_what_the_other_has(copies: Copies) -> None:
    """Incidents, words and attachments of both; the same events and the same journal in both."""
    for world, words in ((copies.one, "здесь"), (copies.other, "там")):
        journal = world.open()
        saved = journal.save(incident(journal, narrative=words), base_revision=0)
        attach(journal, saved.incident.id, io.BytesIO(PHOTO + words.encode()), name=words)
        journal.close()
    report = copies.unite()
    assert (report.added, len(report.incidents), report.attachments) == (2, 1, 1)
    assert report.attachment_bytes == len(PHOTO + "там".encode())
    assert (report.conflicts, report.entities, report.forked) == ((), (), ())
    copies.back()
    assert events_of(copies.one) == events_of(copies.other)
    one, other = (facts(journal) for journal in open_both(copies))
    assert one == other
    for journal in open_both(copies):
        assert journal.vault.check().problems == ()
        assert check_entries(journal) == ()
        for thread in journal.threads():
            for item in thread.attachments:
                assert b"".join(read_attachment(journal, item)) == PHOTO + item.name.encode()


def test_uniting_again_or_with_itself_adds_nothing(copies: Copies) -> None:
    """Every event is there once."""
    edited(copies.other, "там")
    assert copies.unite().added == 1
    before = copies.one.vaults.file("log")[:]
    assert copies.unite().added == 0
    assert Copies(copies.one, Copies.of(copies.one).other).unite().added == 0
    assert copies.one.vaults.file("log") == before


def test_an_incident_changed_in_both_has_two_revisions(copies: Copies) -> None:
    """Both stay, the later one counts, and a new one brings them together."""
    edited(copies.one, "здесь")
    edited(copies.other, "там", later=10)
    report = copies.unite()
    copies.back()
    for journal in open_both(copies):
        (thread,) = journal.threads()
        assert report.conflicts == (thread.heading.id,)
        assert thread.conflicts == (2,)
        saved = journal.read(thread.heading.id)
        assert saved.incident.narrative == "там"
        assert saved.conflicts == (2,)
        assert [each.incident.narrative for each in journal.history(thread.heading.id)] == [
            "первое",
            "здесь",
            "там",
        ]
        assert searched(journal, "там") == [thread.heading.id]
        assert [each.revision for each in journal.line(thread.heading.id)] == [1, 2]
        assert check_entries(journal) == ()
    edited(copies.one, "и там, и здесь")
    copies.back()
    for journal in open_both(copies):
        (thread,) = journal.threads()
        assert thread.conflicts == ()
        assert thread.revision == 3


def test_a_longer_way_counts_and_still_stands_against_the_other(copies: Copies) -> None:
    """A higher number counts, whatever the clock says, and the shorter way is not forgotten."""
    edited(copies.one, "здесь 2")
    edited(copies.one, "здесь 3")
    edited(copies.other, "там 2", later=1000)
    assert len(copies.unite().conflicts) == 1
    journal = copies.one.open()
    (thread,) = journal.threads()
    assert thread.conflicts == (2, 3)
    assert journal.read(thread.heading.id).incident.narrative == "здесь 3"
    assert searched(journal, "там") == []
    journal.close()


def test_entities_settings_and_recipients_have_one_later_change(copies: Copies) -> None:
    """The same one in both copies; what was replaced stays in the log."""
    for world, name, minutes, later in (
        (copies.one, "Арман Здесь", 7, 0),
        (copies.other, "Арман Там", 9, 50),
    ):
        world.clock += later
        journal = world.open()
        (entity,) = journal.state.entities.values()
        journal.save_entity(msgspec.structs.replace(entity, name=name), base_revision=1)
        journal.save_settings(idle_lock_minutes=minutes)
        journal.close()
    report = copies.unite()
    assert len(report.entities) == 1
    copies.back()
    for journal in open_both(copies):
        assert [entity.name for entity in journal.state.entities.values()] == ["Арман Там"]
        assert journal.state.idle_lock_minutes == 9
        (entity,) = journal.state.entities.values()
        journal.save_entity(entity, base_revision=2)


def test_what_ties_is_decided_alike_in_both_copies(copies: Copies) -> None:
    """The same number in the same second: the bytes decide."""
    copies.other.clock = copies.one.clock
    for world, minutes in ((copies.one, 7), (copies.other, 9)):
        journal = world.open()
        journal.save_settings(idle_lock_minutes=minutes)
        journal.close()
    copies.unite()
    copies.back()
    assert {journal.state.idle_lock_minutes for journal in open_both(copies)} == {9}


def test_no_typed_word_stops_waiting(copies: Copies) -> None:
    """A draft that both copies went on with waits twice; one that the other dropped waits once."""
    journal = copies.one.open()
    save_draft(journal, journal.new_id(), kind="", inputs={"narrative": "общее"})
    journal.close()
    parted = Copies.of(copies.one)
    for world, words in ((parted.one, "здесь"), (parted.other, "там")):
        journal = world.open()
        (draft,) = journal.state.drafts
        save_draft(journal, draft, kind="", inputs={"narrative": words})
        journal.close()
    parted.unite()
    parted.back()
    waiting = []
    for journal in open_both(parted):
        waiting.append(journal.state.drafts)
        assert all(key == draft.id for key, draft in journal.state.drafts.items())
    assert waiting[0] == waiting[1]
    assert {draft.inputs["narrative"] for draft in waiting[0].values()} == {"здесь", "там"}
    third = Copies.of(parted.one)
    journal = third.one.open()
    for draft in list(journal.state.drafts):
        drop_draft(journal, draft)
    assert journal.state.drafts == {}
    journal.close()
    journal = third.other.open()
    own = next(key for key, d in journal.state.drafts.items() if d.inputs["narrative"] == "там")
    save_draft(journal, own, kind="", inputs={"narrative": "там и дальше"})
    journal.close()
    third.unite()
    journal = third.one.open()
    assert [d.inputs["narrative"] for d in journal.state.drafts.values()] == ["там и дальше"]
    journal.close()


def decided(world: JournalWorld, choice: str) -> None:
    """Decide on one place, for a recipient."""
    journal = world.open()
    place = Occurrence(
        incident=IncidentId("6" * 26),
        path="narrative",
        entity="",
        folded="арман",
        context="",
        index=0,
    )
    made = Decision(occurrence=place, choice=choice)  # type: ignore[arg-type]  # of the two there are
    save_decisions(journal, RECIPIENT, [made])
    journal.close()


RECIPIENT = RecipientId("7" * 26)


def test_of_two_choices_as_late_the_one_that_hides_counts(copies: Copies) -> None:
    """Whichever copy made it; a later choice of the person counts over both."""
    decided(copies.one, "hide")
    decided(copies.other, "show")
    copies.unite()
    copies.back()
    for journal in open_both(copies):
        assert list(journal.state.decisions[RECIPIENT].values()) == ["hide"]
    decided(copies.one, "show")
    journal = copies.one.open()
    assert list(journal.state.decisions[RECIPIENT].values()) == ["show"]
    journal.close()


def test_another_vault_is_refused(copies: Copies) -> None:
    """Nothing of it is taken over."""
    stranger = JournalWorld(vaults=World())
    stranger.create().close()
    journal = copies.one.open()
    before = journal.vault.count
    with opened(stranger) as other, pytest.raises(OtherVaultError):
        unite(journal, other)
    assert journal.vault.count == before
    journal.close()


def test_a_damaged_copy_is_refused_as_a_whole(copies: Copies) -> None:
    """Neither its other attachments nor its other events are taken over."""
    journal = copies.other.open()
    saved = journal.save(incident(journal, narrative="там"), base_revision=0)
    attach(journal, saved.incident.id, io.BytesIO(PHOTO), name="photo")
    journal.close()
    (name,) = [n for n in copies.other.vaults.memory.snapshot() if n.startswith("blobs/")]
    copies.other.vaults.file(name)[-1] ^= 1
    before = events_of(copies.one)
    with pytest.raises(DamagedBlobError):
        copies.unite()
    assert events_of(copies.one) == before


def test_events_of_a_newer_safelog_are_refused_as_a_whole(copies: Copies) -> None:
    """What cannot be read here cannot be kept here; the newer one unites them."""
    edited(copies.other, "там")
    vault = copies.other.vaults.open()
    vault.append([b'{"event":"from.the.future","at":1}'])
    vault.close()
    before = events_of(copies.one)
    with pytest.raises(DamagedRecordError):
        copies.unite()
    assert events_of(copies.one) == before


def test_a_taking_over_that_was_cut_off_goes_on(copies: Copies) -> None:
    """An attachment that is here already is taken as it is; a damaged one is written anew."""
    journal = copies.other.open()
    saved = journal.save(incident(journal), base_revision=0)
    attach(journal, saved.incident.id, io.BytesIO(PHOTO), name="photo")
    journal.close()
    (name,) = [n for n in copies.other.vaults.memory.snapshot() if n.startswith("blobs/")]
    whole = copies.other.vaults.file(name)
    for content in (whole, whole[:-1], bytes(len(whole))):
        fresh = Copies.of(copies.one).other
        fresh.vaults.memory.content[FOLDER / name] = bytearray(content)
        Copies(fresh, copies.other).unite()
        journal = fresh.open()
        (item,) = next(t.attachments for t in journal.threads() if t.attachments)
        assert b"".join(read_attachment(journal, item)) == PHOTO
        journal.close()


def test_many_events_are_taken_over_in_several_commits(copies: Copies) -> None:
    """So that none of them holds a whole journal in memory."""
    journal = copies.other.open()
    journal.save_all(incident(journal, narrative=str(n)) for n in range(600))
    journal.close()
    assert copies.unite().added == 600
    assert len(copies.one.open()) == 601


# --- exports ---------------------------------------------------------------------------------


def add_lawyer(world: JournalWorld) -> RecipientProfile:
    """Make a recipient in one world."""
    journal = world.open()
    profile = RecipientProfile(
        id=RecipientId(journal.new_id()), name="Бюро", policy="lawyer", language="ru"
    )
    save_recipient(journal, profile)
    journal.close()
    return profile


def export(
    world: JournalWorld, lawyer: RecipientProfile, out: Path, *, last: bytes | None = None
) -> bytes:
    """Write an export of all that can be proven in one world, and return its JSON file."""
    journal = world.open()
    chosen = [key for key in shareable(journal) if journal.thread(key).revisions[0].number == 1]
    request = ShareRequest(lawyer.id, tuple(chosen), "Asia/Almaty")
    prepared = prepare(journal, request, untrusted_last=last)
    review = review_share(journal, prepared, {})
    share = make_share(journal, prepared, choices(review.hide_all()))
    write_share(journal, share, out)
    journal.close()
    return (out / JSON_NAME).read_bytes()


def complete(world: JournalWorld, narrative: str) -> None:
    """Record a complete incident in one world."""
    journal = world.open()
    journal.save(incident(journal, narrative=narrative, state="complete"), base_revision=0)
    journal.close()


def verified(newest: bytes, folder: Path, *earlier: bytes) -> int:
    """Verify an export with earlier ones; return how many of those it continues."""
    page = folder / "chronology.html"
    return verify(newest, [(page.name, page.read_bytes())], earlier=earlier).earlier_given


def test_two_recipients_views_both_go_on(copies: Copies, tmp_path: Path) -> None:
    """Each copy had exported to somebody else: the next export continues each of the two."""
    here = add_lawyer(copies.one)
    there = add_lawyer(copies.other)
    complete(copies.one, "здесь")
    complete(copies.other, "там")
    first = export(copies.one, here, tmp_path / "1")
    second = export(copies.other, there, tmp_path / "2")
    assert copies.unite().forked == ()
    for lawyer, earlier, out in ((here, first, "3"), (there, second, "4")):
        newest = export(copies.one, lawyer, tmp_path / out)
        assert verified(newest, tmp_path / out, earlier) == 1
    assert verified(first, tmp_path / "1") == 0
    assert verified(second, tmp_path / "2") == 0


def test_exports_to_one_recipient_from_both_copies(copies: Copies, tmp_path: Path) -> None:
    """Both verify; the next continues one of the two, and the file that is given says which."""
    lawyer = add_lawyer(copies.one)
    complete(copies.one, "общее")
    base = export(copies.one, lawyer, tmp_path / "0")
    parted = Copies.of(copies.one)
    complete(parted.one, "здесь")
    complete(parted.other, "там")
    here = export(parted.one, lawyer, tmp_path / "1")
    parted.other.clock += 1000
    there = export(parted.other, lawyer, tmp_path / "2")
    assert parted.unite().forked == (lawyer.id,)
    parted.back()
    again = Copies.of(parted.one)
    newest = export(parted.one, lawyer, tmp_path / "3")
    assert verified(newest, tmp_path / "3", base, there) == 2
    with pytest.raises(ProofError):
        verified(newest, tmp_path / "3", here)
    chosen = export(again.other, lawyer, tmp_path / "4", last=here)
    assert verified(chosen, tmp_path / "4", base, here) == 2
    with pytest.raises(ProofError):
        verified(chosen, tmp_path / "4", there)
    for old, folder in ((base, "0"), (here, "1"), (there, "2")):
        verified(old, tmp_path / folder)


def test_an_older_file_leads_to_the_newest_export(copies: Copies, tmp_path: Path) -> None:
    """Nothing that went out is contradicted because the person found only an older file."""
    lawyer = add_lawyer(copies.one)
    complete(copies.one, "раз")
    first = export(copies.one, lawyer, tmp_path / "1")
    complete(copies.one, "два")
    second = export(copies.one, lawyer, tmp_path / "2")
    complete(copies.one, "три")
    third = export(copies.one, lawyer, tmp_path / "3", last=first)
    assert verified(third, tmp_path / "3", first, second) == 2
    other = add_lawyer(copies.one)
    with pytest.raises(DivergedExportError):
        export(copies.one, other, tmp_path / "4", last=third)


def made(root: bytes, previous: bytes) -> ExportMade:
    """Make an export as its event names it."""
    return ExportMade(
        at=1,
        recipient=RECIPIENT,
        previous=previous,
        batch=b"",
        size=64,
        root=root,
        bundle_sha256=b"",
        incidents=(),
    )


def test_a_line_with_a_gap_is_not_continued() -> None:
    """Nor is one that goes round in a circle, which only somebody with the key can make."""
    with pytest.raises(LostExportError):
        line_of([made(b"2", b"1")])
    with pytest.raises(LostExportError):
        line_of([made(b"1", b"2"), made(b"2", b"1")])
