"""The model of what a power cut leaves: weak where file systems are, strict where they promise."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.crash.model import Reach, Window, choices, crash_states
from tests.crash.recording import Acknowledged, Began, RecordingFiles, State, Synced

ROOT = Path("/")
ONE, TWO = ROOT / "one", ROOT / "two"
REACH = Reach()
OLD, NEW = b"o" * 512, b"n" * 512


def disk_with(**files: bytes) -> RecordingFiles:
    """Return a disk with files that are safe."""
    return RecordingFiles(
        State({ROOT / name: data for name, data in files.items()}, frozenset({ROOT}))
    )


def left(disk: RecordingFiles) -> set[frozenset[tuple[str, bytes]]]:
    """Return each disk that may be left when the power goes at the end."""
    disk.record(Began())  # what comes in this window is of the end
    return {
        frozenset((str(path.relative_to(ROOT)), data) for path, data in state.files.items())
        for window, state in crash_states(disk.trace, REACH)
        if window == Window(0, 1)
    }


def contents_of(disk: RecordingFiles) -> set[bytes]:
    """Return each content that the only file may be left with."""
    return {data for files in left(disk) for _, data in files}


def test_what_was_synced_is_there() -> None:
    """The bytes of a file after its sync, its name after that of the folder."""
    disk = disk_with()
    file = disk.create(ONE)
    file.write(b"words", offset=0)
    file.sync()
    disk.sync_folder(ROOT)
    assert left(disk) == {frozenset({("one", b"words")})}


def test_a_synced_file_may_have_no_name() -> None:
    """Syncing a file says nothing of its folder."""
    disk = disk_with()
    file = disk.create(ONE)
    file.write(b"words", offset=0)
    file.sync()
    assert left(disk) == {frozenset(), frozenset({("one", b"words")})}


def test_a_name_may_come_before_the_bytes() -> None:
    """An empty file, zeros, or the words."""
    disk = disk_with()
    disk.create(ONE).write(b"words", offset=0)
    disk.sync_folder(ROOT)
    assert contents_of(disk) == {b"", bytes(5), b"words"}


def test_sectors_arrive_in_any_order() -> None:
    """Each of two, both or neither; a third that was not written is as it was."""
    disk = disk_with(one=OLD * 3)
    disk.open(ONE).write(NEW * 2, offset=512)
    assert contents_of(disk) == {
        OLD + second + third for second in (OLD, NEW) for third in (OLD, NEW)
    }


def test_a_sector_holds_any_of_its_versions() -> None:
    """After two writes to one place: what was there before, or either."""
    disk = disk_with(one=OLD)
    file = disk.open(ONE)
    file.write(b"1", offset=0)
    file.write(b"2", offset=0)
    assert {content[:1] for content in contents_of(disk)} == {b"o", b"1", b"2"}


def test_a_length_may_be_old_new_or_between() -> None:
    """A file grows in steps of a sector, with or without the bytes."""
    disk = disk_with(one=b"o")
    disk.open(ONE).write(NEW * 2, offset=1)
    contents = contents_of(disk)
    assert {len(content) for content in contents} == {1, 512, 1024, 1025}
    assert b"o" + bytes(1024) in contents
    assert b"o" + bytes(511) + NEW + b"n" in contents


def test_an_old_length_may_meet_new_bytes() -> None:
    """Why a log is synced between being cut and being written to again."""
    disk = disk_with(one=OLD * 2)
    file = disk.open(ONE)
    file.truncate(512)
    file.write(b"n" * 5, offset=512)
    contents = contents_of(disk)
    assert OLD + b"n" * 5 + bytes(507) in contents
    assert {OLD, OLD * 2, OLD + OLD[:5], OLD + b"n" * 5} <= contents
    synced = disk_with(one=OLD * 2)
    file = synced.open(ONE)
    file.truncate(512)
    file.sync()
    file.write(b"n" * 5, offset=512)
    assert contents_of(synced) == {OLD, OLD + bytes(5), OLD + b"n" * 5}


def test_a_rename_is_one_step() -> None:
    """The old name or the new one, never both or none; the bytes are those of the file."""
    disk = disk_with(one=b"new", two=b"old")
    disk.replace(ONE, target=TWO)
    assert left(disk) == {
        frozenset({("one", b"new"), ("two", b"old")}),
        frozenset({("two", b"new")}),
    }


def test_a_renamed_file_may_be_empty() -> None:
    """A rename says nothing of the bytes that were not synced."""
    disk = disk_with(two=b"old")
    disk.create(ONE).write(b"new", offset=0)
    disk.replace(ONE, target=TWO)
    assert {dict(files)["two"] for files in left(disk)} == {b"old", b"", bytes(3), b"new"}


def test_names_change_in_any_order() -> None:
    """Of two removed names either, both or none is gone."""
    disk = disk_with(one=b"1", two=b"2")
    disk.remove(ONE)
    disk.remove(TWO)
    assert len(left(disk)) == 4


def test_a_new_file_of_an_old_name_is_another() -> None:
    """The old one is there, or nothing, or the new one: never a mixture."""
    disk = disk_with(one=b"old words")
    disk.create(ONE).write(b"new", offset=0)
    assert left(disk) == {
        frozenset(),
        *(frozenset({("one", data)}) for data in (b"old words", b"", bytes(3), b"new")),
    }


def test_a_folder_without_a_name_hides_what_is_in_it() -> None:
    """Even what was synced inside of it."""
    disk = disk_with()
    inner = ROOT / "folder"
    disk.make_folder(inner)
    file = disk.create(inner / "f")
    file.write(b"words", offset=0)
    file.sync()
    disk.sync_folder(inner)
    assert left(disk) == {frozenset(), frozenset({("folder/f", b"words")})}


def test_each_point_has_its_window() -> None:
    """What began may be found; what was acknowledged must be."""
    disk = disk_with(one=b"o")
    disk.record(Began())
    file = disk.open(ONE)
    file.write(b"n", offset=0)
    file.sync()
    disk.record(Acknowledged())
    found = {(window, state.files[ONE]) for window, state in crash_states(disk.trace, REACH)}
    assert (Window(0, 1), b"o") in found
    assert (Window(0, 1), b"n") in found
    assert {data for window, data in found if window == Window(1, 1)} == {b"n"}
    forgotten = crash_states(disk.trace.without(Synced), REACH)
    assert (Window(1, 1), b"o") in {(window, state.files[ONE]) for window, state in forgotten}


@pytest.mark.parametrize("sizes", [[2] * 8, [2] * 9, [3, 1, 4] * 4])
def test_many_choices_are_chosen_from(sizes: list[int]) -> None:
    """All of few; of many each one and each two that differ, from both ends."""
    chosen = [*choices(sizes, REACH, random.Random(7))]  # noqa: S311 - no secret
    assert all(0 <= n < size for each in chosen for n, size in zip(each, sizes, strict=True))
    if len(sizes) == 8:
        assert len(chosen) == len(set(chosen)) == 256
        return
    for base in ([0] * len(sizes), [size - 1 for size in sizes]):
        for at, size in enumerate(sizes):
            for n in range(size):
                assert (*base[:at], n, *base[at + 1 :]) in chosen
