"""The folders that the vectors are cut from, and what they are cut with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery
from safelog.vault.kdf import KdfLimits
from safelog.vault.opening import create_vault
from safelog.vault.ports import Ports
from tests.unit.vault.world import FOLDER, KnownBytes, MemoryFiles, World

if TYPE_CHECKING:
    from collections.abc import Callable

Snapshot = dict[str, bytes]

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
    key_file: str = ""
    shares: tuple[str, ...] = ()


class Folders(NamedTuple):
    """The folders that the vectors are cut from."""

    closed: Snapshot
    killed: Snapshot
    """Like `closed`, but the head vouches for the first two records only."""
    diverged: Snapshot
    """A copy of `closed` after two records, continued with others."""
    other: Snapshot
    """Another vault with the same passphrase."""
    stranger: Snapshot
    """Another vault with another passphrase and other recovery words."""


def world(seed: str) -> World:
    """Return a world of known bytes and real costs."""
    return World(random_bytes=KnownBytes(seed), limits=KdfLimits())


def create(each: World, passphrase: str = PASSPHRASE, recovery: str = RECOVERY) -> Vault:
    """Make a vault at the floor."""
    ports = Ports(files=each.memory, random_bytes=each.random_bytes)
    return Vault(
        create_vault(
            FOLDER,
            passphrase=Secret.from_text(passphrase),
            recovery=Secret.from_text(recovery),
            cost=FLOOR_COST,
            ports=ports,
        )
    )


def continued(files: Snapshot, seed: str) -> World:
    """Return a world in which a folder goes on."""
    each = World(MemoryFiles(), random_bytes=KnownBytes(seed), limits=KdfLimits())
    each.memory.restore(files)
    return each


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
    diverging = continued(half, "diverged")
    with diverging.open(PASSPHRASE) as vault:
        vault.append([b"other third", b"other fourth"])
    another = world("another vault")
    with create(another) as vault:
        vault.append(RECORDS)
    strange = world("a stranger")
    with generate_recovery(random_bytes=strange.random_bytes) as words:
        create(strange, "чужая фраза", str(words.view, "ascii")).close()
    return Folders(
        closed,
        closed | {"head": half["head"], "head.bak": half["head.bak"]},
        diverging.memory.snapshot(),
        another.memory.snapshot(),
        strange.memory.snapshot(),
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


def refused(name: str, about: str, expect: str, files: Snapshot, **fields: int | str) -> Vector:
    """Return a vector for the passphrase that is refused before any record comes."""
    return Vector(name, about, expect, files, fields=fields)
