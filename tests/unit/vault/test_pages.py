"""Pages for secrets: kept in memory where the system agrees, zeroed, honest about both."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.vault.decoy import cover_tracks
from safelog.vault.pages import SecretPages, can_keep_in_memory, system_lock

if TYPE_CHECKING:
    from collections.abc import Callable


class FakeFunction:
    """A function of a system library: answers with a number and remembers what it was given."""

    def __init__(self, answer: int) -> None:
        """Answer `answer`."""
        self.answer = answer
        self.calls: list[tuple[int, int]] = []
        self.argtypes: list[object] = []
        self.restype: object = None

    def __call__(self, address: int, length: int) -> int:
        """Take a call."""
        self.calls.append((address, length))
        return self.answer


class FakeLibrary:
    """A library with one function."""

    def __init__(self, **functions: FakeFunction) -> None:
        """Have `functions` by name and nothing else."""
        self.__dict__.update(functions)


def loading(library: FakeLibrary) -> Callable[[str | None], FakeLibrary]:
    """Return a loader that gives `library`, whatever is asked for."""
    return lambda _name: library


def test_pages_begin_with_zeros_and_hold_what_is_written() -> None:
    """The view is as long as the secret, and not as the page."""
    pages = SecretPages(5)
    assert bytes(pages.view) == bytes(5)
    pages.view[:] = b"words"
    assert bytes(pages.view) == b"words"
    assert pages.size == 5


def test_wiping_zeroes_what_somebody_still_looks_at() -> None:
    """A view that was handed out shows zeros afterwards, and a second wipe does nothing."""
    pages = SecretPages(5)
    pages.view[:] = b"words"
    view = pages.view
    pages.wipe()
    assert bytes(view) == bytes(5)
    view.release()
    pages.wipe()
    pages.wipe()


def test_an_empty_secret_has_pages_too() -> None:
    """Nothing is a length as well."""
    pages = SecretPages(0)
    assert bytes(pages.view) == b""
    pages.wipe()


@pytest.mark.parametrize("agrees", [True, False])
def test_pages_say_whether_they_are_kept_in_memory(*, agrees: bool) -> None:
    """A refusal keeps nobody from a secret, and is told."""
    asked: list[int] = []

    def lock(_address: int, length: int) -> bool:
        asked.append(length)
        return agrees

    assert SecretPages(40, keep_in_memory=lock).is_locked is agrees
    assert asked == [40]


@pytest.mark.parametrize(
    ("platform", "name", "answer", "agrees"),
    [
        ("linux", "mlock", 0, True),
        ("linux", "mlock", -1, False),
        ("darwin", "mlock", 0, True),
        ("win32", "VirtualLock", 1, True),
        ("win32", "VirtualLock", 0, False),
    ],
)
def test_each_system_is_asked_in_its_own_way(
    platform: str, name: str, answer: int, *, agrees: bool
) -> None:
    """The C library answers 0 for success, Windows anything else; addresses are 64 bits wide."""
    function = FakeFunction(answer)
    lock = system_lock(platform, loading(FakeLibrary(**{name: function})))
    assert lock(0x7FFF_0000_0000, 32) is agrees
    assert function.calls == [(0x7FFF_0000_0000, 32)]
    assert len(function.argtypes) == 2


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_a_system_without_the_call_locks_nothing(platform: str) -> None:
    """A missing function is a lock that does not hold, not a crash."""
    assert system_lock(platform, loading(FakeLibrary()))(0, 1) is False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_kernel_counts_the_locked_pages() -> None:
    """What is reported as locked is locked: the kernel says so."""
    before = locked_kib()
    pages = SecretPages(32)
    assert pages.is_locked == can_keep_in_memory()
    assert (locked_kib() > before) == pages.is_locked
    pages.wipe()
    assert locked_kib() == before


def locked_kib() -> int:
    """Return how much of this process is locked in memory (proc_pid_status(5))."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmLck:"))


def test_covering_tracks_needs_no_key() -> None:
    """The decoy runs at any time and changes nothing."""
    cover_tracks()
