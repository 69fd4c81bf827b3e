"""`backup` and `restore`: what a person is asked and told, and what is on the disk then."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest

from safelog.errors import (
    BackupPlaceError,
    DamagedBlobError,
    NotABackupError,
    OutputExistsError,
    VaultExistsError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.system.paths import on_same_disk
from tests.cli.computer import PASSPHRASE, Computer, StandingClock

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def filled(computer: Computer) -> Computer:
    """Return a computer whose vault holds two incidents and a file."""
    incident = computer.run("add", "unsure", typed="первое\n.\n").lines[0]
    computer.run("add", "unsure", typed="второе\n.\n")
    computer.run("attach", incident, "-", typed=b"x" * 100_000)
    return computer


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder that is not the one of the vault."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on another disk than the one of the tests."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made inside
    if not memory.is_dir() or on_same_disk(memory, tmp_path):
        pytest.skip("there is no second disk here")
    folder = Path(mkdtemp(dir=memory))
    yield folder
    shutil.rmtree(folder)


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_backup_is_made_and_put_back(filled: Computer, stick: Path, tmp_path: Path) -> None:
    """The journal comes back word for word, in a place of the person's choice."""
    run = filled.run("backup", str(stick))
    assert run.code == 0
    assert run.lines == [str(stick / "journal-2026-05-12")]
    assert "every byte was read back" in run.err
    again = Computer(tmp_path / "again")
    back = again.run("restore", run.lines[0])
    assert back.code == 0
    assert back.lines == [
        "2 incidents.",
        "0 registered persons or things.",
        "4 records in the log.",
        "1 attached file of 100.0 kB.",
        "The last entry was recorded: 12 May 2026, 17:00 (Asia/Almaty).",
    ]
    assert "The vault is back" in back.err
    assert again.run("export", "--json").out == filled.run("export", "--json").out
    assert again.run("check").code == 0


def test_an_archive_is_one_file(filled: Computer, stick: Path, tmp_path: Path) -> None:
    """It is named by the person, never written over, and comes back as well."""
    archive = stick / "journal.tar"
    assert filled.run("backup", str(archive)).lines == [str(archive)]
    assert list(stick.iterdir()) == [archive]
    assert filled.run("backup", str(archive)).code == OutputExistsError.exit_code
    assert Computer(tmp_path / "again").run("restore", str(archive)).code == 0
    archive.write_bytes(archive.read_bytes()[:-1])
    run = Computer(tmp_path / "third").run("restore", str(archive))
    assert run.code == NotABackupError.exit_code
    assert not (tmp_path / "third").exists()


def test_backup_and_restore_speak_json(filled: Computer, stick: Path, tmp_path: Path) -> None:
    """The same facts as objects, and nothing else."""
    run = filled.run("backup", str(stick), "--json")
    assert run.objects == [
        {
            "type": "backup",
            "path": str(stick / "journal-2026-05-12"),
            "same_disk": True,
            "records": 4,
            "attachments": 1,
            "attachment_bytes": 100_000,
        }
    ]
    held = {
        "type": "restoration",
        "written": False,
        "incidents": 2,
        "entities": 0,
        "attachments": 1,
        "attachment_bytes": 100_000,
        "records": 4,
        "last_recorded": "2026-05-12T12:00:00Z",
    }
    again = Computer(tmp_path / "again")
    assert again.run("restore", str(run.objects[0]["path"]), "--rehearse", "--json").objects == [
        held
    ]
    assert again.run("restore", str(run.objects[0]["path"]), "--json").objects == [
        {**held, "written": True}
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_rehearsal_writes_nothing(
    filled: Computer, stick: Path, tmp_path: Path, language: str
) -> None:
    """Every byte is verified; the place of the vault stays as it is, even if a vault is there."""
    backup = Path(filled.run("backup", str(stick)).lines[0])
    before = everything(stick), everything(filled.vault)
    run = filled.run("restore", str(backup), "--rehearse", "--language", language)
    assert run.code == 0
    assert ("Nothing was written." in run.err) is (language == "en")
    assert (everything(stick), everything(filled.vault)) == before
    blob = next((backup / "blobs").iterdir())
    blob.write_bytes(blob.read_bytes()[:-16] + bytes(16))  # its tag
    assert (
        Computer(tmp_path / "again").run("restore", str(backup), "--rehearse").code
        == DamagedBlobError.exit_code
    )
    run = Computer(tmp_path / "again").run("restore", str(backup))
    assert run.code == DamagedBlobError.exit_code
    assert not (tmp_path / "again" / "head").exists()


def test_an_empty_journal_comes_back_empty(computer: Computer, stick: Path) -> None:
    """There is no last entry to speak of."""
    computer.run("list")
    backup = computer.run("backup", str(stick)).lines[0]
    run = computer.run("restore", backup, "--rehearse")
    assert run.lines[0] == "0 incidents."
    assert "last entry" not in run.out
    assert computer.run("restore", backup, "--rehearse", "--json").objects[0]["last_recorded"] == ""


def test_a_restore_writes_over_nothing(filled: Computer, stick: Path, tmp_path: Path) -> None:
    """Neither over the vault nor over somebody's folder, which stay as they are."""
    backup = filled.run("backup", str(stick)).lines[0]
    before = everything(filled.vault)
    run = filled.run("restore", backup)
    assert run.code == VaultExistsError.exit_code
    assert "empty folder" in run.err
    assert everything(filled.vault) == before
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "a.txt").write_text("precious")
    run = Computer(tmp_path / "thesis").run("restore", backup)
    assert run.code == VaultExistsError.exit_code
    assert everything(tmp_path / "thesis") == {"a.txt": b"precious"}


def test_a_wrong_passphrase_can_be_typed_again(
    filled: Computer, stick: Path, tmp_path: Path
) -> None:
    """Three times, as when a vault is opened."""
    backup = filled.run("backup", str(stick)).lines[0]
    again = Computer(tmp_path / "again")
    run = again.run("restore", backup, secrets=["no", "no", "no"])
    assert run.code == WrongSecretError.exit_code
    assert not again.vault.exists()
    assert again.run("restore", backup, secrets=["no", PASSPHRASE]).code == 0


def test_places_that_are_none_for_a_backup_say_why(filled: Computer, tmp_path: Path) -> None:
    """In the vault, beside it, and where no stick is plugged in."""
    for target, reason in (
        (filled.vault, "inside the vault's own folder"),
        (filled.vault.parent, "The vault lies in this folder"),
        (tmp_path / "not-plugged-in", "There is no such folder"),
        (tmp_path / "not-plugged-in" / "a.tar", "There is no such folder"),
    ):
        run = filled.run("backup", str(target))
        assert run.code == BackupPlaceError.exit_code
        assert reason in run.err
    assert not (tmp_path / "not-plugged-in").exists()
    assert "No backup yet." in filled.run("list", terminal=True).err
    assert filled.run("restore", str(tmp_path / "nothing")).code == VaultNotFoundError.exit_code


class LaterClock(StandingClock):
    """A clock that stands some days later."""

    def __init__(self, days: float) -> None:
        """Stand `days` after the usual noon."""
        self._days = days

    def now(self) -> datetime:
        """Return that time."""
        return datetime(2026, 5, 12, 12, 0, tzinfo=UTC) + timedelta(days=self._days)


@pytest.mark.parametrize(
    ("language", "days", "line"),
    [
        ("en", -3, "Last backup: today. It lies on the same disk."),
        ("en", 0.9, "Last backup: today. It lies on the same disk."),
        ("en", 1.5, "Last backup: 1 day ago. It lies on the same disk."),
        ("en", 12, "Last backup: 12 days ago. It lies on the same disk."),
        ("ru", 12, "Последняя резервная копия: 12 дней назад. Она на том же диске."),
    ],
)
def test_the_age_of_the_last_backup_is_told_when_a_vault_opens(
    filled: Computer, stick: Path, language: str, days: float, line: str
) -> None:
    """One quiet line for a person; a script gets none."""
    assert "No backup yet." in filled.run("list", terminal=True).err
    filled.run("backup", str(stick))
    filled.clock = LaterClock(days)
    run = filled.run("list", "--language", language, terminal=True)
    assert line in run.err.splitlines()
    assert line not in filled.run("list", "--language", language).err
    assert line not in filled.run("list", "--json", terminal=True).err


def test_a_backup_on_the_same_disk_is_called_so(
    filled: Computer, stick: Path, other_disk: Path
) -> None:
    """On another disk nothing is said of it, now or later."""
    assert "the same disk as the vault" in filled.run("backup", str(stick)).err
    assert "same disk" not in filled.run("backup", str(other_disk)).err
    filled.clock = LaterClock(2)
    filled.run("backup", str(other_disk))
    filled.clock = LaterClock(4)
    lines = filled.run("list", terminal=True).err.splitlines()
    assert "Last backup: 2 days ago." in lines
