"""Files in memory that write down every call which changes the disk, in order.

The trace is what a power cut interrupts: `model` derives from it every state that the disk may be
in. Files are known by number, as a file system knows them, so that a renamed file keeps its bytes
and a new file of an old name is another file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.unit.vault.world import MemoryFile, MemoryFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from safelog.vault.files import Buffer


@dataclass(frozen=True, slots=True)
class Made:
    """A folder was made."""

    path: Path


@dataclass(frozen=True, slots=True)
class Created:
    """A name was given to a new, empty file."""

    path: Path
    inode: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes were written."""

    inode: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was truncated."""

    inode: int
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """The bytes and the length of a file were synced."""

    inode: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name was moved, in one step, over whatever had the other name."""

    source: Path
    target: Path
    inode: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A name was unlinked."""

    path: Path


@dataclass(frozen=True, slots=True)
class SyncedFolder:
    """The names in a folder were synced."""

    path: Path


@dataclass(frozen=True, slots=True)
class Began:
    """From here on the next stage of the story may be found, too."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """From here on no stage before the last one that began may be found."""


Event = (
    Made | Created | Wrote | Cut | Synced | Renamed | Removed | SyncedFolder | Began | Acknowledged
)


@dataclass(frozen=True, slots=True)
class State:
    """What is on a disk: the bytes of each file, and the folders."""

    files: Mapping[Path, bytes]
    folders: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Trace:
    """A disk on which everything is durable, and what was done to it from there on."""

    names: Mapping[Path, int]
    contents: Mapping[int, bytes]
    folders: frozenset[Path]
    events: tuple[Event, ...]

    def without(self, kind: type[Event]) -> Trace:
        """Return the trace of a program that lacks the calls of that kind."""
        kept = tuple(event for event in self.events if not isinstance(event, kind))
        return replace(self, events=kept)


class RecordingFiles(MemoryFiles):
    """A file system in memory that keeps a trace."""

    def __init__(self, state: State | None = None) -> None:
        """Begin with what `state` says, else with nothing but a root."""
        super().__init__()
        self.measured: set[Path] = set()
        self.read: set[Path] = set()
        """Whose length and whose bytes were looked at. Of others only the names are known."""
        self.taken: Callable[[int], int] = lambda offered: offered
        """How many bytes a write takes of those it is offered."""
        if state is not None:
            self.content = {path: bytearray(data) for path, data in state.files.items()}
            self.folders = set(state.folders)
        self._events: list[Event] = []
        self._inodes: dict[int, tuple[int, bytearray]] = {}
        self.start()

    def start(self) -> None:
        """Take all that is there for durable, and begin the trace here."""
        self._events.clear()
        self._start = Trace(
            names={path: self.inode(content) for path, content in self.content.items()},
            contents={self.inode(each): bytes(each) for each in self.content.values()},
            folders=frozenset(self.folders),
            events=(),
        )

    @property
    def trace(self) -> Trace:
        """What happened since the last `start`."""
        start = self._start
        return Trace(start.names, start.contents, start.folders, tuple(self._events))

    @property
    def state(self) -> State:
        """What is on the disk now, if nobody cuts the power."""
        return State(
            {path: bytes(content) for path, content in self.content.items()},
            frozenset(self.folders),
        )

    def record(self, event: Event) -> None:
        """Add `event` to the trace."""
        self._events.append(event)

    def inode(self, content: bytearray) -> int:
        """Return the number of a file; the content is kept, so that no other gets its identity."""
        number, _ = self._inodes.setdefault(id(content), (len(self._inodes), content))
        return number

    def make_folder(self, folder: Path) -> None:
        """See `Files`."""
        new = {folder, *folder.parents} - self.folders
        super().make_folder(folder)
        for path in sorted(new):
            self.record(Made(path))

    def create(self, path: Path) -> MemoryFile:
        """See `Files`."""
        stood_there = path in self.content
        super().create(path)
        if stood_there:
            self.record(Removed(path))
        content = self.content[path]
        self.record(Created(path, self.inode(content)))
        return RecordingFile(content, self, path)

    def open(self, path: Path) -> MemoryFile:
        """See `Files`."""
        super().open(path).close()
        return RecordingFile(self.content[path], self, path)

    def replace(self, source: Path, *, target: Path) -> None:
        """See `Files`."""
        super().replace(source, target=target)
        self.record(Renamed(source, target, self.inode(self.content[target])))

    def remove(self, path: Path) -> None:
        """See `Files`."""
        super().remove(path)
        self.record(Removed(path))

    def sync_folder(self, folder: Path) -> None:
        """See `Files`."""
        super().sync_folder(folder)
        self.record(SyncedFolder(folder))

    def lock(self, path: Path) -> Callable[[], None]:
        """See `Files`."""
        is_new = path not in self.content
        release = super().lock(path)
        if is_new:
            self.record(Created(path, self.inode(self.content[path])))
        return release


class RecordingFile(MemoryFile):
    """An open file whose changes are written down."""

    def __init__(self, content: bytearray, disk: RecordingFiles, path: Path) -> None:
        """Open `content`, which is on `disk` at `path`."""
        super().__init__(content, disk)
        self._recorder = disk
        self._path = path
        self._inode = disk.inode(content)

    def size(self) -> int:
        """See `File`."""
        self._recorder.measured.add(self._path)
        return super().size()

    def read_into(self, buffer: Buffer, *, offset: int) -> int:
        """See `File`."""
        self._recorder.read.add(self._path)
        return super().read_into(buffer, offset=offset)

    def write(self, data: Buffer, *, offset: int) -> int:
        """See `File`."""
        data = bytes(memoryview(data)[: self._recorder.taken(len(data))])
        taken = super().write(data, offset=offset)
        self._recorder.record(Wrote(self._inode, offset, data))
        return taken

    def truncate(self, size: int) -> None:
        """See `File`."""
        super().truncate(size)
        self._recorder.record(Cut(self._inode, size))

    def sync(self) -> None:
        """See `File`."""
        super().sync()
        self._recorder.record(Synced(self._inode))
