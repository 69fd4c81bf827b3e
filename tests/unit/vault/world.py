"""A world for vaults that costs nothing: files in memory, a cheap KDF, faults on demand."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from safelog.errors import VaultInUseError
from safelog.vault import KdfCost, Secret, Vault, VaultState
from safelog.vault.kdf import KdfLimits
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.ports import Ports

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault import Credential
    from safelog.vault.files import Buffer, File, Files

CHEAP_COST = KdfCost(memory_kib=8, passes=1, lanes=1)
CHEAP_LIMITS = KdfLimits(floor=CHEAP_COST)
PASSPHRASE = "северный ветер 7"
RECOVERY = "abacus abdomen abdominal abide abiding ability ablaze able abnormal abrasion headway"
SHARES = (
    (
        "universe response academic acid craft repair living smirk cage science"
        " eyebrow frequent chest buyer cards problem tenant wildlife security retailer"
    ),
    (
        "universe response academic agency angel pitch losing judicial theory glance"
        " speak hospital inside romp practice necklace laundry deliver step sugar"
    ),
    (
        "universe response academic always cradle oven true best percent merchant"
        " early maiden mandate rocky injury satisfy symbolic pistol ruin arcade"
    ),
)
"""Two of them open together."""
FOLDER = Path("/vault")


class MemoryFile:
    """An open file whose bytes are `content`, which outlives a name."""

    def __init__(self, content: bytearray, disk: MemoryFiles | None = None) -> None:
        """Open `content`, which is on `disk`."""
        self._content = content
        self._disk = disk or MemoryFiles()
        self._closed = False
        self._holds = False

    def size(self) -> int:
        """See `File`."""
        return len(self._open())

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """See `File`."""
        piece = self._open()[offset : offset + len(buffer)]
        memoryview(buffer)[: len(piece)] = piece
        return len(piece)

    def write(self, data: Buffer, *, offset: int) -> int:
        """See `File`."""
        content = self._open()
        content.extend(bytes(max(0, offset - len(content))))
        content[offset : offset + len(data)] = data
        return len(data)

    def sync(self) -> None:
        """See `File`."""
        self._open()

    def truncate(self, size: int) -> None:
        """See `File`."""
        del self._open()[size:]

    def hold(self) -> None:
        """See `File`."""
        if id(self._open()) in self._disk.held:
            raise VaultInUseError
        self._disk.held.add(id(self._content))
        self._holds = True

    def is_at(self, path: Path) -> bool:
        """See `File`."""
        return self._disk.content.get(path) is self._open()

    def has_one_name(self) -> bool:
        """See `File`."""
        return sum(content is self._open() for content in self._disk.content.values()) == 1

    def close(self) -> None:
        """See `File`."""
        self._closed = True
        if self._holds:
            self._disk.held.discard(id(self._content))
            self._holds = False

    def _open(self) -> bytearray:
        if self._closed:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return self._content


class MemoryFiles:
    """A file system in memory."""

    def __init__(self) -> None:
        """Begin with nothing but a root."""
        self.content: dict[Path, bytearray] = {}
        self.folders: set[Path] = {Path("/")}
        self.locked: set[Path] = set()
        self.held: set[int] = set()
        """Files that are open to one alone, by the identity of their content."""

    def names(self, folder: Path) -> list[str]:
        """See `Files`."""
        if folder in self.content:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if folder not in self.folders:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        # As text, which a path keeps: this is asked before nearly every call of a storm of faults.
        inside = f"{folder}{os.sep}" if folder.name else str(folder)
        entries = {str(path) for path in (*self.content, *self.folders)}
        names = {each[len(inside) :] for each in entries if each.startswith(inside)}
        return sorted(name for name in names if name and os.sep not in name)

    def make_folder(self, folder: Path) -> None:
        """See `Files`."""
        self.folders |= {folder, *folder.parents}

    def create(self, path: Path) -> MemoryFile:
        """See `Files`."""
        if path.parent not in self.folders:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        self.content[path] = bytearray()
        return MemoryFile(self.content[path], self)

    def open(self, path: Path) -> MemoryFile:
        """See `Files`."""
        if path not in self.content:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return MemoryFile(self.content[path], self)

    def open_read_only(self, path: Path) -> MemoryFile:
        """See `Files`; here nothing keeps a reader from writing, and tests hold that none does."""
        return self.open(path)

    def replace(self, source: Path, *, target: Path) -> None:
        """See `Files`."""
        self.content[target] = self.content.pop(source)

    def remove(self, path: Path) -> None:
        """See `Files`."""
        if path not in self.content:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        del self.content[path]

    def sync_folder(self, folder: Path) -> None:
        """See `Files`."""
        self.names(folder)

    def lock(self, path: Path) -> Callable[[], None]:
        """See `Files`."""
        if path in self.locked:
            raise VaultInUseError
        self.content.setdefault(path, bytearray())
        self.locked.add(path)
        return lambda: self.locked.discard(path)

    def snapshot(self) -> dict[str, bytes]:
        """Return every file of the vault by its name in the folder."""
        return {
            str(PurePosixPath(path.relative_to(FOLDER))): bytes(content)
            for path, content in self.content.items()
        }

    def restore(self, snapshot: dict[str, bytes]) -> None:
        """Make the vault's files what `snapshot` says; nobody holds it open."""
        self.folders |= {FOLDER, FOLDER / "blobs"}
        self.content = {FOLDER / name: bytearray(data) for name, data in snapshot.items()}
        self.die()

    def twin(self) -> MemoryFiles:
        """Return another disk with the same on it; nobody holds anything of that open."""
        twin = MemoryFiles()
        twin.folders |= self.folders
        twin.content = {path: bytearray(content) for path, content in self.content.items()}
        return twin

    def die(self) -> None:
        """Let go of what the process held that had the vault open: it was killed."""
        self.locked.clear()
        self.held.clear()


class Killed(BaseException):
    """The process died here: no handler of an ordinary error may catch it."""


@dataclass
class Fault:
    """Which call fails, and how. Counts calls; inactive while `at` is None."""

    at: int | None = None
    error: type[BaseException] | int = errno.EIO
    lasting: bool = False
    short: bool = False
    """A failing write takes half of its bytes first."""
    calls: int = 0
    happened: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _call: None
    """Told of each call before it is made: something else may happen to the disk just then."""

    def strikes(self, call: str) -> bool:
        """Count `call`; tell whether it is the one that fails."""
        self.calls += 1
        self.before(call)
        if self.at is None:
            return False
        hit = self.calls >= self.at if self.lasting else self.calls == self.at
        if hit:
            self.happened.append(call)
        return hit

    def exception(self) -> BaseException:
        """Return what the failing call raises."""
        if isinstance(self.error, int):
            return OSError(self.error, os.strerror(self.error))
        return self.error()


class FaultyFile:
    """A file whose calls fail as `fault` says."""

    def __init__(self, inner: File, fault: Fault) -> None:
        """Wrap `inner`."""
        self._inner = inner
        self._fault = fault

    def size(self) -> int:
        """See `File`."""
        self._pass("size")
        return self._inner.size()

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """See `File`."""
        self._pass("read")
        return self._inner.read_into(buffer, offset=offset)

    def write(self, data: Buffer, *, offset: int) -> int:
        """See `File`."""
        if self._fault.strikes("write"):
            if self._fault.short:
                self._inner.write(bytes(data)[: len(data) // 2], offset=offset)
            raise self._fault.exception()
        return self._inner.write(data, offset=offset)

    def sync(self) -> None:
        """See `File`."""
        self._pass("sync")
        self._inner.sync()

    def truncate(self, size: int) -> None:
        """See `File`."""
        self._pass("truncate")
        self._inner.truncate(size)

    def hold(self) -> None:
        """See `File`; like `Files.lock` it is no write, and is never refused here."""
        self._inner.hold()

    def is_at(self, path: Path) -> bool:
        """See `File`."""
        self._pass("is_at")
        return self._inner.is_at(path)

    def has_one_name(self) -> bool:
        """See `File`."""
        self._pass("has_one_name")
        return self._inner.has_one_name()

    def close(self) -> None:
        """See `File`; closing never fails here, as nothing is buffered."""
        self._inner.close()

    def _pass(self, call: str) -> None:
        if self._fault.strikes(call):
            raise self._fault.exception()


class FaultyFiles:
    """A file system whose calls fail as `fault` says."""

    def __init__(self, inner: Files, fault: Fault) -> None:
        """Wrap `inner`."""
        self._inner = inner
        self._fault = fault

    def names(self, folder: Path) -> list[str]:
        """See `Files`."""
        self._pass("names")
        return self._inner.names(folder)

    def make_folder(self, folder: Path) -> None:
        """See `Files`."""
        self._pass("make_folder")
        self._inner.make_folder(folder)

    def create(self, path: Path) -> FaultyFile:
        """See `Files`."""
        self._pass("create")
        return FaultyFile(self._inner.create(path), self._fault)

    def open(self, path: Path) -> FaultyFile:
        """See `Files`."""
        self._pass("open")
        return FaultyFile(self._inner.open(path), self._fault)

    def open_read_only(self, path: Path) -> FaultyFile:
        """See `Files`."""
        self._pass("open")
        return FaultyFile(self._inner.open_read_only(path), self._fault)

    def replace(self, source: Path, *, target: Path) -> None:
        """See `Files`."""
        self._pass("replace")
        self._inner.replace(source, target=target)

    def remove(self, path: Path) -> None:
        """See `Files`."""
        self._pass("remove")
        self._inner.remove(path)

    def sync_folder(self, folder: Path) -> None:
        """See `Files`."""
        self._pass("sync_folder")
        self._inner.sync_folder(folder)

    def lock(self, path: Path) -> Callable[[], None]:
        """See `Files`; the lock is no write, and is never refused here."""
        return self._inner.lock(path)

    def _pass(self, call: str) -> None:
        if self._fault.strikes(call):
            raise self._fault.exception()


class KnownBytes:
    """Random bytes that are the same in every run, and differ at every draw."""

    def __init__(self, seed: str = "safelog") -> None:
        """Begin the sequence of `seed`."""
        self._seed = seed
        self._draws = 0

    def __call__(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        self._draws += 1
        return hashlib.shake_256(f"{self._seed} {self._draws}".encode()).digest(count)


@dataclass
class World:
    """One folder in memory and the ports to it."""

    memory: MemoryFiles = field(default_factory=MemoryFiles)
    fault: Fault = field(default_factory=Fault)
    random_bytes: Callable[[int], bytes] = os.urandom
    limits: KdfLimits = CHEAP_LIMITS

    @property
    def ports(self) -> Ports:
        """Ports through which the fault strikes."""
        return Ports(
            files=FaultyFiles(self.memory, self.fault),
            random_bytes=self.random_bytes,
            limits=self.limits,
            measure_cost=lambda: self.limits.floor,
        )

    def create(self, passphrase: str = PASSPHRASE, recovery: str = RECOVERY) -> Vault:
        """Make a vault in the folder."""
        return Vault(
            create_vault(
                FOLDER,
                passphrase=Secret.from_text(passphrase),
                recovery=Secret.from_text(recovery),
                cost=CHEAP_COST,
                ports=self.ports,
            )
        )

    def open(
        self, brought: str | Credential = PASSPHRASE, *, expected: VaultState | None = None
    ) -> Vault:
        """Open the vault in the folder; text is a secret alone."""
        credential = Secret.from_text(brought) if isinstance(brought, str) else brought
        return Vault(open_vault(FOLDER, credential, ports=self.ports, expected=expected))

    def file(self, name: str) -> bytearray:
        """Return the bytes of a file, to be changed in place."""
        return self.memory.content[FOLDER / name]


def payloads(vault: Vault) -> list[bytes]:
    """Return every payload, in order."""
    return [payload for _, payload in vault.records()]
