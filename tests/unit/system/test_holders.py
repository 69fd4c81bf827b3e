"""Nobody is signalled on the word of a file: the kernel says who holds a lock."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.system.holders import SystemHolders

if TYPE_CHECKING:
    from collections.abc import Sequence

OTHER = 4242


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Make the lock file of a vault."""
    path = tmp_path / "vault" / "lock"
    path.parent.mkdir()
    path.touch()
    return path


def system(
    root: Path,
    lock: Path,
    *,
    pid: int = OTHER,
    line: str = "1: FLOCK  ADVISORY  WRITE {pid} {device}:{inode} 0 EOF",
    command: bytes = b"python3\0-m\0safelog\0",
    uid: int | None = None,
) -> Path:
    """Write what the kernel would say of a process that holds `lock`."""
    status = lock.stat()
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}"
    proc = root / "proc"
    (proc / "self").mkdir(parents=True)
    (proc / str(pid)).mkdir()
    shown = line.format(pid=pid, device=device, inode=status.st_ino)
    waiting = f"1: -> FLOCK ADVISORY WRITE 77 {device}:{status.st_ino} 0 EOF"
    (proc / "locks").write_text(f"{shown}\n{waiting}\n2: POSIX ADVISORY WRITE 5 1:1:1 0 EOF\n")
    (proc / "self/mountinfo").write_text("22 1 0:35 / / rw - btrfs /dev/x rw\n")
    (proc / str(pid) / "status").write_text(
        f"Name: x\nUid:\t{os.getuid() if uid is None else uid}\n"
    )
    (proc / str(pid) / "cmdline").write_bytes(command)
    return proc


def find(proc: Path, lock: Path) -> int | None:
    """Look for the holder on a Linux of that shape."""
    return SystemHolders(platform="linux", proc=proc).find(lock)


def test_a_safelog_that_holds_the_lock_is_found(tmp_path: Path, lock: Path) -> None:
    """By the inode of the lock file, as the kernel lists it."""
    assert find(system(tmp_path, lock), lock) == OTHER


def test_a_subvolume_is_known_by_the_device_of_its_mount(tmp_path: Path, lock: Path) -> None:
    """Btrfs tells `stat` another device than the lists of the kernel."""
    line = "1: FLOCK ADVISORY WRITE {pid} 00:23:{inode} 0 EOF"
    assert find(system(tmp_path, lock, line=line), lock) == OTHER


@pytest.mark.parametrize(
    "line",
    [
        "1: FLOCK ADVISORY WRITE {pid} {device}:1 0 EOF",
        "1: FLOCK ADVISORY WRITE {pid} ff:7f:{inode} 0 EOF",
        "1: POSIX ADVISORY WRITE {pid} {device}:{inode} 0 EOF",
        "1: FLOCK ADVISORY WRITE 0 {device}:{inode} 0 EOF",
        "1: FLOCK",
    ],
)
def test_another_file_or_another_lock_is_nobodys(tmp_path: Path, lock: Path, line: str) -> None:
    """Another inode, another device, another kind, a process of another container, nonsense."""
    assert find(system(tmp_path, lock, line=line), lock) is None


def test_another_program_is_left_alone(tmp_path: Path, lock: Path) -> None:
    """Somebody who locked the file by hand gets no signal."""
    assert find(system(tmp_path, lock, command=b"flock\0lock\0sleep\0"), lock) is None


def test_another_user_is_left_alone(tmp_path: Path, lock: Path) -> None:
    """The safelog of somebody else is theirs, also where we could end it."""
    assert find(system(tmp_path, lock, uid=os.getuid() + 1), lock) is None


def test_this_process_does_not_ask_itself(tmp_path: Path, lock: Path) -> None:
    """Whoever asks is no other safelog."""
    assert find(system(tmp_path, lock, pid=os.getpid()), lock) is None


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_system_that_tells_nothing_names_nobody(
    tmp_path: Path, lock: Path, platform: str
) -> None:
    """Then the caller says that it is still open."""
    holders = SystemHolders(platform=platform, proc=tmp_path, load_library=FakeLibproc)
    assert holders.find(lock) is None


class FakeLibproc:
    """The library of macOS that lists the processes which have a file open."""

    def __init__(self, _name: str | None = None, **by_file: Sequence[int]) -> None:
        """Know who has which file open."""
        self._by_file = by_file

    def proc_listpidspath(
        self, _kind: int, _info: int, path: bytes, _flags: int, pids: list[int], _size: int
    ) -> int:
        """Fill in the list and return its size in bytes."""
        found = self._by_file.get(Path(os.fsdecode(path)).name, ())
        for at, pid in enumerate(found):
            pids[at] = pid
        return 4 * len(found)


def test_macos_names_who_has_lock_and_log_open(lock: Path) -> None:
    """A program that only copies the folder has one file open at a time."""
    library = FakeLibproc(lock=[7, 8, os.getpid()], log=[8, 9, os.getpid()])
    holders = SystemHolders(platform="darwin", load_library=lambda _name: library)
    assert holders.find(lock) == 8


def test_asking_sends_a_request_and_wakes_the_sleeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that was stopped in the background would never see the request."""
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr("os.kill", lambda pid, number: sent.append((pid, number)))
    SystemHolders().ask_to_leave(OTHER)
    assert sent == [(OTHER, signal.SIGTERM), (OTHER, signal.SIGCONT)]


@pytest.mark.parametrize("error", [ProcessLookupError, PermissionError])
def test_asking_somebody_who_has_gone_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    """Between the look and the signal the process may have ended."""

    def refuse(_pid: int, _number: int) -> None:
        raise error

    monkeypatch.setattr("os.kill", refuse)
    SystemHolders().ask_to_leave(OTHER)


def test_a_pause_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a quick exit."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    SystemHolders().pause()
    assert waited[0] <= 0.5
