"""Attachments whose writing was cut off: what can be kept is kept, and nothing is sealed twice."""

from __future__ import annotations

import errno
import io

import pytest

from safelog.errors import StorageError, VaultClosedError
from safelog.vault import Notice
from tests.unit.vault.blob_scenes import (
    SEALED_CHUNK_BYTES,
    SEALED_SEGMENT_BYTES,
    SEGMENT_BYTES,
    Watched,
    blob_names,
    content_of,
    death_at,
    kill_while_attaching,
    resumed_at,
)
from tests.unit.vault.world import FOLDER, World

THREE = 2 * SEGMENT_BYTES + 1000
"""A content of three segments."""
BLOBS = FOLDER / "blobs"


@pytest.fixture
def world() -> World:
    """Return a world with an empty vault."""
    world = World()
    world.create().close()
    return world


class Seals:
    """Every chunk that was ever sealed, by what must not come twice: salt and number."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seen: dict[tuple[bytes, int], bytes] = {}

    def look(self, world: World) -> None:
        """Take in what is on the disk.

        A salt stands for a key, and the number of a chunk for its nonce.
        """
        for name in blob_names(world):
            file = bytes(world.memory.content[BLOBS / name])
            for begin in range(4, len(file), SEALED_SEGMENT_BYTES):
                self._take(file[begin : begin + SEALED_SEGMENT_BYTES])

    def _take(self, segment: bytes) -> None:
        for number, begin in enumerate(range(64, len(segment), SEALED_CHUNK_BYTES)):
            sealed = segment[begin : begin + SEALED_CHUNK_BYTES]
            before = self._seen.setdefault((segment[:32], number), sealed)
            assert before.startswith(sealed) or sealed.startswith(before)

    @property
    def salts(self) -> int:
        """How many keys were used."""
        return len({salt for salt, _ in self._seen})


@pytest.mark.parametrize(
    ("segment", "chunk", "kept"),
    [(0, 0, []), (0, 255, []), (1, 0, [1]), (1, 255, [1]), (2, 0, [2]), (2, 15, [2])],
)
def test_a_killed_writing_goes_on_behind_its_last_whole_segment(
    world: World, segment: int, chunk: int, kept: list[int]
) -> None:
    """Killed in the first and the last chunk of each segment; every key seals one content."""
    content, seals = content_of(THREE), Seals()
    kill_while_attaching(world, content, segment=segment, chunk=chunk)
    seals.look(world)
    with world.open() as vault:
        waits = (Notice.UNFINISHED_ATTACHMENT,) if kept else ()
        assert vault.notices == waits
        assert resumed_at(vault, io.BytesIO(content)) == [n * SEGMENT_BYTES for n in kept]
        seals.look(world)
        report = vault.check()
        assert (report.problems, report.orphans) == ((), 0)
    assert seals.salts == 4
    assert len(blob_names(world)) == 1
    with world.open() as vault:
        assert vault.notices == ()


def test_a_writing_may_be_killed_again_and_again(world: World) -> None:
    """Each attempt begins where the one before came to, also one that only compares."""
    content, seals = content_of(THREE), Seals()
    kill_while_attaching(world, content, segment=0, chunk=200)
    seals.look(world)
    for attempt, (writes, kept) in enumerate([(300, []), (200, [1]), (270, [1]), (2, [2])]):
        vault, told = world.open(), list[int]()
        with death_at(world, "write", writes):
            vault.write_blob(io.BytesIO(content), resumed=told.append)
        assert told == [n * SEGMENT_BYTES for n in kept], attempt
        seals.look(world)
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(content)) == [2 * SEGMENT_BYTES]
    seals.look(world)


def kill_before_the_name(world: World, content: bytes) -> str:
    """Die when every byte of a new attachment is there but its name; return what is left."""
    vault = world.open()
    with death_at(world, "replace"):
        vault.write_blob(io.BytesIO(content))
    (left,) = blob_names(world)
    return left


def test_a_whole_segment_with_filling_is_kept(world: World) -> None:
    """Every byte was there but the name: nothing is written again."""
    content = content_of(SEGMENT_BYTES - 1)
    left = kill_before_the_name(world, content)
    before = bytes(world.memory.content[BLOBS / left])
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(content)) == [len(content)]
    assert world.memory.content[BLOBS / left.removesuffix(".tmp")] == before


def other_content(which: str) -> bytes:
    """Return a content that shares something with `content_of(THREE)`, or nothing."""
    match which:
        case "from the first byte":
            return content_of(THREE, kind=1)
        case "in the second segment":
            return content_of(SEGMENT_BYTES + 5) + content_of(SEGMENT_BYTES, kind=1)
        case _:
            return content_of(SEGMENT_BYTES + 5)


@pytest.mark.parametrize("which", ["from the first byte", "in the second segment", "shorter"])
def test_one_id_never_stands_for_two_contents(world: World, which: str) -> None:
    """A source that differs in a whole segment begins anew, and the unfinished one stays."""
    kill_while_attaching(world, content_of(THREE), segment=2, chunk=3)
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(other_content(which))) == []
        assert resumed_at(vault, io.BytesIO(content_of(THREE))) == [2 * SEGMENT_BYTES]


def test_a_file_that_grew_since_is_another(world: World) -> None:
    """The segment was sealed as the last; the same bytes with more behind them are not it."""
    content = content_of(SEGMENT_BYTES - 1)
    left = kill_before_the_name(world, content)
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(content + b"and more")) == []
    assert left in blob_names(world)


@pytest.mark.parametrize(("segment", "kept"), [(0, []), (1, [1])])
@pytest.mark.parametrize("at", [40, 64 + 7 * SEALED_CHUNK_BYTES + 5])
def test_a_damaged_segment_is_written_again(
    world: World, segment: int, kept: list[int], at: int
) -> None:
    """In its commitment or in a chunk; with the first one, nothing is left to keep."""
    content = content_of(THREE)
    left = kill_while_attaching(world, content, segment=2, chunk=3)
    world.memory.content[BLOBS / left][4 + segment * SEALED_SEGMENT_BYTES + at] ^= 1
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(content)) == [n * SEGMENT_BYTES for n in kept]


def test_a_file_of_another_beginning_is_not_gone_on_with(world: World) -> None:
    """Magic and version are no secret, but they must be there."""
    content = content_of(SEGMENT_BYTES)
    left = kill_while_attaching(world, content, segment=1, chunk=1)
    world.memory.content[BLOBS / left][3] = 2
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(content)) == []


def test_a_segment_that_cannot_be_read_is_written_again(world: World) -> None:
    """A bad sector under what was left does not stop the person."""
    content = content_of(THREE)
    kill_while_attaching(world, content, segment=2, chunk=3)
    with world.open() as vault:
        reads = 0

        def fail_once(call: str) -> None:
            nonlocal reads
            reads += call == "read"
            if reads == 300:
                world.fault.at = world.fault.calls

        world.fault.lasting, world.fault.error, world.fault.before = False, errno.EIO, fail_once
        assert resumed_at(vault, io.BytesIO(content)) == [SEGMENT_BYTES]
        assert world.fault.happened[-1] == "read"


class Stream(io.BytesIO):
    """A source that cannot go back."""

    def seekable(self) -> bool:
        """Tell that it cannot."""
        return False


def test_a_stream_begins_anew(world: World) -> None:
    """What was read from it cannot be compared without losing it."""
    content = content_of(SEGMENT_BYTES)
    kill_while_attaching(world, content, segment=1, chunk=1)
    with world.open() as vault:
        assert resumed_at(vault, Stream(content)) == []
        assert vault.forget_unfinished() == 1


def test_a_source_is_taken_from_where_it_stands(world: World) -> None:
    """Also when it is compared first."""
    content = content_of(SEGMENT_BYTES)
    kill_while_attaching(world, content, segment=1, chunk=1)
    with world.open() as vault:
        for before, kept in ((b"skipped", [SEGMENT_BYTES]), (b"again", [])):
            source = io.BytesIO(before + content)
            source.seek(len(before))
            assert resumed_at(vault, source) == kept


def test_several_unfinished_files_are_told_apart(world: World) -> None:
    """Each source finds its own."""
    one, two = content_of(SEGMENT_BYTES, kind=1), content_of(SEGMENT_BYTES, kind=2)
    kill_while_attaching(world, one, segment=1, chunk=1)
    kill_while_attaching(world, two, segment=1, chunk=1)
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(two)) == [SEGMENT_BYTES]
        assert resumed_at(vault, io.BytesIO(one)) == [SEGMENT_BYTES]


def test_what_a_record_names_is_not_gone_on_with(world: World) -> None:
    """Somebody took its name away: going on could put other bytes in its place."""
    content = content_of(SEGMENT_BYTES)
    with world.open() as vault:
        ref = vault.write_blob(io.BytesIO(content))
        vault.append([b"x"], blobs=[ref])
    moved = BLOBS / f"{ref.id}.tmp"
    world.memory.content[moved] = world.memory.content.pop(BLOBS / ref.id)
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(content)) == []
    assert moved in world.memory.content


def test_what_has_another_name_is_not_cut(world: World) -> None:
    """A hard link may lead to somebody's copy of the vault."""
    content = content_of(SEGMENT_BYTES)
    left = kill_while_attaching(world, content, segment=1, chunk=1)
    copy = world.memory.content[BLOBS / left]
    world.memory.content[FOLDER.parent / "copy"] = copy
    before = bytes(copy)
    with world.open() as vault:
        assert resumed_at(vault, io.BytesIO(content)) == []
    assert copy == before


def test_nothing_is_renamed_over_an_attachment(world: World) -> None:
    """One that came into the folder meanwhile stays, and the writing says so."""
    with world.open() as vault:

        def plant(_done: int) -> None:
            (name,) = blob_names(world)
            world.memory.content[BLOBS / name.removesuffix(".tmp")] = bytearray(b"precious")

        with pytest.raises(StorageError) as caught:
            vault.write_blob(io.BytesIO(b"photo"), progress=plant)
    assert caught.value.fields == {"errno": errno.EEXIST}
    assert list(map(bytes, (world.memory.content[BLOBS / n] for n in blob_names(world)))) == [
        b"precious"
    ]


def test_opening_keeps_only_what_can_be_gone_on_with(world: World) -> None:
    """Not what is shorter than a segment, nor what is there as a whole; no folder is touched."""
    content = content_of(SEGMENT_BYTES)
    with world.open() as vault:
        ref = vault.write_blob(io.BytesIO(content))
    whole = world.memory.content[BLOBS / ref.id]
    world.memory.content[BLOBS / f"{ref.id}.tmp"] = bytearray(whole)
    kept, short = f"{'ab' * 16}.tmp", f"{'cd' * 16}.tmp"
    world.memory.content[BLOBS / kept] = whole[: 4 + SEALED_SEGMENT_BYTES]
    world.memory.content[BLOBS / short] = whole[: 4 + SEALED_SEGMENT_BYTES - 1]
    folder = f"{'ef' * 16}.tmp"
    world.memory.folders.add(BLOBS / folder)
    with world.open() as vault:
        assert blob_names(world) == sorted([ref.id, kept, folder])
        assert vault.notices == (Notice.UNFINISHED_ATTACHMENT,)
        assert vault.forget_unfinished() == 1
        assert vault.forget_unfinished() == 0
    assert blob_names(world) == sorted([ref.id, folder])


def test_what_cannot_be_removed_is_said(world: World) -> None:
    """The person asked for it to be gone."""
    kill_while_attaching(world, content_of(SEGMENT_BYTES), segment=1, chunk=1)
    with world.open() as vault:
        world.fault.before = lambda call: setattr(
            world.fault, "at", world.fault.calls if call == "remove" else None
        )
        world.fault.lasting, world.fault.error = False, errno.EACCES
        with pytest.raises(StorageError):
            vault.forget_unfinished()
        world.fault.before, world.fault.at = lambda _call: None, None
    assert len(blob_names(world)) == 1


def test_stopping_while_comparing_changes_nothing(world: World) -> None:
    """The person cancels, or locks, before anything was taken up."""
    content = content_of(THREE)
    left = kill_while_attaching(world, content, segment=2, chunk=3)
    before = bytes(world.memory.content[BLOBS / left])
    for error in (KeyboardInterrupt, VaultClosedError):
        with world.open() as vault:

            def stop(done: int, error: type[BaseException] = error) -> None:
                if done == SEGMENT_BYTES:
                    raise error

            with pytest.raises(error):
                vault.write_blob(io.BytesIO(content), progress=stop)
    assert blob_names(world) == [left]
    assert world.memory.content[BLOBS / left] == before


def test_stopping_behind_what_was_kept_leaves_nothing(world: World) -> None:
    """Who cancels a writing does not want a part of it, whoever began it."""
    content = content_of(THREE)
    kill_while_attaching(world, content, segment=1, chunk=3)

    def stop(done: int) -> None:
        if done > SEGMENT_BYTES:
            raise KeyboardInterrupt

    with world.open() as vault, pytest.raises(KeyboardInterrupt):
        vault.write_blob(io.BytesIO(content), progress=stop)
    assert blob_names(world) == []


def test_no_segment_is_begun_once_the_vault_is_closed(world: World) -> None:
    """The keys are zeros by then."""
    vault = world.open()

    def close(at: int) -> None:
        if at >= SEGMENT_BYTES:
            vault.close()

    with pytest.raises(VaultClosedError):
        vault.write_blob(Watched(content_of(THREE), close))
    assert blob_names(world) == []


def test_a_folder_that_cannot_be_listed_stops_no_opening(world: World) -> None:
    """The person came for the records; that something waits is said another time."""
    kill_while_attaching(world, content_of(SEGMENT_BYTES), segment=1, chunk=1)
    fault, lists = world.fault, 0

    def look(call: str) -> None:
        nonlocal lists
        lists += call == "names"
        if call == "names" and lists == fails_at:
            fault.at = fault.calls

    fails_at, fault.lasting, fault.error, fault.before = -1, False, errno.EIO, look
    with world.open() as vault:
        last = lists
        assert vault.notices == (Notice.UNFINISHED_ATTACHMENT,)
    fails_at, lists = last, 0
    with world.open() as vault:
        assert fault.happened[-1] == "names"
        assert vault.notices == ()
