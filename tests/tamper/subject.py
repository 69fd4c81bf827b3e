"""A small vault to be tampered with, and what opening it says and shows.

Every opening here also holds what must be true of every refusal: nothing on the disk was changed,
nothing is held, and the error says where and never what.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safelog.errors import SafelogError
from safelog.vault import Notice, TornTail
from tests.unit.vault.world import FOLDER, PASSPHRASE, RECOVERY, KnownBytes, World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safelog.vault import VaultState

Disk = dict[str, bytes]
"""The files of a vault by their names in its folder."""

COMMITS = ((b"Agata",), (b"Bohdan",), (b"Chinara",), (b"Dauren", b"Elmira"))
RECORDS = tuple(record for commit in COMMITS for record in commit)
PHOTO = b"a photo of a parked car"
FRAME = 128 + 256 + 16
HEADER = 64
HEADS = ("head", "head.bak")
PRIVATE = (
    *(record.decode() for record in RECORDS),
    PHOTO.decode(),
    PASSPHRASE,
    RECOVERY,
    *RECOVERY.split(),
    str(FOLDER),
)
"""What no error may repeat."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a vault shows that opens."""

    records: tuple[bytes, ...]
    attachments: tuple[bytes | SafelogError, ...]
    notices: tuple[Notice, ...]
    torn: TornTail | None


Outcome = Opened | SafelogError


def new_vault(seed: str = "subject") -> World:
    """Return a closed vault of five records; the second has an attachment."""
    world = World(random_bytes=KnownBytes(seed))
    with world.create() as vault:
        for commit in COMMITS:
            photo = [vault.write_blob(io.BytesIO(PHOTO))] if commit == COMMITS[1] else []
            vault.append(commit, blobs=photo)
    return world


def small_vault(seed: str = "subject") -> Disk:
    """Return its files."""
    return new_vault(seed).memory.snapshot()


def blob_of(disk: Mapping[str, bytes]) -> str:
    """Return the name of the only attachment."""
    (name,) = (name for name in disk if name.startswith("blobs/"))
    return name


def frames(log: bytes) -> list[bytes]:
    """Return the frames of a log of short records."""
    return [log[at : at + FRAME] for at in range(HEADER, len(log), FRAME)]


def flipped(data: bytes, bit: int) -> bytes:
    """Return `data` with one bit turned."""
    at = bit // 8
    return data[:at] + bytes((data[at] ^ 1 << bit % 8,)) + data[at + 1 :]


def outcome(
    disk: Mapping[str, bytes], secret: str = PASSPHRASE, *, expected: VaultState | None = None
) -> Outcome:
    """Open a vault of these files and read all of it; return the error, or what it shows."""
    world = World()
    world.memory.restore(dict(disk))
    try:
        vault = world.open(secret, expected=expected)
    except SafelogError as error:
        assert {"lock": b"", **world.memory.snapshot()} == {"lock": b"", **disk}
        assert not world.memory.locked
        assert not world.memory.held
        return silent(error)
    with vault:
        records = tuple(payload for _, payload in vault.records())
        attachments: list[bytes | SafelogError] = []
        for blob in vault.blobs():
            try:
                attachments.append(b"".join(vault.read_blob(blob.id)))
            except SafelogError as error:
                attachments.append(silent(error))
        return Opened(records, tuple(attachments), vault.notices, vault.torn)


def silent(error: SafelogError) -> SafelogError:
    """Return `error`; hold that nothing in it, or behind it, tells what it was about."""
    current: BaseException | None = error
    assert error.__cause__ is None
    while current is not None:
        told = f"{current!r} {current!s} {current.args} {getattr(current, 'fields', '')}"
        assert [words for words in PRIVATE if words in told] == []
        current = current.__context__
    return error


def opens_whole(found: Outcome, *notices: Notice) -> bool:
    """Tell whether everything is there, with these notices and no other."""
    return found == Opened(RECORDS, (PHOTO,), notices, None)


def is_error(result: Outcome, kind: type[SafelogError], /, **fields: int | str) -> bool:
    """Tell whether this is that very error."""
    return type(result) is kind and result.fields == fields
