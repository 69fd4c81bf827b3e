"""Everything that writes to a vault, each as a story that can be interrupted at any point."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from safelog.errors import FaultyBackupError, UnfinishedRewritingError, VaultError
from safelog.vault.backup import restore
from tests.crash.observation import Place
from tests.crash.scene import FOLDER, HOME, NEW_PASSPHRASE, NEW_RECOVERY, Scene, Stage
from tests.unit.vault.world import PASSPHRASE, RECOVERY

PHOTO = bytes(range(256)) * 12
STICK = HOME / "stick"
BACKUP = STICK / "journal-2026-11-22"
RESTORED = HOME / "restored" / "vault"
SECRETS = (PASSPHRASE, NEW_PASSPHRASE, RECOVERY, NEW_RECOVERY)


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


def change_keys(scene: Scene) -> None:
    """Seal everything under new keys, and go on."""
    with scene.open() as vault:
        scene.change_keys(vault)
        scene.append(vault, [b"four"])


def change_begun(scene: Scene) -> None:
    """Begin to change all keys, and die before the head is written."""
    small_vault(scene)
    vault = scene.open()
    with scene.killed_at("replace", number=3):
        scene.change_keys(vault)
    assert {FOLDER / "head.next", FOLDER / "log.next"} <= scene.disk.content.keys()
    scene.stages.pop()


def go_on_changing(scene: Scene) -> None:
    """Go on with a change of all keys."""
    with scene.open() as vault:
        scene.change_keys(vault)


def change_done(scene: Scene) -> None:
    """Change all keys, and die when both copies of the head were written: it is to be finished."""
    small_vault(scene)
    vault = scene.open()
    with scene.killed_at("replace", number=5):
        scene.change_keys(vault)
    assert {FOLDER / "head.next", FOLDER / "log.next"} <= scene.disk.content.keys()


def finish_changing(scene: Scene) -> None:
    """Open with the new passphrase, which finishes a change of all keys."""
    scene.open(NEW_PASSPHRASE).close()


def change_again(scene: Scene) -> None:
    """Give a change of all keys up that was begun, by removing contents."""
    with scene.open() as vault:
        scene.remove_content(vault, 1)


def stick(scene: Scene) -> None:
    """Make a vault, and a stick with nothing on it."""
    small_vault(scene)
    scene.disk.make_folder(STICK)


def nothing_yet(scene: Scene) -> Stage:
    """Say that there is nothing yet in the place to look at; return what will be."""
    will_be = scene.latest
    scene.stages[:] = [None]
    return will_be


def back_up(scene: Scene) -> None:
    """Copy the vault to the stick."""
    latest = nothing_yet(scene)
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
    latest = nothing_yet(scene)
    scene.begin(latest)
    copy_from_stick(scene)
    scene.acknowledge()


def copy_from_stick(scene: Scene) -> None:
    """Restore, whatever an earlier attempt left."""
    with scene.open_copy(PASSPHRASE, BACKUP) as copy:
        restore(copy, RESTORED, ports=scene.world.ports)


def diverged(scene: Scene) -> None:
    """Make a vault and a copy of it, in which a record with an attachment is appended."""
    backed_up(scene)
    copy_from_stick(scene)
    with scene.open(folder=RESTORED) as vault:
        vault.append([b"other"], blobs=[vault.write_blob(io.BytesIO(PHOTO))])


def unite(scene: Scene) -> None:
    """Take over what the other copy has."""
    with scene.open() as vault:
        scene.unite(vault, RESTORED)


def unite_after_a_kill(scene: Scene) -> None:
    """Do so again after a process died that had written the attachment, and not synced its name."""
    vault = scene.open()
    with scene.killed_at("sync_folder"), vault.copies.open(RESTORED) as copy:
        ref = copy.blobs()[-1]
        vault.copies.take_over(ref, copy.read_blob(ref))
    unite(scene)


def back_up_after_a_kill(scene: Scene) -> None:
    """Make a backup again that a process left that died before it synced anything."""
    latest = nothing_yet(scene)
    for call in ("sync", "sync_folder"):
        with scene.killed_at(call):
            copy_to_stick(scene)
    scene.begin(latest)
    copy_to_stick(scene)
    scene.acknowledge()


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

_REWRITING = (UnfinishedRewritingError,)
_COPYING = (FaultyBackupError,)

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
    Operation("remove content", small_vault, remove_content, _REWRITING),
    Operation("finish removing", killed_removing, settle, _REWRITING),
    Operation("change keys", small_vault, change_keys, _REWRITING),
    Operation("go on changing keys", change_begun, go_on_changing, _REWRITING),
    Operation("finish changing keys", change_done, finish_changing, _REWRITING),
    Operation("give up changing keys", change_begun, change_again, _REWRITING),
    Operation("back up (the vault)", stick, copy_to_stick, _COPYING),
    Operation("back up (the copy)", stick, back_up, _COPYING, place=ON_STICK),
    Operation("back up after a kill", stick, back_up_after_a_kill, _COPYING, place=ON_STICK),
    Operation("restore", backed_up, restore_backup, _COPYING, place=ELSEWHERE),
    Operation("unite", diverged, unite),
    Operation("unite after a kill", diverged, unite_after_a_kill),
)
