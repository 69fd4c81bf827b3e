"""Memory that a secret lives in: pages of its own, kept out of swap files and core dumps.

Each secret has its own pages, so that unlocking one never unlocks a neighbour: locks of pages do
not nest. Where the system refuses the lock (there is a limit for each process), the secret is kept
all the same, and `is_locked` says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import mmap
import sys
from collections.abc import Callable
from typing import Any

KeepInMemory = Callable[[int, int], bool]
"""Given an address and a length: ask the system not to swap it; whether it agreed."""


_IS_POSIX = hasattr(mmap, "MAP_PRIVATE")


def _load_library(name: str | None) -> Any:  # noqa: ANN401 - ctypes has no types
    """Load a shared library by name; None is the C library of this process."""
    loader: Any = getattr(ctypes, "WinDLL", ctypes.CDLL)
    return loader(name)


class SecretPages:
    """Pages for one secret, zero at first."""

    __slots__ = ("_pages", "is_locked", "size")

    def __init__(self, size: int, *, keep_in_memory: KeepInMemory | None = None) -> None:
        """Take pages for `size` bytes, and keep them in memory as the system does by default."""
        self.size = size
        length = max(size, 1)
        # Private where there is a choice: a child of this process then has no part in them.
        flags = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if _IS_POSIX else {}
        self._pages = mmap.mmap(-1, length, **flags)
        with contextlib.suppress(AttributeError, OSError):
            # Linux has it: a dump that somebody allows again still leaves these pages out.
            self._pages.madvise(mmap.MADV_DONTDUMP)
        lock = keep_in_memory or system_lock()
        first = ctypes.c_char.from_buffer(self._pages)
        self.is_locked = lock(ctypes.addressof(first), length)

    @property
    def view(self) -> memoryview:
        """The bytes, without a copy."""
        return memoryview(self._pages)[: self.size]

    def wipe(self) -> None:
        """Zero the bytes and give the pages back."""
        if self._pages.closed:
            return
        self._pages[:] = bytes(len(self._pages))
        with contextlib.suppress(BufferError):
            # Somebody still looks at them; they are zero and go when nobody does.
            self._pages.close()


def can_keep_in_memory() -> bool:
    """Tell whether this process may lock the page of one more secret."""
    pages = SecretPages(1)
    pages.wipe()
    return pages.is_locked


@functools.cache
def system_lock(
    platform: str = sys.platform, load_library: Callable[[str | None], Any] = _load_library
) -> KeepInMemory:
    """Return what keeps pages in memory on `platform`: mlock(2), or VirtualLock of Windows."""
    try:
        if platform == "win32":
            virtual_lock = _declared(load_library("kernel32").VirtualLock)
            return lambda address, length: virtual_lock(address, length) != 0
        mlock = _declared(load_library(None).mlock)
    except (AttributeError, OSError):
        return _refuse
    return lambda address, length: mlock(address, length) == 0


def _declared(function: Any) -> Callable[[int, int], int]:  # noqa: ANN401 - ctypes has no types
    """Say what a function takes: an address does not fit into the C int that ctypes assumes."""
    function.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    function.restype = ctypes.c_int
    declared: Callable[[int, int], int] = function
    return declared


def _refuse(_address: int, _length: int) -> bool:
    """Keep nothing in memory: this system has no call for it."""
    return False
