"""What Linux tells of itself under `/proc` and `/sys`; `root` is another folder in tests.

Every function answers for what cannot be read with the value that says so, and raises nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from safelog.system.doctor.facts import Keeps

_MEMORY_SYSTEMS = frozenset({"tmpfs", "ramfs"})
_NO_DEVICE = "0:0"
_DEPTH_MOST = 8
"""Of devices that lie on devices: more is a loop."""
_ANCESTORS_MOST = 64
_OCTAL = re.compile(r"\\([0-7]{3})")
_TTY_NR = 4  # Fields of proc_pid_stat(5) behind the name: state ppid pgrp session tty_nr
_PPID = 1
_MULTIPLEXER = "tmux: server"


def swap(root: Path) -> tuple[Keeps, ...] | None:
    """Return how each swap area keeps what is written to it; proc_swaps(5)."""
    try:
        lines = (root / "proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return None
    return tuple(_swap_area(root, line.split()) for line in lines if line.strip())


def hibernates(root: Path) -> bool | None:
    """Tell whether memory can be written to a disk and a place is set for it."""
    try:
        states = (root / "sys/power/state").read_text(encoding="ascii").split()
        place = (root / "sys/power/resume").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return False  # A kernel without it, as in most virtual machines.
    except OSError:
        return None
    return "disk" in states and place != _NO_DEVICE


def keeps(root: Path, path: Path) -> Keeps:
    """Return how the file system of `path` keeps what is written to it; proc_pid_mountinfo(5)."""
    try:
        lines = (root / "proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return Keeps.UNKNOWN
    best, found = -1, Keeps.UNKNOWN
    for line in lines:
        before, _, behind = line.partition(" - ")
        _id, _parent, device, _root, point, *_rest = before.split()
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), point)
        if path.is_relative_to(point) and len(point) >= best:
            best = len(point)
            memory = behind.split()[0] in _MEMORY_SYSTEMS
            found = Keeps.MEMORY if memory else device_keeps(root, device)
    return found


def device_keeps(root: Path, device: str) -> Keeps:
    """Tell whether a block device, by `major:minor`, lies on an encrypted one (dm-crypt)."""
    block = root / "sys/dev/block" / device
    if not block.exists():
        return Keeps.UNKNOWN  # Not one device: Btrfs, overlays, network folders.
    return Keeps.ENCRYPTED if _lies_on_crypt(root, block, _DEPTH_MOST) else Keeps.PLAIN


def ancestors(root: Path, pid: int) -> tuple[tuple[int, str], ...] | None:
    """Return id and name of each process that `pid` was started by, the nearest first."""
    found: list[tuple[int, str]] = []
    try:
        while pid > 1 and len(found) < _ANCESTORS_MOST:
            pid = int(_stat(root, pid)[_PPID])
            if pid > 0:
                name = (root / f"proc/{pid}/comm").read_text(encoding="utf-8").strip()
                found.append((pid, name))
    except (OSError, ValueError, IndexError):
        return tuple(found) or None
    return tuple(found)


def runs_without_window(root: Path, found: tuple[tuple[int, str], ...] | None) -> bool:
    """Tell whether a multiplexer among the ancestors has a child with no terminal.

    That is what `tmux pipe-pane`, which logs a window, looks like from outside.
    """
    servers = {pid for pid, name in found or () if name == _MULTIPLEXER}
    return any(
        int(stat[_PPID]) in servers and stat[_TTY_NR] == "0" for stat in _all_stats(root, servers)
    )


def yama_scope(root: Path) -> int | None:
    """Return who may trace whom, by the Yama module; None without it."""
    try:
        return int((root / "proc/sys/kernel/yama/ptrace_scope").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _swap_area(root: Path, fields: list[str]) -> Keeps:
    name, kind = fields[0], fields[1]
    if Path(name).name.startswith("zram"):
        return Keeps.MEMORY
    path = root / name.lstrip("/")
    if kind == "file":
        return keeps(root, Path(name))
    try:
        number = path.stat().st_rdev
    except OSError:
        return Keeps.UNKNOWN
    return device_keeps(root, f"{os.major(number)}:{os.minor(number)}")


def _lies_on_crypt(root: Path, block: Path, depth: int) -> bool:
    """Follow a device down to those that it lies on: a logical volume on an encrypted disk."""
    try:
        uuid = (block / "dm/uuid").read_text(encoding="ascii")
    except OSError:
        uuid = ""
    if uuid.startswith("CRYPT-"):
        return True
    if not depth or not (block / "slaves").is_dir():
        return False
    below = list((block / "slaves").iterdir())
    return bool(below) and all(_lies_on_crypt(root, each, depth - 1) for each in below)


def _stat(root: Path, pid: int | str) -> list[str]:
    """Return the fields behind the name, which may hold spaces and brackets itself."""
    text = (root / f"proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()


def _all_stats(root: Path, servers: set[int]) -> Iterator[list[str]]:
    if not servers:
        return
    for entry in (root / "proc").iterdir():
        if entry.name.isdecimal():
            try:
                yield _stat(root, entry.name)
            except OSError:
                continue  # It has ended meanwhile.
