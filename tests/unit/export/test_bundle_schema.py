"""Reading the JSON file: what is an export, what was one, and where it was changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
import pytest
import rfc8785

from safelog.errors import ChangedExportError, NewerExportError, NotAnExportError
from safelog.export import schema
from safelog.export.schema import canonical, cut_hashes, make_sections, read_bundle
from tests.vectors.evidence.world import make_bundle

DATA = make_bundle()
VERSION_AT = DATA.rindex(b"1}")
BREAK_AT = DATA.index(b"\\n") + 1


def place_of(data: bytes) -> object:
    """Return the place that reading the file names."""
    with pytest.raises(ChangedExportError) as caught:
        read_bundle(data)
    return caught.value.fields["place"]


def rewritten(members: dict[str, Any]) -> bytes:
    """Return the file with members replaced, in canonical form."""
    return rfc8785.dumps({**json.loads(DATA), **members}) + b"\n"


def test_an_export_is_read() -> None:
    """The file that was written is read back whole."""
    bundle, body = read_bundle(DATA)
    assert bundle.document.paragraphs[0].number == 1
    assert body in DATA.replace(b'"checkpoint":' + canonical(bundle.checkpoint) + b",", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"<html></html>",
        b"[]",
        b"{}",
        b'{"format":"another","version":1}',
        b'{"format":1,"version":1}',
        b"[" * 100_000,
    ],
)
def test_other_files_are_not_exports(data: bytes) -> None:
    """A file of another kind is not called changed."""
    with pytest.raises(NotAnExportError):
        read_bundle(data)


def test_a_file_above_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by the limit, whatever is given."""
    monkeypatch.setattr(schema, "BYTES_LIMIT", len(DATA) - 1)
    with pytest.raises(NotAnExportError):
        read_bundle(DATA)


@pytest.mark.parametrize("version", [2, 1000])
def test_a_later_version_is_named(version: int) -> None:
    """A newer export is not called changed, whatever else is new in it."""
    with pytest.raises(NewerExportError) as caught:
        read_bundle(rewritten({"version": version, "novelty": True}))
    assert caught.value.fields == {"version": version}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (rewritten({"version": 0}), "version"),
        (rewritten({"novelty": True}), "structure"),
        (rewritten({"key": 1}), "key"),
        (rewritten({"entries": [{}]}), "entry 1"),
        (DATA.replace(b"@recorded", b"@r corded", 1), "entry 1"),
        (DATA.replace(b'"number":40.5', b'"number":"4"'), "paragraph 1"),
        (DATA.replace(b'"number":40.5', b'"number":1e999'), "paragraph 1"),
        (DATA.replace(b'"number":40.5', b'"number":9007199254740993'), "structure"),
        (DATA.replace(b'"index":', b'"index":-'), "paragraph 1"),
        (DATA.replace(b'"proof":"', b'"proof":"!'), "earlier"),
        (DATA[:200], "end of file"),
        (DATA[2000:], "byte 0"),
        (DATA[:-1] + b"}", f"byte {len(DATA)}"),
        (DATA[:300] + b"\xff" + DATA[301:], "byte 300"),
        (DATA + b"\n", f"byte {len(DATA)}"),
        (DATA[:-1], f"byte {len(DATA) - 1}"),
        (b" " + DATA, "byte 0"),
        (DATA.replace(b'"version":1', b'"version": 1'), f"byte {VERSION_AT}"),
        (DATA.replace(b'"version":1', b'"version":1,"version":1'), f"byte {VERSION_AT + 1}"),
        (DATA.replace(b"\\n", b"\\u000a", 1), f"byte {BREAK_AT}"),
    ],
)
def test_a_file_that_was_an_export_names_the_place(data: bytes, place: str) -> None:
    """Form, types and the one canonical form are held before anything is trusted."""
    assert place_of(data) == place


def test_deep_nesting_is_refused() -> None:
    """A nest of brackets inside an export ends in an error of the tree."""
    nest = b"[" * 200_000
    assert place_of(DATA.replace(b'"legend":[', b'"legend":[' + nest)) != ""
    assert place_of(DATA.replace(b'"value":{', b'"value":{"x":' + nest, 1)) != ""


def test_a_false_place_in_a_member_name_is_harmless() -> None:
    """A hostile name that imitates the parser's words can name a wrong place, and no more."""
    assert place_of(rewritten({"` - at `$.entries[6]": 1})) == "entry 7"


def test_sections_cover_every_part() -> None:
    """Each part of the file has a hash of its own, and a place for its name."""
    bundle, _ = read_bundle(DATA)
    assert [section.place for section in bundle.sections] == [
        "heading",
        "legend",
        "paragraph 1",
        "paragraph 2",
        "exhibit 1",
        "entry 1",
        "entry 2",
        "entry 3",
        "entry 4",
        "earlier",
        "files",
        "key",
    ]
    assert make_sections(bundle) == bundle.sections


def test_sections_are_hashes_of_canonical_json() -> None:
    """A stranger can compute them with any implementation of RFC 8785."""
    members = json.loads(DATA)
    document = members["document"]
    expected = {
        "heading": {**document, "paragraphs": [], "exhibits": [], "legend": []},
        "legend": document["legend"],
        "paragraph 1": document["paragraphs"][0],
        "exhibit 1": document["exhibits"][0],
        "entry 4": members["entries"][3],
        "earlier": members["earlier"],
        "files": members["files"],
        "key": members["key"],
    }
    listed = {section.place: section.sha256 for section in read_bundle(DATA)[0].sections}
    for place, value in expected.items():
        digest = hashlib.sha256(rfc8785.dumps(value)).digest()
        assert listed[place] == digest, place


def test_joined_hashes_are_cut_apart() -> None:
    """A last hash that is too short is a change, not a shorter proof."""
    assert cut_hashes(bytes(64), place="x") == (bytes(32), bytes(32))
    with pytest.raises(ChangedExportError):
        cut_hashes(bytes(63), place="x")


def test_places_in_errors_are_safe_texts() -> None:
    """What an error shows is never the file's own words."""
    with pytest.raises(ChangedExportError) as caught:
        read_bundle(rewritten({"Ветров": 1}))
    assert caught.value.fields == {"place": "structure"}


def test_the_types_refuse_places_that_are_no_tokens() -> None:
    """A place becomes part of an error, so it is a short ASCII text already in the file."""
    section = msgspec.to_builtins(read_bundle(DATA)[0].sections[0])
    for place in ("", "Ветров", "a\n", "a/b", "a" * 81):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**section, "place": place}, type=schema.Section)
