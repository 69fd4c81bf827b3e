"""Write the frozen vectors of the vault format that are not there yet: `python -m` this module.

One file, one failure. A vector that is there is never written again: released vaults look like it.
Each is a whole folder with known random bytes, at the lowest cost of FORMAT.md section 3.2.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from safelog.vault import FLOOR_COST, Secret, Vault
from safelog.vault.kdf import KdfLimits
from safelog.vault.opening import create_vault
from safelog.vault.ports import Ports
from tests.unit.vault.test_head import edit, set_in_slot, with_checksum
from tests.unit.vault.world import FOLDER, KnownBytes, MemoryFiles, World

if TYPE_CHECKING:
    from collections.abc import Callable

Snapshot = dict[str, bytes]

HERE = Path(__file__).parent
PASSPHRASE = "тихая вода 7"
RECOVERY = "abacus abdomen abdominal abide abiding ability ablaze able abnormal abrasion headway"
PHOTO = b"not really a photo"
RECORDS = [b"first", "вторая".encode(), b"third, with a photo", b""]
FRAME = 400


class Vector(NamedTuple):
    """One folder and what comes of opening it."""

    name: str
    about: str
    expect: str
    files: Snapshot
    secret: str = PASSPHRASE
    records: tuple[bytes, ...] = ()
    fields: dict[str, int | str] | None = None


class Folders(NamedTuple):
    """The folders that the vectors are cut from."""

    closed: Snapshot
    killed: Snapshot
    """Like `closed`, but the head vouches for the first two records only."""
    diverged: Snapshot
    """A copy of `closed` after two records, continued with others."""
    other: Snapshot
    """Another vault with the same passphrase."""


def world(seed: str) -> World:
    """Return a world of known bytes and real costs."""
    return World(random_bytes=KnownBytes(seed), limits=KdfLimits())


def create(each: World) -> Vault:
    """Make a vault at the floor."""
    ports = Ports(files=each.memory, random_bytes=each.random_bytes)
    return Vault(
        create_vault(
            FOLDER,
            passphrase=Secret.from_text(PASSPHRASE),
            recovery=Secret.from_text(RECOVERY),
            cost=FLOOR_COST,
            ports=ports,
        )
    )


def finish(each: World) -> None:
    """Append the second half."""
    with each.open(PASSPHRASE) as vault:
        ref = vault.write_blob(io.BytesIO(PHOTO))
        vault.append(RECORDS[2:], blobs=[ref])


def folders() -> Folders:
    """Build the folders."""
    first = world("safelog vault vectors")
    with create(first) as vault:
        vault.append(RECORDS[:1])
        vault.append(RECORDS[1:2])
    half = first.memory.snapshot()
    finish(first)
    closed = first.memory.snapshot()
    diverging = World(MemoryFiles(), random_bytes=KnownBytes("diverged"), limits=KdfLimits())
    diverging.memory.restore(half)
    with diverging.open(PASSPHRASE) as vault:
        vault.append([b"other third", b"other fourth"])
    another = world("another vault")
    with create(another) as vault:
        vault.append(RECORDS)
    return Folders(
        closed,
        closed | {"head": half["head"], "head.bak": half["head.bak"]},
        diverging.memory.snapshot(),
        another.memory.snapshot(),
    )


def flip(data: bytes, at: int) -> bytes:
    """Flip the lowest bit of a byte."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def frame(log: bytes, number: int) -> bytes:
    """Return a frame."""
    return log[64 + number * FRAME : 64 + (number + 1) * FRAME]


def reordered(files: Snapshot, order: list[int]) -> Snapshot:
    """Put frames in another order."""
    log = files["log"]
    return files | {"log": log[:64] + b"".join(frame(log, number) for number in order)}


def with_head(files: Snapshot, change: Callable[[bytes], bytes]) -> Snapshot:
    """Change both copies of the head in the same way."""
    changed = change(files["head"])
    return files | {"head": changed, "head.bak": changed}


def whole_vectors(f: Folders) -> list[Vector]:
    """Vaults that open."""
    all_records = tuple(RECORDS)
    torn = f.killed | {"log": f.killed["log"][:-1]}
    no_copy = {name: data for name, data in f.closed.items() if name != "head.bak"}
    damaged_copy = f.closed | {"head": flip(f.closed["head"], 200)}
    return [
        Vector("golden", "a whole vault", "success", f.closed, records=all_records),
        Vector(
            "recovery-words",
            "opened by its recovery words, in capitals",
            "success",
            f.closed,
            RECOVERY.upper(),
            all_records,
        ),
        Vector("head-lags", "the head lags", "success", f.killed, records=all_records),
        Vector("head-copy-missing", "one copy", "success", no_copy, records=all_records),
        Vector("head-copy-damaged", "one bit", "success", damaged_copy, records=all_records),
        Vector("torn-tail", "the last commit is torn", "success", torn, records=all_records[:2]),
    ]


def head_vectors(f: Folders) -> list[Vector]:
    """Vaults that are refused for their head or the secret."""
    damaged, closed = "DamagedHeadError", f.closed
    newer = with_checksum(b'{"version":2}\nmac of another kind\n')

    def changed(change: Callable[[dict[str, object]], object]) -> Snapshot:
        return with_head(closed, lambda head: edit(head, change))

    return [
        Vector("wrong-passphrase", "another passphrase", "WrongSecretError", closed, "другая"),
        Vector(
            "recovery-slip",
            "the fourth word is no word",
            "InvalidRecoveryWordsError",
            closed,
            RECOVERY.replace("abide", "abode"),
            fields={"position": 4},
        ),
        Vector("head-bit", "one bit", damaged, with_head(closed, lambda head: flip(head, 700))),
        Vector("head-cut", "no last byte", damaged, with_head(closed, lambda head: head[:-1])),
        Vector(
            "head-mac",
            "a field changed, checksum right",
            damaged,
            changed(lambda body: body.update(generation=9)),
        ),
        Vector(
            "head-upper-case",
            "hex in capitals, checksum right",
            damaged,
            changed(lambda body: body.update(vault_id=str(body["vault_id"]).upper())),
        ),
        Vector(
            "head-space",
            "a space in the JSON, checksum right",
            damaged,
            with_head(closed, lambda head: with_checksum(head[:-65].replace(b":1,", b": 1,", 1))),
        ),
        Vector(
            "head-unknown-field",
            "one field more, checksum right",
            damaged,
            changed(lambda body: body.update(note="")),
        ),
        Vector(
            "head-sealed-key",
            "a sealed key changed, checksum right",
            damaged,
            changed(set_in_slot("sealed_key", "00" * 48)),
        ),
        Vector(
            "head-salt",
            "a salt changed, checksum right: this slot can say no more",
            "WrongSecretError",
            changed(set_in_slot("salt", "00" * 32)),
        ),
        Vector(
            "cost-below-floor",
            "32 MiB, checksum right",
            damaged,
            changed(set_in_slot("memory_kib", 32_768)),
        ),
        Vector(
            "cost-memory",
            "4 TiB, checksum right",
            "ExcessiveCostError",
            changed(set_in_slot("memory_kib", 2**32 - 1)),
            fields={"what": "memory"},
        ),
        Vector(
            "cost-passes",
            "4 billion passes, checksum right",
            "ExcessiveCostError",
            changed(set_in_slot("passes", 2**32 - 1)),
            fields={"what": "passes"},
        ),
        Vector(
            "newer-head",
            "version 2 of the head in one copy",
            "NewerVersionError",
            closed | {"head": newer},
            fields={"version": 2},
        ),
    ]


def log_vectors(f: Folders) -> list[Vector]:
    """Vaults that are refused for their log."""
    damaged, misplaced, closed, log = (
        "DamagedRecordError",
        "MisplacedRecordError",
        f.closed,
        f.closed["log"],
    )
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
    ]


def refused(name: str, about: str, expect: str, files: Snapshot, **fields: int | str) -> Vector:
    """Return a vector for the passphrase that is refused before any record comes."""
    return Vector(name, about, expect, files, fields=fields)


def tail_commit(f: Folders) -> bytes:
    """Return one more commit for the log of `f.closed`."""
    each = World(MemoryFiles(), random_bytes=KnownBytes("tail"), limits=KdfLimits())
    each.memory.restore(f.closed)
    with each.open(PASSPHRASE) as vault:
        vault.append([b"fifth"])
    return bytes(each.file("log")[len(f.closed["log"]) :])


def with_checksum_of_log(clear: bytes) -> bytes:
    """Return a log header for other clear bytes."""
    return clear + hashlib.sha256(clear).digest()


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
    return [vector._replace(records=tuple(RECORDS)) for vector in vectors]


def as_json(vector: Vector) -> str:
    """Return the text of a vector's file."""
    content = {
        "about": vector.about,
        "expect": vector.expect,
        "fields": vector.fields or {},
        "secret": vector.secret,
        "records": [record.hex() for record in vector.records],
        "files": {
            name: base64.b64encode(data).decode("ascii")
            for name, data in sorted(vector.files.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write what is not there."""
    made = folders()
    for vector in [
        *whole_vectors(made),
        *head_vectors(made),
        *log_vectors(made),
        *blob_vectors(made),
    ]:
        path = HERE / f"{vector.name}.json"
        if not path.exists():
            path.write_text(as_json(vector), encoding="utf-8")


if __name__ == "__main__":
    main()
