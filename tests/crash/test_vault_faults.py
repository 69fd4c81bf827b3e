"""Every call to the disk fails once, or dies: the vault is as before or as after, never else."""

from __future__ import annotations

import contextlib
import errno
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from safelog.errors import StorageError, StorageFullError, VaultNotFoundError, WrongSecretError
from safelog.vault import Secret
from tests.unit.vault.world import PASSPHRASE, RECOVERY, Fault, Killed, World, payloads

if TYPE_CHECKING:
    from collections.abc import Callable

    from safelog.vault import Vault

NEW_PASSPHRASE = "попутный ветер 8"
PHOTO = bytes(range(256)) * 40


@dataclass
class Story:
    """What was asked of a vault, and what it acknowledged."""

    acknowledged: list[bytes] = field(default_factory=list)
    asked: list[list[bytes]] = field(default_factory=list)
    """Commits that were begun; each is wholly there afterwards, or not at all."""
    secrets: list[str] = field(default_factory=lambda: [PASSPHRASE])
    """Passphrases of which one opens: the last acknowledged, or the one being set."""

    def append(self, vault: Vault, commit: list[bytes], *, photo: bool = False) -> None:
        """Append a commit, perhaps with an attachment."""
        blobs = [vault.write_blob(io.BytesIO(PHOTO))] if photo else []
        self.asked.append(commit)
        vault.append(commit, blobs=blobs)
        self.acknowledged += commit

    def change_passphrase(self, vault: Vault, new: str) -> None:
        """Set another passphrase."""
        self.secrets.append(new)
        vault.change_passphrase(Secret.from_text(new))
        self.secrets = [new]


def tell(world: World, story: Story) -> None:
    """Use a vault in every way that writes."""
    with world.create() as vault:
        story.append(vault, [b"one"])
        story.append(vault, [b"two", b"three"], photo=True)
    vault = world.open()
    story.append(vault, [b"four"])
    world.memory.die()  # as if it had been killed: the head lags
    del vault
    world.file("log").extend(b"torn")
    with world.open() as vault:
        story.append(vault, [b"five"])
        story.change_passphrase(vault, NEW_PASSPHRASE)
        story.append(vault, [b"six"], photo=True)


def calls_of(tale: Callable[[World, Story], None]) -> int:
    """Return how many calls to the disk a tale makes when nothing fails."""
    world, story = World(), Story()
    tale(world, story)
    calls = world.fault.calls
    hold(world, story)
    return calls


def hold(world: World, story: Story) -> None:
    """Hold that the vault opens to all that was acknowledged and to whole commits only."""
    world.fault.at = None
    world.memory.die()
    vault = open_with_any(world, story.secrets)
    if vault is None:
        assert not story.acknowledged
        world.create().close()
        return
    with vault:
        found = payloads(vault)
        begun = [payload for commit in story.asked for payload in commit]
        ends = {0}
        for commit in story.asked:
            ends.add(max(ends) + len(commit))
        assert found == begun[: len(found)]
        assert len(found) in ends
        assert found[: len(story.acknowledged)] == story.acknowledged
        report = vault.check()
        assert report.problems == ()
        for blob in vault.blobs():
            assert b"".join(vault.read_blob(blob.id)) == PHOTO
        # And it goes on.
        vault.append([b"after"])
    world.open(RECOVERY).close()


def open_with_any(world: World, secrets: list[str]) -> Vault | None:
    """Open with the first passphrase that does; None where creation was cut off."""
    for secret in secrets:
        try:
            return world.open(secret)
        except WrongSecretError:
            continue
        except VaultNotFoundError:
            return None
    pytest.fail("no passphrase opens")


CALLS = calls_of(tell)


@pytest.mark.parametrize("short", [False, True])
def test_death_at_every_call(*, short: bool) -> None:
    """A kill at any point, also in the middle of a write."""
    for at in range(1, CALLS + 1):
        story = Story()
        world = World(fault=Fault(at=at, error=Killed, lasting=True, short=short))
        with pytest.raises(Killed):
            tell(world, story)
        hold(world, story)


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, StorageFullError), (errno.EIO, StorageError), (errno.EDQUOT, StorageFullError)],
)
def test_an_error_at_every_call(number: int, error: type[Exception]) -> None:
    """One call fails; what was being done says so or was not hurt by it."""
    for at in range(1, CALLS + 1):
        story = Story()
        world = World(fault=Fault(at=at, error=number, short=True))
        with contextlib.suppress(error):
            tell(world, story)
        hold(world, story)


def test_a_disk_that_stays_broken_at_every_call() -> None:
    """From one call on everything fails, cutting back included."""
    for at in range(1, CALLS + 1):
        story = Story()
        world = World(fault=Fault(at=at, error=errno.EIO, lasting=True, short=True))
        with pytest.raises(StorageError):
            tell(world, story)
        hold(world, story)


def test_a_failed_creation_holds_no_lock() -> None:
    """The person can try again in the same process."""
    calls = World()
    calls.create().close()
    for at in range(1, calls.fault.calls + 1):
        world = World(fault=Fault(at=at, short=True))
        try:
            world.create().close()
        except StorageError:
            assert not world.memory.locked
