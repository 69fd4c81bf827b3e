"""Read the facts of this computer. Thin: what they mean is decided elsewhere.

Nothing is changed, nothing is started, and no word of the person's is kept: of the history of a
shell only the number of lines that name safelog.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from safelog.system.doctor import linux
from safelog.system.doctor.facts import (
    Facts,
    Keeps,
    MachineFacts,
    ProcessFacts,
    TerminalFacts,
    VaultFacts,
)
from safelog.system.doctor.place import MARKERS
from safelog.system.hardening import Protection

if sys.platform == "win32":
    import winreg

_TERMINAL_VARIABLES = frozenset({"TMUX", "STY", "ZELLIJ", "ASCIINEMA_REC", "SSH_CONNECTION"})
_HISTORIES = (
    ".bash_history",
    ".zsh_history",
    ".histfile",
    ".local/share/fish/fish_history",
    "AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt",
)
_HISTORY_BYTES_MOST = 8_000_000
_NAME = b"safelog "
_FILE_SYSTEM_KEY = r"SYSTEM\CurrentControlSet\Control\FileSystem"
_POWER_KEY = r"SYSTEM\CurrentControlSet\Control\Power"


class _SwapUsage(ctypes.Structure):
    """`struct xsw_usage` of macOS, sys/sysctl.h."""

    _fields_ = (
        ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64),
        ("used", ctypes.c_uint64),
        ("page_bytes", ctypes.c_uint32),
        ("encrypted", ctypes.c_int32),
    )


def _read_registry(key: str, name: str) -> int | None:
    """Return a number of the Windows registry, None if it is not set or this is no Windows."""
    if sys.platform == "win32":
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                value, _kind = winreg.QueryValueEx(opened, name)
        except OSError:
            return None
        return value if isinstance(value, int) else None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where facts are read from. Tests have another root, another home, other libraries."""

    platform: str = sys.platform
    root: Path = Path("/")
    home: Path = field(default_factory=Path.home)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    load_library: Callable[[str | None], Any] = ctypes.CDLL
    read_registry: Callable[[str, str], int | None] = _read_registry

    def facts(
        self,
        vault: Path | None,
        *,
        now: datetime,
        active: frozenset[Protection],
        keys_stay_in_memory: bool,
    ) -> Facts:
        """Read everything.

        Args:
            vault: its folder, None if there is none yet.
            now: by the clock of this computer.
            active: what `harden_process` returned.
            keys_stay_in_memory: whether a page could be locked.
        """
        is_linux = self.platform == "linux"
        return Facts(
            platform=self.platform,
            process=ProcessFacts(
                active=active,
                keys_stay_in_memory=keys_stay_in_memory,
                yama_scope=linux.yama_scope(self.root) if is_linux else None,
            ),
            machine=MachineFacts(
                swap=self._swap(),
                hibernates=self._hibernates(),
                temporary=self._temporary(),
                now=now,
            ),
            terminal=self._terminal(),
            vault=None if vault is None else self._vault(vault),
        )

    def _swap(self) -> tuple[Keeps, ...] | None:
        match self.platform:
            case "linux":
                return linux.swap(self.root)
            case "darwin":
                return self._swap_of_macos()
            case "win32":
                encrypted = self.read_registry(_FILE_SYSTEM_KEY, "NtfsEncryptPagingFile") == 1
                # Whether BitLocker covers the disk is told to the administrator only.
                return (Keeps.ENCRYPTED,) if encrypted else None
            case _:
                return None

    def _swap_of_macos(self) -> tuple[Keeps, ...] | None:
        usage = _SwapUsage()
        size = ctypes.c_size_t(ctypes.sizeof(usage))
        try:
            status = self.load_library(None).sysctlbyname(
                b"vm.swapusage", ctypes.byref(usage), ctypes.byref(size), None, 0
            )
        except (OSError, AttributeError):
            return None
        if status != 0:
            return None
        return (Keeps.ENCRYPTED if usage.encrypted else Keeps.PLAIN,)

    def _hibernates(self) -> bool | None:
        if self.platform == "linux":
            return linux.hibernates(self.root)
        if self.platform == "win32":
            enabled = self.read_registry(_POWER_KEY, "HibernateEnabled")
            return None if enabled is None else enabled == 1
        return None

    def _temporary(self) -> Keeps:
        if self.platform == "linux":
            return linux.keeps(self.root, Path(tempfile.gettempdir()))
        return Keeps.UNKNOWN

    def _terminal(self) -> TerminalFacts:
        found = linux.ancestors(self.root, os.getpid()) if self.platform == "linux" else None
        return TerminalFacts(
            ancestors=None if found is None else tuple(name for _, name in found),
            piped=linux.runs_without_window(self.root, found),
            variables=_TERMINAL_VARIABLES.intersection(self.environ),
            history_lines=self._history_lines(),
        )

    def _history_lines(self) -> int | None:
        lines: int | None = None
        for name in _HISTORIES:
            try:
                with (self.home / name).open("rb") as file:
                    count = file.read(_HISTORY_BYTES_MOST).count(_NAME)
            except OSError:
                continue
            lines = (lines or 0) + count
        return lines

    def _vault(self, folder: Path) -> VaultFacts:
        is_posix = self.platform != "win32"
        status = folder.stat()
        try:
            disk = shutil.disk_usage(folder)
        except OSError:
            disk = None
        return VaultFacts(
            folder=folder,
            markers=frozenset(_markers(folder)),
            mode=stat.S_IMODE(status.st_mode) if is_posix else None,
            is_own=not is_posix or status.st_uid == os.getuid(),
            free_bytes=disk.free if disk else None,
            total_bytes=disk.total if disk else None,
            newest=_newest(folder),
        )


def _markers(folder: Path) -> list[str]:
    """Return the sync programs whose marks stand in the folder or in one above it."""
    found = []
    for place in (folder, *folder.parents):
        found += [name for mark, name in MARKERS.items() if (place / mark).exists()]
    return found


def _newest(folder: Path) -> datetime | None:
    times = [path.stat().st_mtime for path in folder.glob("head*")]
    return datetime.fromtimestamp(max(times), UTC) if times else None
