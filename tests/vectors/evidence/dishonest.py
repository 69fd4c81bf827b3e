"""Vectors whose maker signed a document or proofs that the log does not back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import msgspec

from safelog.export.claims import EntryKey
from safelog.export.schema import EarlierCheckpoint, read_bundle
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
from tests.vectors.evidence.vector import Vector
from tests.vectors.evidence.world import (
    CAR,
    CAR_FIELDS,
    DOCUMENT,
    ENTRIES,
    make_bundle,
    make_identifier_bundle,
    make_log,
    shown,
    with_changes,
    with_entry,
)

SEALED = shown((Hidden(kind="text", letter="", reason="R7"), Shown(text="I made it up.")))
SPEAKING = Hidden(kind="text", letter="I WAS BEATEN", reason="R7")
EMPTY = EarlierCheckpoint(size=0, root=hashlib.sha256().digest(), proof=b"")


def dishonest_documents() -> Iterator[Vector]:
    """Yield exports whose maker signed another document than was committed to."""
    data = make_bundle()
    narrative = CAR_FIELDS[1].value
    if not isinstance(narrative, Text):  # unreachable: it is one
        raise TypeError
    for name, comment, changes in (
        ("word", "a changed word", _with_field("narrative", shown("Синяя машина."))),
        (
            "sentence_dropped",
            "the last sentence left out",
            _with_field("narrative", Text(sentences=narrative.sentences[:-1])),
        ),
        ("number", "a changed number", _with_field("details.distance", Number(number=41))),
        ("code", "a code left out", _with_field("details.tests", Codes(codes=("crossed",)))),
        ("hidden_guessed", "words without an opening", _with_field("effect", shown("Спокоен."))),
        ("kind", "another kind", {"kind": "threat.call"}),
        ("recorded", "another date", {"recorded": "2026-05-04T08:01Z"}),
        ("first_recorded", "another first date", {"first_recorded": "2026-05-03T19:29Z"}),
        ("empty_codes", "no code at an invented path", _with_more("witnesses", Codes(codes=()))),
        ("empty_text", "no sentence", _with_more("later", Text(sentences=()))),
        (
            "empty_sentence",
            "a sentence of no pieces",
            _with_more("later", Text(sentences=(Sentence(index=0, pieces=()),))),
        ),
        ("field_twice", "a second text at a path, all sealed", _with_more("narrative", SEALED)),
        ("field_of_words", "the words of a time again", _with_more("when.said", SEALED)),
        ("letter", "words in the place of a letter", _with_more("effect", SPEAKING)),
        (
            "correction_missing",
            "a correction that has no entry",
            {"corrections": (Correction(revision=7, recorded="1999-01-01T00:00Z", paths=()),)},
        ),
        ("exhibit_twice", "an exhibit named twice", {"exhibits": (1, 1)}),
        ("paragraph_number", "paragraphs are not numbered from 1", {"number": 3}),
        ("exhibit_reference", "an exhibit that is not there", {"exhibits": (2,)}),
    ):
        changed = with_changes(data, document=_document(changes))
        yield Vector(name, "changed_export", comment, changed, "paragraph 1")
    yield Vector(
        "identifier",
        "changed_export",
        "an identifier that stands in the log, opened",
        make_identifier_bundle(CAR),
        "paragraph 1",
    )
    paragraphs = (
        DOCUMENT.paragraphs[0],
        msgspec.structs.replace(DOCUMENT.paragraphs[1], corrects=None),
    )
    changed = with_changes(data, document=msgspec.structs.replace(DOCUMENT, paragraphs=paragraphs))
    yield Vector(
        "corrects", "changed_export", "a correction not shown as one", changed, "paragraph 2"
    )
    exhibit = msgspec.structs.replace(DOCUMENT.exhibits[0], size=23)
    changed = with_changes(data, document=msgspec.structs.replace(DOCUMENT, exhibits=(exhibit,)))
    yield Vector("exhibit", "changed_export", "another size", changed, "exhibit 1")
    paragraphs = (
        msgspec.structs.replace(DOCUMENT.paragraphs[0], exhibits=()),
        msgspec.structs.replace(DOCUMENT.paragraphs[1], exhibits=(1,)),
    )
    changed = with_changes(data, document=msgspec.structs.replace(DOCUMENT, paragraphs=paragraphs))
    yield Vector(
        "exhibit_thread", "changed_export", "an exhibit of another incident", changed, "exhibit 1"
    )


def dishonest_proofs() -> Iterator[Vector]:
    """Yield exports whose maker signed proofs that prove nothing."""
    data = make_bundle()
    bundle, _ = read_bundle(data)
    entry = bundle.entries[0]
    for name, comment, changes in (
        ("index", "another index", {"index": entry.index ^ 1}),
        ("inclusion_short", "a hash missing", {"inclusion": entry.inclusion[32:]}),
        ("inclusion_long", "a hash too many", {"inclusion": entry.inclusion + bytes(32)}),
        ("inclusion_torn", "a hash of 31 bytes", {"inclusion": entry.inclusion[:-1]}),
        (
            "commitments_order",
            "not ascending",
            {"commitments": entry.commitments[32:] + entry.commitments[:32]},
        ),
        ("commitments_count", "33 of them", {"commitments": entry.commitments + b"\xff" * 32}),
        ("thread", "another thread", {"thread": "0" * 32}),
        ("salt", "a wrong salt", {"openings": {**entry.openings, "when": bytes(32)}}),
        (
            "opening_missing",
            "shown, but not opened",
            {"openings": {k: v for k, v in entry.openings.items() if k != "when"}},
        ),
        (
            "opening_superfluous",
            "opened, but not shown",
            {"openings": {**entry.openings, "effect#1/1": _salt("effect#1/1")}},
        ),
    ):
        changed = with_entry(data, 0, **changes)
        yield Vector(name, "changed_export", comment, changed, "paragraph 1")
    idle = msgspec.structs.replace(entry, number=7, index=127)
    extra = with_changes(data, entries=(*bundle.entries, idle))
    yield Vector("entry_idle", "changed_export", "nothing of it is shown", extra, "paragraph 7")
    twice = with_changes(data, entries=(*bundle.entries, entry))
    yield Vector("entry_twice", "changed_export", "one entry twice", twice, "entry 5")
    fewer = tuple(e for e in bundle.entries if (e.number, e.revision) != (1, 1))
    undated = with_changes(data, entries=fewer)
    yield Vector("undated", "changed_export", "a first date without entry", undated, "paragraph 1")
    fewer = tuple(e for e in bundle.entries if e.about != "exhibit")
    missing = with_changes(data, entries=fewer)
    yield Vector("entry_missing", "changed_export", "no entry", missing, "exhibit 1")
    (point,) = bundle.earlier
    now = EarlierCheckpoint(size=128, root=make_log().root(), proof=b"")
    for name, comment, earlier in (
        ("earlier_root", "another root", (msgspec.structs.replace(point, root=bytes(32)),)),
        ("earlier_size", "another size", (msgspec.structs.replace(point, size=65),)),
        ("earlier_order", "sizes do not ascend", (point, point)),
        ("earlier_zero", "an empty log", (EMPTY, point)),
        ("earlier_now", "the size of the checkpoint itself", (point, now)),
        ("earlier_proof", "no proof", (msgspec.structs.replace(point, proof=b""),)),
    ):
        changed = with_changes(data, earlier=earlier)
        yield Vector(name, "changed_export", comment, changed, "earlier")


def bad_counts() -> Iterator[Vector]:
    """Yield exports with numbers that two readers of JSON could read differently."""
    for name, count in (
        ("count_large", 2**53),
        ("count_odd", 2**53 + 1),
        ("count_64_bits", 2**63),
        ("count_longer", 10**20),
        ("count_negative", -1),
    ):
        legend = (msgspec.structs.replace(DOCUMENT.legend[0], count=count),)
        document = msgspec.structs.replace(DOCUMENT, legend=legend)
        changed = with_changes(make_bundle(), document=document)
        yield Vector(name, "changed_export", f"a count of {count}", changed, "legend")


def _with_more(path: str, value: Value) -> Mapping[str, object]:
    return {"fields": (*CAR_FIELDS, Field(path=path, value=value))}


def _with_field(path: str, value: Text | Codes | Number) -> Mapping[str, object]:
    fields = (
        Field(path=path, value=value) if field.path == path else field for field in CAR_FIELDS
    )
    return {"fields": tuple(fields)}


def _document(changes: Mapping[str, object]) -> RedactedDocument:
    first, second = DOCUMENT.paragraphs
    return msgspec.structs.replace(
        DOCUMENT, paragraphs=(msgspec.structs.replace(first, **changes), second)
    )


def _salt(path: str) -> bytes:
    return make_log().key.seal(ENTRIES[EntryKey("paragraph", 1, 2)]).salt(path)


def with_narrative(text: Text) -> RedactedDocument:
    """Return the document with another narrative of the car."""
    return _document(_with_field("narrative", text))
