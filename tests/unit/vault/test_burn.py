"""Burning: what opens the vault goes first, all of the vault goes, and nothing else does."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.errors import StorageError, VaultInUseError, VaultNotFoundError
from safelog.vault.burn import burn_vault, look_at
from safelog.vault.files import OsFile, OsFiles
from safelog.vault.holding import is_in_use, lock_file

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = b'{"format":"safelog-vault","version":1}\nx\ny\n'
LOG = b"safelog-log\0" + bytes(100)
BLOB = "ab" * 16


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Make what a vault looks like from outside, with every kind of file that it may have."""
    folder = tmp_path / "vault"
    (folder / "blobs").mkdir(parents=True)
    for name in ("head", "head.bak", "head.tmp", "head.next", "head.next.tmp"):
        (folder / name).write_bytes(HEAD)
    for name in ("log", "log.next", "log.tmp", "torn-64", "torn-64-1", "torn-64.tmp", "lock"):
        (folder / name).write_bytes(LOG)
    for name in (BLOB, f"{BLOB}.next", f"{BLOB}.tmp"):
        (folder / "blobs" / name).write_bytes(bytes(10))
    return folder


class Witness(OsFiles):
    """Files that remember what was done to them, and may refuse or stop."""

    def __init__(self, *, stop_after: int | None = None, refuses: str = "") -> None:
        """Die after so many removals, or refuse to remove one name."""
        super().__init__()
        self.done: list[tuple[str, str]] = []
        self._stop_after = stop_after
        self._refuses = refuses

    def open(self, path: Path) -> OsFile:
        """Open, and remember."""
        self.done.append(("open", path.name))
        return super().open(path)

    def remove(self, path: Path) -> None:
        """Remove, and remember."""
        if self._stop_after is not None and len(self.removed) == self._stop_after:
            raise KeyboardInterrupt
        if path.name == self._refuses:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        super().remove(path)
        self.done.append(("remove", path.name))

    @property
    def removed(self) -> list[str]:
        """The names that were removed."""
        return [name for what, name in self.done if what == "remove"]


def test_nothing_of_the_vault_is_left(vault: Path) -> None:
    """Every file that the format names, and the folders."""
    contents = burn_vault(vault)
    assert contents.count == 14
    assert contents.foreign == ()
    assert not vault.exists()


def test_the_key_slots_go_first_and_the_log_last(vault: Path) -> None:
    """A burning that is cut off has made the vault unreadable, and is still seen as a vault."""
    files = Witness()
    burn_vault(vault, files=files)
    assert set(files.removed[:5]) == {
        "head",
        "head.bak",
        "head.tmp",
        "head.next",
        "head.next.tmp",
    }
    assert files.removed[-2:] == ["log", "lock"]


def test_the_key_slots_are_written_over_where_they_stand(vault: Path, tmp_path: Path) -> None:
    """A second name of the same file shows what stood on its blocks at the end."""
    os.link(vault / "head", tmp_path / "same")
    burn_vault(vault, random_bytes=lambda count: b"z" * count)
    assert (tmp_path / "same").read_bytes() == b"z" * len(HEAD)


def test_a_file_of_somebodys_own_under_our_name_is_not_written_over(
    vault: Path, tmp_path: Path
) -> None:
    """A second name of a letter is taken away; the letter stays."""
    letter = tmp_path / "letter"
    letter.write_bytes(b"dear friend")
    (vault / "head").unlink()
    os.link(letter, vault / "head")
    burn_vault(vault)
    assert letter.read_bytes() == b"dear friend"
    assert not vault.exists()


def test_foreign_files_stay_and_are_named(vault: Path) -> None:
    """Neither by likeness of name nor by place is anything else removed."""
    (vault / "notes.txt").write_bytes(b"mine")
    (vault / "blobs" / "photo.jpg").write_bytes(b"mine")
    contents = burn_vault(vault)
    assert contents.foreign == ("notes.txt", "blobs/photo.jpg")
    assert sorted(path.name for path in vault.rglob("*")) == ["blobs", "notes.txt", "photo.jpg"]


def test_a_link_in_the_place_of_the_attachments_is_not_followed(
    vault: Path, tmp_path: Path
) -> None:
    """What it leads to stays whole, even under names that the vault gives."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / BLOB).write_bytes(b"mine")
    for path in (vault / "blobs").iterdir():
        path.unlink()
    (vault / "blobs").rmdir()
    (vault / "blobs").symlink_to(outside)
    assert burn_vault(vault).foreign == ("blobs",)
    assert (outside / BLOB).read_bytes() == b"mine"
    assert (vault / "blobs").is_symlink()


def test_a_link_in_the_place_of_a_head_is_not_followed(vault: Path, tmp_path: Path) -> None:
    """It is refused and told, and everything else is removed."""
    outside = tmp_path / "outside"
    outside.write_bytes(HEAD)
    (vault / "head").unlink()
    (vault / "head").symlink_to(outside)
    with pytest.raises(StorageError):
        burn_vault(vault)
    assert outside.read_bytes() == HEAD
    assert [path.name for path in vault.iterdir()] == ["head"]


@pytest.mark.parametrize("stop_after", range(16))
def test_an_interrupted_burning_can_be_continued(vault: Path, stop_after: int) -> None:
    """Wherever it was cut off, a second call brings it to its end."""
    try:
        burn_vault(vault, files=Witness(stop_after=stop_after))
    except KeyboardInterrupt:
        burn_vault(vault)
    assert not vault.exists()


def test_what_is_refused_is_told_and_the_rest_is_removed(vault: Path) -> None:
    """One file that the system keeps does not save the others."""
    with pytest.raises(StorageError):
        burn_vault(vault, files=Witness(refuses="log.next"))
    assert [path.name for path in vault.iterdir()] == ["log.next"]


def test_a_file_that_went_meanwhile_is_no_failure(vault: Path) -> None:
    """Gone is gone."""

    class Vanishing(Witness):
        def remove(self, path: Path) -> None:
            if path.name == "log.next":
                path.unlink()
            super().remove(path)

    burn_vault(vault, files=Vanishing())
    assert not vault.exists()


def test_a_vault_without_any_head_is_burned(vault: Path) -> None:
    """Damage is no obstacle, and what has no log has none to hold."""
    for path in vault.glob("head*"):
        path.unlink()
    burn_vault(vault)
    assert not vault.exists()


def test_an_open_vault_is_refused(vault: Path) -> None:
    """Whoever has it open quits first; nothing was changed."""
    release = OsFiles().lock(lock_file(vault))
    assert is_in_use(vault)
    with pytest.raises(VaultInUseError):
        burn_vault(vault)
    release()
    assert not is_in_use(vault)
    assert (vault / "head").read_bytes() == HEAD


def test_an_open_vault_whose_lock_file_was_removed_is_refused(vault: Path) -> None:
    """The log itself is held too."""
    held = OsFiles().open(vault / "log")
    held.hold()
    with pytest.raises(VaultInUseError):
        burn_vault(vault)
    held.close()
    assert (vault / "head").read_bytes() == HEAD


def folder_of_letters(folder: Path) -> None:
    """Put somebody's letters into a folder."""
    folder.mkdir()
    (folder / "letter").touch()


@pytest.mark.parametrize("make", [folder_of_letters, Path.touch, Path.mkdir, lambda _: None])
def test_what_is_no_vault_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Somebody's own folder, a file, an empty folder, nothing at all."""
    place = tmp_path / "place"
    make(place)
    with pytest.raises(VaultNotFoundError):
        look_at(place)
    with pytest.raises(VaultNotFoundError):
        burn_vault(place)
    assert place.exists() is (make.__name__ != "<lambda>")


def test_nobody_has_open_what_is_not_there(vault: Path) -> None:
    """Without a lock file, or without a folder, nothing is open."""
    (vault / "lock").unlink()
    assert not is_in_use(vault)
    assert not is_in_use(vault / "nowhere")
    assert not (vault / "lock").exists()
