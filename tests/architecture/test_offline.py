"""No command asks the system for a network socket, not even one that it never uses."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from safelog.cli.commands import COMMANDS
from tests.cli.real import PASSPHRASE, make_vault

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
    (["add", "--json"], INCIDENT),
    (["list"], ""),
    (["search", "--json"], '{"words": "машина"}'),
    (["check"], ""),
    (["entity", "list"], ""),
    (["recipient", "list"], ""),
]
"""Calls that follow one another, and what each reads after the passphrase."""

SAFELOG = [sys.executable, "-I", "-m", "safelog"]
EACH_CALL = """
import json, os, sys
from importlib import import_module
from safelog.cli import process
from safelog.cli.commands import COMMANDS
from safelog.cli.main import main

for module in COMMANDS.values():
    import_module(f"safelog.cli.commands.{module}")
for words in json.loads(sys.argv[1]):
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.argv[1:] = words
        code = main()
        sys.stdout.flush()
        os._exit(code)
    _, status = os.waitpid(child, 0)
    print(child, os.waitstatus_to_exitcode(status))
"""
"""Makes each call in a process of its own, and says which; what they import is imported once."""

INTERNET = re.compile(r"\bsocket(?:pair)?\((?!AF_UNIX|AF_LOCAL)(\w+)|\bconnect\([^)]*AF_INET")

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")


def network_calls(
    command: list[str], folder: Path, *, typed: str = ""
) -> tuple[int, bytes, list[str]]:
    """Run `command`; return its exit code, what it said and all its processes' network calls."""
    trace = folder / "trace"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(trace), *command],
        check=False,
        cwd=folder,
        input=typed.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
    lines = trace.read_text(encoding="utf-8").splitlines()
    return done.returncode, done.stdout, [line for line in lines if INTERNET.search(line)]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[str]]]:
    """Make all calls; return the exit code of each, and the network calls that may be its own.

    What the imports before it ask of the system belongs to every call.
    """
    command = [sys.executable, "-I", "-c", EACH_CALL, json.dumps(CALLS)]
    code, said, seen = network_calls(command, tmp_path_factory.mktemp("offline"))
    assert code == 0
    ended = dict(line.split() for line in said.decode().splitlines())
    assert len(ended) == len(CALLS)
    return {
        " ".join(words): (
            int(ended[process]),
            [line for line in seen if line.split()[0] not in ended.keys() - {process}],
        )
        for words, process in zip(CALLS, ended, strict=True)
    }


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_command_opens_no_network_socket(
    words: list[str], calls: dict[str, tuple[int, list[str]]]
) -> None:
    """The kernel sees no socket of the internet families from any process of the command."""
    code, seen = calls[" ".join(words)]
    assert seen == []
    assert (code == 0) == words[-1].startswith("--")


def test_an_evening_of_work_opens_no_network_socket(tmp_path: Path) -> None:
    """A vault is made, written, listed, searched and checked without one network call.

    What is written to was made before at the least cost: each of the calls opens it.
    """
    make_vault(tmp_path / "cheap")
    made = (["init", "--print-recovery-words"], "")
    for words, typed in (made, *IN_A_VAULT):
        folder = tmp_path / ("vault" if words == made[0] else "cheap")
        command = [*SAFELOG, *words, "--vault", str(folder), "--passphrase-fd", "0"]
        code, _, seen = network_calls(command, tmp_path, typed=f"{PASSPHRASE}\n{typed}")
        assert (code, seen) == (0, []), words


def test_a_network_socket_would_be_seen(tmp_path: Path) -> None:
    """The check can fail: a socket that is opened and closed at once, even by a child, is seen."""
    script = (
        "import os, socket\n"
        "if os.fork() == 0: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()\n"
        "else: os.wait()"
    )
    assert network_calls([sys.executable, "-I", "-c", script], tmp_path)[2]
