"""Corners that the systematic tests beside this one do not reach."""

from __future__ import annotations

import io
from collections import deque

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedRecordError,
    MisplacedRecordError,
    SafelogError,
    TruncatedLogError,
)
from safelog.vault.blob_layout import CHUNK_BYTES
from tests.tamper.subject import FRAME, outcome
from tests.unit.vault.world import PASSPHRASE, World, payloads

CONTENT = [b"one", b"two", b"three", b"four"]


def closed_world() -> World:
    """Return a closed vault; each payload is a commit, the last two are one."""
    world = World()
    with world.create() as vault:
        for payload in CONTENT[:-2]:
            vault.append([payload])
        vault.append(CONTENT[-2:])
    return world


def refusal(world: World) -> SafelogError:
    """Open, and return the error."""
    error = outcome(world.memory.snapshot(), PASSPHRASE)
    assert isinstance(error, SafelogError)
    return error


def test_two_copies_that_diverged() -> None:
    """The head of one and the log of the other: authentic all through, and still refused."""
    world = closed_world()
    common = world.memory.snapshot()
    copies = []
    for words in (b"left", b"right", b"x" * 300):
        world.memory.restore(common)
        with world.open() as vault:
            vault.append([words])
        copies.append(world.memory.snapshot())
    left, right, longer = copies
    for log in (right, longer):
        world.memory.restore(left | {"log": log["log"]})
        error = refusal(world)
        assert type(error) is MisplacedRecordError
        assert error.fields == {"position": 4}
    world.memory.restore(longer | {"log": left["log"]})
    assert type(refusal(world)) is TruncatedLogError
    mixed = left["log"][: 64 + 2 * FRAME] + right["log"][64 + 2 * FRAME :]
    world.memory.restore(left | {"log": mixed})
    assert type(refusal(world)) is MisplacedRecordError


def test_a_vouched_end_inside_a_frame_of_the_other_copy() -> None:
    """The head of one ends where a frame header of the other has just begun."""
    world = closed_world()
    common = world.memory.snapshot()
    with world.open() as vault:
        vault.append([b"a", b"b", b"c"])
    three_short = world.memory.snapshot()
    world.memory.restore(common)
    with world.open() as vault:
        vault.append([bytes(1000)])  # 32 bytes less than three short ones
        vault.append([b"d"])
    world.memory.restore(three_short | {"log": world.memory.snapshot()["log"]})
    error = refusal(world)
    assert type(error) is MisplacedRecordError
    assert error.fields == {"position": 6}


def test_one_copy_of_the_head_of_another_vault() -> None:
    """With another passphrase it answers nothing, and our own copy opens."""
    world, other = closed_world(), World()
    with other.create(passphrase="another") as vault:
        vault.append([b"x"])
    other.open("another").close()
    world.file("head")[:] = other.file("head")
    with world.open() as vault:
        assert payloads(vault) == CONTENT


def test_blobs_of_another_generation() -> None:
    """An attachment of an older copy does not fit a name of a newer one."""
    world = closed_world()
    with world.open() as vault:
        one, two = (vault.write_blob(io.BytesIO(b"photo %d" % n)) for n in range(2))
        vault.append([b"five"], blobs=[one, two])
    world.file(f"blobs/{two.id}")[:] = world.file(f"blobs/{one.id}")
    with world.open() as vault:
        with pytest.raises(DamagedBlobError):
            next(vault.read_blob(two.id))
        assert [problem.fields["blob"] for problem in vault.check().problems] == [two.id]


@pytest.mark.parametrize(
    ("flags", "position"), [([3, 3, 3, 2], 2), ([3, 1, 1, 2], 1), ([2, 3, 1, 2], 0)]
)
def test_flags_are_bound_to_the_record(flags: list[int], position: int) -> None:
    """Commits cannot be joined or split without the key."""
    world = closed_world()
    log = world.file("log")
    for number, each in enumerate(flags):
        log[64 + number * FRAME + 3] = each
    error = refusal(world)
    assert type(error) is DamagedRecordError
    assert error.fields == {"position": position}


def test_no_piece_comes_out_before_it_is_verified() -> None:
    """Of an attachment of three chunks: what was before the damaged one, and nothing of it."""
    content = bytes(range(251)) * 2400
    world = closed_world()
    with world.open() as vault:
        ref = vault.write_blob(io.BytesIO(content))
        vault.append([b"five"], blobs=[ref])
    sealed = world.file(f"blobs/{ref.id}")
    with world.open() as vault:
        for at in range(11, len(sealed), 40_009):
            sealed[at] ^= 1 << at % 8
            released = bytearray()
            with pytest.raises(DamagedBlobError) as caught:
                # Not by one `extend` of all, which would keep nothing where it fails.
                deque(map(released.extend, vault.read_blob(ref.id)), maxlen=0)
            chunk = 0 if at < 68 else (at - 68) // (CHUNK_BYTES + 16)
            assert caught.value.fields == {"blob": ref.id, "chunk": chunk}
            assert bytes(released) == content[: chunk * CHUNK_BYTES]
            sealed[at] ^= 1 << at % 8
        assert b"".join(vault.read_blob(ref.id)) == content
