"""Write the vectors of exports that are not there yet; one that is there is never touched.

Run as `python -m tests.vectors.evidence.make`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

import msgspec

from safelog.evidence.checkpoint import Checkpoint, export_digest, parse_checkpoint
from safelog.evidence.note import VerifyingKey, encode_base64
from safelog.export.schema import canonical_body, read_bundle, write_bundle
from tests.vectors.evidence.dishonest import (
    bad_counts,
    dishonest_documents,
    dishonest_proofs,
    with_narrative,
)
from tests.vectors.evidence.vector import FOLDER, Vector
from tests.vectors.evidence.world import (
    BATCHES,
    CAR,
    FIRST_DATA,
    PAGE,
    PAGE_BYTES,
    make_bundle,
    make_identifier_bundle,
    make_log,
    make_restored_bundle,
    make_small_bundle,
    shown,
    sign,
    with_changes,
)

WHOLE = ((PAGE, PAGE_BYTES),)
CHANGED = ((PAGE, PAGE_BYTES.replace(b"blue", b"grey")),)


def accepted() -> Iterator[Vector]:
    """Yield exports that a checker must accept."""
    yield Vector("accepted", "accepted", "one of everything", make_bundle(), files=WHOLE)
    yield Vector("accepted_small", "accepted", "one paragraph", make_small_bundle())
    disclosed = shown(
        "Серая машина ехала за мной. ",
        "Ветров её узнал! ",
        "Я свернул трижды.\n",
        "Потом она ушла.",
    )
    data = make_bundle(document=with_narrative(disclosed), batches=(*BATCHES, ()))
    yield Vector("accepted_disclosed", "accepted", "a hidden sentence shown later", data)

    yield Vector(
        "accepted_sections",
        "accepted",
        "no sections: they only name places",
        sign(msgspec.structs.replace(read_bundle(make_bundle())[0], sections=())),
    )
    for name, comment, text in (
        ("accepted_upper_case", "no identifier: an upper-case letter", f"{CAR[:-1]}A"),
        ("accepted_letter_u", "no identifier: a letter that is not used", f"{CAR[:-1]}u"),
        ("accepted_high_digit", "no identifier: more than 128 bits", f"8{CAR[1:]}"),
        ("accepted_longer", "no identifier: 27 characters", f"{CAR}0"),
    ):
        yield Vector(name, "accepted", comment, make_identifier_bundle(text))


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
    yield Vector(
        "key_small_order",
        "changed_export",
        "a key of order 1, which a signature of no secret fits",
        _with_neutral_key(),
        "key",
    )
    text, _, signature = bundle.checkpoint.rpartition("\n\n")
    another = make_log().key.sign(f"{text}\nanother line\n")
    for name, comment, note in (
        ("two_signatures", "a second signature line", bundle.checkpoint + signature),
        ("another_line", "a line more, signed", another),
        ("no_signature", "no signature line", bundle.checkpoint.removesuffix(signature)),
        ("unused_bits", "unused bits of base64 are set", _unused_bit(bundle.checkpoint)),
    ):
        changed = write_bundle(body, checkpoint=note)
        yield Vector(name, "changed_export", comment, changed, "checkpoint")
    other_id = bundle.checkpoint.replace(signature, _with_key_id(signature, bytes(4)))
    yield Vector(
        "signature_key_id",
        "invalid_signature",
        "a signature that names another key",
        write_bundle(body, checkpoint=other_id),
        "checkpoint",
    )
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
        CHANGED,
    )


def given() -> Iterator[Vector]:
    """Yield exports with the files and the earlier exports that are given beside them."""
    data = make_bundle()
    renamed = (("copy (2).html", PAGE_BYTES),)
    yield Vector("accepted_renamed", "accepted", "a renamed file", data, files=renamed)
    several = (*CHANGED, *WHOLE)
    yield Vector(
        "page_beside_whole",
        "changed_export",
        "two files of one name",
        data,
        "paragraph 2",
        several,
    )
    longer = ((PAGE, PAGE_BYTES + b"\n"),)
    yield Vector("page_longer", "changed_export", "a byte too many", data, "end of file", longer)
    (file,) = read_bundle(data)[0].files
    unlisted = with_changes(data, files=())
    yield Vector("page_unlisted", "changed_export", "a file not signed", unlisted, "file", WHOLE)
    size = msgspec.structs.replace(file, size=file.size + 1)
    for name, comment, files in (
        ("files_size", "a size that its parts do not have", (size,)),
        ("files_name", "two files of one name", (file, file)),
    ):
        yield Vector(name, "changed_export", comment, with_changes(data, files=files), "files")
    yield Vector("accepted_first", "accepted", "the first export of the log", FIRST_DATA)
    yield Vector("accepted_other", "accepted", "to another recipient", make_bundle("journalist"))
    for name, comment, earlier in (
        ("accepted_after_first", "an earlier export is given", ("accepted_first",)),
        ("accepted_after_itself", "the export itself is no witness", ("accepted", "accepted")),
    ):
        yield Vector(name, "accepted", comment, data, earlier=earlier)
    for name, comment, changed, earlier in (
        ("after_other", "an export to somebody else", data, ("accepted_first", "accepted_other")),
        ("after_later", "the log is shorter than it was", FIRST_DATA, ("accepted",)),
        ("after_restored", "a forgotten batch", make_restored_bundle(), ("accepted",)),
        ("after_changed", "an earlier export that was changed", data, ("digest",)),
        ("after_nothing", "a file that is no export", data, ("not_json",)),
    ):
        yield Vector(name, "changed_export", comment, changed, "earlier export", earlier=earlier)


def _with_key_id(line: str, key_id: bytes) -> str:
    """Let a signature line name another key."""
    start, _, encoded = line.rstrip().rpartition(" ")
    signed = base64.b64decode(encoded)
    return f"{start} {encode_base64(key_id + signed[len(key_id) :])}\n"


def _with_neutral_key() -> bytes:
    """Sign the small export without any secret: the neutral point as key and in the signature."""
    neutral = b"\x01" + bytes(31)
    bundle, _ = read_bundle(make_small_bundle())
    name = bundle.key.partition("+")[0]
    key = VerifyingKey(name=name, public=neutral)
    body = canonical_body(msgspec.structs.replace(bundle, key=str(key)))
    root = parse_checkpoint(bundle.checkpoint.rpartition("\n\n")[0] + "\n").root
    head = Checkpoint(origin=name, size=64, root=root, export=export_digest(body))
    signature = encode_base64(key.key_id + neutral + bytes(32))
    return write_bundle(body, checkpoint=f"{head}\n— {name} {signature}\n")


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
        *given(),
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
