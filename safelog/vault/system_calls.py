"""What the three operating systems do each in its own way, behind one set of calls.

Each call takes a descriptor of an open file.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safelog.errors import VaultInUseError

if TYPE_CHECKING:
    from collections.abc import Callable

_F_FULLFSYNC = 51
"""fcntl(2) of macOS, whose fsync leaves the bytes in the drive's own cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCalls:
    """The calls of one system."""

    sync: Callable[[int], None]
    """Return when what was written would survive a power cut."""
    let_go: Callable[[int, int, int], None]
    """Say that what is at an offset, of a length (0: to the end), is not needed soon. The system
    may begin to write it, and forgets what is written; it promises nothing."""
    hold: Callable[[int], None]
    """Take a file for one opening alone, until it is closed."""
    hold_shared: Callable[[int], None]
    """Take a file together with others that take it so."""


def calls_of(platform: str) -> SystemCalls:
    """Return the calls of a system, by its `sys.platform`."""
    # Windows lets nobody remove or replace a file that is open: there the lock file is enough.
    is_posix = platform != "win32"
    return SystemCalls(
        sync=_full_sync if platform == "darwin" else os.fsync,
        let_go=_let_go if platform == "linux" else _let_nothing_go,
        hold=_flock if is_posix else _hold_nothing,
        hold_shared=_flock_shared if is_posix else _hold_nothing,
    )


def _full_sync(descriptor: int) -> None:
    """Sync through the drive's cache; network volumes refuse that and get an fsync."""
    fcntl = importlib.import_module("fcntl")
    try:
        fcntl.fcntl(descriptor, _F_FULLFSYNC)
    except OSError:
        os.fsync(descriptor)


def _let_go(descriptor: int, offset: int, length: int) -> None:
    """Let go of cached bytes: Linux begins to write what is not written, and does not wait."""
    with contextlib.suppress(OSError):
        os.posix_fadvise(descriptor, offset, length, os.POSIX_FADV_DONTNEED)


def _let_nothing_go(_descriptor: int, _offset: int, _length: int) -> None:
    """Leave it to the system what it keeps, and when it writes."""


def _flock(descriptor: int) -> None:
    """Hold a file on POSIX: the lock belongs to this opening, whatever becomes of its name."""
    _flock_as(descriptor, "LOCK_EX")


def _flock_shared(descriptor: int) -> None:
    """Hold a file that is only read: with other readers, against whoever writes."""
    _flock_as(descriptor, "LOCK_SH")


def _flock_as(descriptor: int, kind: str) -> None:
    fcntl = importlib.import_module("fcntl")
    try:
        fcntl.flock(descriptor, getattr(fcntl, kind) | fcntl.LOCK_NB)
    except BlockingIOError:
        raise VaultInUseError from None


def _hold_nothing(_descriptor: int) -> None:
    """Hold no file."""
