"""Outputs are written all or none, and never over another file."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from safelog.errors import OutputExistsError, StorageError, StorageFullError
from safelog.export.leakcheck import CheckedOutputs, check_leaks
from safelog.export.write import write_outputs
from safelog.redact.terms import HiddenTerms
from tests.unit.redact.world import WordFinder

PAGE = b'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><p>x</p>'
FILES = {"chronology.html": PAGE, "chronology.json": b"{}"}
NOTHING = HiddenTerms(frozenset(), {}, {}, frozenset(), {})


@pytest.fixture
def checked() -> CheckedOutputs:
    """Return outputs that passed the check."""
    return check_leaks(FILES, hidden=NOTHING, finder=WordFinder({}), fixed=frozenset())


def test_files_are_written_for_their_owner_alone(checked: CheckedOutputs, tmp_path: Path) -> None:
    """Names are neutral, bytes as checked, nobody else may read."""
    folder = tmp_path / "out"
    written = write_outputs(checked, folder)
    assert {path.name: path.read_bytes() for path in written} == FILES
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_there_stays(name: str, checked: CheckedOutputs, tmp_path: Path) -> None:
    """Nothing is written over, and nothing is left beside it."""
    (tmp_path / name).write_bytes(b"older")
    with pytest.raises(OutputExistsError):
        write_outputs(checked, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"older"


def test_a_link_to_another_file_is_not_followed(checked: CheckedOutputs, tmp_path: Path) -> None:
    """A link put there by somebody else leads nowhere."""
    target = tmp_path / "target"
    (tmp_path / "chronology.html").symlink_to(target)
    with pytest.raises(OutputExistsError):
        write_outputs(checked, tmp_path)
    assert not target.exists()


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, StorageFullError),
        (errno.EDQUOT, StorageFullError),
        (errno.EIO, StorageError),
    ],
)
@pytest.mark.parametrize("call", range(1, 6))
def test_a_failure_leaves_nothing_behind(
    number: int,
    error: type[StorageError],
    call: int,
    checked: CheckedOutputs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever write reaches the disk last, a failed one takes everything back."""
    calls = iter(range(1, 100))
    real = os.fsync

    def failing(descriptor: int) -> None:
        if next(calls) == call:
            raise OSError(number, "no")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    folder = tmp_path / "out"
    with pytest.raises(error):
        write_outputs(checked, folder)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error(checked: CheckedOutputs, tmp_path: Path) -> None:
    """A file in the way, or a parent that is missing, is told by its number."""
    with pytest.raises(StorageError) as caught:
        write_outputs(checked, tmp_path / "missing" / "out")
    assert caught.value.fields == {"errno": errno.ENOENT}


def test_a_failed_rename_takes_back_what_was_renamed(
    checked: CheckedOutputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an export is no export."""
    real = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "chronology.json":
            raise OSError(errno.EIO, "no")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(StorageError):
        write_outputs(checked, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_synced_where_the_system_cannot(
    checked: CheckedOutputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows opens no folder as a file."""
    monkeypatch.delattr(os, "O_DIRECTORY")
    opened: list[str] = []
    real = os.open

    def noting(path: str, *arguments: int) -> int:
        opened.append(str(path))
        return real(path, *arguments)

    monkeypatch.setattr(os, "open", noting)
    write_outputs(checked, tmp_path)
    assert str(tmp_path) not in opened
