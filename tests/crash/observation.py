"""What a person finds who opens a vault after a crash, and whether that keeps the promise.

Each secret of the story is tried on a fresh copy of the disk. A vault that opens is read to its
end, checked, appended to, closed and opened again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from safelog.errors import SafelogError, VaultNotFoundError, WrongSecretError
from safelog.vault.opening import LOCK_NAME
from tests.crash.recording import Created, RecordingFiles, State
from tests.crash.scene import FOLDER, Scene, Stage
from tests.unit.vault.world import KnownBytes, World, payloads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safelog.vault import Vault
    from tests.crash.recording import Event

_AFTERWARDS = b"afterwards"


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a vault that opened."""

    records: tuple[bytes, ...]
    attachments: tuple[bytes, ...]
    trouble: str = ""
    """What went wrong when the vault was checked, or gone on with; empty if nothing did."""


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
        is_absent = errors == {VaultNotFoundError.__name__} and None in allowed
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
    if frozenset(found) not in opening:
        return f"{len(found)} secrets open, which are those of no stage"
    contents = {(each.records, each.attachments) for each in found.values()}
    if len(contents) > 1:
        return "two secrets open two contents"
    if not contents <= {(stage.records, stage.attachments) for stage in stages}:
        return f"{len(contents.pop()[0])} records, which are those of no stage"
    return ""


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
        read, measured = set[Path](), set[Path]()
        observation = tuple(
            (secret, self._try(state, secret, read, measured)) for secret in self.secrets
        )
        looks = _Looks(frozenset(read), frozenset(measured - read))
        known.setdefault(looks, {})[looks.at(state)] = observation
        self.opened.append((state, observation))
        return observation

    def _try(self, state: State, secret: str, read: set[Path], measured: set[Path]) -> Outcome:
        disk = RecordingFiles(state)
        scene = Scene(World(memory=disk, random_bytes=KnownBytes()), disk)
        try:
            vault = scene.open(secret)
        except SafelogError as error:
            name = type(error).__name__
            is_untouched = all(_is_lock(event) for event in disk.trace.events)
            return name if is_untouched else f"{name} after a change to the disk"
        else:
            return self._read(scene, vault)
        finally:
            read |= disk.read
            measured |= disk.measured

    def _read(self, scene: Scene, vault: Vault) -> Found:
        records: tuple[bytes, ...] = ()
        attachments: tuple[bytes, ...] = ()
        try:
            with vault:
                records = tuple(payloads(vault))
                attachments = tuple(b"".join(vault.read_blob(blob.id)) for blob in vault.blobs())
                trouble = ", ".join(map(str, vault.check().problems))
                vault.append([_AFTERWARDS])
            trouble = trouble or self._go_on(scene, (*records, _AFTERWARDS))
        except SafelogError as error:
            trouble = type(error).__name__
        return Found(records, attachments, trouble)

    def _go_on(self, scene: Scene, expected: tuple[bytes, ...]) -> str:
        """Open once more, with any secret; return what is wrong."""
        for secret in self.secrets:
            try:
                vault = scene.open(secret)
            except WrongSecretError:
                continue
            with vault:
                is_well = not vault.notices and tuple(payloads(vault)) == expected
            return "" if is_well else "it does not go on"
        return "it opens no more"


def _is_lock(event: Event) -> bool:
    return isinstance(event, Created) and event.path == FOLDER / LOCK_NAME
