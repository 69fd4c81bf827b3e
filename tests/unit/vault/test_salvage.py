"""What still authenticates in a damaged vault comes out of it, and the vault stays as it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedHeadError,
    MissingBlobError,
    VaultInUseError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.vault import Secret
from safelog.vault.frame import FIRST, LAST, FrameWriter
from safelog.vault.record import encode_record
from safelog.vault.salvage import Wreck, open_wreck
from tests.unit.vault.world import FOLDER, PASSPHRASE, MemoryFiles, World

STICK = Path("/stick")
PHOTO = bytes(range(256)) * 2_000
CONTENT = [b"one", b"two", b"three", b"four"]
HEADER, FRAME = 64, 128 + 272


def damaged_world() -> World:
    """Return a world with a vault of four records, the second with a photo, and a backup."""
    world = World()
    world.memory.make_folder(STICK)
    with world.create() as vault:
        vault.append(CONTENT[:1])
        vault.append(CONTENT[1:3], blobs=[vault.write_blob(io.BytesIO(PHOTO))])
        vault.append(CONTENT[3:])
        vault.copies.back_up(STICK, name="backup")
        vault.copies.back_up(STICK / "backup.tar", name="")
    return world


def wreck_of(world: World, *, secret: str = PASSPHRASE, head: Path | None = None) -> Wreck:
    """Open what is left."""
    return open_wreck(FOLDER, Secret.from_text(secret), head=head, ports=world.ports)


def left(wreck: Wreck) -> list[bytes]:
    """Return the payloads that are left."""
    return [record.payload for _, record in wreck.records()]


def test_a_whole_vault_comes_out_whole() -> None:
    """Nothing is lost, and nothing in it changes."""
    world = damaged_world()
    before = {path: bytes(content) for path, content in world.memory.content.items()}
    with wreck_of(world) as wreck:
        assert left(wreck) == CONTENT
        assert (wreck.lost, wreck.is_searched) == ((), True)
        (blob,) = [blob for _, record in wreck.records() for blob in record.blobs]
        assert b"".join(wreck.read_blob(blob)) == PHOTO
    assert {path: bytes(content) for path, content in world.memory.content.items()} == before


@pytest.mark.parametrize("at", [HEADER + FRAME, HEADER + FRAME + 3, HEADER + FRAME + 200])
def test_a_damaged_record_costs_nothing_but_itself(at: int) -> None:
    """Wherever in its frame the damage is."""
    world = damaged_world()
    world.file("log")[at] ^= 1
    with wreck_of(world) as wreck:
        assert left(wreck) == [b"one", b"three", b"four"]
        assert wreck.lost == (1,)


def test_bytes_put_in_or_taken_out_cost_what_they_hit() -> None:
    """Frames are found at any offset; what the head vouched for is known to be lost."""
    world = damaged_world()
    log = world.file("log")
    log[HEADER + FRAME : HEADER + FRAME] = b"SLR?" * 50
    del log[-300:]
    del log[:10]
    with wreck_of(world) as wreck:
        assert left(wreck) == [b"one", b"two", b"three"]
        assert wreck.lost == (3,)


def test_what_came_after_the_head_was_written_is_found_too() -> None:
    """The head lags behind a killed safelog; records behind it count by their own number."""
    world = damaged_world()
    vault = world.open()
    vault.append([b"five"])
    vault.append([b"six"])
    world.memory.die()
    world.file("log")[HEADER + 4 * FRAME + 150] ^= 1
    with wreck_of(world) as wreck:
        assert left(wreck) == [*CONTENT, b"six"]
        assert wreck.lost == (4,)


def test_two_records_of_one_place_both_come_out() -> None:
    """Copies of a vault that went different ways were mixed by hand: nobody has to choose."""
    world = damaged_world()
    earlier = bytes(world.file("log"))
    with world.open() as vault:
        vault.append([b"here"])
    here = bytes(world.file("log")[len(earlier) :])
    world.memory.content[FOLDER / "log"][:] = earlier
    for name in ("head", "head.bak"):
        world.memory.content[FOLDER / name][:] = world.memory.content[STICK / "backup" / name]
    with world.open() as vault:
        vault.append([b"there"])
    world.file("log").extend(here)
    with wreck_of(world) as wreck:
        assert sorted(left(wreck)) == sorted([*CONTENT, b"here", b"there"])
        assert wreck.lost == ()


def test_one_head_is_enough() -> None:
    """Whichever of the two is left."""
    for name in ("head", "head.bak"):
        world = damaged_world()
        world.file(name)[5] ^= 1
        with wreck_of(world) as wreck:
            assert left(wreck) == CONTENT


@pytest.mark.parametrize("given", ["backup", "backup.tar", "backup/head", "backup/head.bak"])
def test_the_head_of_a_backup_opens_what_has_none(given: str) -> None:
    """Both heads are damaged or gone: any head of the same vault and keys will do."""
    for spoil in (True, False):
        world = damaged_world()
        for name in ("head", "head.bak"):
            if spoil:
                world.file(name)[5] ^= 1
            else:
                world.memory.remove(FOLDER / name)
        with pytest.raises(DamagedHeadError):
            wreck_of(world)
        with wreck_of(world, head=STICK / given) as wreck:
            assert left(wreck) == CONTENT


def test_a_head_that_is_none_is_refused() -> None:
    """Another file, nothing, or a wrong passphrase."""
    world = damaged_world()
    world.memory.content[STICK / "note"] = bytearray(b"note")
    with pytest.raises(DamagedHeadError):
        wreck_of(world, head=STICK / "note")
    with pytest.raises(VaultNotFoundError):
        wreck_of(world, head=STICK / "missing")
    with pytest.raises(WrongSecretError):
        wreck_of(world, secret="другая фраза")


def test_without_a_log_there_is_nothing() -> None:
    """And a vault that somebody has open is not damaged."""
    world = damaged_world()
    with world.open(), pytest.raises(VaultInUseError):
        wreck_of(world)
    world.memory.die()
    whole = world.memory.content.pop(FOLDER / "log")
    with pytest.raises(VaultNotFoundError):
        wreck_of(world)
    world.memory.content[FOLDER / "log.next"] = whole
    with wreck_of(world) as wreck:
        assert left(wreck) == CONTENT


def test_attachments_are_whole_or_lost() -> None:
    """Damaged, missing, or waiting under its next name."""
    world = damaged_world()
    (name,) = [n for n in files_of(world.memory) if n.startswith("blobs/")]
    content = world.file(name)
    content[-1] ^= 1
    with wreck_of(world) as wreck:
        (blob,) = [blob for _, record in wreck.records() for blob in record.blobs]
        with pytest.raises(DamagedBlobError):
            list(wreck.read_blob(blob))
        content[-1] ^= 1
        world.memory.content[FOLDER / f"{name}.next"] = world.memory.content.pop(FOLDER / name)
        assert b"".join(wreck.read_blob(blob)) == PHOTO
        del world.memory.content[FOLDER / f"{name}.next"]
        with pytest.raises(MissingBlobError):
            list(wreck.read_blob(blob))


def files_of(memory: MemoryFiles) -> list[str]:
    """Return the names of the vault's files."""
    return [str(p.relative_to(FOLDER)) for p in memory.content if FOLDER in p.parents]


def test_an_authentic_record_of_another_form_is_passed_over() -> None:
    """Only somebody with the key could have made it; the others come out."""
    world = damaged_world()
    with world.open() as vault:
        parts = vault._parts  # noqa: SLF001 - a frame is sealed that no safelog writes
        writer = FrameWriter(parts.keys, random_bytes=world.random_bytes)
        record = bytes([9]) + encode_record(b"five")[1:]
        frame = writer.seal(record, position=4, flags=FIRST | LAST, previous=bytes(32))
    world.file("log").extend(frame)
    with wreck_of(world) as wreck:
        assert left(wreck) == CONTENT


def test_a_search_that_was_to_take_for_ever_ends() -> None:
    """Many headers that each claim the rest: what was found before stands, and it is said."""
    world = damaged_world()
    log = world.file("log")
    vault_id = bytes(log[16:32])
    sealed = 256 * 200 + 16
    claim = b"SLR\x03" + vault_id + bytes(8) + sealed.to_bytes(4, "big")
    log.extend(claim * 3_000)
    with wreck_of(world) as wreck:
        assert left(wreck) == CONTENT
        assert not wreck.is_searched


def test_a_record_that_goes_bad_while_it_is_read_is_left_out() -> None:
    """It is opened once more when it is taken."""
    world = damaged_world()
    with wreck_of(world) as wreck:
        world.file("log")[HEADER + 150] ^= 1
        assert left(wreck) == CONTENT[1:]
