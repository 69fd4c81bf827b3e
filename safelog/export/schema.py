"""The export's JSON file: the redacted document with its proof (docs/PROOF.md, section 5).

Owns the form of the file: its types, its one canonical way to be written, and what is read as
such a file. Nothing that is read here is trusted before `verify` has judged it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Annotated, Literal, NoReturn, TypeVar

import msgspec
from msgspec import Meta

from safelog.errors import (
    ChangedExportError,
    InvalidFieldError,
    NewerExportError,
    NotAnExportError,
)
from safelog.evidence.commitment import HASH_BYTES, SMALLEST_LIST
from safelog.evidence.entry import number_value
from safelog.evidence.merkle import PROOF_LIMIT
from safelog.evidence.recipient import THREAD_BYTES
from safelog.redact.document import Count, Field, Number, RedactedDocument

FORMAT = "safelog proof"
VERSION = 1

BYTES_LIMIT = 64 * 1024 * 1024
"""Largest file that is read, in bytes."""

Hash = Annotated[bytes, Meta(min_length=HASH_BYTES, max_length=HASH_BYTES)]
Place = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9 ._:#+\[\]-]{0,79}\Z")]
_Name = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")]
_Path = Annotated[str, Meta(pattern=r"\A[!-~]{1,200}\Z")]
_Proof = Annotated[bytes, Meta(max_length=PROOF_LIMIT * HASH_BYTES)]
_Thread = Annotated[str, Meta(pattern=rf"\A[0-9a-f]{{{2 * THREAD_BYTES}}}\Z")]


class FilePart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of a file, so that a change can be named by its place."""

    place: Place
    size: Count
    sha256: Hash


class SignedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that was signed together with the proof."""

    name: _Name
    size: Count
    sha256: Hash
    parts: tuple[FilePart, ...]


class EntryProof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That one entry stands in the log, and what of it is open."""

    about: Literal["paragraph", "exhibit"]
    number: Count
    revision: Count
    index: Count
    inclusion: _Proof
    commitments: Annotated[bytes, Meta(min_length=SMALLEST_LIST * HASH_BYTES)]
    thread: _Thread
    openings: dict[_Path, Hash]


class EarlierCheckpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Size and root of the log at an earlier export, and that the log continues them."""

    size: Count
    root: Hash
    proof: _Proof


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hash of one part of the file, so that a change can be named by its place."""

    place: Place
    sha256: Hash


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that the checkpoint signs."""

    format: str = FORMAT
    version: Count = VERSION
    key: str
    document: RedactedDocument
    entries: tuple[EntryProof, ...]
    earlier: tuple[EarlierCheckpoint, ...]
    files: tuple[SignedFile, ...]
    sections: tuple[Section, ...] = ()


class Bundle(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    checkpoint: str


BodyT = TypeVar("BodyT", bound=Body)

_ENCODER = msgspec.json.Encoder(order="sorted")


class _Heading(msgspec.Struct):
    """What says that a file is an export, and of which version."""

    format: str
    version: Count


def canonical(value: object) -> bytes:
    """Write a value without fractions as canonical JSON (RFC 8785).

    For such values this encoder agrees with the RFC, byte for byte, and is twenty times as fast
    as `rfc8785`; tests hold both (docs/adr/0034). Fractions go through `write_numbers` first.
    """
    return _ENCODER.encode(value)


def write_numbers(body: BodyT) -> BodyT:
    """Return a body in which every number stands as RFC 8785 writes it, section 3.2.2.3.

    Raises:
        InvalidFieldError: JSON cannot carry a number exactly.
    """
    paragraphs = tuple(
        msgspec.structs.replace(
            paragraph, fields=tuple(_write_number(field) for field in paragraph.fields)
        )
        for paragraph in body.document.paragraphs
    )
    document = msgspec.structs.replace(body.document, paragraphs=paragraphs)
    return msgspec.structs.replace(body, document=document)


def _write_number(field: Field) -> Field:
    if not isinstance(field.value, Number):
        return field
    written = msgspec.Raw(number_value(field.value.number))
    return msgspec.structs.replace(
        field, value=msgspec.structs.replace(field.value, number=written)
    )


def cut_hashes(joined: bytes, *, place: str) -> tuple[bytes, ...]:
    """Cut joined hashes apart.

    Raises:
        ChangedExportError: the last one is too short.
    """
    if len(joined) % HASH_BYTES:
        raise ChangedExportError(place=place)
    return tuple(joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES))


def make_sections(body: Body) -> tuple[Section, ...]:
    """Hash every part of the file by itself (docs/PROOF.md, section 5.3)."""
    return tuple(
        Section(place=place, sha256=hashlib.sha256(canonical(value)).digest())
        for place, value in _sections(write_numbers(body))
    )


def _sections(body: Body) -> Iterator[tuple[str, object]]:
    document = body.document
    yield "heading", msgspec.structs.replace(document, paragraphs=(), exhibits=(), legend=())
    yield "legend", document.legend
    for number, paragraph in enumerate(document.paragraphs, start=1):
        yield f"paragraph {number}", paragraph
    for number, exhibit in enumerate(document.exhibits, start=1):
        yield f"exhibit {number}", exhibit
    for number, entry in enumerate(body.entries, start=1):
        yield f"entry {number}", entry
    yield "earlier", body.earlier
    yield "files", body.files
    yield "key", body.key


def canonical_body(body: Body) -> bytes:
    """Write everything but the checkpoint: what the digest is taken of."""
    written = write_numbers(body)
    members = {name: getattr(written, name) for name in Body.__struct_fields__}
    return canonical(members)


def write_bundle(body: bytes, *, checkpoint: str) -> bytes:
    """Put the checkpoint to a canonical body.

    `checkpoint` sorts before every other member, so the canonical whole is this.
    """
    return b'{"checkpoint":' + canonical(checkpoint) + b"," + body[1:] + b"\n"


def read_bundle(untrusted_data: bytes) -> tuple[Bundle, bytes]:
    """Read a file that claims to be an export; return it with its canonical body.

    Nothing is verified yet but the form: that these bytes are the only ones for this content.

    Raises:
        NotAnExportError: it is some other file.
        NewerExportError: it is of a later version.
        ChangedExportError: it was an export once.
    """
    if len(untrusted_data) > BYTES_LIMIT:
        raise NotAnExportError
    _check_heading(untrusted_data)
    try:
        bundle = msgspec.json.decode(untrusted_data, type=Bundle)
        body = canonical_body(bundle)
    except _MALFORMED as error:
        _raise_malformed(error)
    whole = write_bundle(body, checkpoint=bundle.checkpoint)
    if whole != untrusted_data:
        raise ChangedExportError(place=f"byte {_first_difference(whole, untrusted_data)}")
    return bundle, body


_MALFORMED = (msgspec.DecodeError, InvalidFieldError, UnicodeError, RecursionError)
"""What parsing a hostile file can end in."""

_MARKS = (b'{"checkpoint":"safelog/', b'"format":"safelog proof"')
"""Either is left of an export when its other end is gone."""

_AT_BYTE = re.compile(r"\(byte ([0-9]{1,9})\)\Z")
_AT_ITEM = re.compile(
    r"(?:at|in) `\$\.(?:document\.)?(paragraphs|exhibits|entries)\[([0-9]{1,9})\]"
)
_AT_MEMBER = re.compile(r"(?:at|in) `\$\.(?:document\.)?([a-z]{1,20})")
_TRUNCATED = "Input data was truncated"
_ITEMS = {"paragraphs": "paragraph", "exhibits": "exhibit", "entries": "entry"}


def _check_heading(untrusted_data: bytes) -> None:
    try:
        untrusted_data.decode()  # for the place: msgspec counts from the start of a text
        heading = msgspec.json.decode(untrusted_data, type=_Heading)
    except _MALFORMED as error:
        if not any(mark in untrusted_data for mark in _MARKS):
            raise NotAnExportError from None
        _raise_malformed(error)
    if heading.format != FORMAT:
        raise NotAnExportError
    if heading.version > VERSION:
        raise NewerExportError(version=heading.version)
    if heading.version < VERSION:
        raise ChangedExportError(place="version")


def _raise_malformed(error: Exception) -> NoReturn:
    """Name the place where the parser stopped, as far as it says so."""
    if isinstance(error, UnicodeDecodeError):
        place = f"byte {error.start}"
    elif str(error) == _TRUNCATED:
        place = "end of file"
    elif found := _AT_BYTE.search(str(error)):
        place = f"byte {found[1]}"
    elif found := _AT_ITEM.search(str(error)):
        place = f"{_ITEMS[found[1]]} {int(found[2]) + 1}"
    elif found := _AT_MEMBER.search(str(error)):
        place = found[1]
    else:
        place = "structure"
    raise ChangedExportError(place=place) from None


def _first_difference(one: bytes, other: bytes) -> int:
    """Return the index of the first byte that differs; the texts do differ."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
