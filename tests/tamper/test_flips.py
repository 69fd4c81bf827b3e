"""Every single bit of every file of a small vault is turned: each region has its one answer."""

from __future__ import annotations

from collections import deque

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedHeadError,
    DamagedRecordError,
    DamagedVaultError,
    SafelogError,
    WrongSecretError,
)
from safelog.vault import BlobRef, Notice, Secret, TornTail
from safelog.vault.blob import BlobStore
from safelog.vault.head import parse_head
from safelog.vault.heads import read_heads
from safelog.vault.log import open_log
from tests.tamper.subject import (
    FRAME,
    HEADER,
    HEADS,
    PHOTO,
    RECORDS,
    Opened,
    blob_of,
    flipped,
    is_error,
    new_vault,
    opens_whole,
    outcome,
    silent,
    small_vault,
)
from tests.unit.vault.world import CHEAP_LIMITS, FOLDER, PASSPHRASE, World

LOG_REGIONS = {
    "magic": (0, 12),
    "version": (12, 16),
    "vault id": (16, 32),
    "checksum": (32, 64),
}
FRAME_REGIONS = {
    "magic": (0, 3),
    "flags": (3, 4),
    "vault id": (4, 20),
    "position": (20, 28),
    "length": (28, 32),
    "writer salt": (32, 52),
    "nonce": (52, 64),
    "commitment": (64, 96),
    "previous": (96, 128),
    "sealed record": (128, 384),
    "tag": (384, 400),
}
BLOB_REGIONS = {
    "magic": (0, 3),
    "version": (3, 4),
    "salt": (4, 36),
    "commitment": (36, 68),
    "sealed content": (68, 4164),
    "tag": (4164, 4180),
}


def bits(region: tuple[int, int]) -> range:
    """Return the bits of a region of bytes."""
    return range(region[0] * 8, region[1] * 8)


def test_the_regions_are_the_files() -> None:
    """No byte is without its region: the tables here are those of FORMAT.md."""
    disk = small_vault()
    for regions, size in (
        (LOG_REGIONS, HEADER),
        (FRAME_REGIONS, FRAME),
        (BLOB_REGIONS, len(disk[blob_of(disk)])),
    ):
        ends = [0, *(end for _, end in regions.values())]
        assert [start for start, _ in regions.values()] == ends[:-1]
        assert ends[-1] == size
    assert len(disk["log"]) == HEADER + FRAME * len(RECORDS)


class OpenedLog:
    """The log of a vault whose head was unlocked once, opened anew for each bit."""

    def __init__(self) -> None:
        """Unlock the head."""
        self._world = new_vault()
        heads = read_heads(FOLDER, self._world.ports)
        with Secret.from_text(PASSPHRASE) as secret:
            self._unlocked = heads.unlock(secret)

    def refusal_of(self, bit: int) -> SafelogError:
        """Turn a bit, and return what opening the log says."""
        log, unlocked = self._world.file("log"), self._unlocked
        log[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SafelogError) as caught:
            open_log(FOLDER, unlocked.head.root, keys=unlocked.keys, ports=self._world.ports)
        log[bit // 8] ^= 1 << bit % 8
        assert not self._world.memory.held
        return silent(caught.value)


@pytest.mark.parametrize("name", LOG_REGIONS)
def test_every_bit_of_the_header_of_the_log(name: str) -> None:
    """It is damage of the log: no record is named, none is newer or another's."""
    log = OpenedLog()
    for bit in bits(LOG_REGIONS[name]):
        assert is_error(log.refusal_of(bit), DamagedVaultError, what="log")


@pytest.mark.parametrize("name", FRAME_REGIONS)
def test_every_bit_of_every_vouched_record(name: str) -> None:
    """It is damage of that record, whatever the field; never a misplaced one."""
    log = OpenedLog()
    for position in range(len(RECORDS)):
        start = (HEADER + position * FRAME) * 8
        for bit in bits(FRAME_REGIONS[name]):
            assert is_error(log.refusal_of(start + bit), DamagedRecordError, position=position)


def test_every_bit_of_a_head() -> None:
    """It is damage, never a wrong passphrase, a newer version or a hostile cost."""
    head = small_vault()["head"]
    for bit in range(len(head) * 8):
        with pytest.raises(DamagedHeadError) as caught:
            parse_head(flipped(head, bit), CHEAP_LIMITS)
        silent(caught.value)


@pytest.mark.parametrize("name", HEADS)
def test_bytes_of_one_copy_of_the_head(name: str) -> None:
    """The other copy opens the vault, whole, and the damage is told."""
    disk = small_vault()
    for at in range(0, len(disk[name]), 3):
        damaged = disk | {name: flipped(disk[name], at * 8 + at % 8)}
        assert opens_whole(outcome(damaged), Notice.HEAD_COPY_DAMAGED)


def test_every_byte_of_both_copies_of_the_head() -> None:
    """With no whole copy left the vault is refused."""
    disk = small_vault()
    for at in range(len(disk["head"])):
        damaged = flipped(disk["head"], at * 8 + at % 8)
        assert is_error(outcome(disk | dict.fromkeys(HEADS, damaged)), DamagedHeadError)


@pytest.mark.parametrize("name", BLOB_REGIONS)
def test_every_bit_of_an_attachment(name: str) -> None:
    """It names the attachment; not one byte of the content comes out before."""
    world = new_vault()
    with Secret.from_text(PASSPHRASE) as secret:
        keys = read_heads(FOLDER, world.ports).unlock(secret).keys
    with world.open() as vault:
        (ref,) = vault.blobs()
    sealed = world.file(f"blobs/{ref.id}")
    store = BlobStore(FOLDER / "blobs", keys=keys, ports=world.ports)
    for bit in bits(BLOB_REGIONS[name]):
        sealed[bit // 8] ^= 1 << bit % 8
        released, error = pieces(store, ref)
        sealed[bit // 8] ^= 1 << bit % 8
        assert released == b""
        assert is_error(error, DamagedBlobError, blob=ref.id, chunk=0)
    assert b"".join(store.read(ref)) == PHOTO


def pieces(store: BlobStore, ref: BlobRef) -> tuple[bytes, SafelogError]:
    """Read an attachment that cannot be read to its end; return what came out, and the error."""
    released = bytearray()
    with pytest.raises(SafelogError) as caught:
        deque(map(released.extend, store.read(ref)), maxlen=0)
    return bytes(released), silent(caught.value)


def test_whole_openings_of_damaged_files() -> None:
    """Through the front door, all over the files: the same answers, and nothing is changed."""
    disk = small_vault()
    for at in range(0, len(disk["log"]), 5):
        found = outcome(disk | {"log": flipped(disk["log"], at * 8 + at % 8)})
        if at < HEADER:
            assert is_error(found, DamagedVaultError, what="log")
        else:
            assert is_error(found, DamagedRecordError, position=(at - HEADER) // FRAME)
    name = blob_of(disk)
    for at in range(0, len(disk[name]), 17):
        found = outcome(disk | {name: flipped(disk[name], at * 8 + at % 8)})
        assert isinstance(found, Opened)
        assert found.records == RECORDS
        (error,) = found.attachments
        assert isinstance(error, DamagedBlobError)


def test_a_wrong_passphrase_is_told_from_damage() -> None:
    """It is wrong beside a whole head, whatever else is damaged; without one nobody can tell."""
    disk = small_vault()
    assert is_error(outcome(disk, "wrong"), WrongSecretError)
    for name in ("head", "head.bak", "log", blob_of(disk)):
        for at in range(0, len(disk[name]), 13):
            damaged = disk | {name: flipped(disk[name], at * 8 + at % 8)}
            assert is_error(outcome(damaged, "wrong"), WrongSecretError)
    for at in range(0, len(disk["head"]), 13):
        damaged = disk | dict.fromkeys(HEADS, flipped(disk["head"], at * 8))
        assert is_error(outcome(damaged, "wrong"), DamagedHeadError)


class TestBehindTheVouchedPart:
    """The head lags, as after a kill: two commits are behind its root."""

    VOUCHED = 3

    @pytest.fixture
    def disk(self) -> dict[str, bytes]:
        """Return a vault that was killed after two more commits: one record, then two."""
        world = World()
        with world.create() as vault:
            for record in RECORDS[: self.VOUCHED - 1]:
                vault.append([record])
        killed = world.open()
        killed.append(RECORDS[self.VOUCHED - 1 : self.VOUCHED])
        killed.append(RECORDS[self.VOUCHED :])
        return world.memory.snapshot()

    def test_a_bit_in_front_of_a_later_commit(self, disk: dict[str, bytes]) -> None:
        """Cutting there would drop what was acknowledged: it is damage, of that record."""
        start = HEADER + (self.VOUCHED - 1) * FRAME
        for at in range(start, start + FRAME):
            found = outcome(disk | {"log": flipped(disk["log"], at * 8 + at % 8)})
            assert is_error(found, DamagedRecordError, position=self.VOUCHED - 1)

    def test_a_bit_in_the_last_commit(self, disk: dict[str, bytes]) -> None:
        """It looks like a torn write: all before is there, the commit is gone whole, and told."""
        start = HEADER + self.VOUCHED * FRAME
        torn = TornTail(start, 2 * FRAME)
        for at in range(start, len(disk["log"])):
            found = outcome(disk | {"log": flipped(disk["log"], at * 8 + at % 8)})
            assert found == Opened(RECORDS[: self.VOUCHED], (), (Notice.TORN_TAIL,), torn)


def test_a_bit_that_turns_while_the_vault_is_open() -> None:
    """Reading verifies each record again, against what opening verified, and releases no other."""
    world = new_vault()
    log = world.file("log")
    with world.open() as vault:
        for at in range(HEADER, len(log), 11):
            log[at] ^= 1 << at % 8
            position, released = (at - HEADER) // FRAME, list[bytes]()
            with pytest.raises(DamagedRecordError) as caught:
                released.extend(payload for _, payload in vault.records())
            assert is_error(silent(caught.value), DamagedRecordError, position=position)
            assert released == []
            with pytest.raises(DamagedRecordError):
                vault.read(position)
            log[at] ^= 1 << at % 8
        assert tuple(payload for _, payload in vault.records()) == RECORDS
