"""Wait for a process to stop itself, so that its memory holds still while it is looked into."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.residue.memory import is_readable

_LONGEST_S = 60.0


def _nothing() -> None:
    """Do nothing meanwhile."""


def wait_until_stopped(pid: int, *, meanwhile: Callable[[], None] = _nothing) -> None:
    """Return when the child `pid` has stopped itself.

    Args:
        pid: of a child of this process.
        meanwhile: called again and again, as to read what it writes to its terminal.
    """
    until = time.monotonic() + _LONGEST_S
    while True:
        found, status = os.waitpid(pid, os.WUNTRACED | os.WNOHANG)
        if found:
            assert os.WIFSTOPPED(status), status
            return
        assert time.monotonic() < until
        meanwhile()
        time.sleep(0.01)


def require_sight(pid: int) -> None:
    """Skip where the system does not show another process's memory; in CI that is a failure."""
    if is_readable(pid):
        return
    reason = "the memory of a process that protects itself is shown to the administrator only"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def stop_at_the_end(environ: dict[str, str], folder: Path) -> None:
    """Let every Python process with that environment stop itself when it ends."""
    (folder / "sitecustomize.py").write_text(
        "import atexit, os, signal\natexit.register(os.kill, os.getpid(), signal.SIGSTOP)\n"
    )
    environ["PYTHONPATH"] = f"{folder}{os.pathsep}{environ['PYTHONPATH']}"
