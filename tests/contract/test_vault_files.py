"""What the vault relies on from files: the operating system's and the ones in memory alike."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.errors import StorageError, StorageFullError, VaultInUseError
from safelog.vault.files import (
    OsFiles,
    read_exactly,
    real_path,
    replace_file,
    storage_errors,
    write_all,
)
from safelog.vault.system_calls import calls_of
from tests.unit.vault.world import Fault, FaultyFiles, MemoryFile, MemoryFiles

if TYPE_CHECKING:
    from safelog.vault.files import Buffer, Files


class FilesContract:
    """Each implementation passes all of these."""

    @pytest.fixture
    def files(self) -> Files:
        """Return the implementation."""
        raise NotImplementedError

    @pytest.fixture
    def folder(self, files: Files, tmp_path: Path) -> Path:
        """Return a new folder."""
        files.make_folder(tmp_path / "a" / "b")
        return tmp_path / "a" / "b"

    def test_bytes_come_back(self, files: Files, folder: Path) -> None:
        """What is written at an offset is read there, also through another handle."""
        file = files.create(folder / "f")
        assert file.write(b"hello", offset=0) == 5
        assert file.write(b"y", offset=0) == 1
        assert file.write(b"!", offset=7) == 1
        file.sync()
        file.close()
        again = files.open(folder / "f")
        assert again.size() == 8
        assert read_exactly(again, offset=0, length=99) == b"yello\0\0!"
        assert read_exactly(again, offset=1, length=2) == b"el"
        assert read_exactly(again, offset=9, length=1) == b""
        again.close()

    def test_a_file_opened_for_reading_gives_its_bytes(self, files: Files, folder: Path) -> None:
        """Also where it was written a moment ago; what is not there is missed as usual."""
        file = files.create(folder / "f")
        write_all(file, b"hello", offset=0)
        file.sync()
        file.close()
        again = files.open_read_only(folder / "f")
        again.hold()
        assert read_exactly(again, offset=1, length=9) == b"ello"
        again.close()
        with pytest.raises(FileNotFoundError):
            files.open_read_only(folder / "absent")

    def test_truncate_cuts_the_end(self, files: Files, folder: Path) -> None:
        """And a later write continues there."""
        file = files.create(folder / "f")
        file.write(b"hello", offset=0)
        file.truncate(2)
        file.write(b"y", offset=2)
        assert read_exactly(file, offset=0, length=9) == b"hey"
        file.close()

    def test_create_unlinks_what_stood_there(self, files: Files, folder: Path) -> None:
        """Somebody who has the old file open keeps the old bytes."""
        old = files.create(folder / "f")
        old.write(b"old", offset=0)
        new = files.create(folder / "f")
        assert new.size() == 0
        assert read_exactly(old, offset=0, length=9) == b"old"
        old.close()
        new.close()

    def test_replace_is_a_rename(self, files: Files, folder: Path) -> None:
        """The target has the new content, the source is gone."""
        for name in ("one", "two"):
            replace_file(files, folder / "f", name.encode())
            file = files.open(folder / "f")
            assert read_exactly(file, offset=0, length=9) == name.encode()
            file.close()
        assert files.names(folder) == ["f"]

    def test_names_are_sorted(self, files: Files, folder: Path) -> None:
        """Files and folders, this folder's only."""
        for name in ("c", "a"):
            files.create(folder / name).close()
        files.make_folder(folder / "b")
        files.create(folder / "b" / "inner").close()
        files.sync_folder(folder)
        assert files.names(folder) == ["a", "b", "c"]
        files.remove(folder / "a")
        assert files.names(folder) == ["b", "c"]

    def test_what_is_absent_is_said_so(self, files: Files, folder: Path) -> None:
        """The vault tells a missing file from any other trouble."""
        with pytest.raises(FileNotFoundError):
            files.open(folder / "absent")
        with pytest.raises(FileNotFoundError):
            files.remove(folder / "absent")
        with pytest.raises(FileNotFoundError):
            files.names(folder / "absent")
        with pytest.raises(FileNotFoundError):
            files.create(folder / "absent" / "f")

    def test_a_file_is_no_folder(self, files: Files, folder: Path) -> None:
        """Nothing is looked for inside of it."""
        files.create(folder / "f").close()
        with pytest.raises(NotADirectoryError):
            files.names(folder / "f")

    def test_a_held_file_is_held_by_its_content(self, files: Files, folder: Path) -> None:
        """A second opening is refused until the first closes, also when the name moved on."""
        first, second = files.create(folder / "f"), files.open(folder / "f")
        first.hold()
        with pytest.raises(VaultInUseError):
            second.hold()
        assert first.is_at(folder / "f")
        files.create(folder / "f").close()
        assert not first.is_at(folder / "f")
        files.remove(folder / "f")
        assert not first.is_at(folder / "f")
        with pytest.raises(VaultInUseError):
            second.hold()
        first.close()
        second.hold()
        second.close()

    def test_a_file_has_one_name(self, files: Files, folder: Path) -> None:
        """Until it has none."""
        file = files.create(folder / "f")
        assert file.has_one_name()
        files.replace(folder / "f", target=folder / "g")
        assert file.has_one_name()
        files.remove(folder / "g")
        assert not file.has_one_name()
        file.close()

    def test_a_long_write_arrives_whole(self, files: Files, folder: Path) -> None:
        """Also where the system was told to begin writing in the middle of it."""
        piece = bytes(range(256)) * (1 << 12)
        file = files.create(folder / "f")
        for number in range(9):
            write_all(file, piece, offset=number * len(piece))
        file.sync()
        assert file.size() == 9 * len(piece)
        for number in range(9):
            assert read_exactly(file, offset=number * len(piece), length=len(piece)) == piece
        file.close()

    def test_a_folder_may_be_there_already(self, files: Files, folder: Path) -> None:
        """Making it again changes nothing inside."""
        files.create(folder / "f").close()
        files.make_folder(folder)
        assert files.names(folder) == ["f"]

    def test_the_lock_is_exclusive(self, files: Files, folder: Path) -> None:
        """The second one is refused at once, until the first gives it back."""
        release = files.lock(folder / "lock")
        with pytest.raises(VaultInUseError):
            files.lock(folder / "lock")
        release()
        files.lock(folder / "lock")()
        assert files.names(folder) == ["lock"]

    def test_closing_twice_is_nothing(self, files: Files, folder: Path) -> None:
        """An error path may close what is closed."""
        file = files.create(folder / "f")
        file.close()
        file.close()


class TestOsFiles(FilesContract):
    """The operating system."""

    @pytest.fixture
    def files(self) -> Files:
        """Return the implementation."""
        return OsFiles()

    def test_nobody_else_may_look(self, files: Files, tmp_path: Path) -> None:
        """Folders 0700, files 0600, whatever the mask and whatever was there."""
        loose = tmp_path / "v"
        loose.mkdir(mode=0o755)
        before = os.umask(0)
        try:
            files.make_folder(loose)
            files.create(loose / "f").close()
            files.lock(loose / "lock")()
        finally:
            os.umask(before)
        assert stat.S_IMODE(loose.stat().st_mode) == 0o700
        assert stat.S_IMODE((loose / "f").stat().st_mode) == 0o600
        assert stat.S_IMODE((loose / "lock").stat().st_mode) == 0o600

    def test_what_is_opened_for_reading_takes_no_writes(self, files: Files, tmp_path: Path) -> None:
        """Also a file that nobody may write can be read, and readers keep only writers out."""
        (tmp_path / "f").write_bytes(b"precious")
        (tmp_path / "f").chmod(0o400)
        reader, other = files.open_read_only(tmp_path / "f"), files.open_read_only(tmp_path / "f")
        with pytest.raises(OSError, match=r"write|Bad file"):
            reader.write(b"x", offset=0)
        reader.hold()
        other.hold()
        (tmp_path / "f").chmod(0o600)
        writer = files.open(tmp_path / "f")
        with pytest.raises(VaultInUseError):
            writer.hold()
        for file in (reader, other, writer):
            file.close()

    def test_a_link_is_not_followed(self, files: Files, tmp_path: Path) -> None:
        """A vault from a stranger cannot make us read or write a file outside of it."""
        outside = tmp_path / "outside"
        outside.write_bytes(b"precious")
        (tmp_path / "f").symlink_to(outside)
        with pytest.raises(OSError, match="link"):
            files.open(tmp_path / "f")
        files.create(tmp_path / "f").close()
        assert outside.read_bytes() == b"precious"

    @pytest.mark.parametrize("platform", ["linux", "win32"])
    def test_a_link_to_a_folder_is_not_followed(self, tmp_path: Path, platform: str) -> None:
        """Nothing is read, made, renamed or removed in a folder elsewhere, nor its mode changed."""
        files, outside = OsFiles(platform), tmp_path / "outside"
        outside.mkdir(mode=0o755)
        (outside / "thesis.tmp").write_bytes(b"precious")
        link = tmp_path / "blobs"
        link.symlink_to(outside)
        thesis = link / "thesis.tmp"
        for use in (
            lambda: files.names(link),
            lambda: files.make_folder(link),
            lambda: files.create(thesis),
            lambda: files.open(thesis),
            lambda: files.replace(thesis, target=link / "other"),
            lambda: files.remove(thesis),
        ):
            with pytest.raises(OSError, match=r"director|link"):
                use()
        assert [path.name for path in outside.iterdir()] == ["thesis.tmp"]
        assert thesis.read_bytes() == b"precious"
        assert stat.S_IMODE(outside.stat().st_mode) == 0o755

    def test_a_hard_link_is_a_second_name(self, files: Files, tmp_path: Path) -> None:
        """What is cut under one name is cut under the other."""
        file = files.create(tmp_path / "f")
        (tmp_path / "g").hardlink_to(tmp_path / "f")
        assert not file.has_one_name()
        (tmp_path / "g").unlink()
        assert file.has_one_name()
        file.close()

    def test_only_regular_files_are_removed(self, files: Files, tmp_path: Path) -> None:
        """A link, a pipe or a folder of that name was not made by us."""
        (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "folder").mkdir()
        for name in ("link", "pipe", "folder"):
            with pytest.raises(OSError, match="Invalid"):
                files.remove(tmp_path / name)
        assert files.names(tmp_path) == ["folder", "link", "pipe"]

    def test_the_persons_own_link_is_followed_once(self, tmp_path: Path) -> None:
        """The vault may be on another disk, behind a link; a loop of links leads nowhere."""
        (tmp_path / "disk").mkdir()
        (tmp_path / "vault").symlink_to(tmp_path / "disk")
        assert real_path(tmp_path / "vault") == (tmp_path / "disk").resolve()
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        assert real_path(tmp_path / "loop").name == "loop"

    def test_a_pipe_does_not_hang(self, files: Files, tmp_path: Path) -> None:
        """A vault from a stranger cannot make us wait for ever."""
        os.mkfifo(tmp_path / "f")
        with pytest.raises(OSError, match="Invalid"):
            files.open(tmp_path / "f")

    def test_another_process_is_locked_out(self, files: Files, tmp_path: Path) -> None:
        """The lock holds between processes and ends with the one that holds it."""
        code = (
            "import sys; from pathlib import Path\n"
            "from safelog.vault.files import OsFiles\n"
            "release = OsFiles().lock(Path(sys.argv[1]))\n"
            "print('held', flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", code, str(tmp_path / "lock")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(VaultInUseError):
                files.lock(tmp_path / "lock")
            holder.kill()
        files.lock(tmp_path / "lock")()

    def test_windows_has_no_modes_and_no_folder_sync(self, tmp_path: Path) -> None:
        """Where the system lacks the call, the rest works."""
        files = OsFiles("win32")
        (tmp_path / "v").mkdir(mode=0o755)
        files.make_folder(tmp_path / "v")
        assert stat.S_IMODE((tmp_path / "v").stat().st_mode) == 0o755
        files.sync_folder(tmp_path / "absent")
        one, two = files.create(tmp_path / "f"), files.open(tmp_path / "f")
        one.hold()
        two.hold()
        one.close()
        two.close()
        files.replace(tmp_path / "f", target=tmp_path / "g")
        (tmp_path / "link").symlink_to(tmp_path / "g")
        with pytest.raises(OSError, match="link"):
            files.open(tmp_path / "link")
        files.remove(tmp_path / "g")
        assert files.names(tmp_path) == ["link", "v"]

    def test_macos_syncs_through_the_drive_or_falls_back(self, tmp_path: Path) -> None:
        """Where the file system refuses the full sync, as here, an fsync is done."""
        files = OsFiles("darwin")
        file = files.create(tmp_path / "f")
        file.sync()
        file.close()
        files.sync_folder(tmp_path)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_long_write_arrives_whole_on_each_system(tmp_path: Path, platform: str) -> None:
    """Linux is told to begin writing in the middle of it; the others decide for themselves."""
    file = OsFiles(platform).create(tmp_path / "f")
    for number in range(9):
        write_all(file, b"x" * (1 << 20), offset=number << 20)
    file.sync()
    file.close()
    assert (tmp_path / "f").read_bytes() == b"x" * (9 << 20)


def test_a_system_that_refuses_a_hint_is_not_asked_why() -> None:
    """Nothing depends on it: a pipe has no cache to let go of."""
    reading, writing = os.pipe()
    calls_of("linux").let_go(writing, 0, 0)
    os.close(reading)
    os.close(writing)


class TestMemoryFiles(FilesContract):
    """The files of the tests."""

    @pytest.fixture
    def files(self) -> Files:
        """Return the implementation."""
        return MemoryFiles()


class TestFaultyFiles(FilesContract):
    """The wrapper that fails on demand, while nothing is demanded."""

    @pytest.fixture
    def files(self) -> Files:
        """Return the implementation."""
        return FaultyFiles(MemoryFiles(), Fault())


class Slow(MemoryFile):
    """Takes and gives at most three bytes at once."""

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """See `File`."""
        return super().read_into(memoryview(buffer)[:3], offset=offset)

    def write(self, data: Buffer, *, offset: int) -> int:
        """See `File`."""
        return super().write(data[:3], offset=offset)


class Stuck(MemoryFile):
    """Takes nothing, and does not say why."""

    def write(self, data: Buffer, *, offset: int) -> int:  # noqa: ARG002 - the port's signature
        """See `File`."""
        return 0


def test_short_reads_and_writes_are_continued() -> None:
    """A call may do less than it was asked."""
    file = Slow(bytearray())
    write_all(file, b"0123456789", offset=0)
    assert read_exactly(file, offset=0, length=20) == b"0123456789"


def test_a_write_that_takes_nothing_is_an_error() -> None:
    """No endless loop on a broken device."""
    with pytest.raises(OSError, match="error"):
        write_all(Stuck(bytearray()), b"x", offset=0)


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, StorageFullError),
        (errno.EDQUOT, StorageFullError),
        (errno.EFBIG, StorageFullError),
        (errno.EIO, StorageError),
        (errno.EACCES, StorageError),
        (None, StorageError),
    ],
)
def test_the_systems_errors_join_the_tree(number: int | None, error: type[Exception]) -> None:
    """No path of the person's reaches the message."""
    with pytest.raises(error) as caught, storage_errors():
        raise OSError(number, "text", "/home/person/diary") if number else OSError("text")
    assert "diary" not in str(caught.value)
    assert caught.value.__cause__ is None
