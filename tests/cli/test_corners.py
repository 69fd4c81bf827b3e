"""Rare ways through the commands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from safelog.cli.files import write_output
from safelog.cli.progress import size
from safelog.errors import (
    AmbiguousError,
    InvalidJsonError,
    NotAnExportError,
    OutputError,
    StorageFullError,
)
from safelog.journal.search.find import FoundOnce
from safelog.journal.search.highlight import Highlighter
from safelog.journal.search.query import Found, Hit
from safelog.model.ids import IncidentId
from tests.cli.computer import PASSPHRASE, Computer
from tests.unit.cli.test_console import console_of


def test_a_beginning_that_fits_several_is_refused(computer: Computer) -> None:
    """Two ids that begin alike need more letters."""
    person = {"type": "entity", "kind": "person", "name": "x"}
    rows = [{**person, "id": f"0aaaa{letter}fghjkmnpqrstvwxyz012"} for letter in "bc"]
    typed = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    assert computer.run("import", "-", typed=typed).code == 0
    assert computer.run("entity", "show", "0aaaa").code == AmbiguousError.exit_code
    assert computer.run("entity", "show", "0aaaab").code == 0


def test_a_query_that_is_no_object_is_refused(computer: Computer) -> None:
    """`search --json` reads an object and nothing else."""
    for typed in (b"words", b'{"words": 1}', b'{"query": "x"}', b"[" * 100_000):
        assert computer.run("search", "--json", typed=typed).code == InvalidJsonError.exit_code


def test_a_search_that_finds_too_much_says_so(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the limit of results the person is told that there may be more."""
    incident = computer.run("add", "unsure", typed="слова\n.\n").lines[0]
    many = Found(hits=(Hit(IncidentId(incident), "exact"),) * 3, is_limited=True)
    monkeypatch.setattr(
        "safelog.cli.commands.search.find_once",
        lambda journal, query: FoundOnce(many, Highlighter(journal, query)),
    )
    assert "There may be more." in computer.run("search", typed="слова\n").err


def test_a_person_changes_the_passphrase(computer: Computer) -> None:
    """At a terminal the old passphrase unlocks, and a new one is agreed on."""
    secrets = [PASSPHRASE, "another long пароль", "another long пароль"]
    run = computer.run("passphrase", typed="n\n", secrets=secrets, terminal=True)
    assert run.code == 0
    assert run.err.endswith("still opens with the old one.\n")
    assert computer.run("list", secrets=["another long пароль"]).code == 0


def test_a_file_beyond_any_export_is_not_read(
    computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`verify` reads no more than an export can be."""
    monkeypatch.setattr("safelog.cli.commands.verify.EXPORT_BYTES_MAX", 10)
    path = tmp_path / "large.json"
    path.write_bytes(b"{" + b" " * 20)
    assert computer.run("verify", str(path)).code == NotAnExportError.exit_code


def test_an_output_that_fails_leaves_no_file(tmp_path: Path) -> None:
    """When writing fails, or what is written, nothing half is left."""

    def pieces() -> Iterator[bytes]:
        yield b"x"
        raise StorageFullError

    path = tmp_path / "out"
    with pytest.raises(StorageFullError):
        write_output(path, pieces())
    assert not path.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_not_the_vaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up under an output has the exit code of outputs."""
    real = os.open
    monkeypatch.setattr(os, "open", lambda *_: real("/dev/full", os.O_WRONLY))
    with pytest.raises(OutputError):
        write_output(tmp_path / "out", [b"x" * (1 << 20)])


def test_sizes_are_told_shortly() -> None:
    """Bytes, and then one digit of the largest unit that fits."""
    console, _ = console_of(80)
    assert size(console, 999) == "999 bytes"
    assert size(console, 1_500) == "1.5 kB"
    assert size(console, 3_000_000_000) == "3.0 GB"
    assert size(console, 5 * 10**15) == "5000.0 TB"
