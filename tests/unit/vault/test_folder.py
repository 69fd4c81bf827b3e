"""The folder as others may have left it: links, loose modes, a lock that is gone."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

import pytest

from safelog.errors import ForeignFileError, StorageError, VaultExistsError, VaultInUseError
from safelog.vault import Secret, Vault, looks_like_vault
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.ports import Ports
from tests.unit.vault.world import (
    CHEAP_COST,
    CHEAP_LIMITS,
    FOLDER,
    PASSPHRASE,
    RECOVERY,
    World,
    payloads,
)

if TYPE_CHECKING:
    from pathlib import Path


def create(folder: Path) -> Vault:
    """Make a cheap vault on the real disk."""
    return Vault(
        create_vault(
            folder,
            passphrase=Secret.from_text(PASSPHRASE),
            recovery=Secret.from_text(RECOVERY),
            cost=CHEAP_COST,
            ports=Ports(limits=CHEAP_LIMITS),
        )
    )


def reopen(folder: Path) -> Vault:
    """Open a cheap vault on the real disk."""
    secret = Secret.from_text(PASSPHRASE)
    return Vault(open_vault(folder, secret, ports=Ports(limits=CHEAP_LIMITS)))


def test_a_link_in_the_place_of_the_attachments_is_refused(tmp_path: Path) -> None:
    """Whoever made the vault cannot have files of the person removed elsewhere."""
    victim, folder = tmp_path / "victim", tmp_path / "vault"
    victim.mkdir()
    unfinished = victim / ("ab" * 16 + ".tmp")
    unfinished.write_bytes(b"precious")
    create(folder).close()
    (folder / "blobs").rmdir()
    (folder / "blobs").symlink_to(victim)
    with pytest.raises(ForeignFileError) as caught:
        reopen(folder)
    assert caught.value.fields == {"what": "blobs"}
    assert unfinished.read_bytes() == b"precious"
    (folder / "blobs").unlink()
    reopen(folder).close()
    assert (folder / "blobs").is_dir()


def test_no_vault_is_made_around_a_link(tmp_path: Path) -> None:
    """A folder that was prepared by somebody is not taken for an empty one."""
    (tmp_path / "victim").mkdir()
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "blobs").symlink_to(tmp_path / "victim")
    with pytest.raises(VaultExistsError):
        create(folder)
    assert [path.name for path in folder.iterdir()] == ["blobs"]


def test_a_vault_behind_a_link_of_the_person_opens(tmp_path: Path) -> None:
    """Only what is inside of the vault must be no link."""
    (tmp_path / "disk").mkdir()
    create(tmp_path / "disk" / "vault").close()
    (tmp_path / "vault").symlink_to(tmp_path / "disk" / "vault")
    with pytest.raises(StorageError):
        reopen(tmp_path / "vault")  # the inner door takes a real folder only
    assert looks_like_vault(tmp_path / "vault")


def test_a_folder_that_cannot_be_listed_is_not_called_foreign() -> None:
    """Trouble with the disk is said as such."""
    world = World()
    world.create().close()
    seen = []

    def fail(call: str) -> None:
        seen.append(call)
        world.fault.at = world.fault.calls if seen.count("names") == 2 else None

    world.fault.before = fail
    with pytest.raises(StorageError):
        world.open()


def test_loose_modes_are_closed_at_opening(tmp_path: Path) -> None:
    """A copy that was put back may have been open to everybody."""
    folder = tmp_path / "vault"
    create(folder).close()
    for each in (folder, folder / "blobs"):
        each.chmod(0o755)
    reopen(folder).close()
    for each in (folder, folder / "blobs"):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700


def test_a_removed_lock_lets_nobody_in(tmp_path: Path) -> None:
    """The log itself is held as well: two writers would overwrite what the other acknowledged."""
    folder = tmp_path / "vault"
    with create(folder) as vault:
        (folder / "lock").unlink()
        with pytest.raises(VaultInUseError):
            reopen(folder)
        vault.append([b"one"])
    with reopen(folder) as vault:
        assert payloads(vault) == [b"one"]


@pytest.mark.parametrize("how", ["grown", "shrunk", "replaced", "gone"])
def test_a_log_that_somebody_else_wrote_is_not_written(how: str) -> None:
    """Neither records nor a head that vouches for them; what stands there stays."""
    world = World()
    vault = world.create()
    vault.append([b"one"])
    log = world.file("log")
    if how == "grown":
        log.extend(b"theirs")
    elif how == "shrunk":
        del log[-1:]
    elif how == "replaced":
        world.memory.content[FOLDER / "log"] = bytearray(log)
    else:
        del world.memory.content[FOLDER / "log"]
    before = world.memory.snapshot()
    for use in (
        lambda: vault.append([b"two"]),
        lambda: vault.change_passphrase(Secret.from_text("new")),
        vault.close,
    ):
        with pytest.raises(StorageError) as caught:
            use()
        assert caught.value.fields == {"errno": errno.ESTALE}
        assert world.memory.snapshot() == before
    assert not world.memory.locked
    assert not world.memory.held
