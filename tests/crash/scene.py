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

from safelog.errors import StorageError, StorageFullError, UnfinishedRewritingError
from safelog.vault import Secret, Vault
from safelog.vault.copy import open_copy
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.record import Record
from tests.crash.recording import Acknowledged, Began, RecordingFiles
from tests.unit.vault.world import CHEAP_COST, PASSPHRASE, RECOVERY, Killed, KnownBytes, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from safelog.vault import BlobRef
    from safelog.vault.copy import VaultCopy
    from tests.crash.recording import State

T = TypeVar("T")
NEW_PASSPHRASE = "попутный ветер 8"
NEW_RECOVERY = "wilt impaired roster upstate parole domelike durably danger vocally oppose boxcar"
HOME = Path("/home")
FOLDER = HOME / "journal" / "vault"
"""Two folders deeper than what is there, so that making the way to a vault is seen, too."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a vault may hold at one moment of its story."""

    records: tuple[bytes, ...] = ()
    attachments: tuple[bytes, ...] = ()
    opens: frozenset[str] = frozenset({PASSPHRASE, RECOVERY})
    """Which secrets do; if none is named, some do."""
    is_tidy: bool = False
    """Whether nothing of an earlier stage may be left in the folder once it is open."""


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

    def open(self, secret: str = PASSPHRASE, *, folder: Path = FOLDER) -> Vault:
        """Open the vault."""
        return Vault(open_vault(folder, Secret.from_text(secret), ports=self.world.ports))

    def open_copy(self, secret: str, folder: Path) -> VaultCopy:
        """Open a backup."""
        return open_copy(folder, Secret.from_text(secret), ports=self.world.ports)

    def kill(self) -> None:
        """Let the process die: what it wrote stays as the system has it, synced or not."""
        self.world.memory.die()

    @contextmanager
    def killed_at(self, call: str, *, number: int = 1) -> Iterator[None]:
        """Kill the process in the block at such a `call`, the first or a later one.

        What it wrote before stays.
        """
        left = number

        def die(made: str) -> None:
            nonlocal left
            left -= made == call
            if left <= 0:
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

    def remove_content(self, vault: Vault, position: int) -> None:
        """Remove the words of a record for good, and every attachment."""
        latest = self.latest
        kept = list(latest.records)
        kept[position] = b"removed"
        self.begin(replace(latest, records=tuple(kept), attachments=(), is_tidy=True))

        def change(at: int, before: Record) -> Record:
            return Record(b"removed" if at == position else before.payload, ())

        self._ask(lambda: vault.rewrite(change))
        self.acknowledge()

    def add_passphrase(self, vault: Vault, new: str) -> None:
        """Let another passphrase open the vault, too."""
        self.begin(replace(self.latest, opens=self.latest.opens | {new}))
        self._ask(lambda: vault.slots.add("passphrase", Secret.from_text(new)))
        self.acknowledge()

    def remove_recovery(self, vault: Vault) -> None:
        """Let the recovery words open the vault no more."""
        slot = next(slot for slot in vault.slots.list() if slot.type == "recovery")
        self.begin(replace(self.latest, opens=self.latest.opens - {RECOVERY}))
        self._ask(lambda: vault.slots.remove(slot.id))
        self.acknowledge()

    def change_keys(self, vault: Vault) -> None:
        """Change all keys and secrets; go on with a change that was begun."""
        opens = frozenset({NEW_PASSPHRASE, NEW_RECOVERY})
        self.begin(replace(self.latest, opens=opens, is_tidy=True))

        def change() -> None:
            new = Secret.from_text(NEW_PASSPHRASE)
            if vault.key_change.is_begun:
                vault.key_change.resume(new)
            else:
                vault.key_change.begin(new, Secret.from_text(NEW_RECOVERY))

        self._ask(change)
        self.acknowledge()

    def unite(self, vault: Vault, other: Path) -> None:
        """Take over the last record of another copy, with its attachment."""
        with vault.copies.open(other) as copy:
            *_, record = copy.records()
            (ref,) = record.blobs
            content = b"".join(copy.read_blob(ref))
            latest = self.latest
            self.begin(
                replace(
                    latest,
                    records=(*latest.records, record.payload),
                    attachments=(*latest.attachments, content),
                )
            )
            self._ask(lambda: vault.copies.take_over(ref, copy.read_blob(ref)))
            self._ask(lambda: vault.append([record.payload], blobs=[ref]))
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
        except (StorageError, StorageFullError) as error:
            if not self.insists or isinstance(error, UnfinishedRewritingError):
                raise
            return act()
