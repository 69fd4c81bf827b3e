"""No command asks the system for a network socket, not even one that it never uses."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from safelog.cli.commands import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

CALLS = [
    ["--version"],
    ["--help"],
    ["list", "--vault", "no-such-folder"],
    ["verify", "no-such-file"],
    ["no-such-command"],
    *([*name.split(), "--help"] for name in COMMANDS),
]

INCIDENT = (
    '{"type": "incident", "kind": "surveillance.following", "narrative": "Серая машина у дома."}'
)
IN_A_VAULT = [
    (["init", "--print-recovery-words"], ""),
    (["add", "--json"], INCIDENT),
    (["list"], ""),
    (["search", "--json"], '{"words": "машина"}'),
    (["check"], ""),
    (["entity", "list"], ""),
    (["recipient", "list"], ""),
]
"""Calls that follow one another, and what each reads after the passphrase."""

SAFELOG = [sys.executable, "-I", "-m", "safelog"]
INTERNET = re.compile(r"\bsocket(?:pair)?\((?!AF_UNIX|AF_LOCAL)(\w+)|\bconnect\([^)]*AF_INET")

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")


def network_calls(command: list[str], folder: Path, *, typed: str = "") -> tuple[int, list[str]]:
    """Run `command`; return its exit code and the network calls of all its processes."""
    trace = folder / "trace"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(trace), *command],
        check=False,
        cwd=folder,
        input=typed.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
    lines = trace.read_text(encoding="utf-8").splitlines()
    return done.returncode, [line for line in lines if INTERNET.search(line)]


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_command_opens_no_network_socket(words: list[str], tmp_path: Path) -> None:
    """The kernel sees no socket of the internet families from any process of the command."""
    assert network_calls([*SAFELOG, *words], tmp_path)[1] == []


def test_an_evening_of_work_opens_no_network_socket(tmp_path: Path) -> None:
    """A vault is made, written, listed, searched and checked without one network call."""
    common = ["--vault", str(tmp_path / "vault"), "--passphrase-fd", "0"]
    passphrase = "семь слов никто чужой никогда сам угадает\n"
    for words, typed in IN_A_VAULT:
        command = [*SAFELOG, *words, *common]
        code, calls = network_calls(command, tmp_path, typed=passphrase + typed)
        assert (code, calls) == (0, []), words


def test_a_network_socket_would_be_seen(tmp_path: Path) -> None:
    """The check can fail: a socket that is opened and closed at once is reported."""
    script = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    assert network_calls([sys.executable, "-I", "-c", script], tmp_path)[1]
