"""A vault on a recorded disk, and the stages of its story.

A stage is all that a reader can know of a vault: its records, its attachments, and which secrets
open it. Before an act that may be interrupted the next stage begins; when the act returned it is
acknowledged. At any moment the vault must be at a stage between the last acknowledged one and the
last begun one.
"""

from __future__ import annotations

import io
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from safelog.errors import StorageError, StorageFullError
from safelog.vault import Secret, Vault
from safelog.vault.opening import create_vault, open_vault
from tests.crash.recording import Acknowledged, Began, RecordingFiles
from tests.unit.vault.world import CHEAP_COST, PASSPHRASE, RECOVERY, Killed, KnownBytes, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from safelog.vault import BlobRef
    from tests.crash.recording import State

T = TypeVar("T")
HOME = Path("/home")
FOLDER = HOME / "journal" / "vault"
"""Two folders deeper than what is there, so that making the way to a vault is seen, too."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a vault may hold at one moment of its story."""

    records: tuple[bytes, ...] = ()
    attachments: tuple[bytes, ...] = ()
    opens: frozenset[str] = frozenset({PASSPHRASE, RECOVERY})


@dataclass
class Scene:
    """One vault, its disk, and its story so far; None stands for no vault."""

    world: World
    disk: RecordingFiles
    stages: list[Stage | None] = field(default_factory=lambda: [None])
    acknowledged: int = 0
    insists: bool = False
    """Whether what the disk refused is asked for once more, in the same open vault."""

    @classmethod
    def new(cls, disk: RecordingFiles | None = None) -> Scene:
        """Return an empty disk."""
        disk = disk or RecordingFiles()
        disk.make_folder(HOME)
        disk.start()
        return cls(World(memory=disk, random_bytes=KnownBytes()), disk)

    @classmethod
    def after(cls, state: State, found: Stage | None) -> Scene:
        """Return a disk that was left so, with what is found there as the first stage."""
        disk = RecordingFiles(state)
        return cls(World(memory=disk, random_bytes=KnownBytes("again")), disk, [found])

    def start(self) -> None:
        """Begin the part of the story that is interrupted: all before is durable and settled."""
        self.disk.start()
        del self.stages[:-1]
        self.acknowledged = 0

    @property
    def latest(self) -> Stage:
        """The last stage that began, of a vault that is there."""
        stage = self.stages[-1]
        assert stage is not None
        return stage

    def begin(self, stage: Stage) -> None:
        """Say that `stage` may be found from now on."""
        self.stages.append(stage)
        self.disk.record(Began())

    def acknowledge(self) -> None:
        """Say that nothing before the last stage may be found from now on."""
        self.acknowledged = len(self.stages) - 1
        self.disk.record(Acknowledged())

    def create(self) -> Vault:
        """Make the vault."""
        self.begin(Stage())
        parts = create_vault(
            FOLDER,
            passphrase=Secret.from_text(PASSPHRASE),
            recovery=Secret.from_text(RECOVERY),
            cost=CHEAP_COST,
            ports=self.world.ports,
        )
        self.acknowledge()
        return Vault(parts)

    def open(self, secret: str = PASSPHRASE) -> Vault:
        """Open the vault."""
        return Vault(open_vault(FOLDER, Secret.from_text(secret), ports=self.world.ports))

    def kill(self) -> None:
        """Let the process die: what it wrote stays as the system has it, synced or not."""
        self.world.memory.die()

    @contextmanager
    def killed_at(self, call: str) -> Iterator[None]:
        """Kill the process in the block at its first `call`; what it wrote before stays."""
        dead = False

        def die(made: str) -> None:
            nonlocal dead
            dead = dead or made == call
            if dead:
                raise Killed

        fault = self.world.fault
        before, fault.before = fault.before, die
        try:
            with suppress(Killed):
                yield
        finally:
            fault.before = before
        self.kill()

    def append(
        self, vault: Vault, payloads: Sequence[bytes], *, attachment: bytes | None = None
    ) -> None:
        """Append one commit, perhaps with an attachment."""
        blobs = [] if attachment is None else [self._attach(vault, attachment)]
        latest = self.latest
        added = () if attachment is None else (attachment,)
        self.begin(
            replace(
                latest,
                records=(*latest.records, *payloads),
                attachments=latest.attachments + added,
            )
        )
        self._ask(lambda: vault.append(payloads, blobs=blobs))
        self.acknowledge()

    def change_passphrase(self, vault: Vault, new: str) -> None:
        """Set another passphrase."""
        self.begin(replace(self.latest, opens=frozenset({new, RECOVERY})))
        self._ask(lambda: vault.change_passphrase(Secret.from_text(new)))
        self.acknowledge()

    def _attach(self, vault: Vault, content: bytes) -> BlobRef:
        return self._ask(lambda: vault.write_blob(io.BytesIO(content)))

    def _ask(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except (StorageError, StorageFullError):
            if not self.insists:
                raise
            return act()
