"""A file goes out as it is only by name, and is what the document says of it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from safelog.errors import ChangedExportError, LeakFoundError, NotFoundError, RawFileError
from safelog.export.leakcheck import check_leaks
from safelog.export.rawfile import RAW_NAME, ending_of
from safelog.export.verify import verify
from safelog.journal import raws
from safelog.journal.attachments import attach
from safelog.journal.masks import lay_masks, needs_heic
from safelog.journal.recipients import save_recipient
from safelog.journal.selection import gather
from safelog.journal.share import JSON_NAME, ShareRequest, make_share, prepare, write_share
from safelog.model.ids import AttachmentId
from safelog.model.mask import parse_rectangle
from safelog.redact.matcher import Matcher
from safelog.redact.terms import HiddenTerms
from tests.unit.export.heic_sample import SAMPLE
from tests.unit.journal.test_parts import profile
from tests.unit.journal.world import incident

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.journal.events import AttachmentAdded
    from safelog.journal.journal import Journal
    from safelog.redact.policy import RecipientProfile

VOICE = b"ID3\x04" + bytes(200) + "Марат Пример".encode()


@pytest.fixture
def lawyer(journal: Journal) -> RecipientProfile:
    """Return a lawyer who is in the journal."""
    made = profile(journal, language="en")
    save_recipient(journal, made)
    return made


def voice(journal: Journal, data: bytes = VOICE, name: str = "Марат.mp3") -> AttachmentAdded:
    """Attach a file to a new incident that can be exported."""
    row = incident(journal, state="complete", narrative="Звонок.")
    journal.save(row, base_revision=0)
    return attach(journal, row.id, io.BytesIO(data), name=name)


def request(
    lawyer: RecipientProfile, added: AttachmentAdded, *raw: AttachmentId, formats: str = "html"
) -> ShareRequest:
    """Return a request for the incident of an attachment."""
    return ShareRequest(
        lawyer.id, (added.incident,), "Europe/Vilnius", formats=tuple(formats.split()), raw=raw
    )


def test_a_raw_file_goes_along_under_a_neutral_name(
    journal: Journal, lawyer: RecipientProfile, tmp_path: Path
) -> None:
    """The bytes are the original's, the proof holds them to its hash, every format lists them."""
    added = voice(journal)
    formats = "html csv docx"
    prepared = prepare(journal, request(lawyer, added, added.id, formats=formats))
    made = make_share(journal, prepared, {})
    assert made.outputs.unsearched == ("exhibit-01.mp3",)
    assert made.event.raw == (added.id,)
    paths = {path.name: path.read_bytes() for path in write_share(journal, made, tmp_path / "o")}
    assert paths["exhibit-01.mp3"] == VOICE
    bundle = paths.pop(JSON_NAME)
    report = verify(bundle, list(paths.items()))
    assert report.files_judged == len(paths)
    assert b"exhibit-01.mp3" in paths["chronology.html"]
    assert b"was not searched" in paths["chronology.html"]
    assert b"exhibit-01.mp3" in paths["exhibits.csv"]
    for name in paths.keys() - {"exhibit-01.mp3"}:
        assert "Марат".encode() not in paths[name]


def test_without_the_act_a_file_goes_by_its_hash(
    journal: Journal, lawyer: RecipientProfile
) -> None:
    """What nobody named stays in the vault, and the form of the proof is the one from before."""
    added = voice(journal)
    made = make_share(journal, prepare(journal, request(lawyer, added)), {})
    assert made.outputs.unsearched == ()
    assert made.document.exhibits[0].file is None
    document = json.loads(made.outputs.files[JSON_NAME])["document"]
    assert "file" not in document["exhibits"][0]


def test_a_changed_raw_file_is_refused(journal: Journal, lawyer: RecipientProfile) -> None:
    """Whoever changes the recording breaks the proof."""
    added = voice(journal)
    made = make_share(journal, prepare(journal, request(lawyer, added, added.id)), {})
    bundle = made.outputs.files[JSON_NAME]
    with pytest.raises(ChangedExportError):
        verify(bundle, [("exhibit-01.mp3", VOICE + b"x")])


def test_an_image_with_masks_never_goes_out_as_it_is(
    journal: Journal, lawyer: RecipientProfile
) -> None:
    """The original would show what was covered; a mask for somebody else is no reason."""
    out = io.BytesIO()
    Image.new("RGB", (32, 32)).save(out, "PNG")
    added = voice(journal, out.getvalue(), "p.png")
    other = profile(journal, language="en")
    save_recipient(journal, other)
    lay_masks(journal, added, [parse_rectangle("0,0,1,1")], recipient=other.id)
    assert prepare(journal, request(lawyer, added, added.id)).gathered.raws
    lay_masks(journal, added, [parse_rectangle("0,0,1,1")])
    with pytest.raises(RawFileError):
        prepare(journal, request(lawyer, added, added.id))


def test_only_attachments_of_the_export_can_go_along(
    journal: Journal, lawyer: RecipientProfile
) -> None:
    """A slip in the id gives nothing away."""
    added, other = voice(journal), voice(journal)
    for wrong in (other.id, AttachmentId(journal.new_id())):
        with pytest.raises(NotFoundError):
            prepare(journal, request(lawyer, added, wrong))


def test_raw_files_are_bounded_together(
    journal: Journal, lawyer: RecipientProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are sealed in memory."""
    monkeypatch.setattr(raws, "RAW_BYTES_LIMIT", 10)
    added = voice(journal)
    with pytest.raises(RawFileError):
        prepare(journal, request(lawyer, added, added.id))


@pytest.mark.parametrize("name", ["Марат.mp3", "exhibit-1.mp3", "exhibit-01.mp3/..", "exhibit-01"])
def test_a_telling_name_stops_the_export(name: str) -> None:
    """The names of files that are not searched are searched all the same."""
    hidden = HiddenTerms(frozenset(), {}, {}, frozenset(), {})
    with pytest.raises(LeakFoundError):
        check_leaks(
            {}, hidden=hidden, finder=Matcher([]), fixed=frozenset(), unsearched={name: b""}
        )


@pytest.mark.parametrize(
    ("head", "ending"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\x00\x00\x00\x20ftypisom", "mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "m4a"),
        (b"RIFF\x00\x00\x00\x00WAVE", "wav"),
        (b"PK\x03\x04", "zip"),
        (b"<html><script>", "bin"),
        (b"MZ\x90\x00", "bin"),
        (b"", "bin"),
    ],
)
def test_an_ending_is_told_by_the_bytes(head: bytes, ending: str) -> None:
    """No ending that a system runs, and none that the person chose."""
    assert ending_of(head) == ending
    assert RAW_NAME.fullmatch(f"exhibit-01.{ending}")


def test_heic_that_cannot_be_read_is_told(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person learns that only a package is missing."""
    added = voice(journal, SAMPLE, "IMG.HEIC")
    assert gather(journal, [added.incident], images=True).unread == 0
    assert not needs_heic(journal, added)
    for module in ("export.heic", "journal.masks"):
        monkeypatch.setattr(f"safelog.{module}.can_read_heic", lambda: False)
    gathered = gather(journal, [added.incident], images=True)
    assert (gathered.unread, gathered.copies) == (1, {})
