"""`check` and every other command on a vault that is not whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedHeadError,
    DamagedRecordError,
    DamagedVaultError,
    MissingBlobError,
    RolledBackError,
    TruncatedLogError,
    UsageError,
    VaultInUseError,
)
from safelog.i18n import LANGUAGES
from safelog.vault import Secret
from tests.cli.computer import PASSPHRASE, CheapVaults, Computer


@pytest.fixture
def filled(computer: Computer) -> Computer:
    """Return a computer whose vault holds two incidents and a file."""
    incident = computer.run("add", "unsure", typed="первое\n.\n").lines[0]
    computer.run("add", "unsure", typed="второе\n.\n")
    computer.run("attach", incident, "-", typed=b"x" * 100_000)
    return computer


def spoil(path: Path, at: int) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def state_of(computer: Computer) -> str:
    """Return what a check tells the person to keep elsewhere."""
    return computer.run("check").lines[-1].split()[-1]


def test_a_whole_vault_is_said_to_be_whole(filled: Computer) -> None:
    """What there is, and that all of it is whole."""
    run = filled.run("check")
    assert run.code == 0
    assert run.lines[:-1] == [
        "2 incidents.",
        "0 registered persons or things.",
        "4 records in the log.",
        "1 attached file of 100.0 kB.",
        "Everything is whole: every record, every file and both copies of the head.",
    ]
    assert run.lines[-1].startswith("Its state, to keep elsewhere: ")
    assert filled.run("check", "--language", "ru").lines[:2] == [
        "2 случая.",
        "В списке 0 записей о людях, номерах, местах.",
    ]


def test_a_check_speaks_json(filled: Computer) -> None:
    """The same facts as an object."""
    assert filled.run("check", "--json").objects == [
        {
            "type": "check",
            "whole": True,
            "state": state_of(filled),
            "incidents": 2,
            "entities": 0,
            "records": 4,
            "attachments": 1,
            "attachment_bytes": 100_000,
            "unnamed_attachments": 0,
            "torn_bytes": 0,
            "notices": [],
            "problems": [],
            "removed": 0,
            "unfinished_removals": 0,
        }
    ]


def test_an_older_copy_that_was_put_back_is_found_by_a_state(
    filled: Computer, tmp_path: Path
) -> None:
    """A state that was kept elsewhere tells what nothing inside of the folder can tell."""
    older = tmp_path / "older"
    shutil.copytree(filled.vault, older)
    before = state_of(filled)
    filled.run("add", "unsure", typed="третье\n.\n")
    run = filled.run("check", "--expect", before)
    assert run.code == 0
    assert "continues the state" in run.out
    after = state_of(filled)
    shutil.rmtree(filled.vault)
    shutil.copytree(older, filled.vault)
    refused = filled.run("check", "--expect", after)
    assert refused.code == RolledBackError.exit_code
    assert "An older copy may have been put back" in refused.err
    assert filled.run("check", "--expect", before).code == 0
    assert filled.run("check", "--expect", "a state").code == UsageError.exit_code


@pytest.mark.parametrize("language", LANGUAGES)
def test_damaged_files_are_all_named(filled: Computer, language: str) -> None:
    """Each damaged part has its sentence; the first decides the exit code."""
    other = filled.run("list").lines[1][:8]
    filled.run("attach", other, "-", typed=b"y")
    blobs = sorted((filled.vault / "blobs").iterdir())
    spoil(blobs[0], -1)
    blobs[1].unlink()
    run = filled.run("check", "--language", language)
    assert run.code in {DamagedBlobError.exit_code, MissingBlobError.exit_code}
    assert blobs[0].name in run.err
    assert blobs[1].name in run.err
    assert "whole" not in run.out
    problems = filled.run("check", "--json").objects[0]["problems"]
    assert sorted(map(str, problems if isinstance(problems, list) else [])) == [
        "damaged_blob",
        "missing_blob",
    ]


def test_a_damaged_copy_of_the_head_is_told_once(filled: Computer) -> None:
    """With the other copy whole the vault opens, says so, and is whole again."""
    spoil(filled.vault / "head.bak", 5)
    run = filled.run("list")
    assert run.code == 0
    assert "one of the two copies of the vault's head was damaged" in run.err
    assert "head" not in filled.run("list").err
    (filled.vault / "head").unlink()
    assert "was missing" in filled.run("check").err
    assert filled.run("check").code == 0


def test_a_file_that_no_record_names_is_mentioned(filled: Computer) -> None:
    """A whole blob without a record is said to be harmless."""
    blob = next((filled.vault / "blobs").iterdir())
    (blob.parent / ("0" * 32)).write_bytes(blob.read_bytes())
    run = filled.run("check")
    assert run.code == 0
    assert "1 stored file belongs to no record: a save was cut off. It does no harm." in run.lines


def test_a_torn_end_is_told_at_every_opening(filled: Computer) -> None:
    """What a crash left behind the last save is said in words, and nothing saved is lost."""
    log = filled.vault / "log"
    log.write_bytes(log.read_bytes() + b"SLR" + b"\0" * 200)
    run = filled.run("list")
    assert run.code == 0
    assert len(run.lines) == 2
    assert "the last write was cut off" in run.err
    checked = filled.run("check")
    assert checked.code == 0
    assert any("203 bytes of a write that was cut off" in line for line in checked.lines)
    filled.run("add", "unsure", typed="третье\n.\n")
    assert "cut off" not in filled.run("list").err


@pytest.mark.parametrize(
    ("name", "at", "error"),
    [("log", 400, DamagedRecordError), ("log", 10, DamagedVaultError)],
)
def test_damage_stops_every_command(
    name: str, at: int, error: type[DamagedVaultError], filled: Computer
) -> None:
    """A damaged record has its exit code and place, and the vault is left as it is."""
    spoil(filled.vault / name, at)
    before = (filled.vault / name).read_bytes()
    for words in (("list",), ("check",), ("add", "unsure")):
        run = filled.run(*words, typed="слова\n.\n")
        assert run.code == error.exit_code
        assert run.out == ""
    assert (filled.vault / name).read_bytes() == before


def test_a_truncated_log_and_lost_heads_are_told_apart(filled: Computer) -> None:
    """Each has its own exit code."""
    log = filled.vault / "log"
    whole = log.read_bytes()
    log.write_bytes(whole[:-500])
    assert filled.run("list").code == TruncatedLogError.exit_code
    log.write_bytes(whole)
    for name in ("head", "head.bak"):
        spoil(filled.vault / name, 5)
    assert filled.run("list").code == DamagedHeadError.exit_code


def test_a_vault_in_use_says_what_to_do(filled: Computer) -> None:
    """A second safelog gets a sentence instead of the vault."""
    with Secret.from_text(PASSPHRASE) as secret, CheapVaults().open(filled.vault, secret):
        run = filled.run("list")
    assert run.code == VaultInUseError.exit_code
    assert "F9" in run.err
    assert filled.run("list").code == 0
