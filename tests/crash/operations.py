"""Everything that writes to a vault, each as a story that can be interrupted at any point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safelog.errors import VaultError
from tests.crash.scene import FOLDER, Scene
from tests.unit.vault.world import PASSPHRASE, RECOVERY

NEW_PASSPHRASE = "попутный ветер 8"
PHOTO = bytes(range(256)) * 12
SECRETS = (PASSPHRASE, NEW_PASSPHRASE, RECOVERY)


@dataclass(frozen=True, slots=True)
class Operation:
    """What is there, and what is done to it; the first is not interrupted."""

    name: str
    arrange: Callable[[Scene], None]
    act: Callable[[Scene], None]
    refusals: tuple[type[VaultError], ...] = ()
    """Other errors than the disk's own by which it says that the disk refused."""


def nothing(_scene: Scene) -> None:
    """Leave the disk empty."""


def small_vault(scene: Scene) -> None:
    """Make a vault of three records and an attachment, and close it."""
    with scene.create() as vault:
        scene.append(vault, [b"one"])
        scene.append(vault, [b"two", b"three"], attachment=PHOTO[:100])


def create(scene: Scene) -> None:
    """Make a vault and close it."""
    scene.create().close()


def append_one(scene: Scene) -> None:
    """Append a record, and close."""
    with scene.open() as vault:
        scene.append(vault, [b"four"])


def append_some(scene: Scene) -> None:
    """Append commits of several records, of several lengths."""
    with scene.open() as vault:
        scene.append(vault, [b"four", bytes(300), b"five"])
        scene.append(vault, [b"six"])


def attach(scene: Scene) -> None:
    """Append a record with an attachment."""
    with scene.open() as vault:
        scene.append(vault, [b"four"], attachment=PHOTO)


def change_passphrase(scene: Scene) -> None:
    """Set another passphrase."""
    with scene.open() as vault:
        scene.change_passphrase(vault, NEW_PASSPHRASE)


def lagging(scene: Scene) -> None:
    """Leave a head that lags behind the log: the process was killed."""
    small_vault(scene)
    scene.append(scene.open(), [b"four"])
    scene.kill()


def settle(scene: Scene) -> None:
    """Open a vault whose head lags, and close it."""
    scene.open().close()


def killed_between(scene: Scene) -> None:
    """Kill a process that appended, open again, append, kill: the power cut comes last."""
    scene.append(scene.open(), [b"four"])
    scene.kill()
    with scene.open() as vault:
        scene.append(vault, [b"five"])


def killed_before_sync(scene: Scene) -> None:
    """Kill a process that wrote a commit and did not sync it; what it wrote opens, and goes on."""
    vault = scene.open()
    with scene.killed_at("sync"):
        scene.append(vault, [b"four"])
    scene.open().close()


def torn(scene: Scene) -> None:
    """Leave a torn tail behind the log."""
    lagging(scene)
    scene.disk.content[FOLDER / "log"].extend(b"SLR" + bytes(range(1, 250)) * 3)


OPERATIONS = (
    Operation("create", nothing, create),
    Operation("append one", small_vault, append_one),
    Operation("append some", small_vault, append_some),
    Operation("attach", small_vault, attach),
    Operation("change passphrase", small_vault, change_passphrase),
    Operation("settle the head", lagging, settle),
    Operation("killed and opened", small_vault, killed_between),
    Operation("killed before sync", small_vault, killed_before_sync),
    Operation("behind a torn tail", torn, append_one),
)
