"""No command asks the system for a network socket, not even one that it never uses."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = [
    ["--version"],
    ["--help"],
    ["list", "--help"],
    ["list", "--vault", "no-such-folder"],
    ["verify", "no-such-file"],
    ["no-such-command"],
]

INTERNET = re.compile(r"\bsocket(?:pair)?\((?!AF_UNIX|AF_LOCAL)(\w+)|\bconnect\([^)]*AF_INET")

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")


def network_calls(command: list[str], folder: Path) -> list[str]:
    """Run `command` and return the network calls that the kernel saw, in all its processes."""
    trace = folder / "trace"
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(trace), *command],
        check=False,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
    return [line for line in trace.read_text().splitlines() if INTERNET.search(line)]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_opens_no_network_socket(words: list[str], tmp_path: Path) -> None:
    """The kernel sees no socket of the internet families from any process of the command."""
    assert network_calls([sys.executable, "-I", "-m", "safelog", *words], tmp_path) == []


def test_a_network_socket_would_be_seen(tmp_path: Path) -> None:
    """The check can fail: a socket that is opened and closed at once is reported."""
    script = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    assert network_calls([sys.executable, "-I", "-c", script], tmp_path)
