"""What a person finds who opens a vault after a crash, and whether that keeps the promise.

Each secret of the story is tried on a fresh copy of the disk. A vault that opens is read to its
end, checked, appended to, closed and opened again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from safelog.errors import SafelogError, VaultNotFoundError, WrongSecretError
from safelog.vault import Notice
from safelog.vault.opening import LOCK_NAME
from tests.crash.recording import Created, RecordingFiles, State
from tests.crash.scene import FOLDER, Scene, Stage
from tests.unit.vault.world import KnownBytes, World, payloads

if TYPE_CHECKING:
    from safelog.vault import Vault
    from tests.crash.recording import Event

_AFTERWARDS = b"afterwards"
_ABSENT = "absent"
_DIGITS = re.compile("[0-9a-f]{32}|[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to look, and what may be done where nothing is there yet."""

    folder: Path = FOLDER
    is_copy: bool = False
    """Whether to open it as a backup, which nobody writes to."""
    absent: frozenset[str] = frozenset({VaultNotFoundError.__name__})
    """The errors by which an opening says that nothing is there, or nothing whole."""
    make: Callable[[Scene], object] = Scene.create
    """Makes it, also where an attempt was cut off before."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a vault that opened."""

    records: tuple[bytes, ...]
    attachments: tuple[bytes, ...]
    trouble: str = ""
    """What went wrong when the vault was checked, or gone on with; empty if nothing did."""
    litter: str = ""
    """What is left in the folder that no reader needs."""


Outcome = Found | str
"""What a secret opened, or the name of the error's class."""

Observation = tuple[tuple[str, Outcome], ...]
"""The outcome of each secret."""


def judge(observation: Observation, allowed: Sequence[Stage | None]) -> str:
    """Return why what was found is none of the allowed stages; nothing if it is one.

    Where the secrets change, those of two stages that follow one another may both open: the two
    copies of the head are written one after the other.
    """
    outcomes = dict(observation)
    found = {secret: each for secret, each in outcomes.items() if isinstance(each, Found)}
    errors = {each for each in outcomes.values() if isinstance(each, str)}
    if not found:
        is_absent = errors == {_ABSENT} and None in allowed
        return "" if is_absent else f"nothing opens: {', '.join(sorted(errors))}"
    if errors - {WrongSecretError.__name__}:
        return f"some secrets open, others say {', '.join(sorted(errors))}"
    if trouble := {each.trouble for each in found.values()} - {""}:
        return ", ".join(sorted(trouble))
    return _compare(found, [stage for stage in allowed if stage is not None])


def _compare(found: Mapping[str, Found], stages: Sequence[Stage]) -> str:
    """Return why what was found in a vault that opens is none of `stages`."""
    opening = [stage.opens for stage in stages]
    opening += [one | two for one, two in pairwise(opening)]
    if all(opening) and frozenset(found) not in opening:
        return f"{len(found)} secrets open, which are those of no stage"
    contents = {(each.records, each.attachments) for each in found.values()}
    if len(contents) > 1:
        return "two secrets open two contents"
    if not contents <= {(stage.records, stage.attachments) for stage in stages}:
        return f"{len(contents.pop()[0])} records, which are those of no stage"
    here = [stage for stage in stages if (stage.records, stage.attachments) in contents]
    here = [stage for stage in here if stage.opens == frozenset(found)]
    litter = {each.litter for each in found.values()} - {""}
    is_tidy = bool(here) and all(stage.is_tidy for stage in here)
    return f"left behind: {', '.join(sorted(litter))}" if litter and is_tidy else ""


@dataclass(frozen=True, slots=True)
class _Looks:
    """What of a disk was looked at: it alone decides what is found, since chance is known here."""

    read: frozenset[Path]
    measured: frozenset[Path]

    def at(self, state: State) -> object:
        """Return what these looks see."""
        files = state.files
        seen = frozenset((path, files[path]) for path in self.read if path in files)
        return seen, frozenset((path, len(files[path])) for path in self.measured if path in files)


@dataclass
class Observer:
    """Looks at states, and remembers.

    A state of which the same was seen before, wherever anybody looked, is not opened again: rubbish
    in an unfinished file makes many states, all alike.
    """

    secrets: Sequence[str]
    place: Place = field(default_factory=Place)
    opened: list[tuple[State, Observation]] = field(default_factory=list)
    """Each state that was really opened, and what was found."""
    _known: dict[object, dict[_Looks, dict[object, Observation]]] = field(default_factory=dict)
    """By the names on the disk, by what was looked at, by what was seen there."""

    def observe(self, state: State) -> Observation:
        """Return what is found in `state`."""
        known = self._known.setdefault((frozenset(state.files), state.folders), {})
        for looks, by_sight in known.items():
            observation = by_sight.get(looks.at(state))
            if observation is not None:
                return observation
        looking = _Looking(state, self.place, self.secrets)
        observation = looking.look()
        looks = _Looks(frozenset(looking.read), frozenset(looking.measured - looking.read))
        known.setdefault(looks, {})[looks.at(state)] = observation
        self.opened.append((state, observation))
        return observation


@dataclass
class _Looking:
    """Looks at one state once, each time on a copy of its own."""

    state: State
    place: Place
    secrets: Sequence[str]
    read: set[Path] = field(default_factory=set)
    measured: set[Path] = field(default_factory=set)

    def look(self) -> Observation:
        """Try every secret; where nothing is there, make it."""
        outcomes = {secret: self._try(secret) for secret in self.secrets}
        if set(outcomes.values()) <= self.place.absent:
            outcomes = dict.fromkeys(outcomes, self._make())
        return tuple(outcomes.items())

    def _try(self, secret: str) -> Outcome:
        with self._scene() as scene:
            try:
                if self.place.is_copy:
                    return self._read_copy(scene, secret)
                vault = scene.open(secret, folder=self.place.folder)
            except SafelogError as error:
                name = type(error).__name__
                is_untouched = all(_is_lock(event) for event in scene.disk.trace.events)
                return name if is_untouched else f"{name} after a change to the disk"
            return self._read(scene, vault)

    @contextmanager
    def _scene(self) -> Iterator[Scene]:
        disk = RecordingFiles(self.state)
        yield Scene(World(memory=disk, random_bytes=KnownBytes("afterwards")), disk)
        self.read |= disk.read
        self.measured |= disk.measured

    def _make(self) -> str:
        """Do again what was cut off before anything was there."""
        with self._scene() as scene:
            try:
                self.place.make(scene)
                scene.kill()
                state = scene.disk.state
            except SafelogError as error:
                return f"{type(error).__name__} when it is made again"
        again = _Looking(state, self.place, self.secrets).look()
        is_there = any(isinstance(found, Found) and not found.trouble for _, found in again)
        return _ABSENT if is_there else "absent, and cannot be made again"

    def _read_copy(self, scene: Scene, secret: str) -> Found:
        with scene.open_copy(secret, self.place.folder) as copy:
            return Found(
                tuple(record.payload for record in copy.records()),
                tuple(b"".join(copy.read_blob(ref)) for ref in copy.blobs()),
                ", ".join(map(str, copy.check().problems)),
            )

    def _read(self, scene: Scene, vault: Vault) -> Found:
        records: tuple[bytes, ...] = ()
        attachments: tuple[bytes, ...] = ()
        litter = ""
        try:
            with vault:
                records = tuple(payloads(vault))
                named = vault.blobs()
                attachments = tuple(b"".join(vault.read_blob(blob.id)) for blob in named)
                litter = self._litter(scene, {blob.id for blob in named})
                trouble = ", ".join(map(str, vault.check().problems))
                vault.append([_AFTERWARDS])
            trouble = trouble or self._go_on(scene, (*records, _AFTERWARDS))
        except SafelogError as error:
            trouble = type(error).__name__
        return Found(records, attachments, trouble, litter)

    def _litter(self, scene: Scene, attachments: set[str]) -> str:
        """Return what is beside the vault's own files, and beside what an unfinished write left."""
        own = {"head", "head.bak", "log", LOCK_NAME, *attachments}
        inside = [path for path in scene.disk.content if self.place.folder in path.parents]
        left = {_DIGITS.sub("…", path.name) for path in inside if path.name not in own}
        return ", ".join(sorted(name for name in left if not name.endswith(".tmp")))

    def _go_on(self, scene: Scene, expected: tuple[bytes, ...]) -> str:
        """Open once more, with any secret; return what is wrong."""
        for secret in self.secrets:
            try:
                vault = scene.open(secret, folder=self.place.folder)
            except WrongSecretError:
                continue
            with vault:
                # A change of keys that waits is told at every opening.
                is_mended = set(vault.notices) <= {Notice.REKEY_UNFINISHED}
                is_well = is_mended and tuple(payloads(vault)) == expected
            return "" if is_well else "it does not go on"
        return "it opens no more"


def _is_lock(event: Event) -> bool:
    return isinstance(event, Created) and event.path.name == LOCK_NAME
