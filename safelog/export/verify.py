"""Judge an export without a vault (docs/PROOF.md, section 6).

Bytes in, a report or an error of the tree out. What is read may be made by anybody: each step
relies only on what the steps before it have held, and every error names a place.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from safelog.errors import ChangedExportError, ProofError
from safelog.evidence.checkpoint import Checkpoint, export_digest, parse_checkpoint
from safelog.evidence.commitment import Part, commit, entry_leaf, is_commitment_list
from safelog.evidence.merkle import is_consistent, is_included
from safelog.evidence.note import VerifyingKey, open_note, parse_key
from safelog.export.claims import (
    EntryKey,
    UnprovableError,
    document_claims,
    exhibit_key,
    paragraph_key,
)
from safelog.export.report import Report, make_report
from safelog.export.schema import (
    Bundle,
    EarlierCheckpoint,
    EntryProof,
    SignedFile,
    cut_hashes,
    make_sections,
    read_bundle,
)
from safelog.redact.document import RedactedDocument


class Signed(NamedTuple):
    """An export of which form, signature and digest hold."""

    bundle: Bundle
    checkpoint: Checkpoint
    key: VerifyingKey


def verify(
    untrusted_bundle: bytes,
    untrusted_files: Sequence[tuple[str, bytes]] = (),
    *,
    earlier: Sequence[bytes] = (),
) -> Report:
    """Judge an export; return what is proven.

    Args:
        untrusted_bundle: the JSON file.
        untrusted_files: name and contents of the files that came with it, each of which is judged.
            A file that was renamed is known by its contents; a file that is not given is counted
            in the report, and not judged.
        earlier: JSON files of earlier exports to the same recipient, if there are any.

    Raises:
        NotAnExportError: the JSON file is some other file.
        NewerExportError: it is of a later version.
        InvalidSignatureError: the signature does not fit.
        ChangedExportError: something differs from what was signed, or from the log. Names the
            place.
    """
    signed = open_signed(untrusted_bundle)
    bundle, checkpoint = signed.bundle, signed.checkpoint
    _check_parts(bundle.files)
    judged = {_check_file(bundle.files, name, data) for name, data in untrusted_files}
    _check_numbers(bundle.document)
    _check_originals(bundle)
    proofs = _by_key(bundle.entries)
    _check_claims(bundle.document, proofs, checkpoint)
    _check_threads(bundle.document, proofs)
    _check_growth(bundle.earlier, checkpoint)
    kept = {_check_earlier(untrusted_earlier, signed) for untrusted_earlier in earlier}
    kept.discard(checkpoint)  # the export itself is no witness of its past
    return make_report(
        bundle.document,
        digits=signed.key.digits,
        log_size=checkpoint.size,
        earlier_given=len(kept),
        earlier_named=len({point.size for point in bundle.earlier} - {k.size for k in kept}),
        files_judged=len(judged),
        files_missing=len(bundle.files) - len(judged),
    )


def open_signed(untrusted_bundle: bytes) -> Signed:
    """Hold form, signature and digest of an export; what it shows is not judged.

    Raises:
        ProofError: as `verify`.
    """
    bundle, body = read_bundle(untrusted_bundle)
    key = parse_key(bundle.key)
    checkpoint = parse_checkpoint(open_note(bundle.checkpoint, key))
    if checkpoint.origin != key.name:
        raise ChangedExportError(place="checkpoint")
    if checkpoint.export != export_digest(body):
        raise ChangedExportError(place=_changed_section(bundle))
    return Signed(bundle, checkpoint, key)


def _changed_section(bundle: Bundle) -> str:
    """Name the first part that is not what the list of sections says."""
    listed = {section.place: section.sha256 for section in bundle.sections}
    for section in make_sections(bundle):
        if listed.get(section.place) != section.sha256:
            return section.place
    return "sections"


def _check_parts(files: Sequence[SignedFile]) -> None:
    """Hold that a name means one file, and that the parts of each are the whole of it."""
    names = {signed.name for signed in files}
    if len(names) != len(files) or any(
        sum(part.size for part in signed.parts) != signed.size for signed in files
    ):
        raise ChangedExportError(place="files")


def _check_file(files: Sequence[SignedFile], name: str, data: bytes) -> int:
    """Hold that `data` is a file that was signed; return which."""
    digest = hashlib.sha256(data).digest()
    for index, signed in enumerate(files):
        if (signed.size, signed.sha256) == (len(data), digest):
            return index
    meant = [signed for signed in files if signed.name == name] or files
    if len(meant) != 1:
        raise ChangedExportError(place="file")
    at = 0
    for part in meant[0].parts:
        if hashlib.sha256(data[at : at + part.size]).digest() != part.sha256:
            raise ChangedExportError(place=part.place)
        at += part.size
    raise ChangedExportError(place="end of file")


def _check_numbers(document: RedactedDocument) -> None:
    """Hold that numbers name one thing each, and name something."""
    for position, paragraph in enumerate(document.paragraphs, start=1):
        named = set(paragraph.exhibits)
        if (
            paragraph.number != position
            or len(named) != len(paragraph.exhibits)
            or not named.issubset(range(1, len(document.exhibits) + 1))
        ):
            raise ChangedExportError(place=f"paragraph {position}")
    for position, exhibit in enumerate(document.exhibits, start=1):
        if exhibit.number != position:
            raise ChangedExportError(place=f"exhibit {position}")


def _check_originals(bundle: Bundle) -> None:
    """Hold that a file that is called an original has the size and the hash of its exhibit."""
    signed = {file.name: (file.size, file.sha256.hex()) for file in bundle.files}
    for exhibit in bundle.document.exhibits:
        said = (exhibit.size, exhibit.sha256)
        if exhibit.file is not None and signed.get(exhibit.file) != said:
            raise ChangedExportError(place=f"exhibit {exhibit.number}")


def _by_key(entries: Sequence[EntryProof]) -> dict[EntryKey, EntryProof]:
    """Hold that no entry and no leaf is used twice."""
    proofs: dict[EntryKey, EntryProof] = {}
    indices: set[int] = set()
    for position, entry in enumerate(entries, start=1):
        key = EntryKey(entry.about, entry.number, entry.revision)
        if key in proofs or entry.index in indices:
            raise ChangedExportError(place=f"entry {position}")
        proofs[key] = entry
        indices.add(entry.index)
    return proofs


def _check_claims(
    document: RedactedDocument, proofs: Mapping[EntryKey, EntryProof], checkpoint: Checkpoint
) -> None:
    """Hold that everything shown is opened from the log, and that nothing else is opened."""
    try:
        claims = document_claims(document, {key: proof.thread for key, proof in proofs.items()})
    except UnprovableError as error:
        raise ChangedExportError(place=error.key.place) from None
    for key, proof in proofs.items():
        if key not in claims:
            raise ChangedExportError(place=key.place)
        _check_proof(proof, claims[key], checkpoint, place=key.place)


def _check_proof(
    proof: EntryProof, claims: Sequence[Part], checkpoint: Checkpoint, *, place: str
) -> None:
    commitments = cut_hashes(proof.commitments, place=place)
    known = set(commitments)
    holds = (
        is_commitment_list(commitments)
        and is_included(
            entry_leaf(commitments),
            index=proof.index,
            size=checkpoint.size,
            proof=cut_hashes(proof.inclusion, place=place),
            root=checkpoint.root,
        )
        and proof.openings.keys() == {claim.path for claim in claims}
        and all(commit(claim, salt=proof.openings[claim.path]) in known for claim in claims)
    )
    if not holds:
        raise ChangedExportError(place=place)


def _check_threads(document: RedactedDocument, proofs: Mapping[EntryKey, EntryProof]) -> None:
    """Hold that a paragraph is one incident, and that its exhibits are evidence of it."""
    threads = {
        paragraph.number: proofs[paragraph_key(paragraph)].thread
        for paragraph in document.paragraphs
    }
    if len(set(threads.values())) != len(threads):
        raise ChangedExportError(place="threads")
    for key, proof in proofs.items():
        if key.about == "paragraph" and proof.thread != threads[key.number]:
            raise ChangedExportError(place=key.place)
    naming: dict[int, set[str]] = {}
    for paragraph in document.paragraphs:
        for number in paragraph.exhibits:
            naming.setdefault(number, set()).add(threads[paragraph.number])
    for exhibit in document.exhibits:
        key = exhibit_key(exhibit)
        if proofs[key].thread not in naming.get(exhibit.number, {proofs[key].thread}):
            raise ChangedExportError(place=key.place)


def _check_growth(earlier: Sequence[EarlierCheckpoint], checkpoint: Checkpoint) -> None:
    """Hold that the log continues every earlier checkpoint that is named."""
    sizes = (*(point.size for point in earlier), checkpoint.size)
    ascending = all(one < other for one, other in itertools.pairwise(sizes))
    if not ascending or not all(
        is_consistent(
            old_size=point.size,
            old_root=point.root,
            size=checkpoint.size,
            root=checkpoint.root,
            proof=cut_hashes(point.proof, place="earlier"),
        )
        for point in earlier
    ):
        raise ChangedExportError(place="earlier")


def _check_earlier(untrusted_bundle: bytes, signed: Signed) -> Checkpoint:
    """Hold that an earlier export that the recipient kept is one that this log continues."""
    try:
        kept = open_signed(untrusted_bundle)
    except ProofError:
        raise ChangedExportError(place="earlier export") from None
    head = signed.checkpoint
    named = {(point.size, point.root) for point in signed.bundle.earlier} | {(head.size, head.root)}
    if kept.key != signed.key or (kept.checkpoint.size, kept.checkpoint.root) not in named:
        raise ChangedExportError(place="earlier export")
    return kept.checkpoint
