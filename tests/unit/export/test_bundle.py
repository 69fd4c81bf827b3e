"""The proof that goes out with a document opens what is shown, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json

import msgspec
import pytest
import rfc8785

from safelog.errors import UnprovenExportError
from safelog.evidence.commitment import Part, commit
from safelog.evidence.entry import Entry
from safelog.evidence.note import open_note, parse_key
from safelog.export import schema
from safelog.export.claims import EntryKey
from safelog.export.schema import EntryProof, SignedFile, read_bundle
from safelog.model.ids import make_id
from safelog.redact.document import (
    Codes,
    Correction,
    Field,
    Hidden,
    Number,
    RedactedDocument,
    Sentence,
    Shown,
    Text,
    Value,
)
from tests.vectors.evidence.world import (
    BATCHES,
    CAR,
    CAR_FIELDS,
    DOCUMENT,
    DRIVER,
    ENTRIES,
    PAGE,
    PAGE_BYTES,
    make_bundle,
    make_log,
    shown,
)

CAR_ENTRY = EntryKey("paragraph", 1, 2)


def entry(key: EntryKey, data: bytes | None = None) -> EntryProof:
    """Return the proof of one entry of an export."""
    bundle, _ = read_bundle(data or make_bundle())
    return next(e for e in bundle.entries if (e.about, e.number, e.revision) == key)


def with_paragraph(number: int, /, **changes: object) -> RedactedDocument:
    """Return the document with one paragraph changed."""
    paragraphs = list(DOCUMENT.paragraphs)
    paragraphs[number - 1] = msgspec.structs.replace(paragraphs[number - 1], **changes)
    return msgspec.structs.replace(DOCUMENT, paragraphs=tuple(paragraphs))


def with_field(path: str, value: Value) -> RedactedDocument:
    """Return the document with one field of the first paragraph changed."""
    fields = tuple(
        Field(path=path, value=value) if field.path == path else field for field in CAR_FIELDS
    )
    return with_paragraph(1, fields=fields)


def test_the_file_is_canonical_json() -> None:
    """Anybody can rebuild the bytes: one object, RFC 8785, one line break."""
    data = make_bundle()
    assert data == rfc8785.dumps(json.loads(data)) + b"\n"


def test_the_same_export_is_the_same_bytes() -> None:
    """No chance and no clock of its own goes into the file."""
    assert make_bundle() == make_bundle()


def test_the_members_are_those_of_the_document() -> None:
    """The form of docs/PROOF.md, section 5."""
    members = json.loads(make_bundle())
    assert sorted(members) == [
        "checkpoint",
        "document",
        "earlier",
        "entries",
        "files",
        "format",
        "key",
        "sections",
        "version",
    ]
    assert (members["format"], members["version"]) == ("safelog proof", 1)


def test_what_is_shown_is_opened_and_nothing_else() -> None:
    """A sentence with a label, a link, a hidden field, a title and an exact second stay sealed."""
    assert set(entry(CAR_ENTRY).openings) == {
        "@recorded",
        "@revision",
        "@thread",
        "kind#1/1",
        "state#1/1",
        "narrative#1/4",
        "narrative#3/4",
        "narrative#4/4",
        "when",
        "when.said#1/1",
        "details.distance",
        "details.tests#1/2",
        "details.tests#2/2",
    }


def test_an_earlier_revision_opens_its_date_only() -> None:
    """A correction is dated by the entry of its revision, and shows nothing of the old words."""
    assert set(entry(EntryKey("paragraph", 1, 1)).openings) == {
        "@recorded",
        "@revision",
        "@thread",
    }


def test_a_correcting_entry_opens_whom_it_corrects() -> None:
    """The link to the corrected paragraph is a thread, not an identifier."""
    proof = entry(EntryKey("paragraph", 2, 1))
    corrected = entry(CAR_ENTRY)
    assert "@corrects" in proof.openings
    part = Part("@corrects", corrected.thread.encode())
    assert commit(part, salt=proof.openings["@corrects"]) in proof.commitments


def test_an_exhibit_opens_hash_size_date_and_shown_words() -> None:
    """The name of the file and its provenance stay sealed."""
    assert set(entry(EntryKey("exhibit", 1, 0)).openings) == {
        "@recorded",
        "@sha256",
        "@size",
        "@thread",
        "description#1/1",
    }


def test_nothing_hidden_is_in_the_file() -> None:
    """Neither words that are hidden, nor names, titles, identifiers or exact seconds."""
    data = make_bundle()
    hidden = ("Ветров", 'Машина"', "IMG_0001", "Моя камера", "Плохо сплю", "08:00:59", "дважды")
    for words in (*hidden, CAR, DRIVER):
        assert words.encode() not in data


def test_two_recipients_exports_share_no_secret() -> None:
    """No base64 value, thread, index or key of an export stands in the other one."""

    def values(recipient: str) -> set[object]:
        members = json.loads(make_bundle(recipient))
        found: set[object] = {members["key"], members["checkpoint"]}
        for proof in members["entries"]:
            joined = base64.b64decode(proof["commitments"])
            found |= {joined[at : at + 32] for at in range(0, len(joined), 32)}
            found |= {proof["thread"], *proof["openings"].values()}
        return found

    assert not values("lawyer") & values("journalist")


def test_the_checkpoint_is_of_the_recipients_log() -> None:
    """Size and root are those of the log; the signature is of the recipient's key."""
    log = make_log()
    bundle, _ = read_bundle(make_bundle())
    text = open_note(bundle.checkpoint, parse_key(bundle.key))
    assert text.split("\n")[:2] == [log.key.origin, str(log.size)]
    assert bundle.key == str(log.key.verifying_key)


def test_every_earlier_size_is_proven() -> None:
    """A recipient who lost the last export can still compare an older one."""
    batches = (BATCHES[0], (), BATCHES[1])
    bundle, _ = read_bundle(make_bundle(batches=batches))
    log = make_log(batches=batches)
    assert [(e.size, e.root) for e in bundle.earlier] == [
        (64, log.root(64)),
        (128, log.root(128)),
    ]


def test_files_are_named_by_size_and_hash_and_by_their_parts() -> None:
    """The parts joined are the file."""
    bundle, _ = read_bundle(make_bundle())
    (file,) = bundle.files
    assert isinstance(file, SignedFile)
    assert (file.name, file.size) == (PAGE, len(PAGE_BYTES))
    assert file.sha256 == hashlib.sha256(PAGE_BYTES).digest()
    assert sum(part.size for part in file.parts) == file.size
    assert [part.place for part in file.parts] == ["beginning", "paragraph 1", "paragraph 2", "end"]


@pytest.mark.parametrize(
    "document",
    [
        with_field("narrative", shown("Серая машина ехала за мной.")),
        with_field("narrative", shown("Серая машина ехала за мной. ", "Я свернул трижды.\n")),
        with_field("details.distance", Number(number=41)),
        with_field("details.tests", Codes(codes=("turned_back",))),
        with_field("state", Codes(codes=("complete",))),
        with_paragraph(1, kind="threat.call"),
        with_paragraph(1, recorded="2026-05-04T08:01Z"),
        with_paragraph(1, first_recorded="2026-05-03T19:31Z"),
        with_paragraph(1, revision=1, corrections=()),
        with_paragraph(
            1, corrections=(Correction(revision=2, recorded="2026-05-05T08:00Z", paths=()),)
        ),
        with_paragraph(1, corrects=2),
        with_paragraph(1, corrects=7),
        with_paragraph(1, revision=5),
        with_paragraph(1, fields=(*CAR_FIELDS, CAR_FIELDS[0])),
        with_paragraph(
            1, fields=(Field(path="details.weather", value=shown("It rained.")), *CAR_FIELDS)
        ),
    ],
)
def test_a_document_that_differs_from_the_journal_is_refused(document: RedactedDocument) -> None:
    """A changed word, number, code, date or link ends the export, and names the paragraph."""
    with pytest.raises(UnprovenExportError) as caught:
        make_bundle(document=document)
    assert caught.value.fields == {"place": "paragraph 1"}


def test_what_no_checker_would_read_is_not_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    """An honest export that looked changed to its recipient would discredit its maker."""
    label = Hidden(kind="text", letter="AAAA", reason="R7")
    fields = (*CAR_FIELDS[:-1], Field(path="effect", value=label))
    with pytest.raises(UnprovenExportError) as caught:
        make_bundle(document=with_paragraph(1, fields=fields))
    assert caught.value.fields == {"place": "paragraph 1"}
    monkeypatch.setattr(schema, "BYTES_LIMIT", 100)
    with pytest.raises(UnprovenExportError) as caught:
        make_bundle()
    assert caught.value.fields == {"place": "size"}


def test_sentences_keep_their_positions() -> None:
    """A text whose sentences are not numbered one by one is refused."""
    first = Sentence(index=1, pieces=(Shown(text="Серая машина ехала за мной. "),))
    with pytest.raises(UnprovenExportError):
        make_bundle(document=with_field("narrative", Text(sentences=(first,))))


@pytest.mark.parametrize("identifier", [CAR, DRIVER, make_id(bytes(16))])
def test_an_identifier_is_never_opened(identifier: str) -> None:
    """By an identifier two recipients could join their exports, so it is refused as any value."""
    fields = (
        Field(path="details.driver", value=Codes(codes=(identifier,))),
        Field(path="id", value=shown(identifier)),
    )
    for field in fields:
        with pytest.raises(UnprovenExportError):
            make_bundle(document=with_paragraph(1, fields=(field,)))


def test_an_exhibit_that_differs_from_the_journal_is_refused() -> None:
    """A changed hash of an exhibit ends the export, and names the exhibit."""
    exhibit = msgspec.structs.replace(DOCUMENT.exhibits[0], sha256="00" * 32)
    with pytest.raises(UnprovenExportError) as caught:
        make_bundle(document=msgspec.structs.replace(DOCUMENT, exhibits=(exhibit,)))
    assert caught.value.fields == {"place": "exhibit 1"}


def test_an_exhibit_without_its_entry_is_refused() -> None:
    """Nothing is shown that no entry backs."""
    entries = {key: value for key, value in ENTRIES.items() if key.about != "exhibit"}
    with pytest.raises(UnprovenExportError):
        make_bundle(entries=entries, batches=(tuple(entries),))


def test_a_date_of_an_earlier_revision_needs_its_entry() -> None:
    """The date of the first revision, or of a correction, is not shown on the sender's word."""
    entries = {key: value for key, value in ENTRIES.items() if key != ("paragraph", 1, 1)}
    with pytest.raises(UnprovenExportError) as caught:
        make_bundle(entries=entries, batches=(tuple(entries),))
    assert caught.value.fields == {"place": "paragraph 1"}


def test_an_entry_outside_the_log_is_a_defect() -> None:
    """Whoever exports must have put every entry into a batch."""
    with pytest.raises(LookupError):
        make_bundle(batches=(tuple(ENTRIES)[:2],))


def test_an_entry_that_is_not_shown_is_left_out() -> None:
    """Entries of other incidents that are passed along do not get into the file."""
    other = EntryKey("paragraph", 9, 1)
    entries = {**ENTRIES, other: Entry(seed=bytes(32), parts=(Part("@incident", b"x"),))}
    bundle, _ = read_bundle(make_bundle(entries=entries, batches=(tuple(entries),)))
    assert {e.number for e in bundle.entries if e.about == "paragraph"} == {1, 2}
