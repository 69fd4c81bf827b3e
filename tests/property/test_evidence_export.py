"""Nothing but the error tree comes out of a hostile export, and canonical JSON is the RFC's."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import msgspec
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from safelog.errors import ProofError
from safelog.evidence.entry import number_value
from safelog.export.schema import canonical, read_bundle
from safelog.export.verify import verify
from safelog.model.segments import segments
from safelog.redact.document import Codes, Field, Number, Value
from tests.vectors.evidence.world import (
    CAR_FIELDS,
    DOCUMENT,
    make_bundle,
    shown,
    with_changes,
)

DATA = make_bundle()
MEMBERS = json.loads(DATA)

texts = st.text(st.characters(exclude_categories=["Cs"]))
names = st.text(st.characters(min_codepoint=32, max_codepoint=126))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(names, inner),
    max_leaves=20,
)
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2**53) + 1, 2**53 - 1)


@given(plain)
def test_the_fast_encoder_writes_what_the_rfc_says(value: object) -> None:
    """For values without fractions both encoders agree, whatever the texts hold."""
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type] # any JSON value


@given(numbers)
def test_numbers_are_written_as_the_rfc_says(number: float) -> None:
    """A number in a document is written as it is committed, and reads back equal."""
    field = Field(path="details.distance", value=Number(number=number))
    paragraph = msgspec.structs.replace(DOCUMENT.paragraphs[0], fields=(field,))
    data = with_changes(DATA, document=msgspec.structs.replace(DOCUMENT, paragraphs=(paragraph,)))
    assert data == rfc8785.dumps(json.loads(data)) + b"\n"
    assert b'"number":' + number_value(number) + b"}" in data
    assert read_bundle(data)[0].document.paragraphs[0].fields == (field,)


@given(st.binary(max_size=300))
def test_any_bytes_end_in_an_error_of_the_tree(data: bytes) -> None:
    """A file of chance is judged without surprise."""
    with contextlib.suppress(ProofError):
        verify(data)
        raise AssertionError


@given(st.integers(0, len(DATA) - 1), st.integers(0, len(DATA) - 1), st.binary(max_size=8))
def test_a_spliced_export_is_refused(start: int, length: int, inserted: bytes) -> None:
    """Bytes cut out and put in anywhere end in an error of the tree, or in the same file."""
    changed = DATA[:start] + inserted + DATA[start + length % 40 :]
    if changed == DATA:
        return
    with contextlib.suppress(ProofError):
        verify(changed)
        raise AssertionError


@st.composite
def replaced(draw: st.DrawFn) -> dict[str, Any]:
    """Return the export's members with one value, anywhere inside, replaced by another."""
    members: Any = json.loads(DATA)
    inner = members
    while True:
        if isinstance(inner, dict):
            step: Any = draw(st.sampled_from(sorted(inner)))
        else:
            step = draw(st.integers(0, len(inner) - 1))
        deeper = inner[step]
        if not isinstance(deeper, dict | list) or not deeper or draw(st.booleans()):
            inner[step] = draw(plain | numbers)
            return dict(members)
        inner = deeper


@given(replaced())
def test_a_replaced_value_is_refused(members: dict[str, Any]) -> None:
    """Any value of the wrong type, size or meaning ends in an error of the tree."""
    if members == MEMBERS:
        return
    with contextlib.suppress(ProofError):
        verify(rfc8785.dumps(members) + b"\n")
        raise AssertionError


def _values() -> st.SearchStrategy[Value]:
    words = texts.filter(bool).map(lambda text: shown(*segments(text)))
    codes = st.lists(names, min_size=1, max_size=3).map(lambda names: Codes(codes=tuple(names)))
    return words | codes | numbers.map(lambda number: Number(number=number))


@given(st.sampled_from([field.path for field in CAR_FIELDS if field.path != "effect"]), _values())
def test_no_other_words_pass_for_the_committed_ones(path: str, value: Value) -> None:
    """A signer who shows anything else than what was committed is found out."""
    fields = tuple(
        Field(path=path, value=value) if field.path == path else field for field in CAR_FIELDS
    )
    if fields == CAR_FIELDS:
        return
    paragraphs = (
        msgspec.structs.replace(DOCUMENT.paragraphs[0], fields=fields),
        DOCUMENT.paragraphs[1],
    )
    document = msgspec.structs.replace(DOCUMENT, paragraphs=paragraphs)
    with contextlib.suppress(ProofError):
        verify(with_changes(DATA, document=document))
        raise AssertionError
