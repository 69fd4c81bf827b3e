"""Backups: where they may be, what is in them, and what becomes of them on a bad medium."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.errors import (
    BackupPlaceError,
    DamagedBlobError,
    FaultyBackupError,
    NotABackupError,
    OtherVaultError,
    OutputExistsError,
    StorageError,
    UnfinishedBackupError,
    VaultExistsError,
    VaultInUseError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.vault import Secret, Vault
from safelog.vault.backup import restore
from safelog.vault.copy import VaultCopy, open_copy
from safelog.vault.files import OsFiles
from safelog.vault.opening import open_vault
from safelog.vault.sources import ArchiveFiles, ReadOnlyFiles, open_source
from tests.unit.vault.world import FOLDER, PASSPHRASE, MemoryFiles, World, payloads

if TYPE_CHECKING:
    from safelog.vault.files import Buffer, File

STICK = Path("/stick")
NAME = "journal-2026-11-22"
ARCHIVE = STICK / "journal.tar"
ELSEWHERE = Path("/elsewhere/vault")
PHOTO = bytes(range(256)) * 2_000


def world_with_a_vault() -> World:
    """Return a world with a stick, and a vault of three records and a photo."""
    world = World()
    world.memory.make_folder(STICK)
    with world.create() as vault:
        vault.append([b"one"])
        vault.append([b"two", b"three"], blobs=[vault.write_blob(io.BytesIO(PHOTO))])
    return world


def back_up(world: World, target: Path = STICK) -> Path:
    """Open the vault and back it up."""
    with world.open() as vault:
        return vault.copies.back_up(target, name=NAME).path


def copy_of(world: World, source: Path, secret: str = PASSPHRASE) -> VaultCopy:
    """Open a copy with a passphrase."""
    return open_copy(source, Secret.from_text(secret), ports=world.ports)


def files_below(memory: MemoryFiles, folder: Path) -> dict[Path, bytes]:
    """Return every file below a folder."""
    return {p: bytes(c) for p, c in memory.content.items() if folder in p.parents}


def hold_whole(world: World, source: Path) -> None:
    """Hold that a copy has all that was in the vault."""
    with copy_of(world, source) as copy:
        assert [record.payload for record in copy.records()] == [b"one", b"two", b"three"]
        (ref,) = copy.blobs()
        assert b"".join(copy.read_blob(ref)) == PHOTO
        assert copy.check().problems == ()
        assert copy.count == 3


@pytest.mark.parametrize("target", [STICK, ARCHIVE])
def test_a_backup_holds_everything_and_can_be_restored(target: Path) -> None:
    """What comes back opens with the same passphrase, and goes on."""
    world = world_with_a_vault()
    path = back_up(world, target)
    assert path == (STICK / NAME if target == STICK else ARCHIVE)
    hold_whole(world, path)
    with copy_of(world, path) as copy:
        restore(copy, ELSEWHERE, ports=world.ports)
    secret = Secret.from_text(PASSPHRASE)
    with Vault(open_vault(ELSEWHERE, secret, ports=world.ports)) as vault:
        assert payloads(vault) == [b"one", b"two", b"three"]
        assert vault.check().problems == ()
        assert vault.notices == ()
        vault.append([b"four"])


def test_a_backup_says_what_is_in_it() -> None:
    """Numbers for the person, and how far it is, up to the end."""
    world = world_with_a_vault()
    told: list[tuple[int, int]] = []
    with world.open() as vault:
        made = vault.copies.back_up(STICK, name=NAME, progress=lambda *now: told.append(now))
    assert (made.records, made.blobs, made.blob_bytes) == (3, 1, len(PHOTO))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_one_vault_gives_one_archive() -> None:
    """No time, owner or order of the disk is in it."""
    world = world_with_a_vault()
    back_up(world, ARCHIVE)
    back_up(world, STICK / "again.tar")
    assert world.memory.content[ARCHIVE] == world.memory.content[STICK / "again.tar"]


def test_a_later_backup_gets_a_name_of_its_own() -> None:
    """The older one is not touched."""
    world = world_with_a_vault()
    first = back_up(world)
    before = files_below(world.memory, first)
    assert back_up(world) == STICK / f"{NAME}-2"
    assert back_up(world) == STICK / f"{NAME}-3"
    assert files_below(world.memory, first) == before


def test_what_nothing_vouches_for_is_not_copied() -> None:
    """Torn bytes, a file that no record names, and what somebody put there stay behind."""
    world = world_with_a_vault()
    vault = world.open()
    vault.append([b"four"])
    world.memory.die()  # killed: the head lags
    world.file("log").extend(b"torn")
    world.memory.content[FOLDER / "blobs" / ("0" * 32)] = bytearray(b"?")
    world.memory.content[FOLDER / "note.txt"] = bytearray(b"?")
    with world.open() as vault:
        path = vault.copies.back_up(STICK, name=NAME).path
    names = sorted(str(each.relative_to(path)) for each in files_below(world.memory, path))
    (blob,) = [name for name in names if "/" in name]
    assert names == [blob, "head", "head.bak", "log"]
    with copy_of(world, path) as copy:
        assert copy.count == 4
        assert copy.parts.log.torn is None


def test_a_copy_made_by_hand_is_taken_with_its_lagging_head() -> None:
    """Whoever copied the folder of a killed safelog gets every whole commit back."""
    world = world_with_a_vault()
    world.open().append([b"four"])
    world.memory.die()
    world.file("log").extend(b"torn")
    with copy_of(world, FOLDER) as copy:
        assert copy.count == 4
        restore(copy, ELSEWHERE, ports=world.ports)
    with Vault(open_vault(ELSEWHERE, Secret.from_text(PASSPHRASE), ports=world.ports)) as vault:
        assert payloads(vault)[-1] == b"four"
        assert vault.torn is None


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (FOLDER, "inside"),
        (FOLDER / "blobs", "inside"),
        (FOLDER / "backup.tar", "inside"),
        (FOLDER.parent, "beside"),
        (FOLDER.parent / "backup.tar", "beside"),
        (STICK / "missing", "absent"),
        (STICK / "missing" / "backup.tar", "absent"),
        (STICK / NAME, "vault"),
    ],
)
def test_a_backup_is_elsewhere(target: Path, reason: str) -> None:
    """Not in the vault, not beside it, not in another backup, and not where nothing is."""
    world = world_with_a_vault()
    back_up(world)
    before = dict(world.memory.content)
    with pytest.raises(BackupPlaceError) as raised:
        back_up(world, target)
    assert raised.value.fields == {"reason": reason}
    assert world.memory.content.keys() == before.keys()


def test_an_archive_is_never_written_over() -> None:
    """Nor is any other file of its name."""
    world = world_with_a_vault()
    world.memory.content[ARCHIVE] = bytearray(b"thesis")
    with pytest.raises(OutputExistsError):
        back_up(world, ARCHIVE)
    assert world.memory.content[ARCHIVE] == b"thesis"


class BadStick(MemoryFiles):
    """Files of which one, below the stick, does not keep what was written."""

    def __init__(self, good: MemoryFiles, name: str) -> None:
        """Take what is in `good`; forget a bit of the file whose path ends in `name`."""
        super().__init__()
        self.content, self.folders = good.content, good.folders
        self._name = name

    def open_read_only(self, path: Path) -> File:  # type: ignore[override]  # any file will do
        """Give back other bytes than were written."""
        file = super().open_read_only(path)
        bad = STICK in path.parents and str(path).endswith(self._name)
        return _Forgetful(file) if bad else file


class _Forgetful:
    def __init__(self, inner: File) -> None:
        self._inner = inner
        self.size, self.sync, self.hold = inner.size, inner.sync, inner.hold
        self.write, self.truncate, self.is_at = inner.write, inner.truncate, inner.is_at
        self.close, self.has_one_name = inner.close, inner.has_one_name

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """Turn a bit of whatever is read."""
        count = self._inner.read_into(buffer, offset=offset)
        if count:
            view = memoryview(buffer).cast("B")
            view[count - 1] ^= 1
        return count


@pytest.mark.parametrize("name", ["head", "head.bak", "log", "", "journal.tar.tmp"])
def test_a_stick_that_forgets_holds_no_backup(name: str) -> None:
    """What does not read back as it was written is removed, and the person is told."""
    world = world_with_a_vault()
    ports = replace(world.ports, files=BadStick(world.memory, name))
    with Vault(open_vault(FOLDER, Secret.from_text(PASSPHRASE), ports=ports)) as vault:
        with pytest.raises(FaultyBackupError):
            vault.copies.back_up(ARCHIVE if name.endswith(".tmp") else STICK, name=NAME)
        assert vault.check().problems == ()
    assert files_below(world.memory, STICK) == {}


def test_a_damaged_vault_gives_no_backup() -> None:
    """The error names what is damaged in the vault, and nothing is left on the stick."""
    for target in (STICK, ARCHIVE):
        world = world_with_a_vault()
        (name,) = [n for n in world.memory.snapshot() if n.startswith("blobs/")]
        world.file(name)[-1] ^= 1
        with pytest.raises(DamagedBlobError):
            back_up(world, target)
        assert files_below(world.memory, STICK) == {}


def test_looking_at_a_copy_changes_nothing() -> None:
    """Every file is byte for byte what it was, and none is new."""
    world = world_with_a_vault()
    path = back_up(world)
    world.memory.content[path / "head.bak"] = bytearray(b"damaged")
    before = files_below(world.memory, STICK)
    hold_whole(world, path)
    assert files_below(world.memory, STICK) == before


@pytest.mark.parametrize("make", [ReadOnlyFiles, lambda files: ArchiveFiles(files, {})])
def test_nothing_can_be_written_where_a_copy_is_read(make: type[ReadOnlyFiles]) -> None:
    """Each call that would write is refused as by a disk that takes no writes."""
    files = make(MemoryFiles())
    path = STICK / "f"
    for call in (
        lambda: files.make_folder(path),
        lambda: files.create(path),
        lambda: files.replace(path, target=path),
        lambda: files.remove(path),
        lambda: files.sync_folder(path),
        lambda: files.lock(path),
    ):
        with pytest.raises(OSError, match="ead-only") as raised:
            call()
        assert raised.value.errno == errno.EROFS


def test_a_file_inside_an_archive_takes_no_writes() -> None:
    """And it ends where the next one begins."""
    world = world_with_a_vault()
    back_up(world, ARCHIVE)
    with open_source(world.memory, ARCHIVE) as (files, folder):
        assert files.names(folder) == ["blobs", "head", "head.bak", "log"]
        file = files.open_read_only(folder / "head")
        size = file.size()
        assert file.read_into(bytearray(9), offset=size) == 0
        assert file.read_into(bytearray(9), offset=size - 4) == 4
        assert not file.is_at(folder / "head")
        assert not file.has_one_name()
        for call in (
            lambda: file.write(b"x", offset=0),
            lambda: file.truncate(0),
            file.sync,
        ):
            with pytest.raises(OSError, match="ead-only"):
                call()
        with pytest.raises(FileNotFoundError):
            files.open(folder / "note")


def test_what_is_no_copy_says_what_it_is() -> None:
    """Nothing, an empty folder, and a backup that was interrupted are told apart."""
    world = world_with_a_vault()
    for source in (STICK / "missing", STICK):
        with pytest.raises(VaultNotFoundError):
            copy_of(world, source)
    path = back_up(world)
    for name in ("head", "head.bak"):
        world.memory.remove(path / name)
    with pytest.raises(UnfinishedBackupError):
        copy_of(world, path)
    with pytest.raises(WrongSecretError):
        copy_of(world, back_up(world), "другая фраза")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_is_no_backup(tmp_path: Path) -> None:
    """It is refused at once; nobody waits for what might come out of it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotABackupError), open_source(OsFiles(), tmp_path / "pipe"):
        pass
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    with pytest.raises(OSError, match="link"), open_source(OsFiles(), tmp_path / "link"):
        pass


def test_a_vault_in_use_is_not_read_as_a_copy() -> None:
    """It may change while it is read."""
    world = world_with_a_vault()
    with world.open(), pytest.raises(VaultInUseError):
        copy_of(world, FOLDER)


def test_an_open_vault_opens_its_own_copies_and_no_other() -> None:
    """Without a passphrase: the key is the same. Another vault and other keys are told apart."""
    world = world_with_a_vault()
    path = back_up(world)
    with world.open() as vault:
        with vault.copies.open(path) as copy:
            assert copy.vault_id == vault.vault_id
            assert copy.count == vault.count
        other = World(memory=MemoryFiles())
        other.create().close()
        for name, content in other.memory.snapshot().items():
            world.memory.content[STICK / "other" / name] = bytearray(content)
        world.memory.make_folder(STICK / "other" / "blobs")
        with pytest.raises(OtherVaultError):
            vault.copies.open(STICK / "other")
        for name in ("head", "head.bak"):
            head = world.memory.content[path / name]
            own = vault.vault_id.encode()
            fake = bytes(other.memory.content[FOLDER / name])
            head[:] = _with_vault_id(fake, own)
        with pytest.raises(WrongSecretError):
            vault.copies.open(path)


def _with_vault_id(head: bytes, vault_id: bytes) -> bytes:
    """Return a head that claims another vault id, with a right checksum."""
    body, mac, _ = head.decode().splitlines()
    start = body.index('"vault_id":"') + len('"vault_id":"')
    body = body[:start] + vault_id.decode() + body[start + 32 :]
    lines = f"{body}\n{mac}\n"
    return f"{lines}{hashlib.sha256(lines.encode()).hexdigest()}\n".encode()


def test_a_restore_writes_over_nothing() -> None:
    """Neither a vault nor a file of any other kind, also not one inside of `blobs`."""
    world = world_with_a_vault()
    path = back_up(world)
    for name, content in (
        ("head", b"?"),
        ("note.txt", b"?"),
        ("log", b"?"),
        ("blobs/" + "0" * 32, b"?"),
    ):
        world.memory.make_folder(ELSEWHERE / "blobs")
        world.memory.content[ELSEWHERE / name] = bytearray(content)
        with copy_of(world, path) as copy, pytest.raises(VaultExistsError):
            restore(copy, ELSEWHERE, ports=world.ports)
        assert files_below(world.memory, ELSEWHERE) == {ELSEWHERE / name: content}
        world.memory.remove(ELSEWHERE / name)
    with copy_of(world, path) as copy, pytest.raises(VaultExistsError):
        restore(copy, FOLDER, ports=world.ports)


def test_a_restore_goes_where_a_file_is_not() -> None:
    """A file in the place of the folder is left alone."""
    world = world_with_a_vault()
    path = back_up(world)
    world.memory.make_folder(ELSEWHERE.parent)
    world.memory.content[ELSEWHERE] = bytearray(b"thesis")
    with copy_of(world, path) as copy, pytest.raises(VaultExistsError):
        restore(copy, ELSEWHERE, ports=world.ports)


def test_a_vault_that_came_between_is_not_written_over() -> None:
    """Somebody makes a vault between the look and the lock."""
    world = world_with_a_vault()
    path = back_up(world)

    class Racing(MemoryFiles):
        def make_folder(self, folder: Path) -> None:
            super().make_folder(folder)
            self.content[ELSEWHERE / "head"] = bytearray(b"theirs")

    racing = Racing()
    racing.content, racing.folders = world.memory.content, world.memory.folders
    with copy_of(world, path) as copy, pytest.raises(VaultExistsError):
        restore(copy, ELSEWHERE, ports=replace(world.ports, files=racing))
    assert world.memory.content[ELSEWHERE / "head"] == b"theirs"


def test_a_source_that_shrinks_is_an_error() -> None:
    """The rest of an attachment is not made up."""
    world = world_with_a_vault()
    path = back_up(world)
    with copy_of(world, path) as copy:
        (name,) = [p for p in files_below(world.memory, path) if p.parent.name == "blobs"]

        class Shrinking(MemoryFiles):
            def create(self, made: Path) -> File:  # type: ignore[override]  # any file will do
                del world.memory.content[name][5_000:]
                return super().create(made)

        shrinking = Shrinking()
        shrinking.content, shrinking.folders = world.memory.content, world.memory.folders
        with pytest.raises(StorageError):
            restore(copy, ELSEWHERE, ports=replace(world.ports, files=shrinking))
    assert files_below(world.memory, ELSEWHERE).keys() <= {ELSEWHERE / "lock"}


def test_an_attachment_that_is_not_what_was_named_is_not_taken_over() -> None:
    """Its bytes are held against the name's size and digest, and nothing of it stays."""
    world = world_with_a_vault()
    with world.open() as vault:
        ref = replace(vault.blobs()[0], id="0" * 32)
        with pytest.raises(DamagedBlobError):
            vault.copies.take_over(ref, iter([b"other", b"", b"words"]))
        report = vault.check()
        assert (report.problems, report.orphans) == ((), 0)


def test_a_source_that_cannot_be_opened_says_so() -> None:
    """The system's refusal is not taken for another kind of file."""
    world = world_with_a_vault()
    back_up(world, ARCHIVE)
    calls = World(memory=world.memory)
    calls.fault.at = 2
    with pytest.raises(StorageError):
        copy_of(calls, ARCHIVE)
