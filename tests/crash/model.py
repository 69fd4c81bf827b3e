"""Which states a power cut may leave: a model of POSIX file systems, weaker than each of them.

What a process did is a trace (`recording`). At any point of it the power may go. Then:

- What a file held at its last fsync is there, unless it was written to or truncated since.
  (POSIX, fsync: "all data … is to be transferred".)
- Of what was written since, any 512-byte sectors are there and any others not, in any order. A
  sector holds what it held at the fsync, or after any one of the writes since: sectors are not
  torn. Where nothing of a new sector arrived there are zeros. (The sector is the unit that drives
  write at once; ALICE, OSDI 2014, section 3, splits writes alike. Ext4 with data=ordered and
  delayed allocation, XFS and Btrfs never show what a freed block of another file held.)
- The length is one that the file had since, or any sector's end between two of them: a length may
  arrive before the bytes, and bytes before the length.
- Of the names made, renamed and removed in a folder since its last fsync, any are there and any
  others not, in any order. A rename is one step: the old name is gone and the new one is there, or
  neither. A file keeps its own bytes under any name; syncing a file says nothing of its name.
  (fsync(2): "does not necessarily ensure that the entry in the directory … has also reached disk".
  ALICE, table 1: no file system keeps all of these orders; here none is kept.)
- A folder whose own name is not there hides all that is in it.

What is left out: sectors that change without being written (that is damage, which tests/tamper
holds), and drives that lie about fsync.

Where the states at one point are few, all of them are built. Where they are many: the newest and
the oldest of everything, each with every one and every two parts otherwise, and a seeded sample.
Points just before a sync, or before an acknowledgement, are enough: what may be found before was
still allowed there. (The newest of everything is built at every point nevertheless.)
"""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.crash.recording import (
    Acknowledged,
    Began,
    Created,
    Cut,
    Event,
    Made,
    Removed,
    Renamed,
    State,
    Synced,
    SyncedFolder,
    Wrote,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.crash.recording import Trace

SECTOR_BYTES = 512
ROOT = Path("/")

_NameEvent = Made | Created | Renamed | Removed


@dataclass(frozen=True, slots=True)
class Reach:
    """How far to go where the states at one point are many."""

    exhaustive: int = 256
    """Up to so many combinations, all of them are built."""
    sample: int = 64
    """How many are drawn otherwise, besides those that differ in one or two parts."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which stages of the story may be found at a point: one of these, both ends included."""

    first: int
    last: int


def crash_states(trace: Trace, reach: Reach) -> Iterator[tuple[Window, State]]:
    """Yield every state that a power cut may leave, with what may be found in it.

    The same state comes again at other points.
    """
    disk, chance = _Disk(trace), random.Random(len(trace.events))  # noqa: S311 - no secret
    acknowledged = begun = 0
    for event in trace.events:
        window = Window(acknowledged, begun)
        if isinstance(event, Synced | SyncedFolder | Acknowledged | Began):
            for state in disk.states(reach, chance):
                yield window, state
        else:
            yield window, disk.newest()
        if isinstance(event, Began):
            begun += 1
        elif isinstance(event, Acknowledged):
            acknowledged = begun
        else:
            disk.take(event)
    for state in disk.states(reach, chance):
        yield Window(acknowledged, begun), state


def choices(sizes: Sequence[int], reach: Reach, chance: random.Random) -> Iterator[tuple[int, ...]]:
    """Yield one index below each size: all combinations if they are few, else the telling ones."""
    if math.prod(sizes) <= reach.exhaustive:
        yield from itertools.product(*map(range, sizes))
        return
    oldest, newest = (0,) * len(sizes), tuple(size - 1 for size in sizes)
    places = range(len(sizes))
    few = [*itertools.combinations(places, 1)]
    pairs = [*itertools.combinations(places, 2)]
    few += pairs if len(pairs) <= reach.exhaustive else chance.sample(pairs, reach.exhaustive)
    for base in (newest, oldest):
        yield base
        for changed in few:
            others = [[n for n in range(sizes[at]) if n != base[at]] for at in changed]
            for values in itertools.product(*others):
                combination = list(base)
                for at, value in zip(changed, values, strict=True):
                    combination[at] = value
                yield tuple(combination)
    for _ in range(reach.sample):
        yield tuple(chance.randrange(size) for size in sizes)


class _Inode:
    """The bytes of one file: what is durable, and what each sector was since."""

    def __init__(self, content: bytes) -> None:
        self._content = bytearray(content)
        self.settle()

    def settle(self) -> None:
        """Take what is there now for durable."""
        self._durable = bytes(self._content)
        self._versions: dict[int, list[bytes]] = {}
        self._lengths = [len(self._content)]
        self._built: list[bytes] | None = None

    @property
    def newest(self) -> bytes:
        return bytes(self._content)

    def write(self, offset: int, data: bytes) -> None:
        start = min(offset, len(self._content))
        self._content.extend(bytes(max(0, offset - len(self._content))))
        self._content[offset : offset + len(data)] = data
        self._note(start, offset + len(data))

    def cut(self, size: int) -> None:
        end = len(self._content)
        del self._content[size:]
        self._note(size, end)

    def states(self, reach: Reach, chance: random.Random) -> list[bytes]:
        """Return each content that may be found, the newest last."""
        if self._built is None:
            found = dict.fromkeys(self._states(reach, chance))
            found.pop(self.newest, None)
            self._built = [*found, self.newest]
        return self._built

    def _states(self, reach: Reach, chance: random.Random) -> Iterator[bytes]:
        low, high = min(self._lengths), max(self._lengths)
        first_end = low - low % SECTOR_BYTES + SECTOR_BYTES
        for length in {*self._lengths, *range(first_end, high, SECTOR_BYTES)}:
            touched = sorted(at for at in self._versions if at * SECTOR_BYTES < length)
            parts = [[self._durable_sector(at), *self._versions[at]] for at in touched]
            content = bytearray(self._durable[:length].ljust(length, b"\0"))
            for combination in choices([len(part) for part in parts], reach, chance):
                for at, part, number in zip(touched, parts, combination, strict=True):
                    content[at * SECTOR_BYTES : (at + 1) * SECTOR_BYTES] = part[number]
                yield bytes(content[:length])
                del content[length:]

    def _note(self, start: int, end: int) -> None:
        """Keep what the sectors from `start` to `end` hold now."""
        for at in range(start // SECTOR_BYTES, -(-end // SECTOR_BYTES)):
            held = bytes(self._content[at * SECTOR_BYTES : (at + 1) * SECTOR_BYTES])
            versions = self._versions.setdefault(at, [])
            versions.append(held.ljust(SECTOR_BYTES, b"\0"))
        self._lengths.append(len(self._content))
        self._built = None

    def _durable_sector(self, at: int) -> bytes:
        held = self._durable[at * SECTOR_BYTES : (at + 1) * SECTOR_BYTES]
        return held.ljust(SECTOR_BYTES, b"\0")


@dataclass(slots=True)
class _Folder:
    """The names in one folder: what is durable, and what was done since."""

    names: dict[Path, int | None]
    """The number of each file; None for a folder."""
    pending: list[_NameEvent] = field(default_factory=list)

    def settle(self) -> None:
        """Take what was done for durable."""
        settled = self.after([1] * len(self.pending))
        assert settled is not None
        self.names, self.pending = settled, []

    def after(self, applied: Sequence[int]) -> dict[Path, int | None] | None:
        """Return the names if only those of `pending` arrived; None if that cannot be.

        A rename without the name that it moves cannot.
        """
        names = dict(self.names)
        for event, is_there in zip(self.pending, applied, strict=True):
            if not is_there:
                continue
            match event:
                case Made(path):
                    names[path] = None
                case Created(path, inode):
                    names[path] = inode
                case Removed(path):
                    names.pop(path, None)
                case Renamed(source, target, inode):
                    if names.get(source) != inode:
                        return None
                    names[target] = names.pop(source)
        return names


class _Disk:
    """A disk as the trace goes on."""

    def __init__(self, trace: Trace) -> None:
        self._inodes = {inode: _Inode(content) for inode, content in trace.contents.items()}
        self._folders = {path: _Folder({}) for path in trace.folders}
        for path in trace.folders - {ROOT}:
            self._folders[path.parent].names[path] = None
        for path, inode in trace.names.items():
            self._folders[path.parent].names[path] = inode

    def take(self, event: Event) -> None:
        """Let `event` happen, with nothing of it durable yet; a sync makes what it names so."""
        match event:
            case Wrote(inode, offset, data):
                self._inodes[inode].write(offset, data)
            case Cut(inode, size):
                self._inodes[inode].cut(size)
            case Synced(inode):
                self._inodes[inode].settle()
            case SyncedFolder(path):
                self._folders[path].settle()
            case Created(path, inode):
                self._inodes[inode] = _Inode(b"")
                self._folders[path.parent].pending.append(event)
            case Made(path):
                self._folders[path] = _Folder({})
                self._folders[path.parent].pending.append(event)
            case Renamed(path) | Removed(path):
                self._folders[path.parent].pending.append(event)

    def newest(self) -> State:
        """Return the disk as the process sees it."""
        names, folders = self._reachable([[1] * len(each.pending) for each in self._listed()])
        return State({path: self._inodes[inode].newest for path, inode in names.items()}, folders)

    def states(self, reach: Reach, chance: random.Random) -> Iterator[State]:
        """Yield each state that may be found."""
        for names, folders in self._trees(reach, chance):
            inodes = sorted(set(names.values()))
            contents = [self._inodes[inode].states(reach, chance) for inode in inodes]
            for combination in choices([len(each) for each in contents], reach, chance):
                chosen = {
                    inode: each[number]
                    for inode, each, number in zip(inodes, contents, combination, strict=True)
                }
                yield State({path: chosen[inode] for path, inode in names.items()}, folders)

    def _trees(
        self, reach: Reach, chance: random.Random
    ) -> Iterator[tuple[dict[Path, int], frozenset[Path]]]:
        listed = self._listed()
        counts = [len(each.pending) for each in listed]
        seen = set()
        for combination in choices([2] * sum(counts), reach, chance):
            bits = iter(combination)
            try:
                tree = self._reachable([[*itertools.islice(bits, count)] for count in counts])
            except _ImpossibleError:
                continue
            key = (frozenset(tree[0].items()), tree[1])
            if key not in seen:
                seen.add(key)
                yield tree

    def _listed(self) -> list[_Folder]:
        return [self._folders[path] for path in sorted(self._folders)]

    def _reachable(
        self, applied: Sequence[Sequence[int]]
    ) -> tuple[dict[Path, int], frozenset[Path]]:
        """Return the files by name, and the folders, if only those names arrived."""
        files: dict[Path, int] = {}
        folders = {ROOT}
        for path, bits in zip(sorted(self._folders), applied, strict=True):
            names = self._folders[path].after(bits)
            if names is None:
                raise _ImpossibleError
            if path in folders:
                folders |= {each for each, inode in names.items() if inode is None}
                files |= {each: inode for each, inode in names.items() if inode is not None}
        return files, frozenset(folders)


class _ImpossibleError(Exception):
    """No disk can be like this."""
