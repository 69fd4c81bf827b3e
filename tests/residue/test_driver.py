"""After a lock and at its end, a process that had a vault open holds no key and no passphrase."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.residue import driver
from tests.residue.known import LABELS, PASSPHRASE, secrets_of
from tests.residue.memory import count_copies
from tests.residue.stopped import require_sight, wait_until_stopped


class Watched:
    """The driver, which is stopped whenever it is looked into."""

    def __init__(self, vault: Path, process: subprocess.Popen[bytes], scratch: Path) -> None:
        """Watch `process`, which works in `vault`."""
        self._vault = vault
        self._process = process
        self._scratch = scratch

    def go_on(self) -> None:
        """Let it run to its next stop."""
        os.kill(self._process.pid, signal.SIGCONT)
        wait_until_stopped(self._process.pid)

    def copies(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
        """Count what is in its memory of each secret of the vault as it is on disk now."""
        copy = self._scratch / "copy"
        shutil.copytree(self._vault, copy)
        try:
            needles = secrets_of(copy, PASSPHRASE, monkeypatch=monkeypatch)
        finally:
            shutil.rmtree(copy)
        return count_copies(self._process.pid, needles)


@pytest.fixture
def watched(made: Path, tmp_path: Path) -> Iterator[Watched]:
    """Run the driver over a copy of a vault up to its first stop."""
    with _driver(made, tmp_path) as process:
        yield process


@contextmanager
def _driver(made: Path, scratch: Path, *careless: str) -> Iterator[Watched]:
    vault = scratch / "vault"
    shutil.copytree(made, vault)
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    process = subprocess.Popen(
        [sys.executable, str(Path(driver.__file__)), str(vault), str(reading), *careless],
        pass_fds=[reading],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    os.close(reading)
    try:
        wait_until_stopped(process.pid)
        require_sight(process.pid)
        yield Watched(vault, process, scratch)
    finally:
        process.kill()
        process.wait()


def present(copies: dict[str, int]) -> set[str]:
    """Return what is in memory, without which copy and which piece of it."""
    return {name.partition(" [")[0] for name, count in copies.items() if count}


def kinds(names: set[str]) -> set[str]:
    """Return what the keys among `names` are made for."""
    return {name.split()[0] for name in names if name.endswith(": key")}


def test_the_search_sees_a_passphrase_and_keys_that_are_in_use(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What must be in memory is found there, so that a count of zero means something."""
    assert present(watched.copies(monkeypatch)) == {"passphrase 0, utf-8"}
    watched.go_on()
    found = present(watched.copies(monkeypatch))
    assert kinds(found) >= {"head", "log", "nonce", "blob", "frame"}
    vault_key = {name for name in found if name.endswith(": key material")}
    assert any(name.startswith("head") for name in vault_key)


def test_an_open_vault_holds_nothing_that_it_needs_no_more(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the vault is open, passphrase, stretched key and slot key are gone already."""
    watched.go_on()
    copies = watched.copies(monkeypatch)
    searched = {name.partition(" [")[0] for name in copies}
    assert kinds(searched) == LABELS
    found = present(copies)
    assert not {name for name in found if name.startswith(("passphrase", "slot"))}
    assert not {name for name in found if name.endswith(": extracted")}


def test_a_locked_process_holds_no_key_and_no_passphrase(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the lock, and at the very end, no piece of any of them is left."""
    watched.go_on()
    for _moment in ("locked", "ending"):
        watched.go_on()
        copies = watched.copies(monkeypatch)
        assert len(copies) > 2 * len(LABELS)
        assert present(copies) == set()


def test_a_careless_copy_is_found(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that was copied into an object which cannot be wiped is seen after the lock."""
    with _driver(made, tmp_path, "leak") as careless:
        careless.go_on()
        careless.go_on()
        assert kinds(present(careless.copies(monkeypatch))) == {"log"}
