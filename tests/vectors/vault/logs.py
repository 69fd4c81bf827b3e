"""Vectors of the log, of what is in its records, and of the attachments that they name."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safelog.vault import Secret
from safelog.vault.blob_layout import padded_size
from safelog.vault.heads import read_heads
from safelog.vault.keys import derive_committing
from safelog.vault.opening import open_vault
from safelog.vault.record import BlobRef, encode_record
from tests.unit.vault.world import FOLDER
from tests.vectors.vault.folders import (
    FRAME,
    PASSPHRASE,
    RECORDS,
    Folders,
    Snapshot,
    Vector,
    continued,
    flip,
    frame,
    refused,
    reordered,
)

if TYPE_CHECKING:
    from tests.unit.vault.world import World

LARGE = bytes(range(256)) * 1030
"""More than one chunk."""


def log_vectors(f: Folders) -> list[Vector]:
    """Vaults that are refused for their log."""
    damaged, misplaced, closed, log = (
        "DamagedRecordError",
        "MisplacedRecordError",
        f.closed,
        f.closed["log"],
    )
    older = with_checksum_of_log(log[:12] + bytes(4) + log[16:32])
    magic = with_checksum_of_log(b"x" + log[1:32])
    newer = with_checksum_of_log(log[:12] + (2).to_bytes(4, "big") + log[16:32])
    behind = f.killed | {"log": flip(log, 64 + 2 * FRAME + 150) + tail_commit(f)}
    spliced = log[: 64 + FRAME] + frame(f.other["log"], 1) + log[64 + 2 * FRAME :]

    def with_log(changed: bytes) -> Snapshot:
        return closed | {"log": changed}

    foreign = with_log(f.other["log"])
    cut = {"found": len(log) - 1, "expected": len(log)}
    return [
        refused("log-bit", "a bit of a record", damaged, with_log(flip(log, 664)), position=1),
        refused("log-salt", "a bit of a salt", damaged, with_log(flip(log, 504)), position=1),
        refused(
            "log-header", "a bit of it", "DamagedVaultError", with_log(flip(log, 20)), what="log"
        ),
        refused(
            "log-newer", "version 2", "NewerVersionError", with_log(newer + log[64:]), version=2
        ),
        refused(
            "log-older", "version 0", "DamagedVaultError", with_log(older + log[64:]), what="log"
        ),
        refused(
            "log-magic", "other magic", "DamagedVaultError", with_log(magic + log[64:]), what="log"
        ),
        refused("log-foreign", "another vault's log", "ForeignFileError", foreign, what="log"),
        refused("log-cut", "no last byte", "TruncatedLogError", with_log(log[:-1]), **cut),
        refused(
            "log-swapped", "two swapped", misplaced, reordered(closed, [1, 0, 2, 3]), position=0
        ),
        refused(
            "log-replayed", "one twice", misplaced, reordered(closed, [0, 1, 1, 3]), position=2
        ),
        refused(
            "log-removed", "one removed", misplaced, reordered(closed, [0, 2, 3, 3]), position=1
        ),
        refused("log-spliced", "another vault's record", misplaced, with_log(spliced), position=1),
        refused("log-diverged", "a copy's log", misplaced, with_log(f.diverged["log"]), position=3),
        refused("log-break", "a commit behind a break", damaged, behind, position=2),
        refused(
            "log-replayed-behind",
            "behind the head, the first record again",
            misplaced,
            f.killed | {"log": log + frame(log, 0)},
            position=4,
        ),
        refused(
            "log-foreign-behind",
            "behind the head, a break and a record out of place",
            damaged,
            f.killed | {"log": log[:-1] + frame(log, 1)},
            position=3,
        ),
    ]


def tail_commit(f: Folders) -> bytes:
    """Return one more commit for the log of `f.closed`."""
    each = continued(f.closed, "tail")
    with each.open(PASSPHRASE) as vault:
        vault.append([b"fifth"])
    return bytes(each.file("log")[len(f.closed["log"]) :])


def with_checksum_of_log(clear: bytes) -> bytes:
    """Return a log header for other clear bytes."""
    return clear + hashlib.sha256(clear).digest()


def record_vectors(f: Folders) -> list[Vector]:
    """Vaults with an authentic record that no safelog writes: whoever has the key can make one."""
    usual = encode_record(b"fifth")
    vectors = []
    for name, about, record in (
        ("record-kind", "another first byte", b"\x02" + usual[1:]),
        ("record-filling", "filling that is not zero", usual[:-1] + b"\x01"),
        ("record-long-filling", "256 bytes of filling too many", usual + bytes(256)),
        ("record-lengths", "a payload longer than the record", usual[:5] + b"\x01" + usual[6:]),
    ):
        each = continued(f.closed, name)
        parts = open_vault(FOLDER, Secret.from_text(PASSPHRASE), ports=each.ports)
        parts.log.append([record])
        parts.heads.settle(parts.log.root)
        parts.log.close()
        files = each.memory.snapshot()
        vectors.append(refused(name, about, "DamagedRecordError", files, position=4))
    return vectors


def blob_vectors(f: Folders) -> list[Vector]:
    """Vaults that open, and whose attachment is refused."""
    name = next(each for each in f.closed if each.startswith("blobs/"))
    blob = f.closed[name]
    missing = {each: data for each, data in f.closed.items() if each != name}
    blob_id = name.removeprefix("blobs/")
    damage = "DamagedBlobError"

    def with_blob(changed: bytes) -> Snapshot:
        return f.closed | {name: changed}

    vectors = [
        refused("blob-missing", "the file is gone", "MissingBlobError", missing, blob=blob_id),
        refused("blob-bit", "of a chunk", damage, with_blob(flip(blob, 99)), blob=blob_id, chunk=0),
        refused(
            "blob-commitment", "a bit", damage, with_blob(flip(blob, 40)), blob=blob_id, chunk=0
        ),
        refused("blob-cut", "no last byte", damage, with_blob(blob[:-1]), blob=blob_id, chunk=0),
    ]
    vectors = [vector._replace(records=tuple(RECORDS)) for vector in vectors]
    return [*vectors, *content_vectors(f)]


def content_vectors(f: Folders) -> list[Vector]:
    """Vaults with an attachment of several chunks, and with authentic ones of another form."""
    several, lying, filled = (continued(f.closed, name) for name in ("chunks", "hash", "filling"))
    records = (*RECORDS, b"fifth")
    with several.open(PASSPHRASE) as vault:
        vault.append([b"fifth"], blobs=[vault.write_blob(io.BytesIO(LARGE))])
    with lying.open(PASSPHRASE) as vault:
        other = dataclasses.replace(vault.write_blob(io.BytesIO(b"x")), sha256=bytes(32))
        vault.append([b"fifth"], blobs=[other])
    odd = write_with_filling(filled)
    with filled.open(PASSPHRASE) as vault:
        vault.append([b"fifth"], blobs=[odd])
    damage = "DamagedBlobError"
    return [
        Vector("blob-chunks", "two chunks", "success", several.memory.snapshot(), records=records),
        refused(
            "blob-hash",
            "the recorded hash is another",
            damage,
            lying.memory.snapshot(),
            blob=other.id,
            chunk=0,
        )._replace(records=records),
        refused(
            "blob-filling",
            "the last byte of the filling is 1",
            damage,
            filled.memory.snapshot(),
            blob=odd.id,
            chunk=0,
        )._replace(records=records),
    ]


def write_with_filling(each: World) -> BlobRef:
    """Write an authentic attachment whose filling is not all zeros."""
    unlocked = read_heads(FOLDER, each.ports).unlock(Secret.from_text(PASSPHRASE))
    keys, content = unlocked.keys, b"x"
    blob_id, salt = each.random_bytes(16), each.random_bytes(32)
    info = b"safelog/v1/blob-file\0" + keys.vault_id + blob_id + bytes(4)
    key, commitment = derive_committing(keys.blob, salt=salt, info=info)
    padded = (content + b"\x80").ljust(padded_size(len(content)) - 1, b"\0") + b"\x01"
    sealed = AESGCM(bytes(key.view)).encrypt(bytes(11) + b"\x01", padded, None)
    path = FOLDER / "blobs" / blob_id.hex()
    each.memory.content[path] = bytearray(b"SLB\x01" + salt + commitment + sealed)
    return BlobRef(blob_id.hex(), len(content), hashlib.sha256(content).digest())
