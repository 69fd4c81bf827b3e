"""Put the proof to a redacted document: open what is shown, prove it, sign the whole.

The only place where originals and a redacted document meet after redaction. An original leaves it
as a salt for words that the document shows already, or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from safelog.errors import ProofError, UnprovenExportError
from safelog.evidence.checkpoint import export_digest
from safelog.evidence.commitment import Part
from safelog.evidence.recipient import RecipientLog, SealedEntry
from safelog.export.claims import EntryKey, UnprovableError, document_claims
from safelog.export.schema import (
    Body,
    EarlierCheckpoint,
    EntryProof,
    FilePart,
    SignedFile,
    canonical_body,
    make_sections,
    read_bundle,
    write_bundle,
)
from safelog.redact.document import RedactedDocument


class OutputFile(NamedTuple):
    """A file that goes out with the proof, in stretches that a reader can name."""

    name: str
    parts: Sequence[tuple[str, bytes]]
    """Place (a short ASCII text) and bytes of each stretch; joined they are the file."""


def assemble(
    document: RedactedDocument,
    *,
    entries: Mapping[EntryKey, SealedEntry],
    log: RecipientLog,
    files: Sequence[OutputFile],
) -> bytes:
    """Make the export's JSON file.

    Args:
        document: what the recipient will read.
        entries: for each paragraph the entry of its revision, of revision 1, and of each
            correction; for each exhibit its entry; all sealed with the key of `log`. Others are
            ignored.
        log: the recipient's log, whose batches hold these entries.
        files: the files that go out with it, such as the HTML.

    Raises:
        UnprovenExportError: the document shows something that differs from its entry, or that no
            checker would read.
        LookupError: an entry is not in the log.
    """
    try:
        claims = document_claims(document, {key: entry.thread for key, entry in entries.items()})
    except UnprovableError as error:
        raise UnprovenExportError(place=error.key.place) from None
    body = Body(
        key=str(log.key.verifying_key),
        document=document,
        entries=tuple(_prove(key, entries[key], parts, log) for key, parts in claims.items()),
        earlier=tuple(
            EarlierCheckpoint(size=size, root=log.root(size), proof=b"".join(log.consistency(size)))
            for size in log.earlier
        ),
        files=tuple(_sign_file(file) for file in files),
    )
    text = canonical_body(msgspec.structs.replace(body, sections=make_sections(body)))
    bundle = write_bundle(text, checkpoint=log.checkpoint(export_digest(text)))
    _hold_form(bundle)
    return bundle


def _hold_form(bundle: bytes) -> None:
    """Hold that a checker reads what was written: an honest export must not look changed."""
    try:
        read_bundle(bundle)
    except ProofError as error:
        raise UnprovenExportError(place=error.fields.get("place", "size")) from None


def _prove(
    key: EntryKey, sealed: SealedEntry, claims: Sequence[Part], log: RecipientLog
) -> EntryProof:
    """Open the parts that the document claims, after holding that they say the same."""
    if any(sealed.parts.get(claim.path) != claim.value for claim in claims):
        raise UnprovenExportError(place=key.place)
    index = log.index(sealed.leaf)
    return EntryProof(
        about=key.about,
        number=key.number,
        revision=key.revision,
        index=index,
        inclusion=b"".join(log.inclusion(index)),
        commitments=b"".join(sealed.commitments),
        thread=sealed.thread,
        openings={claim.path: sealed.salt(claim.path) for claim in claims},
    )


def _sign_file(file: OutputFile) -> SignedFile:
    parts = tuple(
        FilePart(place=place, size=len(data), sha256=hashlib.sha256(data).digest())
        for place, data in file.parts
    )
    whole = hashlib.sha256()
    for _, data in file.parts:
        whole.update(data)
    return SignedFile(
        name=file.name,
        size=sum(part.size for part in parts),
        sha256=whole.digest(),
        parts=parts,
    )
