"""A file goes out as it is only after a warning, and only if the person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import (
    CancelledError,
    InvalidJsonError,
    NotFoundError,
    RevealingExportError,
    UsageError,
)
from tests.cli.computer import Computer

if TYPE_CHECKING:
    from pathlib import Path

VOICE = b"ID3\x04" + bytes(100)
CONFIRM = b'{"confirm": "raw"}'


@pytest.fixture
def call(computer: Computer, tmp_path: Path) -> tuple[str, ...]:
    """Return the words of an export of one incident with a recording, which come as they are."""
    row = {"type": "incident", "kind": "unsure", "state": "complete", "narrative": "Звонок."}
    assert computer.run("import", "-", typed=msgspec.json.encode(row)).code == 0
    incident = str(computer.run("list", "--json").objects[0]["id"])
    path = tmp_path / "Марат.mp3"
    path.write_bytes(VOICE)
    voice = computer.run("attach", incident, str(path)).lines[0]
    words = b'{"name": "Bureau", "policy": "lawyer", "language": "en"}'
    assert computer.run("recipient", "add", "--json", typed=words).code == 0
    bureau = str(computer.run("recipient", "list", "--json").objects[0]["id"])
    out = str(tmp_path / "out")
    return ("export", "--to", bureau, "--out", out, "--deliver", "plain", "--raw", voice)


def test_a_person_is_warned_of_each_file(
    computer: Computer, call: tuple[str, ...], tmp_path: Path
) -> None:
    """What such a file can carry is said before the question; afterwards it is said what went."""
    run = computer.run(*call, typed="\n")
    assert run.code == CancelledError.exit_code
    assert not (tmp_path / "out").exists()
    assert "faces and voices" in run.err
    assert "Марат.mp3, 104 bytes, is to go out as it is." in run.err
    run = computer.run(*call, typed="y\n")
    assert run.code == 0
    assert "1 file goes out as it is. Nobody searched it: Марат.mp3." in run.err
    assert (tmp_path / "out" / "exhibit-01.mp3").read_bytes() == VOICE
    assert "Марат" not in run.out


def test_a_script_says_that_it_means_it(computer: Computer, call: tuple[str, ...]) -> None:
    """The option alone is not enough."""
    assert computer.run(*call, "--json", typed=b"{}").code == InvalidJsonError.exit_code
    run = computer.run(*call, "--json", typed=CONFIRM)
    assert run.code == 0
    assert any(str(name).endswith("exhibit-01.mp3") for name in run.objects[0]["files"])  # type: ignore[attr-defined]  # a list of names


def test_what_cannot_go_along_is_refused(computer: Computer, call: tuple[str, ...]) -> None:
    """A wrong id, a PDF alone, and everything as JSON."""
    assert computer.run(*call[:-1], "zzzz").code == NotFoundError.exit_code
    words = ["pdf" if word == "plain" else word for word in call]
    assert computer.run(*words, "--print-passphrase", typed="y\n").code == UsageError.exit_code
    assert computer.run("export", "--json", *call[-2:]).code == UsageError.exit_code


def test_the_log_and_the_next_export_know_of_the_file(
    computer: Computer, call: tuple[str, ...], tmp_path: Path
) -> None:
    """A recipient who had its hash alone learns more; the person is told so first."""
    elsewhere = ("--out", str(tmp_path / "first"), "--deliver", "plain", "--json", "--ask", "hide")
    assert computer.run(*call[:3], *elsewhere).code == 0
    run = computer.run(*call, "--json", "--ask", "hide", typed=CONFIRM)
    assert run.code == RevealingExportError.exit_code
    assert "the file as it is" in run.err
    run = computer.run(*call, "--log", "--reveal", typed="y\n")
    assert run.code == 0
    (row,) = [line for line in run.lines if "Марат" in line]
    assert row == (
        "paragraph 1, exhibit 1, the file as it is  Марат.mp3  goes along unchanged  (not searched)"
    )
