"""Which process has a file locked, as the system itself says, and how to ask it to leave.

A process id that somebody wrote into a file is no evidence: the file may be old, or somebody else's
folder, and the id by now another program's. So the kernel is asked who holds the lock, and the
process is looked at, before any signal is sent.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

_PROC = Path("/proc")
_NAME = b"safelog"
_PAUSE_S = 0.25
_ALL_PROCESSES = 1  # PROC_ALL_PIDS, sys/proc_info.h of macOS
_WITHOUT_WATCHERS = 2  # PROC_LISTPIDSPATH_EXCLUDE_EVTONLY, libproc.h
_PIDS_MOST = 256


class Holders(Protocol):
    """Finds whoever holds a lock, and asks them to leave."""

    def find(self, lock: Path) -> int | None:
        """Return the process id of the safelog that holds `lock`, None if none is known."""

    def ask_to_leave(self, pid: int) -> None:
        """Ask a process to keep what it has, lock and end."""

    def pause(self) -> None:
        """Give it a moment."""


class SystemHolders:
    """The processes of this computer."""

    def __init__(
        self,
        *,
        platform: str = sys.platform,
        proc: Path = _PROC,
        load_library: Callable[[str | None], Any] = ctypes.CDLL,
    ) -> None:
        """Ask the system that `platform` names; Windows tells nothing and has no such signal."""
        self._platform = platform
        self._proc = proc
        self._load_library = load_library

    def find(self, lock: Path) -> int | None:
        """Return the process id of the safelog that holds `lock`, None if none is known."""
        try:
            if self._platform == "linux":
                found = self._linux(lock)
            elif self._platform == "darwin":
                found = self._macos(lock)
            else:
                return None
            return next((pid for pid in found if pid != os.getpid()), None)
        except (OSError, AttributeError, ValueError):
            # Not the answer that the system's documents describe: then nobody is signalled.
            return None

    def ask_to_leave(self, pid: int) -> None:
        """Ask a process to keep what it has, lock and end; wake it up for that if it is stopped."""
        for number in (signal.SIGTERM, signal.SIGCONT):
            try:
                os.kill(pid, number)
            except (ProcessLookupError, PermissionError):
                return

    def pause(self) -> None:
        """Give it a moment."""
        time.sleep(_PAUSE_S)

    def _linux(self, lock: Path) -> Iterator[int]:
        """Yield the safelogs that hold `lock`; proc_locks(5)."""
        status = lock.stat()
        devices = {_device(status.st_dev), self._mounted_device(lock)}
        for line in (self._proc / "locks").read_text(encoding="ascii").splitlines():
            _number, kind, *rest = line.split()
            if kind != "FLOCK":  # also where a second process waits: it holds nothing
                continue
            _how, _mode, pid, place, *_range = rest
            major_minor, _, inode = place.rpartition(":")
            held = int(inode) == status.st_ino and major_minor in devices
            if held and int(pid) > 0 and self._is_own_safelog(int(pid)):
                yield int(pid)

    def _mounted_device(self, path: Path) -> str:
        """Return the device that the kernel's lists name for a file.

        A subvolume of Btrfs tells `stat` another one. proc_pid_mountinfo(5).
        """
        best, device = "", ""
        for line in (self._proc / "self/mountinfo").read_text(encoding="utf-8").splitlines():
            _id, _parent, major_minor, _root, point, *_rest = line.split()
            if path.is_relative_to(point) and len(point) >= len(best):
                best = point
                device = _device(os.makedev(*(int(part) for part in major_minor.split(":"))))
        return device

    def _is_own_safelog(self, pid: int) -> bool:
        """Tell whether a process is a safelog of this user."""
        status = (self._proc / str(pid) / "status").read_text(encoding="utf-8")
        uid = next(line.split()[1] for line in status.splitlines() if line.startswith("Uid:"))
        command = (self._proc / str(pid) / "cmdline").read_bytes()
        return int(uid) == os.getuid() and _NAME in command

    def _macos(self, lock: Path) -> Iterator[int]:
        """Yield the processes that have both `lock` and the log beside it open; libproc.h.

        Whoever only reads the folder, as a backup does, opens one file after the other.
        """
        library = self._load_library("/usr/lib/libproc.dylib")
        both = self._having_open(library, lock) & self._having_open(library, lock.parent / "log")
        yield from sorted(both)

    @staticmethod
    def _having_open(library: Any, path: Path) -> set[int]:  # noqa: ANN401 - ctypes has no types
        pids = (ctypes.c_int * _PIDS_MOST)()
        size = library.proc_listpidspath(
            _ALL_PROCESSES, 0, os.fsencode(path), _WITHOUT_WATCHERS, pids, ctypes.sizeof(pids)
        )
        return set(pids[: max(0, size) // ctypes.sizeof(ctypes.c_int)])


def _device(number: int) -> str:
    return f"{os.major(number):02x}:{os.minor(number):02x}"
