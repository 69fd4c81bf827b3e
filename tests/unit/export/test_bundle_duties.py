"""What a checker holds of an export that is signed well: docs/PROOF.md, section 6, from duty 7 on.

The exports here are signed anew after the change, as only their maker could: signature and digest
hold, and the rule under test is the one that finds them out.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from safelog.errors import (
    ChangedExportError,
)
from safelog.evidence.entry import Entry
from safelog.export.claims import EntryKey
from safelog.export.schema import Bundle, EntryProof, read_bundle
from safelog.export.verify import verify
from safelog.redact.document import (
    Codes,
    Correction,
    Field,
    Hidden,
    Number,
    Sentence,
    Shown,
    Text,
)
from tests.vectors.evidence.world import (
    CAR_FIELDS,
    DOCUMENT,
    ENTRIES,
    PAGE,
    PAGE_BYTES,
    make_bundle,
    shown,
    with_changes,
    with_entry,
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


Change = Callable[[EntryProof], dict[str, object]]


def bundle_of(data: bytes = DATA) -> Bundle:
    """Return the parsed export."""
    return read_bundle(data)[0]


def place_of(data: bytes) -> object:
    """Return the place that judging the export names."""
    with pytest.raises(ChangedExportError) as caught:
        verify(data)
    return caught.value.fields["place"]


def with_document(**changes: object) -> bytes:
    """Return the export with members of its document changed, signed anew."""
    return with_changes(DATA, document=msgspec.structs.replace(DOCUMENT, **changes))


def with_paragraph(number: int, /, **changes: object) -> bytes:
    """Return the export with one paragraph changed, signed anew."""
    paragraphs = list(DOCUMENT.paragraphs)
    paragraphs[number - 1] = msgspec.structs.replace(paragraphs[number - 1], **changes)
    return with_document(paragraphs=tuple(paragraphs))


# --- the document -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (with_paragraph(1, number=2), "paragraph 1"),
        (with_paragraph(2, number=1), "paragraph 2"),
        (with_paragraph(2, exhibits=(2,)), "paragraph 2"),
        (with_paragraph(2, exhibits=(0,)), "paragraph 2"),
        (with_paragraph(1, exhibits=(1, 1)), "paragraph 1"),
        (
            with_document(exhibits=(msgspec.structs.replace(DOCUMENT.exhibits[0], number=2),)),
            "exhibit 1",
        ),
    ],
)
def test_numbers_name_one_thing_each(data: bytes, place: str) -> None:
    """Paragraphs and exhibits are counted from 1, and references lead somewhere."""
    assert place_of(data) == place


@pytest.mark.parametrize(
    "fields",
    [
        (Field(path="narrative", value=shown("Серая машина ехала за нами. ")),),
        (Field(path="narrative", value=shown("Серая машина ехала за мной. ")),),
        (*CAR_FIELDS, Field(path="effect", value=shown("Я спокоен."))),
        (*CAR_FIELDS, Field(path="details.count", value=Number(number=3))),
        (*CAR_FIELDS, Field(path="certainty", value=Codes(codes=("certain",)))),
        (*CAR_FIELDS, CAR_FIELDS[0]),
        CAR_FIELDS[:-2][1:],
        (Field(path="id", value=Codes(codes=("00000000000000000000000001",))),),
    ],
)
def test_what_is_shown_must_be_open_and_what_is_open_must_be_shown(
    fields: tuple[Field, ...],
) -> None:
    """A word, number or code that no opening backs is found, and an opening of nothing too."""
    assert place_of(with_paragraph(1, fields=fields)) == "paragraph 1"


HIDDEN = Hidden(kind="text", letter="", reason="R7")
SEALED = shown((HIDDEN, Shown(text="I made it all up.")))


@pytest.mark.parametrize(
    "field",
    [
        Field(path="narrative", value=SEALED),
        Field(path="when.said", value=SEALED),
        Field(path="kind", value=SEALED),
        Field(path="later", value=Text(sentences=())),
        Field(path="later", value=Text(sentences=(Sentence(index=0, pieces=()),))),
        Field(path="witnesses", value=Codes(codes=())),
        Field(path="effect#1/1", value=Number(number=5)),
        Field(path="@size", value=Number(number=5)),
        Field(path="later", value=Hidden(kind="text", letter="I was beaten", reason="R7")),
        Field(path="later", value=Hidden(kind="text", letter="AAAA", reason="R7")),
    ],
)
def test_nothing_is_shown_that_claims_nothing_and_says_something(field: Field) -> None:
    """Neither a text beside the text, nor an empty value, nor words in the place of a letter."""
    assert place_of(with_paragraph(1, fields=(*CAR_FIELDS, field))) == "paragraph 1"


def test_an_empty_description_is_none() -> None:
    """An exhibit without words has no text, rather than a text of no sentence."""
    exhibit = msgspec.structs.replace(DOCUMENT.exhibits[0], provenance=Text(sentences=()))
    assert place_of(with_document(exhibits=(exhibit,))) == "exhibit 1"


@pytest.mark.parametrize("count", [-1, 2**53, 2**53 + 1, 2**63, 10**20])
def test_no_number_is_read_in_two_ways(count: int) -> None:
    """What a reader of JSON may round or refuse is refused, wherever the document counts."""
    row = msgspec.structs.replace(DOCUMENT.legend[0], count=count)
    assert place_of(with_document(legend=(row,))) == "legend"
    exhibit = msgspec.structs.replace(DOCUMENT.exhibits[0], size=count)
    assert place_of(with_document(exhibits=(exhibit,))) == "exhibit 1"
    assert place_of(with_paragraph(1, corrects=count)) == "paragraph 1"


@pytest.mark.parametrize("made", ["yesterday", "2026-11-20T10:00Z\n", "2026-11-20T10:00:00Z"])
def test_the_time_of_making_is_a_time(made: str) -> None:
    """What is signed only has a narrow form: no words of its own can stand there."""
    assert place_of(with_document(made=made)) == "made"


def test_a_sentence_cannot_be_dropped() -> None:
    """The number of sentences stands in the path of each, so a shorter text does not verify."""
    narrative = CAR_FIELDS[1].value
    assert isinstance(narrative, Text)
    for kept in (narrative.sentences[:-1], narrative.sentences[1:]):
        fields = (CAR_FIELDS[0], Field(path="narrative", value=Text(sentences=kept)))
        assert place_of(with_paragraph(1, fields=(*fields, *CAR_FIELDS[2:]))) == "paragraph 1"


def test_a_label_cannot_be_lifted_off_by_guessing() -> None:
    """Words put in the place of a label have no opening."""
    narrative = shown(
        "Серая машина ехала за мной. ",
        (Shown(text="Ветров"), Shown(text=" её узнал! ")),
        "Я свернул трижды.\n",
        "Потом она ушла.",
    )
    fields = (CAR_FIELDS[0], Field(path="narrative", value=narrative), *CAR_FIELDS[2:])
    assert place_of(with_paragraph(1, fields=fields)) == "paragraph 1"


@pytest.mark.parametrize(
    "changes",
    [
        {"recorded": "2026-05-04T08:01Z"},
        {"first_recorded": "2026-05-03T19:29Z"},
        {"corrections": (Correction(revision=2, recorded="2026-05-04T08:01Z", paths=()),)},
        {"corrections": (Correction(revision=1, recorded="2026-05-04T08:00Z", paths=()),)},
        {"corrections": (Correction(revision=7, recorded="1999-01-01T00:00Z", paths=()),)},
        {"kind": "threat.call"},
        {"revision": 3},
        {"corrects": 2},
    ],
)
def test_dates_kinds_and_corrections_are_backed_by_entries(changes: dict[str, object]) -> None:
    """An earlier date, another kind or another corrected paragraph is found."""
    assert place_of(with_paragraph(1, **changes)) == "paragraph 1"


@pytest.mark.parametrize("corrects", [None, 2, 9])
def test_a_correcting_entry_names_the_paragraph_it_corrects(corrects: int | None) -> None:
    """The link of a correcting entry is proven: it cannot be bent or dropped."""
    assert place_of(with_paragraph(2, corrects=corrects)) == "paragraph 2"


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "00" * 32},
        {"size": 23},
        {"recorded": "2026-05-03T19:30Z"},
        {"description": shown("Photo of a cat.")},
        {"provenance": shown("Моя камера.")},
    ],
)
def test_exhibits_are_backed_by_their_entries(changes: dict[str, object]) -> None:
    """Another hash, size, date or description of an exhibit is found."""
    exhibit = msgspec.structs.replace(DOCUMENT.exhibits[0], **changes)
    assert place_of(with_document(exhibits=(exhibit,))) == "exhibit 1"


def test_what_no_opening_backs_is_only_signed() -> None:
    """Labels, legends, policies and lists of changed parts can be signed with any contents.

    docs/PROOF.md, section 8, and the report say so.
    """
    legend = (msgspec.structs.replace(DOCUMENT.legend[0], count=9),)
    assert verify(with_document(legend=legend, policy="other"), FILES).paragraphs == 2
    corrections = (Correction(revision=2, recorded="2026-05-04T08:00Z", paths=("title",)),)
    assert verify(with_paragraph(1, corrections=corrections), FILES).paragraphs == 2


# --- entries ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda e: {"index": e.index ^ 1},
        lambda e: {"index": e.index + 2**50},
        lambda e: {"inclusion": e.inclusion[32:]},
        lambda e: {"inclusion": e.inclusion + bytes(32)},
        lambda e: {"inclusion": e.inclusion[:-1]},
        lambda e: {"inclusion": bytes(32) + e.inclusion[32:]},
        lambda e: {"commitments": e.commitments + bytes(1)},
        lambda e: {"commitments": e.commitments + bytes(32)},
        lambda e: {"commitments": bytes(32) + e.commitments[32:]},
        lambda e: {"commitments": e.commitments[32:] + e.commitments[:32]},
        lambda e: {"thread": e.thread[::-1]},
        lambda e: {"openings": {path: e.openings[path] for path in ("@thread", "@recorded")}},
        lambda e: {"openings": {**e.openings, "effect#1/1": bytes(32)}},
        lambda e: {"openings": {**e.openings, "@recorded": bytes(32)}},
    ],
)
@pytest.mark.parametrize(
    ("position", "place"), [(CAR_ENTRY, "paragraph 1"), (EXHIBIT_ENTRY, "exhibit 1")]
)
def test_an_entry_must_lead_to_the_root_and_open_its_parts(
    change: Change, position: int, place: str
) -> None:
    """Every member of an entry is bound to the signed root."""
    entry = bundle_of().entries[position]
    assert place_of(with_entry(DATA, position, **change(entry))) == place


def test_an_entry_for_nothing_is_refused() -> None:
    """An entry of a paragraph or revision that is not shown has nothing to do in the file."""
    entries = bundle_of().entries
    index = max(entry.index for entry in entries) + 1
    for changes, place in (
        ({"number": 7}, "paragraph 7"),
        ({"revision": 9}, "paragraph 1"),
        ({"about": "exhibit"}, "exhibit 1"),
    ):
        extra = msgspec.structs.replace(entries[FIRST_ENTRY], index=index, **changes)
        assert place_of(with_changes(DATA, entries=(*entries, extra))) == place


def test_no_entry_and_no_leaf_is_used_twice() -> None:
    """Two paragraphs cannot lean on one leaf, nor one revision on two."""
    entries = bundle_of().entries
    index = entries[CAR_ENTRY].index
    assert place_of(with_changes(DATA, entries=(*entries, entries[0]))) == "entry 5"
    assert place_of(with_entry(DATA, LATER_ENTRY, index=index)) == f"entry {LATER_ENTRY + 1}"


@pytest.mark.parametrize("position", [CAR_ENTRY, FIRST_ENTRY, LATER_ENTRY, EXHIBIT_ENTRY])
def test_a_missing_entry_is_found(position: int) -> None:
    """What is shown needs the entry that backs it, and so does the date of a first revision."""
    entries = list(bundle_of().entries)
    del entries[position]
    assert place_of(with_changes(DATA, entries=tuple(entries)))


# --- threads ----------------------------------------------------------------------------------


def test_one_incident_cannot_be_two_paragraphs() -> None:
    """An export of two paragraphs whose entries are of one incident is refused."""
    first = ENTRIES[EntryKey("paragraph", 1, 1)]
    again = msgspec.structs.replace(
        DOCUMENT.paragraphs[0], number=2, fields=(), corrections=(), exhibits=()
    )
    once = msgspec.structs.replace(
        again,
        number=1,
        revision=1,
        recorded=again.first_recorded,
        first_recorded=again.first_recorded,
    )
    entries = {
        EntryKey("paragraph", 1, 1): first,
        EntryKey("paragraph", 2, 1): Entry(seed=bytes(32), parts=first.parts),
        EntryKey("paragraph", 2, 2): ENTRIES[EntryKey("paragraph", 1, 2)],
    }
    data = make_bundle(
        document=msgspec.structs.replace(DOCUMENT, paragraphs=(once, again), exhibits=()),
        entries=entries,
        batches=(tuple(entries),),
    )
    assert place_of(data) == "threads"


def test_one_paragraph_cannot_be_two_incidents() -> None:
    """A first revision that is of another incident is refused."""
    paragraph = msgspec.structs.replace(
        DOCUMENT.paragraphs[0],
        first_recorded="2026-06-01T12:00Z",
        exhibits=(),
    )
    entries = {
        EntryKey("paragraph", 1, 1): ENTRIES[EntryKey("paragraph", 2, 1)],
        EntryKey("paragraph", 1, 2): ENTRIES[EntryKey("paragraph", 1, 2)],
    }
    document = msgspec.structs.replace(DOCUMENT, paragraphs=(paragraph,), exhibits=())
    data = make_bundle(document=document, entries=entries, batches=(tuple(entries),))
    assert place_of(data) == "paragraph 1"


def test_an_exhibit_must_be_of_a_paragraph_that_names_it() -> None:
    """An exhibit of one incident cannot be shown as evidence of another."""
    paragraphs = (
        msgspec.structs.replace(DOCUMENT.paragraphs[0], exhibits=()),
        msgspec.structs.replace(DOCUMENT.paragraphs[1], exhibits=(1,)),
    )
    assert place_of(with_document(paragraphs=paragraphs)) == "exhibit 1"


def test_an_exhibit_that_no_paragraph_names_is_of_any() -> None:
    """An index of exhibits may stand alone."""
    assert verify(with_paragraph(1, exhibits=()), FILES).exhibits == 1


@pytest.mark.parametrize("name", ["exhibit-01.mp3", "exhibit-01.bin"])
def test_an_original_that_goes_along_has_the_hash_of_its_exhibit(name: str) -> None:
    """A file that is called the original is one that was signed, and is what the log holds."""
    first, *others = DOCUMENT.exhibits
    told = (msgspec.structs.replace(first, file=name), *others)
    page = bundle_of().files[0]
    files = (page, msgspec.structs.replace(page, name="exhibit-01.bin"))
    document = msgspec.structs.replace(DOCUMENT, exhibits=told)
    assert place_of(with_changes(DATA, document=document, files=files)) == "exhibit 1"
