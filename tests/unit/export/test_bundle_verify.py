"""Judging an export: signature, digest, files, earlier exports, and every flipped bit."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import (
    ChangedExportError,
    InvalidSignatureError,
    NotAnExportError,
    ProofError,
)
from safelog.evidence.note import VerifyingKey
from safelog.export.claims import EntryKey
from safelog.export.schema import Bundle, canonical_body, read_bundle, write_bundle
from safelog.export.verify import verify
from safelog.redact.document import (
    Field,
    RedactedDocument,
)
from tests.vectors.evidence.world import (
    BATCHES,
    CAR_FIELDS,
    DOCUMENT,
    PAGE,
    PAGE_BYTES,
    make_bundle,
    make_log,
    make_small_bundle,
    shown,
    with_changes,
)

DATA = make_bundle()
FILES = [(PAGE, PAGE_BYTES)]
POSITIONS = {
    EntryKey(entry.about, entry.number, entry.revision): position
    for position, entry in enumerate(read_bundle(DATA)[0].entries)
}
CAR_ENTRY = POSITIONS[EntryKey("paragraph", 1, 2)]
FIRST_ENTRY = POSITIONS[EntryKey("paragraph", 1, 1)]
LATER_ENTRY = POSITIONS[EntryKey("paragraph", 2, 1)]
EXHIBIT_ENTRY = POSITIONS[EntryKey("exhibit", 1, 0)]


def bundle_of(data: bytes = DATA) -> Bundle:
    """Return the parsed export."""
    return read_bundle(data)[0]


def place_of(data: bytes, *files: tuple[str, bytes]) -> object:
    """Return the place that judging the export names."""
    with pytest.raises(ChangedExportError) as caught:
        verify(data, files)
    return caught.value.fields["place"]


def test_an_untouched_export_is_accepted() -> None:
    """What was assembled verifies, with its file and without."""
    assert verify(DATA, FILES).files_judged == 1
    assert verify(DATA).files_missing == 1


def test_an_export_signed_anew_is_accepted() -> None:
    """The changes of these tests fail by what they change, not by the way it is done."""
    assert verify(with_changes(DATA), FILES).paragraphs == 2


# --- signature and digest ---------------------------------------------------------------------


def test_a_signature_by_another_key_is_found() -> None:
    """The checkpoint of another recipient's log does not fit this export's key."""
    other = bundle_of(make_bundle("journalist"))
    body = canonical_body(bundle_of())
    assert place_of(write_bundle(body, checkpoint=other.checkpoint)) == "checkpoint"


def test_a_checkpoint_of_another_size_is_found() -> None:
    """A number changed in the checkpoint breaks the signature."""
    checkpoint = bundle_of().checkpoint.replace("\n128\n", "\n256\n")
    with pytest.raises(InvalidSignatureError):
        verify(write_bundle(canonical_body(bundle_of()), checkpoint=checkpoint))


def test_a_key_that_is_swapped_is_found() -> None:
    """Another key with the same name does not verify the signature."""
    other = make_log("journalist").key.verifying_key.public
    key = str(VerifyingKey(name=bundle_of().key.split("+")[0], public=other))
    body = canonical_body(msgspec.structs.replace(bundle_of(), key=key))
    with pytest.raises(InvalidSignatureError):
        verify(write_bundle(body, checkpoint=bundle_of().checkpoint))


def test_a_checkpoint_of_another_origin_is_found() -> None:
    """The name of the key and the log in the checkpoint are the same."""
    log = make_log()
    text = bundle_of().checkpoint.rpartition("\n\n")[0].replace(log.key.origin, "safelog/other")
    checkpoint = log.key.sign(text + "\n")
    assert place_of(write_bundle(canonical_body(bundle_of()), checkpoint=checkpoint)) == (
        "checkpoint"
    )


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("Серая", "Синяя", "paragraph 1"),
        ('"count":2', '"count":3', "legend"),
        ('"language":"ru"', '"language":"en"', "heading"),
        ("The car was blue.", "The car was grey.", "paragraph 2"),
        ('"media":"image"', '"media":"video"', "exhibit 1"),
        ('"name":"chronology.html"', '"name":"chronology.htm"', "files"),
        ('"revision":2,"thread"', '"revision":3,"thread"', "entry 1"),
        ('"size":64', '"size":65', "earlier"),
        ('"place":"heading"', '"place":"headings"', "heading"),
        ('"place":"key"', '"place":"key2"', "key"),
    ],
)
def test_a_change_after_signing_is_named_by_its_section(old: str, new: str, place: str) -> None:
    """The digest finds every change, and the sections say where."""
    assert old.encode() in DATA
    assert place_of(DATA.replace(old.encode(), new.encode())) == place


def test_a_section_too_many_is_found() -> None:
    """A change of the list of sections itself is found by the digest as well."""
    bundle = bundle_of()
    extra = msgspec.structs.replace(bundle.sections[0], place="another")
    body = canonical_body(msgspec.structs.replace(bundle, sections=(*bundle.sections, extra)))
    assert place_of(write_bundle(body, checkpoint=bundle.checkpoint)) == "sections"


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (PAGE_BYTES.replace(b"doctype", b"DOCTYPE"), "beginning"),
        (PAGE_BYTES.replace("Серая".encode(), "Синяя".encode()), "paragraph 1"),
        (PAGE_BYTES.replace(b"blue", b"grey"), "paragraph 2"),
        (PAGE_BYTES.replace(b"blue", b"dark blue"), "paragraph 2"),
        (PAGE_BYTES[:-1], "end"),
        (PAGE_BYTES + b"\n", "end of file"),
        (b"", "beginning"),
    ],
)
def test_a_changed_file_is_named_by_its_part(data: bytes, place: str) -> None:
    """A byte changed, added or taken away in the HTML has a place."""
    assert place_of(DATA, (PAGE, data)) == place


def test_every_changed_byte_of_a_file_is_found() -> None:
    """No byte of the HTML can be changed."""
    for at in range(len(PAGE_BYTES)):
        changed = bytearray(PAGE_BYTES)
        changed[at] ^= 1
        assert place_of(DATA, (PAGE, bytes(changed)))


def test_a_renamed_file_is_known_by_its_contents() -> None:
    """A lawyer renames files; a changed one is still compared with the only one it can be."""
    assert verify(DATA, [("Хронология (2).html", PAGE_BYTES)]).files_judged == 1
    assert place_of(DATA, ("copy.html", PAGE_BYTES + b"x")) == "end of file"


def test_a_file_given_twice_counts_once() -> None:
    """The report counts what was signed, not what was passed."""
    report = verify(DATA, [(PAGE, PAGE_BYTES), ("copy.html", PAGE_BYTES)])
    assert (report.files_judged, report.files_missing) == (1, 0)


def test_a_file_that_was_never_signed_is_refused() -> None:
    """Where several files were signed, an unknown one is not guessed at."""
    (file,) = bundle_of().files
    other = msgspec.structs.replace(file, name="other.html")
    assert place_of(with_changes(DATA, files=(file, other)), ("third.html", b"")) == "file"
    assert place_of(with_changes(DATA, files=()), (PAGE, PAGE_BYTES)) == "file"


def test_a_changed_file_is_not_hidden_by_a_whole_one_of_its_name() -> None:
    """Two folders may each hold a chronology.html: every file that is given is judged."""
    changed = (PAGE, PAGE_BYTES.replace(b"blue", b"grey"))
    assert place_of(DATA, changed, (PAGE, PAGE_BYTES)) == "paragraph 2"
    assert place_of(DATA, (PAGE, PAGE_BYTES), changed) == "paragraph 2"


def test_the_list_of_files_does_not_contradict_itself() -> None:
    """A name means one file, and the parts of a file are the whole of it."""
    (file,) = bundle_of().files
    longer = msgspec.structs.replace(file, size=file.size + 1)
    headless = msgspec.structs.replace(file, parts=file.parts[1:])
    for files in ((file, file), (longer,), (headless,)):
        assert place_of(with_changes(DATA, files=files)) == "files"


# --- growth -----------------------------------------------------------------------------------


def test_a_log_that_does_not_continue_an_earlier_one_is_found() -> None:
    """A wrong earlier root, size, order or proof fails."""
    (point,) = bundle_of().earlier
    for changed in (
        (msgspec.structs.replace(point, root=bytes(32)),),
        (msgspec.structs.replace(point, size=63),),
        (msgspec.structs.replace(point, size=0),),
        (msgspec.structs.replace(point, size=128),),
        (msgspec.structs.replace(point, proof=b""),),
        (msgspec.structs.replace(point, proof=point.proof + bytes(32)),),
        (msgspec.structs.replace(point, proof=point.proof[1:]),),
        (point, point),
    ):
        assert place_of(with_changes(DATA, earlier=changed)) == "earlier"


def test_an_earlier_export_that_was_kept_is_found_in_the_log() -> None:
    """The lawyer's own earlier file is the best witness: no trust in the sender is needed."""
    first = make_bundle(document=without_paragraphs(), batches=BATCHES[:1])
    report = verify(DATA, FILES, earlier=[first])
    assert (report.earlier_given, report.earlier_named) == (1, 0)


def test_growth_is_stated_for_given_exports_only() -> None:
    """What the sender names, a file given twice, and the export itself are no witnesses."""
    first = make_bundle(document=without_paragraphs(), batches=BATCHES[:1])
    for earlier, given, named in (
        ([], 0, 1),
        ([DATA], 0, 1),
        ([DATA, DATA], 0, 1),
        ([first, first], 1, 0),
        ([DATA, first, DATA, first], 1, 0),
    ):
        report = verify(DATA, FILES, earlier=earlier)
        assert (report.earlier_given, report.earlier_named) == (given, named)


def without_paragraphs() -> RedactedDocument:
    """Return a document that shows nothing."""
    return msgspec.structs.replace(DOCUMENT, paragraphs=(), exhibits=())


@pytest.mark.parametrize(
    "earlier",
    [
        b"",
        DATA.replace("Серая".encode(), "Синяя".encode()),
        make_bundle("journalist"),
        make_bundle(document=without_paragraphs(), batches=(BATCHES[1],)),
    ],
)
def test_an_earlier_export_of_another_past_is_refused(earlier: bytes) -> None:
    """A log that was begun anew, or is another recipient's, does not continue the kept one."""
    with pytest.raises(ChangedExportError) as caught:
        verify(DATA, FILES, earlier=[earlier])
    assert caught.value.fields == {"place": "earlier export"}


def test_a_sentence_shown_later_is_proven_to_be_the_original() -> None:
    """A second export opens what the first one hid: the same leaf, the same commitments."""
    narrative = shown(
        "Серая машина ехала за мной. ",
        "Ветров её узнал! ",
        "Я свернул трижды.\n",
        "Потом она ушла.",
    )
    fields = (CAR_FIELDS[0], Field(path="narrative", value=narrative), *CAR_FIELDS[2:])
    paragraphs = (
        msgspec.structs.replace(DOCUMENT.paragraphs[0], fields=fields),
        DOCUMENT.paragraphs[1],
    )
    later = make_bundle(
        document=msgspec.structs.replace(DOCUMENT, paragraphs=paragraphs), batches=(*BATCHES, ())
    )
    assert verify(later, FILES, earlier=[DATA]).sentences_sealed == 0
    before, after = bundle_of().entries[CAR_ENTRY], bundle_of(later).entries[CAR_ENTRY]
    assert (before.index, before.commitments) == (after.index, after.commitments)
    assert set(after.openings) - set(before.openings) == {"narrative#2/4"}


def test_another_file_is_no_export() -> None:
    """The error tells a wrong file from a changed one."""
    with pytest.raises(NotAnExportError):
        verify(PAGE_BYTES)


# --- every bit --------------------------------------------------------------------------------


@pytest.mark.parametrize("bit", range(8))
def test_every_flipped_bit_is_found(bit: int) -> None:
    """No bit of the JSON file can be changed, and nothing but the error tree comes out."""
    data = make_small_bundle()
    assert verify(data, FILES).sentences_open == 1
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << bit
        with pytest.raises(ProofError):
            verify(bytes(changed))
