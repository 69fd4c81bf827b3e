"""Write the vectors of exports that are not there yet; one that is there is never touched.

Run as `python -m tests.vectors.evidence.make`. A vector is a header of `name: value` lines, an
empty line, and the bytes of an export's JSON file. `expect` is what a checker must answer, `place`
the place it must name, `page` says whether the HTML file is given (`whole`, `changed` or `none`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from safelog.export.claims import EntryKey
from safelog.export.schema import canonical_body, read_bundle, write_bundle
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
    ENTRIES,
    make_bundle,
    make_log,
    make_small_bundle,
    shown,
    with_changes,
    with_entry,
)

FOLDER = Path(__file__).parent

SEALED = shown((Hidden(kind="text", letter="", reason="R7"), Shown(text="I made it up.")))
SPEAKING = Hidden(kind="text", letter="I WAS BEATEN", reason="R7")


class Vector(NamedTuple):
    """One export and what a checker must answer."""

    name: str
    expect: str
    comment: str
    data: bytes
    place: str = ""
    page: str = "none"

    def written(self) -> bytes:
        """Return the bytes of the vector's file."""
        header = {"expect": self.expect, "comment": self.comment, "page": self.page}
        if self.place:
            header["place"] = self.place
        lines = "".join(f"{name}: {value}\n" for name, value in header.items())
        return lines.encode() + b"\n" + self.data


def accepted() -> Iterator[Vector]:
    """Yield exports that a checker must accept."""
    yield Vector("accepted", "accepted", "one of everything", make_bundle(), page="whole")
    yield Vector("accepted_small", "accepted", "one paragraph", make_small_bundle())
    disclosed = shown(
        "Серая машина ехала за мной. ",
        "Ветров её узнал! ",
        "Я свернул трижды.\n",
        "Потом она ушла.",
    )
    data = make_bundle(
        document=_document(_with_field("narrative", disclosed)), batches=(*BATCHES, ())
    )
    yield Vector("accepted_disclosed", "accepted", "a hidden sentence shown later", data)


def unreadable() -> Iterator[Vector]:
    """Yield files that fail by their form."""
    data = make_small_bundle()
    yield Vector("not_json", "not_an_export", "another file", b"<!doctype html>\n")
    yield Vector(
        "other_format", "not_an_export", "another JSON file", b'{"format":"x","version":1}'
    )
    newer = data.replace(b'"version":1', b'"version":2')
    yield Vector("newer", "newer_export", "a later version", newer)
    for name, comment, changed in (
        ("truncated", "the end is missing", data[:-400]),
        ("no_newline", "the last line break is missing", data[:-1]),
        ("white_space", "a space that RFC 8785 does not allow", data.replace(b":1}", b": 1}")),
        ("duplicate_member", "a member twice", data.replace(b":1}", b':1,"version":1}')),
        ("unknown_member", "a member too many", data.replace(b"}\n", b',"x":1}\n')),
        ("escaped_letter", "a letter that needs no escape", data.replace(b"The", b"\\u0054he")),
        ("number_form", "1 written as 1.0", data.replace(b'"number":1', b'"number":1.0')),
        ("bad_utf8", "a byte that is no UTF-8", data.replace(b"blue", b"bl\xffe")),
    ):
        yield Vector(name, "changed_export", comment, changed)


def badly_signed() -> Iterator[Vector]:
    """Yield exports whose key, checkpoint or digest does not hold."""
    data = make_small_bundle()
    bundle, body = read_bundle(data)
    key = bundle.key[:-2] + ("A=" if bundle.key[-2] != "A" else "B=")
    wrong_key = canonical_body(msgspec.structs.replace(bundle, key=key))
    yield Vector(
        "key_contradicts_itself",
        "changed_export",
        "the key does not have the key id it names",
        write_bundle(wrong_key, checkpoint=bundle.checkpoint),
        "key",
    )
    signature = bundle.checkpoint.rpartition("\n\n")[2]
    for name, comment, note in (
        ("two_signatures", "a second signature line", bundle.checkpoint + signature),
        ("no_signature", "no signature line", bundle.checkpoint.removesuffix(signature)),
        ("unused_bits", "unused bits of base64 are set", _unused_bit(bundle.checkpoint)),
    ):
        changed = write_bundle(body, checkpoint=note)
        yield Vector(name, "changed_export", comment, changed, "checkpoint")
    other = bundle.checkpoint.replace("\n64\n", "\n128\n")
    yield Vector(
        "signature",
        "invalid_signature",
        "another size than was signed",
        write_bundle(body, checkpoint=other),
        "checkpoint",
    )
    yield Vector(
        "digest",
        "changed_export",
        "a word changed after signing",
        data.replace(b"blue", b"grey"),
        "paragraph 1",
    )
    yield Vector(
        "page",
        "changed_export",
        "a word of the HTML file changed",
        make_bundle(),
        "paragraph 2",
        "changed",
    )


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
        ("identifier", "an identifier shown", _with_field("state", Codes(codes=(CAR,)))),
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
    twice = with_changes(data, entries=(*bundle.entries, entry))
    yield Vector("entry_twice", "changed_export", "one entry twice", twice, "entry 5")
    fewer = tuple(e for e in bundle.entries if (e.number, e.revision) != (1, 1))
    undated = with_changes(data, entries=fewer)
    yield Vector("undated", "changed_export", "a first date without entry", undated, "paragraph 1")
    fewer = tuple(e for e in bundle.entries if e.about != "exhibit")
    missing = with_changes(data, entries=fewer)
    yield Vector("entry_missing", "changed_export", "no entry", missing, "exhibit 1")
    (point,) = bundle.earlier
    for name, comment, earlier in (
        ("earlier_root", "another root", (msgspec.structs.replace(point, root=bytes(32)),)),
        ("earlier_size", "another size", (msgspec.structs.replace(point, size=65),)),
        ("earlier_order", "sizes do not ascend", (point, point)),
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


def _unused_bit(note: str) -> str:
    """Set an unused bit of the signature's last letter: lenient readers see the same bytes."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    start, letter = note[:-3], note[-3]
    return f"{start}{alphabet[alphabet.index(letter) + 1]}=\n"


def vectors() -> tuple[Vector, ...]:
    """Return all vectors as they are made today."""
    return (
        *accepted(),
        *unreadable(),
        *badly_signed(),
        *dishonest_documents(),
        *dishonest_proofs(),
        *bad_counts(),
    )


def main() -> None:
    """Write what is missing."""
    for vector in vectors():
        path = FOLDER / f"{vector.name}.vector"
        if not path.exists():
            path.write_bytes(vector.written())


if __name__ == "__main__":
    main()
