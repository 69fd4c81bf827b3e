"""Make the process harder to look into while a vault is open.

Another program of the same user can read a process's memory, and a crash writes it to disk. The
measures here close what each system lets a process close for itself; none of them stops the
administrator or a program that watched the keyboard. They are tried at start, never raise, and
report what became active, so that `doctor` says what is true on this machine and nothing more.
"""

from __future__ import annotations

import ctypes
import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

_PR_GET_DUMPABLE = 3  # linux/prctl.h
_PR_SET_DUMPABLE = 4
_PT_DENY_ATTACH = 31  # sys/ptrace.h of macOS
_WER_FAULT_REPORTING_FLAG_NOHEAP = 1  # werapi.h
_SEM_FAILCRITICALERRORS = 0x0001  # winbase.h
_SEM_NOGPFAULTERRORBOX = 0x0002


class Protection(StrEnum):
    """A measure that is active once `harden_process` has returned it."""

    NO_CORE_DUMP = "no_core_dump"
    """A crash does not write the memory to disk (POSIX), nor the heap to a report (Windows)."""

    NOT_TRACEABLE = "not_traceable"
    """Other programs of the same user cannot attach to the process or read its memory."""

    NO_CRASH_DIALOG = "no_crash_dialog"
    """A crash does not offer to send a report (Windows)."""


class _Library(Protocol):
    """A shared library: any name may be a function that returns a number."""

    def __getattr__(self, name: str, /) -> Callable[..., int]: ...


def _load_library(name: str | None) -> _Library:
    """Load a shared library by name; None is the C library of this process."""
    loader: Any = getattr(ctypes, "WinDLL", ctypes.CDLL)
    library: _Library = loader(name)
    return library


def harden_process(
    *,
    platform: str = sys.platform,
    load_library: Callable[[str | None], _Library] = _load_library,
) -> frozenset[Protection]:
    """Switch on every measure that this system has and return those that took hold.

    On Linux the process can afterwards no longer open its own files under `/proc/self`.
    On macOS a process that is already being debugged is ended by the system here.
    """
    measures: dict[Protection, Callable[[], bool]]
    if platform == "win32":
        measures = {
            Protection.NO_CORE_DUMP: lambda: _leave_heap_out_of_reports(load_library),
            Protection.NO_CRASH_DIALOG: lambda: _show_no_crash_dialog(load_library),
        }
    else:
        measures = {Protection.NO_CORE_DUMP: _forbid_core_dumps}
    if platform == "linux":
        measures[Protection.NOT_TRACEABLE] = lambda: _forbid_dumping(load_library)
    if platform == "darwin":
        measures[Protection.NOT_TRACEABLE] = lambda: _deny_attach(load_library)
    return frozenset(name for name, switch_on in measures.items() if _tried(switch_on))


def forget_textual_variables(environ: MutableMapping[str, str] = os.environ) -> int:
    """Remove every variable that steers Textual and return how many there were.

    `TEXTUAL_LOG` alone would write each key of a passphrase to a file. Call it before Textual is
    imported: it reads its variables at import.
    """
    # Windows has no case in variable names; elsewhere Textual reads upper case only.
    names = [name for name in environ if name.upper().startswith("TEXTUAL")]
    for name in names:
        del environ[name]
    return len(names)


def _tried(switch_on: Callable[[], bool]) -> bool:
    try:
        return switch_on()
    except (OSError, AttributeError, ValueError):
        # No such library, no such function in it, or not allowed: the measure is not active.
        return False


def _forbid_core_dumps() -> bool:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def _forbid_dumping(load_library: Callable[[str | None], _Library]) -> bool:
    c_library = load_library(None)
    c_library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return c_library.prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0


def _deny_attach(load_library: Callable[[str | None], _Library]) -> bool:
    return load_library(None).ptrace(_PT_DENY_ATTACH, 0, None, 0) == 0


def _leave_heap_out_of_reports(load_library: Callable[[str | None], _Library]) -> bool:
    # An HRESULT: 0 is success.
    return load_library("kernel32").WerSetFlags(_WER_FAULT_REPORTING_FLAG_NOHEAP) == 0


def _show_no_crash_dialog(load_library: Callable[[str | None], _Library]) -> bool:
    kernel = load_library("kernel32")
    wanted = _SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX
    kernel.SetErrorMode(wanted)
    return kernel.GetErrorMode() & wanted == wanted
