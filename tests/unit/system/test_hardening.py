"""What the process closes for itself, and that it says no more than it did."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from safelog.system.hardening import Protection, forget_textual_variables, harden_process

if TYPE_CHECKING:
    from collections.abc import Callable


class FakeLibrary:
    """A system library whose functions answer with given numbers and remember their calls."""

    def __init__(self, **answers: int) -> None:
        """Know only the functions in `answers`."""
        self.answers = answers
        self.calls: list[tuple[str, tuple[object, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., int]:
        """Return the function `name`, if this library has one."""
        try:
            answer = self.answers[name]
        except KeyError:
            raise AttributeError(name) from None

        def call(*arguments: object) -> int:
            self.calls.append((name, arguments))
            return answer

        return call


@pytest.fixture(autouse=True)
def core_dumps_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the limits of the test process as they are."""
    limits = {"now": (7, 7)}
    monkeypatch.setattr("resource.setrlimit", lambda _, limit: limits.update(now=limit))
    monkeypatch.setattr("resource.getrlimit", lambda _: limits["now"])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_hardened_process_really_is() -> None:
    """On Linux the kernel itself confirms both protections that were reported."""
    script = (
        "import os, resource\n"
        "from safelog.system.hardening import harden_process\n"
        "print(*sorted(harden_process()))\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))\n"
        "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["no_core_dump not_traceable", "(0, 0)", "0"]


def test_linux_reports_only_what_the_kernel_confirms() -> None:
    """A process that stays dumpable is not reported as protected."""
    stubborn = FakeLibrary(prctl=1)
    assert harden_process(platform="linux", load_library=lambda _: stubborn) == {
        Protection.NO_CORE_DUMP
    }
    assert [arguments[0] for _, arguments in stubborn.calls] == [4, 3]


def test_macos_refuses_debuggers() -> None:
    """On macOS the process asks not to be attached to."""
    library = FakeLibrary(ptrace=0)
    assert Protection.NOT_TRACEABLE in harden_process(
        platform="darwin", load_library=lambda _: library
    )
    assert library.calls == [("ptrace", (31, 0, None, 0))]


def test_windows_keeps_memory_out_of_crash_reports() -> None:
    """On Windows the heap stays out of reports, and no dialog offers to send one."""
    library = FakeLibrary(WerSetFlags=0, SetErrorMode=0, GetErrorMode=3)
    assert harden_process(platform="win32", load_library=lambda _: library) == {
        Protection.NO_CORE_DUMP,
        Protection.NO_CRASH_DIALOG,
    }


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_system_without_the_calls_raises_nothing(platform: str) -> None:
    """A missing function is a protection that is not active, not a crash."""
    active = harden_process(platform=platform, load_library=lambda _: FakeLibrary())
    assert active <= {Protection.NO_CORE_DUMP}


@pytest.mark.parametrize("failure", [OSError(), ValueError()])
def test_a_refused_limit_raises_nothing(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system that refuses the limit leaves the protection inactive."""

    def refuse(_which: int, _limit: tuple[int, int]) -> None:
        raise failure

    monkeypatch.setattr("resource.setrlimit", refuse)
    assert harden_process(platform="freebsd14") == set()


def test_textual_is_not_steered_from_outside() -> None:
    """Every variable that begins with TEXTUAL goes, in whatever case, and no other."""
    environ = {"TEXTUAL_LOG": "keys.txt", "textual": "devtools", "TEXT": "kept", "MY_TEXTUAL": "k"}
    assert forget_textual_variables(environ) == 2
    assert environ == {"TEXT": "kept", "MY_TEXTUAL": "k"}


def test_the_variables_of_the_process_are_meant_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without an argument the environment of the process itself is cleaned."""
    monkeypatch.setenv("TEXTUAL_SCREENSHOT", "1")
    assert forget_textual_variables() >= 1
    assert "TEXTUAL_SCREENSHOT" not in os.environ
