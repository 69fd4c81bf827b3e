"""Everything that writes to a vault, each as a story that can be interrupted at any point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from safelog.errors import UnfinishedRewritingError, VaultError
from safelog.vault.backup import restore
from tests.crash.observation import Place
from tests.crash.scene import FOLDER, HOME, Scene
from tests.unit.vault.world import PASSPHRASE, RECOVERY

NEW_PASSPHRASE = "попутный ветер 8"
PHOTO = bytes(range(256)) * 12
STICK = HOME / "stick"
BACKUP = STICK / "journal-2026-11-22"
RESTORED = HOME / "restored" / "vault"
SECRETS = (PASSPHRASE, NEW_PASSPHRASE, RECOVERY)


@dataclass(frozen=True, slots=True)
class Operation:
    """What is there, and what is done to it; the first is not interrupted."""

    name: str
    arrange: Callable[[Scene], None]
    act: Callable[[Scene], None]
    refusals: tuple[type[VaultError], ...] = ()
    """Other errors than the disk's own by which it says that the disk refused."""
    place: Place = field(default_factory=Place)
    """Where what is done can be seen."""


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


def add_and_remove_slots(scene: Scene) -> None:
    """Let another passphrase open the vault, and the recovery words no more."""
    with scene.open() as vault:
        scene.add_passphrase(vault, NEW_PASSPHRASE)
        scene.remove_recovery(vault)


def remove_content(scene: Scene) -> None:
    """Remove words and the attachment for good, and go on."""
    with scene.open() as vault:
        scene.remove_content(vault, 1)
        scene.append(vault, [b"four"])


def killed_removing(scene: Scene) -> None:
    """Remove words, and die at the first renaming behind the new head: opening has to finish."""
    small_vault(scene)
    vault = scene.open()
    with scene.killed_at("remove"):
        scene.remove_content(vault, 1)
    assert FOLDER / "log.next" in scene.disk.content


def stick(scene: Scene) -> None:
    """Make a vault, and a stick with nothing on it."""
    small_vault(scene)
    scene.disk.make_folder(STICK)


def back_up(scene: Scene) -> None:
    """Copy the vault to the stick."""
    latest = scene.latest
    del scene.stages[:]
    scene.stages.append(None)
    scene.begin(latest)
    copy_to_stick(scene)
    scene.acknowledge()


def copy_to_stick(scene: Scene) -> None:
    """Back up, whatever an earlier attempt left."""
    with scene.open() as vault:
        vault.copies.back_up(STICK, name=BACKUP.name)


def backed_up(scene: Scene) -> None:
    """Make a vault and a backup of it."""
    stick(scene)
    copy_to_stick(scene)


def restore_backup(scene: Scene) -> None:
    """Make a vault of the backup."""
    latest = scene.latest
    del scene.stages[:]
    scene.stages.append(None)
    scene.begin(latest)
    copy_from_stick(scene)
    scene.acknowledge()


def copy_from_stick(scene: Scene) -> None:
    """Restore, whatever an earlier attempt left."""
    with scene.open_copy(PASSPHRASE, BACKUP) as copy:
        restore(copy, RESTORED, ports=scene.world.ports)


ON_STICK = Place(
    folder=BACKUP,
    is_copy=True,
    absent=frozenset({"VaultNotFoundError", "UnfinishedBackupError"}),
    make=copy_to_stick,
)
ELSEWHERE = Place(
    folder=RESTORED,
    absent=frozenset({"VaultNotFoundError", "DamagedHeadError"}),
    make=copy_from_stick,
)

OPERATIONS = (
    Operation("create", nothing, create),
    Operation("append one", small_vault, append_one),
    Operation("append some", small_vault, append_some),
    Operation("attach", small_vault, attach),
    Operation("change passphrase", small_vault, change_passphrase),
    Operation("add, remove a slot", small_vault, add_and_remove_slots),
    Operation("settle the head", lagging, settle),
    Operation("killed and opened", small_vault, killed_between),
    Operation("killed before sync", small_vault, killed_before_sync),
    Operation("behind a torn tail", torn, append_one),
    Operation("remove content", small_vault, remove_content, (UnfinishedRewritingError,)),
    Operation("finish removing", killed_removing, settle, (UnfinishedRewritingError,)),
    Operation("back up (the vault)", stick, copy_to_stick),
    Operation("back up (the copy)", stick, back_up, place=ON_STICK),
    Operation("restore", backed_up, restore_backup, place=ELSEWHERE),
)
