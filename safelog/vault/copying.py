"""Write the files of a vault once more, elsewhere: into a folder, or into one archive.

Invariants:
- The head is written last, and into a folder only after all else was read back and verified. A copy
  without a head is no vault, whatever else of it is there.
- Nothing that was there before is written over, but what an interrupted writing of the same copy
  left: it is byte for byte what would be written.
- What the vault holds beside its head, its log and the attachments that records name is no part of
  a copy: nothing vouches for it.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from safelog.errors import FaultyBackupError, VaultError
from safelog.vault.archive import copy_bytes, write_archive
from safelog.vault.blob import FOLDER_NAME
from safelog.vault.checking import check_vault
from safelog.vault.copy import open_own_copy
from safelog.vault.files import read_exactly
from safelog.vault.head import HEAD_NAMES, read_copy, write_head
from safelog.vault.log import LOG_NAME, open_log
from safelog.vault.opening import LOCK_NAME, OpenFolder
from safelog.vault.sources import ReadOnlyFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from safelog.vault.checking import CheckReport
    from safelog.vault.files import File, Files
    from safelog.vault.ports import Ports
    from safelog.vault.record import BlobRef

_COMPARED_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Original:
    """An open vault or an open copy, as bytes to be copied."""

    parts: OpenFolder
    refs: tuple[BlobRef, ...]

    @property
    def head(self) -> bytes:
        """The head, as both copies of it are."""
        return self.parts.heads.encoded

    @property
    def log_bytes(self) -> int:
        """How much of the log is whole commits."""
        return self.parts.log.chain.end

    def meter(self, progress: Callable[[int, int], None] | None) -> Meter:
        """Return what tells how much of the copying and verifying is done."""
        content = self.log_bytes + sum(ref.size for ref in self.refs)
        return Meter(2 * content, progress)

    def names(self) -> list[str]:
        """Return the files before the head, in the order in which they are copied."""
        return [*sorted(f"{FOLDER_NAME}/{ref.id}" for ref in self.refs), LOG_NAME]

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[tuple[File, int]]:
        """Yield a file and how many of its bytes count."""
        file = self.parts.ports.files.open_read_only(self.parts.path / name)
        try:
            yield file, self.log_bytes if name == LOG_NAME else file.size()
        finally:
            file.close()


@dataclass(slots=True)
class Meter:
    """Adds up what was copied and verified."""

    total: int
    report: Callable[[int, int], None] | None
    done: int = field(default=0)

    def __call__(self, size: int) -> None:
        """Add `size` bytes."""
        self.done += size
        if self.report is not None:
            self.report(min(self.done, self.total), self.total)

    def behind(self) -> Callable[[int, int], None]:
        """Return what takes the bytes that a check has done since now."""
        before = self.done
        return lambda done, _total: self(before + done - self.done)


def may_continue(original: Original, folder: Path, files: Files) -> bool:
    """Tell whether all that is in `folder` is what writing this copy there would leave."""
    try:
        names = set(files.names(folder))
        inside = files.names(folder / FOLDER_NAME) if FOLDER_NAME in names else []
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
    wanted = set(original.names())
    heads = {f"{name}.tmp" for name in HEAD_NAMES}
    found = (names | {f"{FOLDER_NAME}/{name}" for name in inside}) - {FOLDER_NAME, LOCK_NAME}
    unfinished = {f"{name}.tmp" for name in wanted} | heads
    return found <= wanted | unfinished and all(
        _is_same(original, folder, name, files) for name in sorted(found & wanted)
    )


def _is_same(original: Original, folder: Path, name: str, files: Files) -> bool:
    written = files.open_read_only(folder / name)
    try:
        with original.open(name) as (source, size):
            if written.size() != size:
                return False
            return all(
                read_exactly(written, offset=at, length=min(_COMPARED_BYTES, size - at))
                == read_exactly(source, offset=at, length=min(_COMPARED_BYTES, size - at))
                for at in range(0, size, _COMPARED_BYTES)
            )
    finally:
        written.close()


def write_folder(original: Original, folder: Path, ports: Ports, meter: Meter) -> None:
    """Write a copy into `folder`; whatever fails, no head is there then."""
    files = ports.files
    with _cleaned_up(files) as written:
        files.make_folder(folder)
        files.make_folder(folder / FOLDER_NAME)
        present = {*files.names(folder), *_inside(files.names(folder / FOLDER_NAME))}
        for name in original.names():
            if name not in present:
                _write_one(original, name, folder, files, written, meter)
        files.sync_folder(folder / FOLDER_NAME)
        files.sync_folder(folder)
        _verify_contents(original, folder, ports, meter)
        written += [folder / f"{name}.tmp" for name in HEAD_NAMES]
        written += [folder / name for name in HEAD_NAMES]
        write_head(files, folder, original.head)
        files.sync_folder(folder.parent)
        if any(_read_back(files, folder / name) != original.head for name in HEAD_NAMES):
            raise FaultyBackupError


def _inside(names: list[str]) -> list[str]:
    return [f"{FOLDER_NAME}/{name}" for name in names]


def _write_one(
    original: Original,
    name: str,
    folder: Path,
    files: Files,
    written: list[Path],
    meter: Meter,
) -> None:
    """Write one file beside its place, sync it, and rename it."""
    path = folder / name
    beside = path.with_name(f"{path.name}.tmp")
    written += [beside, path]
    with original.open(name) as (source, size):
        target = files.create(beside)
        try:
            for piece in copy_bytes(source, target, size=size):
                meter(piece)
            target.sync()
        finally:
            target.close()
    files.replace(beside, target=path)


def _verify_contents(original: Original, folder: Path, ports: Ports, meter: Meter) -> None:
    """Read log and attachments back, before anything makes a vault of them."""
    parts = original.parts
    inside = replace(ports, files=ReadOnlyFiles(ports.files))
    with _blaming(original), contextlib.ExitStack() as held:
        log = open_log(folder, parts.heads.head.root, keys=parts.keys, ports=inside)
        held.callback(log.close)
        copied = OpenFolder(
            path=folder,
            ports=inside,
            release=log.close,
            keys=parts.keys,
            log=log,
            heads=parts.heads,
            opened_slot=parts.opened_slot,
            notices=(),
        )
        _require_whole(check_vault(copied, with_heads=False, progress=meter.behind()), original)


def write_file(original: Original, path: Path, ports: Ports, meter: Meter) -> None:
    """Write a copy as an archive, and rename it to its name once it was verified."""
    files = ports.files
    beside = path.with_name(f"{path.name}.tmp")
    with _cleaned_up(files) as written:
        written += [beside, path]
        target = files.create(beside)
        try:
            for piece in write_archive(target, _sources(original), head=original.head):
                meter(piece)
            target.sync()
        finally:
            target.close()
        with (
            _blaming(original),
            open_own_copy(beside, original.parts.keys, ports=ports) as copied,
        ):
            _require_whole(copied.check(progress=meter.behind()), original)
        files.replace(beside, target=path)
        files.sync_folder(path.parent)


def _require_whole(report: CheckReport, original: Original) -> None:
    if report.problems or report.records != len(original.parts.log):
        raise FaultyBackupError


@contextlib.contextmanager
def _blaming(original: Original) -> Iterator[None]:
    """Say whose fault it is that a copy is not whole.

    Raises:
        DamagedVaultError: that of what was copied.
        FaultyBackupError: that of the medium.
    """
    try:
        yield
    except VaultError:
        problems = check_vault(original.parts, with_heads=False).problems
        raise (problems[0] if problems else FaultyBackupError) from None


def _sources(original: Original) -> Iterator[tuple[str, File, int]]:
    for name in original.names():
        with original.open(name) as (file, size):
            yield name, file, size


def _read_back(files: Files, path: Path) -> bytes | None:
    return read_copy(ReadOnlyFiles(files), path)


@contextlib.contextmanager
def _cleaned_up(files: Files) -> Iterator[list[Path]]:
    """Yield a list of what is being written; if anything fails, remove it, the last first.

    On a full disk it takes the room that the person needs, and half a copy looks like one.
    """
    written: list[Path] = []
    try:
        yield written
    except BaseException:
        for path in reversed(written):
            with contextlib.suppress(OSError):
                files.remove(path)
        raise
