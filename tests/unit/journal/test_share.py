"""Share: from incidents to two files that verify, and nothing hidden in any byte of them."""

from __future__ import annotations

import copy
import io
from pathlib import Path

import msgspec
import pytest
from PIL import ExifTags, Image

from safelog.errors import (
    ChangedExportError,
    ConflictError,
    DamagedRecordError,
    DivergedExportError,
    NotAnExportError,
    NotFoundError,
    NothingSelectedError,
    OpenQuestionsError,
    OutputExistsError,
)
from safelog.export.image import BYTES_LIMIT
from safelog.export.verify import verify
from safelog.journal import masks, selection
from safelog.journal.attachments import attach
from safelog.journal.entries import check_entries
from safelog.journal.events import IncidentSaved
from safelog.journal.journal import Journal
from safelog.journal.recipients import save_recipient
from safelog.journal.share import (
    HTML_NAME,
    JSON_NAME,
    Share,
    ShareRequest,
    make_share,
    prepare,
    review_share,
    shareable,
    write_share,
)
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.redact.policy import RecipientProfile
from tests.unit.journal.test_parts import profile
from tests.unit.journal.world import JournalWorld, incident, person

ZONE = "Europe/Vilnius"


@pytest.fixture
def lawyer(journal: Journal) -> RecipientProfile:
    """Return a lawyer who is in the journal."""
    made = profile(journal, language="en")
    save_recipient(journal, made)
    return made


def photo() -> io.BytesIO:
    """Return a JPEG with a position and a device."""
    image = Image.new("RGB", (64, 48), "gray")
    exif = image.getexif()
    exif[ExifTags.Base.Make] = "CanaryCam"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps.update({1: "N", 2: (54.0, 41.0, 13.0), 3: "E", 4: (25.0, 16.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"canary comment")
    out.seek(0)
    return out


def filled(journal: Journal) -> IncidentId:
    """Store an incident that names somebody, with a photo and a correction; return its id."""
    person(journal, "Глеб Щеглов", sex="m")
    row = incident(
        journal,
        state="complete",
        title="canary title",
        narrative="За рулём был Щеглов. Я свернул во двор.",
    )
    journal.save(row, base_revision=0)
    attach(journal, row.id, photo(), name="Щеглов.jpg", description="Номер машины")
    attach(journal, row.id, io.BytesIO(b"%PDF canary"), name="дело.pdf")
    attach(journal, row.id, io.BytesIO(b"RIFF"), name="голос.mp3")
    corrected = msgspec.structs.replace(row, effect="Не сплю.", title="canary title two")
    journal.save(corrected, base_revision=1)
    return row.id


def share(journal: Journal, lawyer: RecipientProfile, *chosen: IncidentId) -> Share:
    """Make an export in which every question is answered with "hide"."""
    prepared = prepare(journal, ShareRequest(lawyer.id, chosen or shareable(journal), ZONE))
    found = review_share(journal, prepared, {})
    hidden = {decision.occurrence: decision.choice for decision in found.hide_all()}
    return make_share(journal, prepared, hidden)


def test_an_export_verifies_and_holds_nothing_hidden(
    journal: Journal, lawyer: RecipientProfile, tmp_path: Path
) -> None:
    """The name, the title, the file name and the photo's position are in no byte."""
    filled(journal)
    made = share(journal, lawyer)
    html, bundle = write_share(journal, made, tmp_path / "out")
    assert (html.name, bundle.name) == (HTML_NAME, JSON_NAME)
    files = [(HTML_NAME, html.read_bytes())]
    verify(bundle.read_bytes(), files)
    for data in (html.read_bytes(), bundle.read_bytes()):
        for word in ("Щеглов", "canary", "CanaryCam", "дело", lawyer.name, lawyer.id):
            assert word.encode() not in data
    (exhibit, paper, voice) = made.document.exhibits
    assert exhibit.copy is not None
    assert {"position", "device", "comment", "name"} <= set(exhibit.removed)
    assert [e.media for e in (exhibit, paper, voice)] == ["image", "document", "audio"]
    assert made.document.paragraphs[0].corrections[0].paths == ("effect",)


def test_a_changed_byte_in_either_file_is_refused(
    journal: Journal, lawyer: RecipientProfile
) -> None:
    """The place is named."""
    filled(journal)
    outputs = share(journal, lawyer).outputs.files
    for name in outputs:
        changed = dict(outputs)
        half = len(changed[name]) // 2
        data = bytearray(changed[name])
        data[half] ^= 1
        changed[name] = bytes(data)
        with pytest.raises(ChangedExportError) as caught:
            verify(changed[JSON_NAME], [(HTML_NAME, changed[HTML_NAME])])
        assert caught.value.fields["place"]


def test_an_open_question_or_an_empty_choice_stops_the_export(
    journal: Journal, lawyer: RecipientProfile
) -> None:
    """Nothing is made while the person has not answered."""
    with pytest.raises(NothingSelectedError):
        share(journal, lawyer)
    journal.save_entity(
        Entity(id=EntityId(journal.new_id()), kind="phone", name="+7 700 000 41 87"),
        base_revision=0,
    )
    row = incident(journal, state="complete", narrative="Звонок с 000-41-87.")
    journal.save(row, base_revision=0)
    prepared = prepare(journal, ShareRequest(lawyer.id, (row.id,), ZONE))
    assert review_share(journal, prepared, {}).open_count == 1
    with pytest.raises(OpenQuestionsError):
        make_share(journal, prepared, {})
    with pytest.raises(NotFoundError):
        share(journal, lawyer, IncidentId("0" * 26))


def test_drafts_are_left_out_until_they_are_complete(journal: Journal) -> None:
    """A hurried note is not evidence yet."""
    draft = incident(journal)
    done = incident(journal, state="complete")
    sealed = incident(journal, state="sealed")
    for row in (draft, done, sealed):
        journal.save(row, base_revision=0)
    assert set(shareable(journal)) == {done.id, sealed.id}


def test_a_second_export_continues_the_first_and_renames_everybody(
    world: JournalWorld, tmp_path: Path
) -> None:
    """The recipient's log only grows; the labels of the first export mean nothing in the next."""
    journal = world.create()
    lawyer = profile(journal)
    save_recipient(journal, lawyer)
    filled(journal)
    first = share(journal, lawyer)
    write_share(journal, first, tmp_path / "one")
    journal.close()
    journal = world.open()
    filled(journal)
    second = share(journal, lawyer)
    write_share(journal, second, tmp_path / "two")
    report = verify(
        (tmp_path / "two" / JSON_NAME).read_bytes(),
        [(HTML_NAME, (tmp_path / "two" / HTML_NAME).read_bytes())],
    )
    assert report.digits == first.digits == second.digits
    assert second.event.size > first.event.size
    assert (first.event.previous, second.event.previous) == (b"", first.event.root)
    (made, again) = journal.state.exports[lawyer.id]
    assert (made, again) == (first.event, second.event)


def test_two_exports_from_one_state_cannot_both_be_given_out(
    journal: Journal, lawyer: RecipientProfile, tmp_path: Path
) -> None:
    """They would sign two logs of one size that contradict one another."""
    filled(journal)
    one, other = share(journal, lawyer), share(journal, lawyer)
    write_share(journal, one, tmp_path / "one")
    with pytest.raises(ConflictError):
        write_share(journal, other, tmp_path / "other")
    assert not (tmp_path / "other").exists()
    write_share(journal, share(journal, lawyer), tmp_path / "three")


def next_export(journal: Journal, lawyer: RecipientProfile, *, last: bytes | None = None) -> bytes:
    """Return the JSON file of the next export, after comparing the last one."""
    request = ShareRequest(lawyer.id, shareable(journal), ZONE)
    prepared = prepare(journal, request, untrusted_last=last)
    found = review_share(journal, prepared, {})
    hidden = {decision.occurrence: decision.choice for decision in found.hide_all()}
    return make_share(journal, prepared, hidden).outputs.files[JSON_NAME]


def test_a_vault_put_back_from_an_older_copy_does_not_contradict_itself(
    world: JournalWorld, tmp_path: Path
) -> None:
    """The recipient's last file shows what the copy has forgotten; nothing is signed then."""
    journal = world.create()
    lawyer = profile(journal)
    save_recipient(journal, lawyer)
    filled(journal)
    write_share(journal, share(journal, lawyer), tmp_path / "one")
    journal.close()
    backup = copy.deepcopy(world.vaults.memory.content)
    journal = world.open()
    filled(journal)
    write_share(journal, share(journal, lawyer), tmp_path / "two")
    last = (tmp_path / "two" / JSON_NAME).read_bytes()
    filled(journal)
    verify(next_export(journal, lawyer, last=last), earlier=[last])
    journal.close()
    world.vaults.memory.content = backup
    journal = world.open()
    filled(journal)
    # Without the file nobody can know: this is the contradiction that the recipient would find.
    with pytest.raises(ChangedExportError):
        verify(next_export(journal, lawyer), earlier=[last])
    with pytest.raises(DivergedExportError):
        next_export(journal, lawyer, last=last)
    anew = profile(journal, name="Бюро, снова")
    save_recipient(journal, anew)
    write_share(journal, share(journal, anew), tmp_path / "anew")
    assert verify((tmp_path / "anew" / JSON_NAME).read_bytes()).paragraphs


def test_any_known_export_serves_as_the_last_one_and_another_file_does_not(
    journal: Journal, lawyer: RecipientProfile, tmp_path: Path
) -> None:
    """An older file of the same recipient is continued too; somebody else's is not."""
    filled(journal)
    other = profile(journal, name="Другая")
    save_recipient(journal, other)
    for name, to in (("one", lawyer), ("two", lawyer), ("other", other)):
        write_share(journal, share(journal, to), tmp_path / name)
    for name in ("one", "two"):
        assert next_export(journal, lawyer, last=(tmp_path / name / JSON_NAME).read_bytes())
    with pytest.raises(DivergedExportError):
        next_export(journal, lawyer, last=(tmp_path / "other" / JSON_NAME).read_bytes())
    third = profile(journal, name="Третья")
    save_recipient(journal, third)
    with pytest.raises(DivergedExportError):
        next_export(journal, third, last=(tmp_path / "one" / JSON_NAME).read_bytes())
    with pytest.raises(NotAnExportError):
        next_export(journal, lawyer, last=b"{}")


def test_two_recipients_share_no_key_and_no_leaf(journal: Journal) -> None:
    """Their exports cannot be joined."""
    filled(journal)
    made = []
    for name in ("А", "Б"):
        one = profile(journal, name=name)
        save_recipient(journal, one)
        made.append(share(journal, one))
    assert made[0].digits != made[1].digits
    assert made[0].event.root != made[1].event.root


def test_an_export_never_takes_the_place_of_a_file(
    journal: Journal, lawyer: RecipientProfile, tmp_path: Path
) -> None:
    """And then the journal does not record it either."""
    filled(journal)
    made = share(journal, lawyer)
    (tmp_path / JSON_NAME).write_text("mine")
    before = journal.vault.count
    with pytest.raises(OutputExistsError):
        write_share(journal, made, tmp_path)
    assert (tmp_path / JSON_NAME).read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == [JSON_NAME]
    assert journal.vault.count == before


def test_a_record_that_differs_from_its_commitment_stops_the_export(
    journal: Journal, lawyer: RecipientProfile
) -> None:
    """What cannot be proven is not exported."""
    row = incident(journal, state="complete", narrative="а")
    journal.save(row, base_revision=0)
    event = journal.event(journal.state.committed[0])
    assert isinstance(event, IncidentSaved)
    forged = msgspec.structs.replace(event, revision=2, leaf=bytes(32))
    (position,) = journal.append([forged])
    with pytest.raises(DamagedRecordError):
        share(journal, lawyer)
    assert [problem.fields for problem in check_entries(journal)] == [{"position": position}]


def test_a_whole_journal_has_nothing_to_tell(journal: Journal) -> None:
    """Every commitment is made again from the words."""
    filled(journal)
    assert check_entries(journal) == ()


def test_a_position_without_an_entry_is_damage(journal: Journal, lawyer: RecipientProfile) -> None:
    """Only incidents and attachments are committed to."""
    filled(journal)
    journal.state.committed.insert(0, 0)
    with pytest.raises(DamagedRecordError):
        share(journal, lawyer)


def test_a_large_file_is_told_by_its_hash(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not even decoded."""
    assert BYTES_LIMIT > 0
    row = journal.save(incident(journal, state="complete"), base_revision=0).incident
    attach(journal, row.id, photo(), name="a.jpg")
    monkeypatch.setattr(masks, "BYTES_LIMIT", 10)
    gathered = selection.gather(journal, (row.id,), images=True)
    assert gathered.copies == {}
    assert gathered.incidents[0].attachments[0].media == "image"
