"""`doctor` says what it found, in words, and ends well unless the vault itself is not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from safelog.errors import VaultNotFoundError
from safelog.i18n import LANGUAGES, Catalogue
from tests.cli.computer import Computer
from tests.cli.real import Home


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_begins_with_a_state_in_words(computer: Computer, language: str) -> None:
    """A screen reader hears first whether something is to be done, and then what."""
    run = computer.run("doctor", "--language", language, secrets=[])
    assert run.code == 0
    words = [Catalogue(language).text(f"doctor.state.{s}") for s in ("fine", "weak", "serious")]
    words.append(Catalogue(language).text("doctor.state.unknown"))
    *findings, summary = [line for line in run.lines if not line.startswith("    ")]
    assert len(findings) > 8
    assert all(line.startswith(tuple(f"{word}: " for word in words)) for line in findings)
    assert not summary.startswith(tuple(words))


def test_without_a_vault_the_rest_is_told_all_the_same(bare_computer: Computer) -> None:
    """Before the first run people should see what their computer is like."""
    run = bare_computer.run("doctor", "--json")
    assert run.code == VaultNotFoundError.exit_code
    topics = {row["topic"] for row in run.objects}
    assert "swap" in topics
    assert "permissions" not in topics


def test_a_synced_folder_is_told(computer: Computer, tmp_path: Path) -> None:
    """The mark of a sync program above the vault is found on the real disk."""
    (tmp_path / ".stfolder").mkdir()
    rows = computer.run("doctor", "--json").objects
    assert {"type": "finding", "topic": "sync", "found": "synced", "state": "serious"} in rows


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes of Linux")
def test_a_terminal_under_script_is_seen(tmp_path: Path) -> None:
    """The real program that records terminals is named, from inside of it."""
    home = Home(tmp_path).prepare()
    command = f"{sys.executable} -m safelog doctor --json --vault {home.vault}"
    done = subprocess.run(
        ["script", "-qec", command, str(tmp_path / "typescript")],
        env=home.environ,
        cwd=home.root / "work",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert b'"topic":"recording","found":"recorded","state":"serious"' in done.stdout
